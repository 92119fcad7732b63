import threading
from pathlib import Path

import pytest

from agent.brief import BriefEdit
from agent.plan import Intent, Plan, PlannerContext
from evals import dialogues
from evals.baselines import RandomRouter
from evals.cases import Case
from evals.drivers import Conversation, NothingDriver
from evals.opening import DRIVERS
from models.catalog import Advertiser, Product
from ui.commands.common import UserError
from ui.commands.eval_compare import baselines

CONTEXT = PlannerContext(advertiser=Advertiser(id="a", name="店", products=(Product(id="p", name="壶"),)))


class Fixed:
    name = "fixed"

    def plan(self, message: str, context: PlannerContext, cancel: threading.Event | None = None) -> Plan:
        return Plan(intent=Intent.GENERATE, edit=BriefEdit(count=3), then=(Intent.RACE,))


def test_the_random_router_keeps_the_fields_and_draws_the_intent() -> None:
    router = RandomRouter(Fixed(), seed=1)
    plans = [router.plan(f"第{number}句", CONTEXT) for number in range(60)]
    assert all(plan.edit.count == 3 and not plan.then for plan in plans)
    assert len({plan.intent for plan in plans}) > 8
    assert router.plan("第0句", CONTEXT) == plans[0]


def test_every_baseline_can_be_named() -> None:
    assert {"agent", "agent-random-router", "agent-no-critique", "agent-no-rerank", "agent-rules"} <= DRIVERS.keys()


def test_a_driver_that_could_hold_no_conversation_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Unreachable(NothingDriver):
        def open(self, case: Case) -> Conversation:
            raise ConnectionError("no server")

    monkeypatch.setattr(dialogues, "opener", lambda name: lambda trial, seed: Unreachable())
    with pytest.raises(UserError, match="agent-rules holds no conversation"):
        baselines(driver=["agent-rules"], out=tmp_path)
