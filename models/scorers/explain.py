"""Why a title scores as it does, in words an advertiser can use."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.types import Scores

_HIGH, _LOW = 0.75, 0.4
_PARTICLES = frozenset("的了着过吗呢吧啊呀嘛们")
_GOOD = {
    "fluency": "读起来通顺，没有明显的错字或断裂",
    "style": "像B站用户自己写的标题，有站内的说话方式",
    "quality": "有看点，同类标题里算能让人点进来的",
    "sense": "意思清楚，也贴合关键词",
}
_BAD = {
    "fluency": "读起来不顺，可能有错字、漏字或拼接",
    "style": "更像通用广告文案，不像B站标题",
    "quality": "看点不足，同类标题里不容易被点开",
    "sense": "意思不明，或和关键词对不上",
}
_MIDDLE = {
    "fluency": "大体通顺，个别地方有点别扭",
    "style": "有一点站内味道，但还带着文案腔",
    "quality": "中规中矩，有改进空间",
    "sense": "大致能懂，但不够明确",
}
_RAISE = {
    "fluency": "把标出的字词改成常见的说法，或重读一遍补上漏掉的字",
    "style": "换成第一人称、具体场景或一句吐槽，少用“尽享”“臻选”这类对仗套话",
    "quality": "放进一个具体的悬念、反差、情绪或数字，让人想知道后文",
    "sense": "围绕关键词只说一件事，删掉和它无关的词",
}


@dataclass(frozen=True)
class Span:
    """Characters `start` to `end` (exclusive) of the title; `cost` is how much the score gains without them."""

    start: int
    end: int
    text: str
    cost: float


@dataclass(frozen=True)
class Reason:
    """One sentence on a score, the spans that cost most, and what would raise it (Chinese)."""

    score: float
    reason: str
    spans: tuple[Span, ...]
    advice: str | None


@dataclass(frozen=True)
class Explanation:
    """Reasons for each score of one title."""

    title: str
    fluency: Reason
    style: Reason
    quality: Reason
    sense: Reason


Judge = Callable[[Sequence[str]], npt.NDArray[np.float64]]


def phrases(title: str, pieces: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Words as a reader sees them, at most 60, from (start, end) of a vocabulary's pieces.

    A particle goes with the word before it, another single character with the word after it; marks are left out.
    """
    found: list[tuple[int, int]] = []
    open_at: int | None = None
    for start, end in pieces:
        text = title[start:end]
        if not any(character.isalnum() for character in text):
            open_at = None
        elif text in _PARTICLES and found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        elif end - start == 1 and open_at is None:
            open_at = start
            found.append((start, end))
        else:
            begin = found.pop()[0] if open_at is not None and found[-1] == (open_at, start) else start
            found.append((begin, end))
            open_at = None
    return found[:60]


def explain_scores(title: str, scores: Scores, judge: Judge, cuts: Sequence[tuple[int, int]]) -> Explanation:
    """Occlusion (Zeiler and Fergus, 2014): cut each of the `cuts` (start, end) and see what the scores do."""
    gains = np.zeros((len(cuts), 4))
    if len(cuts) > 1:
        base = np.array([scores.fluency, scores.style, scores.quality, scores.sense or 0.0])
        gains = judge([title[:start] + title[end:] for start, end in cuts]) - base
    values = {"fluency": scores.fluency, "style": scores.style, "quality": scores.quality, "sense": scores.sense or 0.0}
    reasons = {
        name: _reason(name, value, _spans(title, cuts, gains[:, column]))
        for column, (name, value) in enumerate(values.items())
    }
    return Explanation(title=title, **reasons)


def _spans(
    title: str, cuts: Sequence[tuple[int, int]], gain: npt.NDArray[np.float64], most: int = 2
) -> tuple[Span, ...]:
    """The words that cost most, in the order of their cost; a word that stands twice is named once."""
    found: list[Span] = []
    for index in np.argsort(-gain, kind="stable"):
        start, end = cuts[int(index)]
        if gain[index] < 0.02 or len(found) == most:
            break
        if title[start:end] not in {one.text for one in found}:
            found.append(Span(start, end, title[start:end], float(gain[index])))
    return tuple(found)


def _reason(name: str, value: float, spans: tuple[Span, ...]) -> Reason:
    high = value >= _HIGH
    sentence = (_GOOD if high else _BAD if value < _LOW else _MIDDLE)[name]
    if spans and not high:
        sentence += "，主要在" + "、".join(f"「{span.text}」" for span in spans)
    return Reason(value, sentence, () if high else spans, None if high else _RAISE[name])
