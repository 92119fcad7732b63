"""The demo: loaded once, and never over what the user changed."""

from __future__ import annotations

from pathlib import Path

from tools.demo import demo_memes, load_demo
from tools.store import open_stores


def test_demo_is_loaded_once_and_keeps_the_users_edits(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    edited = stores.advertisers.put({"id": "adv01", "name": "我改过的", "products": [{"name": "一件"}]})
    assert load_demo(stores) is True
    assert [account.id for account in stores.advertisers.list()] == [f"adv{n:02}" for n in range(1, 17)]
    assert stores.advertisers.get("adv01") == edited
    assert len(stores.advertisers.get("adv02").history) == 14
    assert stores.memes.all() == sorted(demo_memes(), key=lambda meme: meme.id)
    waiting = stores.outbox.count("text")
    assert load_demo(stores) is False
    assert stores.outbox.count("text") == waiting
    stores.close()


def test_demo_memes_name_their_risk() -> None:
    memes = demo_memes()
    assert len({meme.id for meme in memes}) == len(memes) == 420
    assert {meme.risk for meme in memes} <= {"none", "mild", "avoid"}
    assert all(meme.term and meme.meaning and 1 <= meme.heat <= 5 for meme in memes)
