"""What is said of finals: the reason for each, and a plain word where one is weak."""

from __future__ import annotations

from functools import partial
from typing import Any

from agent.finals import finals
from agent.reasons import Remarks
from models.types import Scores, Title
from prompts import load_replies

SOUND = Title(id="1", text="甲", scores=Scores(fluency=0.8, style=0.9, quality=0.7, source="test"))
WEAK = Title(id="2", text="乙", scores=Scores(fluency=0.8, style=0.9, quality=0.1, source="test"))
BECAUSE = [{"why": "picked", "rank": 2, "among": 6}, {"why": "rank", "rank": 5, "among": 6}]


def fill(language: str, key: str, **values: object) -> str:
    return load_replies(language)[key].format(**values)


def told(language: str = "zh", *taken: Title, **data: Any) -> list[str]:
    given = {"because": BECAUSE[: len(taken)], "disliked": 0, "wanted": len(taken), "action_id": "x"} | data
    remarks = Remarks(bad=("看点不足",))
    return finals(partial(fill, language), taken, given, lambda _title: remarks)


def test_each_final_has_its_reason_and_a_weak_one_is_called_weak() -> None:
    lines = told("zh", SOUND, WEAK, disliked=1)
    assert lines[:3] == ["选出这 2 条：", "1. 甲：你已选用", "2. 乙：6 条里综合排第 5；但偏弱：看点不足"]
    assert "你不喜欢的 1 条没有选。" in lines and any("重写第 2 条" in line for line in lines)
    assert "确认" in lines[-1]
    assert any("say “rewrite number 2”" in line for line in told("en", SOUND, WEAK))


def test_sound_finals_are_not_doubted() -> None:
    assert not any("弱" in line or "重写" in line for line in told("zh", SOUND))


def test_who_gets_fewer_than_asked_for_is_told_and_one_alone_is_not_raced() -> None:
    lines = told("zh", SOUND, wanted=2, action_id=None)
    assert "能选的只有 1 条（要 2 条）。" in lines and "赛马" in lines[-1] and "确认" not in lines[-1]
    assert told("zh", SOUND, wanted=1, action_id=None)[-1].startswith(
        "一条没有对手"
    )  # nor is it left without a next step
    assert "赛马" not in "".join(told("zh", SOUND, wanted=2, action_id=None, propose=False))
