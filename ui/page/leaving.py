"""A person leaves: what they said stays with the advertiser, and nobody comes into it by taking their name."""

from __future__ import annotations

import secrets

from tools.store import Stores
from ui.page.keeping import Notes
from ui.page.people import People

FORMER = "former"


def leave(stores: Stores, people: People, name: str, to: str | None = None, *, by: str = "") -> int:
    """Take a person away; how many conversations went to `to`, who gets those of the accounts that they may see.

    All else of theirs gets an owner whom nobody can sign in as.

    Raises:
        ValueError: nobody has one of the names; the message says which.
    """
    known = {one.name for one in people.all()}
    for one in (name, *([to] if to else [])):
        if one not in known:
            raise ValueError(f"there is no {one!r}: miaoti user list")
    if to == name:
        raise ValueError("who leaves cannot take over")
    owner, notes = f"user:{name}", Notes(stores.database)
    left = stores.threads.list(owner=owner)
    handed = [one for one in left if to and people.may_see(f"user:{to}", one.advertiser_id)]
    for thread in handed:
        stores.threads.give(thread.id, f"user:{to}")
        notes.give(owner, f"thread:{thread.id}", f"user:{to}")
    former = f"{FORMER}:{name}:{secrets.token_hex(4)}"
    for thread in left:
        if thread not in handed:
            stores.threads.give(thread.id, former)
    notes.give_all(owner, former)
    people.remove(name, by=by)  # last: what is cut off before is finished by doing it again
    for thread in stores.threads.list(owner=owner):  # begun meanwhile
        stores.threads.give(thread.id, former)
    return len(handed)
