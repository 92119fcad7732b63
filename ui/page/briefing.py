"""A click on a chip of the Brief as an edit of the Brief."""

from __future__ import annotations

from agent.brief import Brief, BriefEdit
from models.catalog import Advertiser

TEXT_LENGTH = 40
_NUMBERS = ("min_chars", "max_chars", "count")
_LISTS = ("keywords", "memes", "include_any")
_PLAIN = ("subject", "topic", "audience", "tone", "hook", "opening")


def edit_of(brief: Brief, advertiser: Advertiser, field: str, old: str, new: str) -> BriefEdit:
    """What changes when the chip `old` of a field becomes `new`; an empty `new` removes it.

    Raises:
        ValueError: the field does not exist, or cannot hold that text.
    """
    new = " ".join(new.split())[:TEXT_LENGTH]
    added = (new,) if new else ()
    if field == "must_include":
        return BriefEdit(include_drop=(old,), include_add=added)
    if field == "avoid":
        return BriefEdit(avoid_drop=(old,), avoid_add=added)
    if field in _LISTS:
        left = tuple(word for word in getattr(brief, field) if word != old) + added
        return BriefEdit.model_validate({field: left} if left else {"clear": (field,)})
    if field == "count" and not new:
        return BriefEdit(count=Brief().count)
    if field not in (*_NUMBERS, *_PLAIN, "product_id"):
        raise ValueError(field)
    if not new:
        return BriefEdit.model_validate({"clear": (field,)})
    if field in _NUMBERS:
        digits = "".join(letter for letter in new if letter.isdigit())
        return BriefEdit.model_validate({field: int(digits)})
    return BriefEdit.model_validate({field: _product_id(advertiser, new) if field == "product_id" else new})


def _product_id(advertiser: Advertiser, name: str) -> str:
    found = next((one.id for one in advertiser.products if name in (one.id, one.name) or name in one.name), None)
    if found is None:
        raise ValueError(name)
    return found
