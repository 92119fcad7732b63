"""Whose a document is. Its tokens carry a mark of that, so one account's words cannot match another's."""

from __future__ import annotations

from collections.abc import Sequence

from tools.store.hashing import content_id

SHARED = "shared"
"""Demo titles, library titles of nobody in particular, and titles added without an account: everybody sees them."""

_END = "\x03"
_WITHHELD = "\x04"


def mark(scope: str, *, withheld: bool = False) -> str:
    """What stands before every token of a document: nothing for shared ones, which are the most."""
    whose = "" if scope == SHARED else content_id(scope) + _END
    return (_WITHHELD if withheld else "") + whose


def readable(account: str | None) -> tuple[str, ...]:
    """The scopes that an account sees; without an account only what is shared."""
    return (SHARED,) if account in (None, SHARED) else (str(account), SHARED)


def marks(scopes: Sequence[str], *, withheld: bool = False) -> tuple[str, ...]:
    """Marks of these scopes; with `withheld` also of what the law keeps from being shown."""
    found = [mark(scope) for scope in scopes]
    return tuple(found + [mark(scope, withheld=True) for scope in scopes] if withheld else found)
