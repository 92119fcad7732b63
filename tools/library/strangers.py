"""Which shared titles are another's: those that name another account or its products, and those of another trade."""

from __future__ import annotations

from functools import cached_property, lru_cache

from models.text import fold
from tools.compliance import load_checker
from tools.demo import demo_advertisers
from tools.indexes.scopes import SHARED
from tools.store import Stores
from tools.store.history import past_title_id
from tools.store.naming import Names


class Strangers:
    """Tells for one account what of the shared titles it is not shown; without an account nothing is strange.

    `industry` is the account's; where none is given it is looked up.
    """

    def __init__(self, stores: Stores, account: str | None, industry: str | None = None) -> None:
        self._stores = stores
        self._account = None if account == SHARED else account
        self._given = industry

    def hides(self, title_id: str, text: str) -> bool:
        """Whether the shared title of this id is of another trade, or names another account or its products."""
        if self._account is None:
            return False
        owner, industry = _demo_owners().get(title_id, (None, None))
        if owner not in (None, self._account) and not same_trade(self._industry, industry):
            return True
        return self.names(text)

    def names(self, text: str) -> bool:
        """Whether `text` names another account or its products; what the account's own names hold is its own."""
        if self._account is None:
            return False
        own = self._names.of(self._account)
        return any(
            self._account not in holders and not any(name in mine for mine in own)
            for name, holders in self._names.found_in(text)
        )

    @cached_property
    def _names(self) -> Names:
        return self._stores.advertisers.names()

    @cached_property
    def _industry(self) -> str | None:
        return self._given or self._stores.advertisers.industry(self._account)


def same_trade(one: str | None, other: str | None) -> bool:
    """Whether two free-text industries are one trade: one holds the other, or rules put both in one group."""
    if not one or not other:
        return False
    if fold(one) in fold(other) or fold(other) in fold(one):
        return True
    industries = load_checker().industries
    return bool(industries.groups(one) & industries.groups(other))


@lru_cache(maxsize=1)
def _demo_owners() -> dict[str, tuple[str, str | None]]:
    """(account, its industry) by the ids of the demo's past titles, the only shared ones whose trade is known."""
    return {past_title_id(one.id, past): (one.id, one.industry) for one in demo_advertisers() for past in one.history}
