"""Why a title scores as it does: how good each score is, and which words of the title make it so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.scorers.levels import Head, Level, level
from models.types import Scores

_PARTICLES = frozenset("的了着过吗呢吧啊呀嘛们")
_CLOSING = frozenset("里旁")  # characters that close what stands before them: 梦里
_COSTS, _HOLDS = 0.02, 0.05  # of a score: what a word must change to be named
_PAUSES = re.compile(r"[^\w%]+|_+")
_BREATH = 17  # characters: of 2,600 titles that people wrote for ads, one in a hundred runs on longer without a pause


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` (exclusive) of the title; `cost` is how much the score changes without them."""

    start: int
    end: int
    text: str
    cost: float


@dataclass(frozen=True)
class Reason:
    """One score and the words behind it, most important first.

    `spans` cost the score most, where it is not good; a good one is `held` up by words without which it falls.
    """

    score: float
    level: Level
    spans: tuple[Span, ...] = ()
    held: tuple[Span, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Reasons for each score of one title.

    `unbroken` is the number of characters that it runs on without a pause where people would have made one, else 0.
    """

    title: str
    fluency: Reason
    style: Reason
    quality: Reason
    sense: Reason
    unbroken: int = 0


Judge = Callable[[Sequence[str]], npt.NDArray[np.float64]]


def phrases(title: str, pieces: Sequence[tuple[int, int]], whole: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Words as a reader sees them, at most 60, from (start, end) of a vocabulary's pieces; none cuts a `whole` one.

    A particle goes with the word before it, another single character with the word after it, or before it where none
    follows; marks are left out.
    """
    found: list[tuple[int, int]] = []
    open_at: int | None = None
    for start, end in _joined(pieces, [place for word in whole for place in _spans_of(word, title)]):
        text = title[start:end]
        beside = bool(found) and found[-1][1] == start
        if not any(character.isalnum() for character in text):
            open_at = None
        elif (text in _PARTICLES or text in _CLOSING) and beside:
            found[-1] = (found[-1][0], end)
            open_at = None if text in _CLOSING else open_at
        elif end - start == 1 and beside and (end == len(title) or not title[end].isalnum()):
            found[-1] = (found[-1][0], end)
        elif end - start == 1 and open_at is None:
            open_at = start
            found.append((start, end))
        else:
            begin = found.pop()[0] if open_at is not None and found[-1] == (open_at, start) else start
            found.append((begin, end))
            open_at = None
    return found[:60]


def _spans_of(word: str, title: str) -> list[tuple[int, int]]:
    """Where the word stands in the title."""
    return [match.span() for match in re.finditer(re.escape(word), title, re.IGNORECASE)] if word else []


def _joined(pieces: Sequence[tuple[int, int]], wholes: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The pieces, those that share characters with one of `wholes` made one with it."""
    found: list[tuple[int, int]] = []
    for start, end in pieces:
        for begin, stop in wholes:
            if start < stop and begin < end:
                start, end = min(start, begin), max(end, stop)
        if found and start < found[-1][1]:
            start, end = found[-1][0], max(end, found.pop()[1])
        found.append((start, end))
    return found


def explain_scores(title: str, scores: Scores, judge: Judge, cuts: Sequence[tuple[int, int]]) -> Explanation:
    """Occlusion (Zeiler and Fergus, 2014): cut each of the `cuts` (start, end) and see what the scores do."""
    gains = np.zeros((len(cuts), 4))
    if len(cuts) > 1:
        base = np.array([scores.fluency, scores.style, scores.quality, scores.sense or 0.0])
        gains = judge([title[:start] + title[end:] for start, end in cuts]) - base
    values: dict[Head, float] = {
        "fluency": scores.fluency,
        "style": scores.style,
        "quality": scores.quality,
        "sense": scores.sense or 0.0,
    }
    reasons = {
        name: _reason(name, value, title, cuts, gains[:, column]) for column, (name, value) in enumerate(values.items())
    }
    return Explanation(title=title, **reasons, unbroken=unbroken(title))


def unbroken(title: str) -> int:
    """Characters of the longest stretch without a mark or a space, where few people write one so long; else 0."""
    longest = max((len(part) for part in _PAUSES.split(title)), default=0)
    return longest if longest > _BREATH else 0


def _reason(
    name: Head, value: float, title: str, cuts: Sequence[tuple[int, int]], gain: npt.NDArray[np.float64]
) -> Reason:
    found = level(name, value)
    if found == "good":
        return Reason(value, found, held=_spans(title, cuts, -gain, _HOLDS))
    return Reason(value, found, spans=_spans(title, cuts, gain, _COSTS))


def _spans(
    title: str, cuts: Sequence[tuple[int, int]], change: npt.NDArray[np.float64], least: float, most: int = 2
) -> tuple[Span, ...]:
    """The words that change the score most, in that order; a word that stands twice is named once."""
    found: list[Span] = []
    for index in np.argsort(-change, kind="stable"):
        start, end = cuts[int(index)]
        if change[index] < least or len(found) == most:
            break
        if title[start:end] not in {one.text for one in found}:
            found.append(Span(start, end, title[start:end], float(change[index])))
    return tuple(found)
