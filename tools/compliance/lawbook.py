"""What holds for a title in this house: the law, its own rules, and the words that an account keeps out of its titles.

Everything that shows, takes or keeps a title asks here, so that no way in is forgotten.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from functools import lru_cache

from models.catalog import Advertiser
from models.types import Compliance, Title, Verdict
from tools.compliance import rewriting
from tools.compliance.checker import Checker, load_checker
from tools.compliance.house import KEY, HouseLaw, as_rule
from tools.compliance.own import own_words, plain, says, with_own
from tools.compliance.requests import load_reader
from tools.store import Stores
from tools.store.meta import read_meta


class Lawbook:
    """Judges titles by the tables as they are now. It keeps nothing itself: make one wherever there are stores."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores

    def now(self) -> Callable[[str], Compliance]:
        """The verdict on a title by the law and the house's rules; for one job, as it reads the tables once."""
        return self._checker().check

    def check(self, title: str, industry: str | None = None, own: Sequence[str] = ()) -> Compliance:
        """The verdict on a title of an industry, and on words of the account (`own_words`)."""
        return with_own(self._checker().check(title, industry), title, own)

    def check_many(self, titles: Sequence[str], industries: Sequence[str | None]) -> list[Compliance]:
        """Many titles at once, each of its industry, by the law and the house's rules."""
        return self._checker().check_many(titles, industries)

    def check_for(
        self, title: str, account: Advertiser | None, product_id: str | None = None, industry: str | None = None
    ) -> Compliance:
        """The verdict on a title of an account; `industry` stands in for the account's own."""
        industry = industry or (account.industry if account else None)
        return self.check(title, industry, own_words(account, product_id))

    def judge(self, titles: Sequence[Title], account: Advertiser) -> list[Compliance]:
        """The verdict on each title of an account, by the words of the product it is for."""
        judged = self._checker().check_many([one.text for one in titles], [account.industry] * len(titles))
        return [
            with_own(found, one.text, own_words(account, one.product_id))
            for one, found in zip(titles, judged, strict=True)
        ]

    def judge_texts(
        self,
        texts: Sequence[str],
        account: Advertiser | None,
        product_id: str | None = None,
        industry: str | None = None,
    ) -> list[Compliance]:
        """The verdict on each text of an account, or of nobody; for all its products and its industry unless named."""
        industry = industry or (account.industry if account else None)
        words = own_words(account, product_id)
        judged = self._checker().check_many(texts, [industry] * len(texts))
        return [with_own(found, text, words) for text, found in zip(texts, judged, strict=True)]

    def hider(self, account_id: str | None, industry: str | None) -> Callable[[str], bool]:
        """Whether a title of the index must not come up for an account; for one answer, as it reads the tables once.

        What the general rules say was settled when the title was indexed.
        """
        checker, words = self._checker(), plain(self._stores.advertisers.forbidden(account_id))
        judged = checker.is_amended or bool(checker.industries.groups(industry))

        def hidden(text: str) -> bool:
            return (judged and _broken(checker, text, industry)) or says(text, words)

        return hidden

    def rewrite(
        self, title: str, account: Advertiser | None, product_id: str | None = None, industry: str | None = None
    ) -> str | None:
        """A version that may stand, `title` itself when it may, None when nothing remains that may."""
        industry = industry or (account.industry if account else None)
        words, checker = own_words(account, product_id), self._checker()
        return rewriting.rewrite(
            checker, title, industry, lambda text: with_own(checker.check(text, industry), text, words)
        )

    def claims(self, message: str, industry: str | None = None) -> Compliance:
        """Illegal claims that a message asks to make."""
        return load_reader().check(self._checker(), message, industry)

    def own_claims(self, message: str, own: Sequence[str]) -> list[str]:
        """Words of the account (`own_words`) that a message asks to put into titles, as they were typed."""
        return [finding.span for finding in load_reader().asked_for(message, own)]

    def edition(self) -> str:
        """What tells one state of the house's rules from another; empty while it has none."""
        kept = self._kept()
        return hashlib.sha256(kept.encode()).hexdigest()[:16] if kept else ""

    def _checker(self) -> Checker:
        kept = self._kept()
        return _amended(kept) if kept else load_checker()

    def _kept(self) -> str:
        """The house's rules as they are stored, which is the key to what was made of them; empty while it has none."""
        with self._stores.database.read() as connection:
            kept = read_meta(connection, KEY)
        return kept if kept and kept != "null" else ""


@lru_cache(maxsize=8192)
def _broken(checker: Checker, text: str, industry: str | None) -> bool:
    return checker.by_rules(text, industry).verdict is Verdict.VIOLATION


@lru_cache(maxsize=8)
def _amended(kept: str) -> Checker:
    law = HouseLaw.model_validate_json(kept)
    return load_checker().amended(law.off, [as_rule(name, rule) for name, rule in law.rules.items() if rule.on])
