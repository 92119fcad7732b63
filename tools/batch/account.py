"""A batch for one account: its industry's rules and its own forbidden words hold for every row."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

from models.catalog import Advertiser, Product
from models.generator import Generation, TitleRequest
from models.text import fold
from models.types import Verdict
from tools.batch.job import Writer
from tools.batch.requests import BatchRow
from tools.compliance.lawbook import Lawbook
from tools.compliance.own import own_words


def for_account(rows: Sequence[BatchRow], account: Advertiser) -> list[BatchRow]:
    """The rows with the words to avoid that the account keeps out of titles of each row's product."""
    return [replace(row, request=_without_own(row.request, account)) for row in rows]


class AccountWriter:
    """Draws with `writer`, and lets through what the law and the account's own words let pass, disguises included."""

    def __init__(self, writer: Writer, law: Lawbook, account: Advertiser) -> None:
        self._writer = writer
        self._law = law
        self._account = account

    def draw(self, request: TitleRequest, n: int, *, cancel: threading.Event | None = None) -> Generation:
        drawn = self._writer.draw(request, n, cancel=cancel)
        product = product_named(self._account, request.product)
        texts = [title.text for title in drawn.titles]
        judged = self._law.judge_texts(texts, self._account, product.id if product else None)
        titles = [
            title.model_copy(update={"compliance": found})
            for title, found in zip(drawn.titles, judged, strict=True)
            if found.verdict is not Verdict.VIOLATION
        ]
        lost = len(drawn.titles) - len(titles)
        note = f"{lost} 条不合本账号的行业规则或禁用词，已去掉" if lost else None
        return drawn.model_copy(update={"titles": titles, "note": drawn.note or note})


def product_named(account: Advertiser, name: str | None) -> Product | None:
    """The account's product of that name, if it has one."""
    return next((one for one in account.products if name and fold(one.name) == fold(name)), None)


def _without_own(request: TitleRequest, account: Advertiser) -> TitleRequest:
    product = product_named(account, request.product)
    words = own_words(account, product.id if product else None)
    return request.model_copy(update={"avoid": tuple(dict.fromkeys((*request.avoid, *words)))})
