"""What is said when finals were taken: why each one, what is weak about it, and what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from agent.reasons import Remarks
from agent.verdicts import ReasonsOf, Say
from models.scorers.levels import is_weak
from models.types import Title
from tools.racing.reasons import Because


def finals(say: Say, taken: Sequence[Title], data: Mapping[str, Any], reasons: ReasonsOf) -> list[str]:
    """Lines on the finals, numbered as they are offered, and the way on. `data` is what `race_titles` gave."""
    weak = {one.id: reasons(one) for one in taken if is_weak(one.scores)}
    lines = [say("picked", n=len(taken))]
    for number, (title, why) in enumerate(zip(taken, data["because"], strict=True), 1):
        lines.append(_line(say, number, title, why, weak.get(title.id)))
    if data["disliked"]:
        lines.append(say("disliked_left", n=data["disliked"]))
    if len(taken) < data["wanted"]:
        lines.append(say("picked_fewer", n=len(taken), wanted=data["wanted"]))
    if weak:
        numbers = [number for number, title in enumerate(taken, 1) if title.id in weak]
        lines.append(say("weak_offer", first=numbers[0], numbers=say("and").join(map(str, numbers))))
    if data.get("action_id"):
        return [*lines, say("race")]
    return [*lines, say("race_alone")] if data.get("propose", True) else lines


def _line(say: Say, number: int, title: Title, why: Because, weak: Remarks | None) -> str:
    facts = {"rank": why["rank"], "n": why["among"]}
    key = "only" if why["why"] == "rank" and why["among"] == 1 else why["why"]
    doubt = say("weak_final", points=say("next_reason").join(weak.bad)) if weak and weak.bad else ""
    return say("final", number=number, text=title.text, why=say(f"why_{key}", **facts), doubt=doubt)
