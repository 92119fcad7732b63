"""Titles of an account with their dynamic phrases filled, as they are shown; the template stays with them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from models.catalog import Advertiser, Product
from models.types import Title
from tools.compliance.lawbook import Lawbook
from tools.phrases.context import PhraseContext
from tools.phrases.custom import CustomPhrases
from tools.phrases.expanding import expand
from tools.phrases.phrase import UnknownPhrase, names_in
from tools.store import Stores
from tools.store.changes import ChangeLog
from tools.store.clock import utc_now

MAX_CHARS = 30


def template_of(title: Title) -> str | None:
    """The words with phrases that the title is kept as; none for an ordinary one."""
    return title.provenance.template or (title.text if names_in(title.text) else None)


def filled(
    stores: Stores,
    account: Advertiser,
    titles: Iterable[Title],
    today: datetime.date | None = None,
    max_chars: int = MAX_CHARS,
) -> list[Title]:
    """Each title as a viewer of whom nothing is known sees it today, `template` in its provenance.

    Ordinary titles stay as they are. One is left out that has no lawful words short enough (a price or a last day that
    nobody gave), or that names a phrase which is not defined.
    """
    found = list(titles)
    if not any(map(template_of, found)):
        return found
    phrases, law = CustomPhrases(ChangeLog(stores.database)).all(), Lawbook(stores)
    shown: list[Title] = []
    for title in found:
        template = template_of(title)
        if template is None:
            shown.append(title)
            continue
        context = PhraseContext(
            today=today or utc_now().date(), product=_spoken_of(account, title.product_id, template)
        )
        try:
            words = expand(
                template,
                context,
                max_chars=max_chars,
                check=lambda text, title=title: law.check_for(text, account, title.product_id),  # type: ignore[misc]
                phrases=phrases,
            )
        except UnknownPhrase:
            continue
        if words.text is not None:
            made = title.provenance.model_copy(update={"template": template})
            shown.append(title.model_copy(update={"text": words.text, "provenance": made}))
    return shown


def _spoken_of(account: Advertiser, product_id: str | None, template: str) -> Product | None:
    """The product whose price may be filled in: the title's own, the one that it names, or the account's only one."""
    if (own := account.product(product_id)) is not None:
        return own
    named = [one for one in account.products if one.name and one.name in template]
    known = named or account.products
    return known[0] if len(known) == 1 else None
