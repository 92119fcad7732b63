"""The first screen: what an account can use, or ask for, before a word is typed."""

from __future__ import annotations

import datetime
import random
from collections.abc import Mapping, Sequence

from agent.suggestions import Suggestion, keyword_sources, recall_sources, title_sources
from models.catalog import Advertiser
from models.types import Title
from tools.base import Estimate, Scorer, unestimated
from tools.indexes.analysis import characters, pairs
from tools.library.adoption import log_impressions, source_counts
from tools.recall.pool import Similar
from tools.store import Stores
from tools.store.clock import Clock, utc_now

EXPLORE = 0.15
"""Share of the places whose source is drawn evenly, so that a source without luck so far is seen again."""

_PRIOR_SHOWN, _PRIOR_ADOPTED = 10.0, 2.0  # adoption of one in five until a source has shown what it is worth
_FATIGUE = 0.6  # a source's weight is multiplied by this each time it is chosen
_ALIKE = 0.5  # share of character pairs (Jaccard) beyond which two cards say the same


def first_screen(
    stores: Stores,
    scorer: Scorer,
    advertiser: Advertiser,
    n: int,
    *,
    similar: Similar | None = None,
    estimated: Estimate = unestimated,
    seed: int = 0,
    clock: Clock = utc_now,
) -> list[Suggestion]:
    """At most `n` cards, titles and keyword suggestions, all legal and none alike; what is shown is logged.

    `similar` finds titles alike in meaning, for recall; `estimated` adds predicted rates. The same account, day and
    seed give the same screen while nothing was shown or adopted in between.
    """
    today = clock().date()
    sources = title_sources(stores, advertiser) | keyword_sources(stores, advertiser, today)
    sources |= recall_sources(stores, advertiser, similar)
    chosen = _screen(stores, advertiser, sources, n, seed, today)
    log_impressions(stores, advertiser.id, chosen, clock=clock)
    return _judged(chosen, scorer, estimated, advertiser.id)


def recommend_titles(
    stores: Stores,
    scorer: Scorer,
    advertiser: Advertiser,
    n: int,
    *,
    estimated: Estimate = unestimated,
    seed: int = 0,
    clock: Clock = utc_now,
) -> list[Title]:
    """The titles alone: at most `n` of what ran well, was admitted, or was written before. What is shown is logged."""
    chosen = _screen(stores, advertiser, title_sources(stores, advertiser), n, seed, clock().date())
    log_impressions(stores, advertiser.id, chosen, clock=clock)
    return [one.title for one in _judged(chosen, scorer, estimated, advertiser.id) if one.title is not None]


def mix(
    sources: Mapping[str, Sequence[Suggestion]], rates: Mapping[str, float], n: int, draw: random.Random
) -> list[Suggestion]:
    """Place by place: draw a source, by its adoption rate or, now and then, evenly; take its best that is new.

    The propensity kept is exact: that of the source among those that still have something to show.
    """
    left = {source: list(found) for source, found in sources.items()}
    weights = {source: rates[source] for source in left}
    chosen: list[Suggestion] = []
    while len(chosen) < n:
        left = {source: fresh for source, found in left.items() if (fresh := _unlike(found, chosen))}
        if not left:
            break
        total = sum(weights[source] for source in left)
        even = 1 / len(left)
        explored = draw.random() < EXPLORE
        names = list(left)
        source = draw.choices(names, [even if explored else weights[name] / total for name in names])[0]
        propensity = EXPLORE * even + (1 - EXPLORE) * weights[source] / total
        known = {"propensity": propensity, "explored": explored, "among": tuple(names)}
        chosen.append(left[source].pop(0).model_copy(update=known))
        weights[source] *= _FATIGUE
    return chosen


def _screen(
    stores: Stores,
    advertiser: Advertiser,
    sources: Mapping[str, Sequence[Suggestion]],
    n: int,
    seed: int,
    today: datetime.date,
) -> list[Suggestion]:
    counts = source_counts(stores)
    rates = {source: _rate(*counts.get(source, (0, 0))) for source in sources}
    return mix(sources, rates, n, random.Random(f"{seed} {advertiser.id} {today.isoformat()}"))


def _rate(shown: int, adopted: int) -> float:
    return (adopted + _PRIOR_ADOPTED) / (shown + _PRIOR_SHOWN)


def _unlike(found: Sequence[Suggestion], chosen: Sequence[Suggestion]) -> list[Suggestion]:
    shown = [_grams(one.text) for one in chosen]
    return [one for one in found if all(_overlap(_grams(one.text), grams) <= _ALIKE for grams in shown)]


def _grams(text: str) -> set[str]:
    return set(pairs(characters(text)))


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 1.0


def _judged(chosen: Sequence[Suggestion], scorer: Scorer, estimated: Estimate, account: str) -> list[Suggestion]:
    """With the scores and predicted rates of the titles among them."""
    titles = [one.title for one in chosen if one.title is not None]
    bare = [title for title in titles if title.scores is None]
    scores = dict(zip((one.id for one in bare), scorer.scores([one.text for one in bare]) if bare else [], strict=True))
    scored = [one.model_copy(update={"scores": one.scores or scores[one.id]}) for one in titles]
    ready = iter(estimated(scored, account))
    return [one if one.title is None else one.model_copy(update={"title": next(ready)}) for one in chosen]
