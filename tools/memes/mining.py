"""Memes in the making: phrases on the rise and sentence patterns with slots, proposed with their evidence.

Phrases are runs of characters that hold together (pointwise mutual information of their weakest split) and stand
freely (entropy of their neighbours), as in new-word discovery; on the rise by the log-likelihood ratio against a
background (Dunning, 1993). Counts are of texts, so one text that repeats itself counts once.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, ConfigDict, Field

from models.text import fold
from tools.memes.bursts import Burst, burst
from tools.memes.slots import frames, show

_SEGMENTS = re.compile(r"[^\u3400-\u9fffa-z0-9]+")
_LONGEST = 8
_EXAMPLES = 3


class Post(BaseModel):
    """A title or a comment."""

    model_config = ConfigDict(frozen=True)

    text: str
    day: datetime.date | None = None


class MiningSettings(BaseModel):
    """`recent_share`: without a background of its own, this last share of the posts by day is held against the rest."""

    model_config = ConfigDict(frozen=True)

    least: int = Field(default=6, ge=2, description="texts that a proposal must occur in")
    least_z: float = Field(default=3.0, description="signed root of the log-likelihood ratio against the background")
    cohesion: float = Field(default=2.0, description="nats of mutual information of the weakest split")
    freedom: float = Field(default=0.8, description="nats of entropy of the neighbours on each side")
    slot_fillings: int = Field(default=5, ge=2, description="different words in each slot of a pattern")
    recent_share: float = Field(default=0.34, gt=0, lt=1)


class Proposal(BaseModel):
    """`kind` is phrase or pattern; `z` says how far it rose above the background; `burst` needs days."""

    model_config = ConfigDict(frozen=True)

    term: str
    kind: str
    texts: int
    background_texts: int
    z: float
    burst: Burst | None
    examples: tuple[str, ...]


def mine(
    posts: Sequence[Post],
    background: Sequence[Post] = (),
    *,
    known: Iterable[str] = (),
    settings: MiningSettings | None = None,
) -> list[Proposal]:
    """Proposals, the strongest rise first. `known` terms are left out.

    Raises ValueError when there is nothing to compare with: no `background`, and no days to split the posts by.
    """
    settings = settings or MiningSettings()
    recent, before = (list(posts), list(background)) if background else _split(posts, settings.recent_share)
    texts, old = [_segments(one.text) for one in recent], [_segments(one.text) for one in before]
    now, then = _counts(texts, settings.least), None
    phrases = [gram for gram in now if len(gram) >= 2 and _holds(gram, now, settings.cohesion, _size(texts))]
    phrases = _free(phrases, texts, settings.freedom)
    patterns = frames(texts, least=settings.least, fillings=settings.slot_fillings)
    then = Counter(gram for one in old for gram in set(_wanted(one, set(phrases))))
    skip = [fold(term) for term in known]
    found = [
        _proposal(term, "phrase", now[term], then[term], recent, before, re.compile(re.escape(term)))
        for term in phrases
        if not any(term in one or one in term for one in skip)
    ]
    for parts, support in patterns.items():
        matcher = _pattern(parts)
        earlier = sum(any(matcher.fullmatch(segment) for segment in one) for one in old)
        if not any(fold(part) in skip for part in (show(parts), "".join(parts))):
            found.append(_proposal(show(parts), "pattern", support, earlier, recent, before, matcher, whole=True))
    return _strongest([one for one in found if one.z >= settings.least_z])


def _split(posts: Sequence[Post], share: float) -> tuple[list[Post], list[Post]]:
    dated = sorted((one for one in posts if one.day), key=lambda one: one.day or datetime.date.min)
    cut = dated[int(len(dated) * (1 - share))].day if dated else None
    before = [one for one in dated if cut and one.day and one.day < cut]
    if not before:
        raise ValueError("没有可以对比的背景：文件里要有日期，或者另给一个背景文件")
    return dated[len(before) :], before


def _segments(text: str) -> list[str]:
    return [segment for segment in _SEGMENTS.split(fold(text)) if segment]


def _size(texts: Sequence[Sequence[str]]) -> int:
    return sum(len(segment) for one in texts for segment in one)


def _counts(texts: Sequence[Sequence[str]], least: int) -> Counter[str]:
    """Texts that hold each run of 1 to 8 characters, where at least `least` do: longer runs grow from frequent ones."""
    kept: Counter[str] = Counter()
    for length in range(1, _LONGEST + 1):
        counts: Counter[str] = Counter()
        for one in texts:
            counts.update(
                {
                    segment[start : start + length]
                    for segment in one
                    for start in range(len(segment) - length + 1)
                    if length == 1 or (segment[start : start + length - 1] in kept)
                }
            )
        frequent = {gram: count for gram, count in counts.items() if count >= least}
        if not frequent:
            break
        kept.update(frequent)
    return kept


def _holds(gram: str, counts: Counter[str], cohesion: float, size: int) -> bool:
    weakest = min(
        math.log(counts[gram] * size / (counts[gram[:cut]] * counts[gram[cut:]])) for cut in range(1, len(gram))
    )
    return weakest >= cohesion and not gram.isdigit()


def _free(phrases: Sequence[str], texts: Sequence[Sequence[str]], freedom: float) -> list[str]:
    """Those whose neighbours vary on both sides: 尽头 of 宇宙的尽头 does, 的尽 does not."""
    left: dict[str, Counter[str]] = defaultdict(Counter)
    right: dict[str, Counter[str]] = defaultdict(Counter)
    wanted, edge = set(phrases), 0
    for one in texts:
        for segment in one:
            for start in range(len(segment)):
                for end in range(start + 2, min(len(segment), start + _LONGEST) + 1):
                    gram = segment[start:end]
                    if gram in wanted:
                        edge += 1  # each edge of a segment is a neighbour of its own
                        left[gram][segment[start - 1] if start else f"^{edge}"] += 1
                        right[gram][segment[end] if end < len(segment) else f"${edge}"] += 1
    return [gram for gram in phrases if min(_entropy(left[gram]), _entropy(right[gram])) >= freedom]


def _entropy(counts: Counter[str]) -> float:
    total = sum(counts.values())
    return -sum(count / total * math.log(count / total) for count in counts.values())


def _wanted(segments: Sequence[str], wanted: set[str]) -> Iterable[str]:
    for segment in segments:
        for start in range(len(segment)):
            for end in range(start + 2, min(len(segment), start + _LONGEST) + 1):
                if segment[start:end] in wanted:
                    yield segment[start:end]


def _pattern(parts: Sequence[str]) -> re.Pattern[str]:
    return re.compile("".join(re.escape(part) if part else "(.{1,8})" for part in parts))


def _proposal(
    term: str,
    kind: str,
    texts: int,
    earlier: int,
    recent: Sequence[Post],
    before: Sequence[Post],
    matcher: re.Pattern[str],
    *,
    whole: bool = False,
) -> Proposal:
    def holds(post: Post) -> bool:
        return any((matcher.fullmatch if whole else matcher.search)(segment) for segment in _segments(post.text))

    z = _rise(texts, len(recent), earlier, len(before))
    if z < 1:  # far below any floor: its evidence need not be gathered
        return Proposal(term=term, kind=kind, texts=texts, background_texts=earlier, z=z, burst=None, examples=())
    holding = [one for one in recent if holds(one)]
    days = [one.day for one in holding if one.day]
    everything = [one.day for one in (*before, *recent) if one.day]
    return Proposal(
        term=term,
        kind=kind,
        texts=texts,
        background_texts=earlier,
        z=round(z, 2),
        burst=burst([*days, *(one.day for one in before if one.day and holds(one))], everything),
        examples=tuple(dict.fromkeys(one.text for one in holding))[:_EXAMPLES],
    )


def _rise(now: int, total_now: int, then: int, total_then: int) -> float:
    """Signed root of the log-likelihood ratio of two binomials: a standard normal z where nothing changed."""
    share = (now + then) / (total_now + total_then)
    gain = _likelihood(now, total_now, now / total_now) + _likelihood(then, total_then, then / total_then)
    gain -= _likelihood(now, total_now, share) + _likelihood(then, total_then, share)
    return math.copysign(math.sqrt(max(0.0, 2 * gain)), now / total_now - share)


def _likelihood(hits: int, total: int, share: float) -> float:
    found = hits * math.log(share) if hits else 0.0
    return found + ((total - hits) * math.log(1 - share) if hits < total else 0.0)


def _strongest(found: list[Proposal]) -> list[Proposal]:
    """Best first; a phrase inside another, or inside a pattern, that occurs in nearly the same texts is left out."""
    found.sort(key=lambda one: (one.kind != "pattern", -len(one.term)))
    kept: list[Proposal] = []
    for one in found:
        held = [other for other in kept if _inside(one.term, other.term) and other.texts >= 0.7 * one.texts]
        if not held:
            kept.append(one)
    return sorted(kept, key=lambda one: (-one.z, one.term))


def _inside(term: str, other: str) -> bool:
    return term in other or any(part and (part in term or term in part) for part in re.split("[XY]", other)[1:-1])
