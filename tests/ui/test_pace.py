"""Nobody who signed in keeps the page from the others by asking too fast; who sits at the machine is not counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from double import DoubleAssistant

from ui.api.limits import RateLimiter
from ui.page.pace import RATES, Act, Pace, Rate
from ui.page.people import People

WORD = "correct horse 正确"


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Asked:
    """A request as far as it is counted by."""

    username: str | None = None
    host: str = "203.0.113.7"
    session_hash: str = "s"
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def client(self) -> Any:
        return SimpleNamespace(host=self.host)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found: list[str] = []
    monkeypatch.setattr("ui.page.pace.warn", lambda text, _language: found.append(text))
    return found


@pytest.mark.parametrize("act", ["turn", "look", "hint", "upload"])
def test_a_person_is_slowed_down_told_once_and_let_in_again(act: Act, told: list[str]) -> None:
    clock = Clock()
    pace, rate = Pace(RateLimiter(clock)), RATES[act]
    mei, lin = Asked("mei"), Asked("lin")
    asked = [pace.allows(act, mei, "zh") for _ in range(rate.burst + 3)]
    assert asked == [True] * rate.burst + [False] * 3
    assert len(told) == 1 and "秒后再试" in told[0], "a notice for every key pressed"
    assert pace.allows(act, lin, "zh"), "one person's haste slowed down another"
    clock.now += 60 / rate.per_minute
    assert pace.allows(act, mei, "zh") and not pace.allows(act, mei, "zh")
    clock.now += 60
    assert sum(pace.allows(act, mei, "zh") for _ in range(200)) == min(rate.burst, rate.per_minute)


def test_thirty_turns_a_minute_are_never_too_fast(told: list[str]) -> None:
    clock = Clock()
    pace = Pace(RateLimiter(clock))
    for _ in range(300):
        assert pace.allows("turn", Asked("mei"), "zh")
        clock.now += 2.0
    assert not told


def test_who_sits_at_this_machine_is_not_counted(told: list[str]) -> None:
    pace = Pace(RateLimiter(Clock()))
    here = Asked(host="127.0.0.1", headers={"host": "127.0.0.1:7860"})
    assert all(pace.allows("turn", here, "zh") for _ in range(200))
    assert not told


def test_without_sign_in_an_address_is_counted_whatever_session_it_names(told: list[str]) -> None:
    pace = Pace(RateLimiter(Clock()))
    asked = [pace.allows("turn", Asked(session_hash=str(number)), "en") for number in range(RATES["turn"].burst + 1)]
    assert asked[-1] is False and all(asked[:-1])
    assert "try again in 2 s" in told[0]
    assert pace.allows("turn", Asked(host="203.0.113.8"), "en")


def test_too_fast_is_said_on_the_page_and_nothing_is_lost(serve: Any, visit: Any, size: dict[str, int]) -> None:
    assistant, clock = DoubleAssistant(), Clock()
    crowd = People(assistant.stores.database, rounds=4)
    crowd.add("mei", WORD, "advertiser", ("t01",))
    pace = Pace(RateLimiter(clock), {**RATES, "turn": Rate(6, 1)})
    page = serve(assistant, may_see=crowd.may_see, operates=crowd.operates, people=crowd, pace=pace)
    visitor = visit(page.url, **size)
    visitor.tab.goto(visitor.url)
    visitor.tab.locator("input").nth(0).fill("mei")
    visitor.tab.fill("input[type=password]", WORD)
    visitor.tab.press("input[type=password]", "Enter")
    visitor.tab.wait_for_selector("#history [data-thread]")
    visitor.say("来几条便签标题")
    visitor.tab.fill("#composer textarea", "再来几条")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.wait_for_selector(".toast-body:has-text('太快了，这一步没有做')")
    visitor.shot(f"too-fast-{visitor.device}")
    assert visitor.tab.input_value("#composer textarea") == "再来几条", "the message was lost"
    visitor.tab.click("#history [data-act=again]")
    visitor.tab.wait_for_timeout(1000)
    assert len(assistant.entries) == 1, "a turn that was refused left a branch"
    clock.now += 60
    visitor.tab.press("#composer textarea", "Enter")
    visitor.settled(2)
    assert visitor.texts("#history .said p")[-1].endswith("再来几条")
