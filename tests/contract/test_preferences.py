"""Opinions given on titles, as what preference training reads."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.catalog import Advertiser
from models.pipeline.judged import JUDGED, PREFERRED, judged_titles, preference_pairs
from models.types import Provenance, Title
from tools.preferences import preference_rows, write_preferences
from tools.store import Stores, open_stores

WORDS = ("降噪耳机",)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    for account in ("a", "b"):
        opened.advertisers.put(Advertiser(id=account, name=account, products=()))
    yield opened
    opened.close()


def written(stores: Stores, thread: str, *ids: str, account: str = "a") -> None:
    made = Provenance(source="model", prompt="关键词：降噪耳机\n标题：")
    titles = [Title(id=one, text=f"标题{one}", keywords=WORDS, provenance=made) for one in ids]
    stores.titles.add(titles, advertiser_id=account, thread_id=thread)


def say(stores: Stores, title_id: str, kind: str, account: str = "a", **data: str) -> None:
    stores.feedback.add(title_id, kind, advertiser_id=account, note=data.get("reason", ""), data=data)


def pairs(stores: Stores, folder: Path, account: str | None = None) -> set[tuple[str, str]]:
    write_preferences(preference_rows(stores, account), folder)
    found = preference_pairs(judged_titles([folder], files=PREFERRED), random.Random(0), each=9)
    return {(good.title, bad.title) for good, bad in found}


def test_titles_of_one_request_are_paired_and_those_of_others_are_not(stores: Stores, tmp_path: Path) -> None:
    written(stores, "t1", "1", "2", "3")
    written(stores, "t2", "4", "5")
    for title_id, kind in (("1", "like"), ("2", "dislike"), ("3", "pick"), ("4", "dislike")):
        say(stores, title_id, kind)
    assert pairs(stores, tmp_path) == {("标题1", "标题2"), ("标题3", "标题2")}
    rows = judged_titles([tmp_path], files=PREFERRED)
    assert {one.prompt for one in rows} == {"关键词：降噪耳机\n标题："} and len(rows) == 4


def test_what_is_taken_back_is_no_opinion_and_the_last_word_counts(stores: Stores, tmp_path: Path) -> None:
    written(stores, "t1", "1", "2", "3")
    for title_id, kind in (("1", "pick"), ("1", "unpick"), ("2", "like"), ("2", "dislike"), ("3", "like")):
        say(stores, title_id, kind)
    assert pairs(stores, tmp_path) == {("标题3", "标题2")}
    say(stores, "2", "undislike")
    assert pairs(stores, tmp_path) == set()


def test_an_edit_is_better_than_what_it_was_made_of(stores: Stores, tmp_path: Path) -> None:
    written(stores, "t1", "1", "2")
    made = Provenance(source="edit", parent_id="1")
    stores.titles.add([Title(id="9", text="改好的", provenance=made)], advertiser_id="a", thread_id="t1")
    say(stores, "1", "edit", to="改好的", to_id="9")
    say(stores, "2", "dislike")
    assert pairs(stores, tmp_path) == {("改好的", "标题1")}
    say(stores, "9", "dislike")
    assert pairs(stores, tmp_path) == set()


def test_accounts_are_kept_apart_and_other_trainers_read_none_of_it(stores: Stores, tmp_path: Path) -> None:
    written(stores, "t1", "1", "2")
    written(stores, "t2", "3", "4", account="b")
    for title_id, kind, account in (
        ("1", "like", "a"),
        ("2", "dislike", "a"),
        ("3", "like", "b"),
        ("4", "dislike", "b"),
    ):
        say(stores, title_id, kind, account, reason="fluency" if kind == "dislike" else "")
    stores.library.save("b", ["3"])
    assert pairs(stores, tmp_path, "b") == {("标题3", "标题4")}
    assert pairs(stores, tmp_path) == {("标题1", "标题2"), ("标题3", "标题4")}
    assert judged_titles([tmp_path], files=JUDGED) == []
    assert [one.sense for one in judged_titles([tmp_path], files=PREFERRED)] == [True, False, True, False]
