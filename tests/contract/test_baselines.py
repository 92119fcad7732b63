"""Each baseline is the agent without one part, and with all its others: the real graph over a scripted model."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from scripted import ScriptedModel

from agent import acting, assembly
from agent.plan import Intent
from evals.cases import Case
from evals.opening import DRIVERS
from evals.records import Observation

CASE = Case.model_validate(
    {
        "id": "b1",
        "advertiser": {"name": "静店", "products": [{"name": "静听降噪耳机", "category": "耳机"}]},
        "turns": [{"user": "耳机来3条标题"}],
    }
)


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "load_language_model", lambda _spec, progress=None: ScriptedModel())


@contextmanager
def _told(driver: str, seed: int = 0) -> Iterator[Observation]:
    opened = DRIVERS[driver](0, seed)
    try:
        yield opened.open(CASE).send(CASE.turns[0].user)
    finally:
        opened.close()


def _calls(seen: Observation) -> int:
    return sum(call.name == "generate_titles" for call in seen.tools)


@pytest.mark.usefixtures("scripted")
def test_without_critique_titles_at_fault_are_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "faults", lambda *_: ["too_long"])
    with _told("agent") as seen:
        assert not seen.titles and _calls(seen) > 1, "what is at fault is asked for again and not offered"
    with _told("agent-no-critique") as seen:
        assert len(seen.titles) == 3 and _calls(seen) == 1


@pytest.mark.usefixtures("scripted")
def test_the_random_router_does_what_the_lot_says() -> None:
    intents = set()
    for seed in range(4):
        with _told("agent-random-router", seed) as seen:
            intents.add(seen.intent)
    assert len(intents) > 1 and intents <= {str(intent) for intent in Intent}


@pytest.mark.usefixtures("scripted")
def test_rules_alone_still_write_titles() -> None:
    with _told("agent-rules") as seen:
        assert (seen.intent, len(seen.titles)) == ("generate", 3)


@pytest.mark.usefixtures("scripted")
def test_a_turns_record_holds_its_tokens_and_the_planners_time() -> None:
    with _told("agent") as seen:
        assert seen.tokens["calls"] > 0 and seen.tokens["written"] >= sum(call.tokens for call in seen.tools) > 0
        assert seen.plan_seconds is not None and 0 < seen.plan_seconds < seen.seconds
        assert Observation.model_validate_json(seen.model_dump_json()) == seen
