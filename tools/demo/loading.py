"""Load the demo into empty stores, once."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files
from typing import Any

from models.catalog import Advertiser
from tools.store import MemeRecord, NotFound, Stores

_META_KEY = "demo"


def load_demo(stores: Stores) -> bool:
    """Put the demo accounts and memes into the tables; true when there was something to do.

    What is there already is left alone: an account that the user edited stays edited. Memes are
    brought up to date when the packaged ones changed.
    """
    digest = hashlib.sha256(_text("advertisers.jsonl").encode() + _text("memes.jsonl").encode()).hexdigest()
    if stores.get_meta(_META_KEY) == digest:
        return False
    stores.memes.put(demo_memes())
    stores.advertisers.put_many([account for account in demo_advertisers() if not _exists(stores, account.id)])
    stores.set_meta(_META_KEY, digest)
    return True


def demo_advertisers() -> list[Advertiser]:
    """The accounts that ship, with their past titles."""
    return [Advertiser.model_validate(row) for row in _rows("advertisers.jsonl")]


def demo_memes() -> list[MemeRecord]:
    """The memes that ship."""
    return [
        MemeRecord(
            id=row["id"],
            term=row["term"],
            meaning=row["meaning"],
            pattern=row["usage"],
            example=row["example"],
            tags=tuple(row["tags"]),
            kind=row["kind"],
            year=row["year"],
            heat=float(row["heat"]),
            risk=row["risk"],
            risk_note=row["risk_note"],
        )
        for row in _rows("memes.jsonl")
    ]


def _exists(stores: Stores, advertiser_id: str) -> bool:
    try:
        stores.advertisers.get(advertiser_id)
    except NotFound:
        return False
    return True


def _text(name: str) -> str:
    return (files("tools.demo") / name).read_text(encoding="utf-8")


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in _text(name).splitlines() if line.strip()]
