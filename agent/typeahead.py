"""What comes up while one types, by how much there is: little is completed, more also brings what says it otherwise."""

from __future__ import annotations

import re
from typing import Protocol

from agent.plan import Intent
from agent.readers.cues import read_cues
from agent.readers.message import read_message
from models.text import fold
from tools.library.adoption import log_adoption
from tools.store import Stores

ALIKE_FROM = 8
"""Characters: below, what is typed has hardly a meaning yet, and the nearest titles share a word by chance."""

TAKEN = "type-ahead"
_CERTAIN = 1.5
_NO_WORK = frozenset({Intent.SMALLTALK, Intent.REFUSE, Intent.CLARIFY})  # titles speak of evenings and exams as well
_ORDER = re.compile(
    r"[\d一二两三四五六七八九十仨几]\s*(?:条|字)|(?:第.{1,2}|每|这|那|头一|中间|最后一?)[条句个]|标题|标提|字(?:以内|之内)"
    r"|^(?:帮|给|请|麻烦|不要|别|换|改|突出|针对|重新|写)|[≤<>]|\btitles?\b|\bheadlines?\b",
    re.I,
)


class Associating(Protocol):
    """The part of `tools.associate.Association` that is used here."""

    def complete(
        self, text: str, k: int = 5, *, account: str | None = None, industry: str | None = None
    ) -> list[str]: ...
    def similar(
        self, text: str, k: int = 5, *, account: str | None = None, industry: str | None = None
    ) -> list[str]: ...
    def find(self, text: str, *, account: str | None = None, industry: str | None = None) -> str | None: ...


class TypeAhead:
    """Titles for who types, and what of them was taken."""

    def __init__(self, association: Associating, stores: Stores) -> None:
        self._association = association
        self._stores = stores

    def titles(self, text: str, k: int = 5, account: str | None = None) -> list[str]:
        """At most `k` titles that the account may see and the law lets through.

        Those that go on from `text` come first; from `ALIKE_FROM` characters at least two places in five are left to
        those alike in meaning, as far as there are any. An order to the agent means no title: it is completed only.
        """
        if not text.strip():
            return []
        industry = self._stores.advertisers.industry(account)
        found = self._association.complete(text, k, account=account, industry=industry)
        if len(text) < ALIKE_FROM or is_order(text):
            return found
        wordings = {fold(one) for one in found}
        alike = [
            one
            for one in self._association.similar(text, k, account=account, industry=industry)
            if fold(one) not in wordings
        ]
        kept = max(k - len(alike), k - 2 * k // 5)
        return [*found[:kept], *alike][:k]

    def take(self, account: str, text: str) -> bool:
        """A title that came up was taken: it is adopted, and ranks higher from now on. False if there is none such."""
        industry = self._stores.advertisers.industry(account)
        title_id = self._association.find(text, account=account, industry=industry)
        if title_id is not None:
            log_adoption(self._stores, account, title_id, TAKEN)
        return title_id is not None


def is_order(text: str) -> bool:
    """Whether `text` plainly asks for something to be done, and is no title in the making."""
    message = read_message(text)
    cues = read_cues(message)
    return bool(_ORDER.search(message.text)) or any(
        weight >= _CERTAIN for intent, weight in cues.items() if intent not in _NO_WORK
    )
