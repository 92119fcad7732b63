"""The titles an account may be given: its own and the shared ones, read once for all strategies."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from models.catalog import Advertiser, PastTitle
from models.types import Provenance, Title
from tools.demo import demo_advertisers
from tools.indexes.analysis import characters
from tools.indexes.scopes import SHARED
from tools.library.materials import MaterialStore
from tools.library.strangers import Strangers
from tools.phrases.filling import filled
from tools.store import Stores
from tools.store.history import past_title_id
from tools.store.indexable import index_rows

_EACH = 300  # titles of one origin that are looked at
_PRIOR_IMPRESSIONS = 5_000.0
PRIOR_RATE = 0.03
_AN_ADOPTION = 0.01  # of click-through rate that one take-up is worth

Similar = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Item:
    """`heat` is a click-through rate, shrunk and raised by take-ups; `line` and `category` are its account's."""

    title: Title
    own: bool
    heat: float = 0.0
    line: str | None = None
    category: frozenset[str] = frozenset()

    @property
    def wording(self) -> str:
        """The text without punctuation and case: two items of one wording are one title."""
        return "".join(characters(self.title.text))


@dataclass(frozen=True)
class Pool:
    """`similar` finds titles alike in meaning; without it (no index at hand) that strategy says so.

    Without `own`, only what the account does not have yet: its own words are left out.
    """

    stores: Stores
    advertiser: Advertiser
    similar: Similar | None = None
    own: bool = True

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Each wording once, own ones before shared ones."""
        found: dict[str, Item] = {}
        for item in [*(self._own() if self.own else ()), *self._shared()]:
            found.setdefault(item.wording, item)
        return tuple(item for wording, item in found.items() if wording not in self.withheld)

    @cached_property
    def withheld(self) -> frozenset[str]:
        """Wordings that no strategy may bring."""
        return frozenset() if self.own else frozenset(item.wording for item in self._own())

    @cached_property
    def by_wording(self) -> dict[str, Item]:
        """The items by their wording."""
        return {item.wording: item for item in self.items}

    @cached_property
    def strangers(self) -> Strangers:
        """What of the shared titles the account is not given."""
        return Strangers(self.stores, self.advertiser.id, self.advertiser.industry)

    def _own(self) -> Iterable[Item]:
        account = self.advertiser
        titles = self.stores.titles.of(account.id, _EACH)
        taken = {row.id: row.adopted for row in index_rows(self.stores.database, "title", [one.id for one in titles])}
        materials = MaterialStore(self.stores.database)
        pairs = [(_past(account, past), _heat(past)) for past in account.history]
        pairs += [(one, PRIOR_RATE + _AN_ADOPTION * taken.get(one.id, 0)) for one in titles]
        pairs += [(one, PRIOR_RATE) for one in materials.admitted_titles(account.id, _EACH)]
        heats = {title.id: heat for title, heat in pairs}
        shown = filled(self.stores, account, [title for title, _ in pairs])
        return [Item(one, True, heats[one.id], account.business_line, categories(account)) for one in shown]

    def _shared(self) -> Iterable[Item]:
        """The demo's past titles of the account's trade, titles of nobody, and the library's; none names another."""
        demo = {past_title_id(one.id, past): one for one in demo_advertisers() for past in one.history}
        for row_id, _, past in self.stores.advertisers.past_titles(demo):
            other = demo[row_id]
            if other.id != self.advertiser.id and not self.strangers.hides(row_id, past.title):
                yield Item(_past(other, past), False, _heat(past), other.business_line, categories(other))
        materials = MaterialStore(self.stores.database)
        shared = [*self.stores.titles.of(SHARED, _EACH), *materials.admitted_titles(None, _EACH)]
        for title in filled(self.stores, self.advertiser, shared):
            if not self.strangers.names(title.text):
                yield Item(title, False, PRIOR_RATE)


def categories(account: Advertiser) -> frozenset[str]:
    """The kinds of product that an account sells."""
    return frozenset(product.category for product in account.products if product.category)


def _past(account: Advertiser, past: PastTitle) -> Title:
    return Title(id=past_title_id(account.id, past), text=past.title, provenance=Provenance(source="library"))


def _heat(past: PastTitle) -> float:
    return (past.clicks + _PRIOR_IMPRESSIONS * PRIOR_RATE) / (past.impressions + _PRIOR_IMPRESSIONS)
