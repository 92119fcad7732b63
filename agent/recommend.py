"""First-screen suggestions: titles the account can use before a word is typed."""

from __future__ import annotations

import hashlib

from models.catalog import Advertiser, PastTitle
from models.types import CtrEstimate, Provenance, Title
from tools.base import Scorer
from tools.store import Stores

# A title seen this often has a click-through rate worth half its own evidence; see `_shrunk`.
PRIOR_IMPRESSIONS = 5_000
Z90 = 1.645


def recommend_titles(stores: Stores, scorer: Scorer, advertiser: Advertiser, n: int) -> list[Title]:
    """At most `n` titles: what ran well before, by click-through rate shrunk to the account's mean,
    then the best-scored titles written in earlier conversations."""
    past = sorted(advertiser.history, key=lambda one: -_shrunk(one, advertiser))[: max(1, n // 2)]
    titles = [_from_history(one, advertiser) for one in past]
    known = {title.text for title in titles}
    written = [title for title in stores.titles.of(advertiser.id, limit=200) if title.text not in known]
    written.sort(key=lambda title: -(title.scores.quality + title.scores.style if title.scores else 0.0))
    titles += written[: n - len(titles)]
    unscored = [title for title in titles if title.scores is None]
    scores = (
        dict(zip([t.id for t in unscored], scorer.scores([t.text for t in unscored]), strict=True)) if unscored else {}
    )
    return [title.model_copy(update={"scores": scores.get(title.id, title.scores)}) for title in titles]


def _shrunk(past: PastTitle, advertiser: Advertiser) -> float:
    impressions = sum(one.impressions for one in advertiser.history)
    mean = sum(one.clicks for one in advertiser.history) / impressions if impressions else 0.0
    return (past.clicks + PRIOR_IMPRESSIONS * mean) / (past.impressions + PRIOR_IMPRESSIONS)


def _from_history(past: PastTitle, advertiser: Advertiser) -> Title:
    digest = hashlib.sha256(f"{advertiser.id}\0{past.title}".encode()).hexdigest()[:12]
    ctr = None
    if past.impressions:
        rate = past.clicks / past.impressions
        half = Z90 * (rate * (1 - rate) / past.impressions) ** 0.5
        ctr = CtrEstimate(mean=rate, low=max(0.0, rate - half), high=min(1.0, rate + half), source="history")
    return Title(id=f"past-{digest}", text=past.title, ctr=ctr, provenance=Provenance(source="library"))
