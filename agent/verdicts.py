"""What is said of single titles: how good, what is weak and what would mend it; praise only of what is good."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from agent.reasons import Remarks
from agent.standing import Place
from models.scorers.levels import JUDGED, Level, is_weak, level
from models.types import Title
from tools.worth import overall

_CLEARLY = 0.05  # of the overall worth: a title that much better is named

ReasonsOf = Callable[[Title], Remarks]


class Say(Protocol):
    """A reply template by key, filled."""

    def __call__(self, key: str, **values: object) -> str: ...


def percent(title: Title) -> dict[str, int]:
    """The three scores as whole numbers of 100; 0 where nobody scored it."""
    scores = title.scores
    return {name: round(getattr(scores, name) * 100) if scores else 0 for name in JUDGED}


def verdict(title: Title) -> Level:
    """`bad` where one score is, `good` where all are."""
    if title.scores is None or is_weak(title.scores):
        return "bad" if title.scores else "fair"
    return "good" if all(level(name, getattr(title.scores, name)) == "good" for name in JUDGED) else "fair"


def explained(say: Say, title: Title, place: Place, remarks: Remarks, *, compare: bool = True) -> str:
    """One title: a plain verdict, its rank, what is weak and how to mend it, then what is good."""
    found = "bad" if remarks.bad else verdict(title)
    head = say(
        "explained",
        place=_place(say, place),
        text=title.text,
        verdict=say(f"explained_{found}"),
        rank=say("rank_of", rank=place.rank, n=place.among) if place.among > 1 else "",
        **percent(title),
    )
    parts = [head, *points(say, remarks), mend(say, remarks, place.number)]
    other = place.better if compare else None
    if other is not None and overall(other) - overall(title) >= _CLEARLY:
        parts.append(say("better", text=other.text, **percent(other)))
    return _joined(say, parts)


def extreme(say: Say, title: Title, end: str, place: Place, remarks: Remarks) -> str:
    """The best or the worst of those shown: which one, how it scores, and why; a best that is weak is called so."""
    weak = end == "best" and (is_weak(title.scores) or bool(remarks.bad))
    key = "best_of_weak" if weak else "extreme"
    head = say(key, place=_place(say, place), end=say(end), text=title.text, **percent(title))
    return _joined(say, [head, *points(say, remarks), mend(say, remarks, place.number)])


def extreme_raced(say: Say, title: Title, end: str, place: Place, chance: float) -> str:
    """The best or the worst of titles that race: viewers decide, and scores are only told."""
    told = {"place": _place(say, place), "end": say(f"raced_{end}"), "chance": f"{chance:.0%}"}
    return say("extreme_raced", text=title.text, **told, **percent(title))


def points(say: Say, remarks: Remarks) -> list[str]:
    """Sentences on what is weak and on what is good, what there is more of first."""
    told = {
        "points_bad": remarks.bad,
        "points_fair": remarks.fair,
        "points_good": remarks.good,
    }
    order = list(told) if remarks.bad else ["points_good", "points_fair"]
    said = [say(key, points=_clauses(say, told[key])) for key in order if told[key]]
    return said + [clause + say("stop") for clause in remarks.aside]


def mend(say: Say, remarks: Remarks, number: int | None) -> str:
    """What would make the title better, with the offer to do it where a number means it; empty for a good one."""
    if not remarks.mend:
        return ""
    advice = say("mend", advice=_clauses(say, remarks.mend))
    return advice + (say("mend_offer", number=number) if number and remarks.bad else "") + say("stop")


def _place(say: Say, place: Place) -> str:
    return say("place", number=place.number) if place.number else ""


def _clauses(say: Say, clauses: Sequence[str]) -> str:
    return say("next_reason").join(clauses)


def _joined(say: Say, parts: Sequence[str]) -> str:
    return say("next_sentence").join(part for part in parts if part)
