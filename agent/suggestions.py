"""Where first-screen suggestions come from, each source with its own, best first."""

from __future__ import annotations

import datetime
import math

from pydantic import BaseModel, ConfigDict

from models.catalog import Advertiser, PastTitle, Product
from models.types import CtrEstimate, Provenance, Title, Verdict
from tools.compliance.lawbook import Lawbook
from tools.compliance.own import find, own_words
from tools.library.materials import MaterialStore
from tools.memes.topics import topics
from tools.phrases.filling import filled
from tools.recall import Pool, RecallDesk, recall
from tools.recall.pool import Similar
from tools.store import MemeRecord, Stores
from tools.store.changes import ChangeLog
from tools.store.hashing import content_id
from tools.store.history import past_title_id
from tools.store.indexable import index_rows

# A title seen this often has a click-through rate worth half its own evidence; see `_shrunk`.
PRIOR_IMPRESSIONS = 5_000
Z90 = 1.645
_EACH = 24  # suggestions that one source brings at most
_A_TAKE_UP = 0.3  # of ln(1 + times a title was taken up), against quality + style
_POINTS = 3  # selling points of a product that become suggestions


class Suggestion(BaseModel):
    """One card. A `title` can be used as it is; without one, `message` is what to send for titles about `text`.

    `via` names the recall strategies that found it; `propensity` is the probability with which its source was chosen
    for its place, `among` the sources that had something left there; `explored`: by exploration.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    source: str  # history, written, library, product, query, meme; or a recall strategy: manual, hot, ...
    text: str
    message: str = ""
    title: Title | None = None
    via: tuple[str, ...] = ()
    propensity: float = 1.0
    among: tuple[str, ...] = ()
    explored: bool = False


def title_sources(stores: Stores, advertiser: Advertiser) -> dict[str, list[Suggestion]]:
    """Titles: what ran best, what was admitted to the library, what scored best in earlier conversations."""
    past = sorted(advertiser.history, key=lambda one: -_shrunk(one, advertiser))
    history = [_from_history(one, advertiser) for one in past[:_EACH]]
    library = MaterialStore(stores.database).admitted_titles(advertiser.id, _EACH)
    written = stores.titles.of(advertiser.id, limit=200)
    rows = index_rows(stores.database, "title", [title.id for title in written])
    taken = {row.id: _A_TAKE_UP * math.log1p(row.adopted) for row in rows}
    written.sort(key=lambda title: -(taken.get(title.id, 0.0) + _worth(title)))
    found = {"history": history, "library": library, "written": written[:_EACH]}
    return {
        source: _legal(source, filled(stores, advertiser, titles), advertiser, stores)
        for source, titles in found.items()
    }


def recall_sources(
    stores: Stores, advertiser: Advertiser, similar: Similar | None = None
) -> dict[str, list[Suggestion]]:
    """Titles that the account does not have yet, by the strategy that brought them."""
    settings = RecallDesk(ChangeLog(stores.database)).get()
    wanted = sum(one.quota for one in settings.strategies.values() if one.on)
    found = recall(Pool(stores, advertiser, similar, own=False), settings, wanted, Lawbook(stores).judge)
    by_id = {title.id: title for title in found.titles}
    return {
        one.strategy: [
            card.model_copy(update={"via": found.via[card.id]})
            for card in _legal(one.strategy, [by_id[title_id] for title_id in one.brought], advertiser, stores)
        ]
        for one in found.trace
    }


def keyword_sources(stores: Stores, advertiser: Advertiser, today: datetime.date) -> dict[str, list[Suggestion]]:
    """Things to ask for: selling points of the products, past queries, memes that fit the products."""
    product = [
        _keyword("product", f"{one.name}·{point}", f"给{one.name}写5条标题，突出{point}")
        for number in range(_POINTS)
        for one in advertiser.products
        for point in one.selling_points[number : number + 1]
    ]
    query = [_keyword("query", one, one) for one in dict.fromkeys(advertiser.recent_queries)]
    meme = [
        _keyword(
            "meme", f"{record.term.replace('XX', '…')}×{one.name}", f"用“{record.term}”这个梗给{one.name}写5条标题"
        )
        for record, one in _fitting(stores.memes.all(), advertiser, today.year)
    ]
    words = own_words(advertiser)
    found = {"product": product, "query": query, "meme": meme}
    return {source: [one for one in cards if not find(one.text, words)][:_EACH] for source, cards in found.items()}


def _fitting(memes: list[MemeRecord], advertiser: Advertiser, year: int) -> list[tuple[MemeRecord, Product]]:
    """Memes without risk whose topics are a product's, the hottest and freshest first; each with one product."""
    wanted = [(one, topics(" ".join([one.name, one.category or "", *one.keywords]))) for one in advertiser.products]
    found: list[tuple[float, str, MemeRecord, Product]] = []
    for record in memes:
        shared = [(len(tags & set(record.tags)), one) for one, tags in wanted]
        most = max((count for count, _ in shared), default=0)
        if record.risk == "none" and most:
            product = next(one for count, one in shared if count == most)
            found.append((most + record.heat / 5 - record.age(year) / 10, record.id, record, product))
    found.sort(key=lambda one: (-one[0], one[1]))
    return [(record, product) for _, _, record, product in found]


def _legal(source: str, titles: list[Title], advertiser: Advertiser, stores: Stores) -> list[Suggestion]:
    """Also what ran before is checked: the law, or the rules, may have changed since."""
    verdicts = Lawbook(stores).judge(titles, advertiser) if titles else []
    return [
        Suggestion(id=title.id, source=source, text=title.text, title=title.model_copy(update={"compliance": verdict}))
        for title, verdict in zip(titles, verdicts, strict=True)
        if verdict.verdict is not Verdict.VIOLATION
    ]


def _keyword(source: str, text: str, message: str) -> Suggestion:
    return Suggestion(id="s" + content_id(source, text), source=source, text=text, message=message)


def _worth(title: Title) -> float:
    return title.scores.quality + title.scores.style if title.scores else 0.0


def _shrunk(past: PastTitle, advertiser: Advertiser) -> float:
    impressions = sum(one.impressions for one in advertiser.history)
    mean = sum(one.clicks for one in advertiser.history) / impressions if impressions else 0.0
    return (past.clicks + PRIOR_IMPRESSIONS * mean) / (past.impressions + PRIOR_IMPRESSIONS)


def _from_history(past: PastTitle, advertiser: Advertiser) -> Title:
    ctr = None
    if past.impressions:
        rate = past.clicks / past.impressions
        half = Z90 * (rate * (1 - rate) / past.impressions) ** 0.5
        ctr = CtrEstimate(mean=rate, low=max(0.0, rate - half), high=min(1.0, rate + half), source="history")
    return Title(
        id=past_title_id(advertiser.id, past), text=past.title, ctr=ctr, provenance=Provenance(source="library")
    )
