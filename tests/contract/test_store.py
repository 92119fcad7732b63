"""What every store promises: rows come back as they went in, and nothing is decided twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from models.catalog import Advertiser, PastTitle
from models.types import Provenance, Scores, Title
from tools.store import MemeRecord, NotFound, Stores, find_in_threads, open_stores

ACCOUNT = {
    "id": "a1",
    "name": "山雀文具",
    "industry": "文具",
    "products": [
        {"name": "云朵橡皮", "facts": ["约20克", "不含邻苯"], "price": 3.5, "audience": "学生"},
        {"name": "细杆中性笔", "facts": ["0.38mm"], "keywords": ["笔"]},
    ],
    "recent_queries": ["开学 文具"],
    "history": [{"title": "开学第一天，橡皮先上岗", "impressions": 900, "clicks": 40, "date": "2026-02-01"}],
}


@pytest.fixture
def stores(tmp_path: Path, database_url: str) -> Iterator[Stores]:
    opened = open_stores(tmp_path, database_url)
    opened.advertisers.put(ACCOUNT)
    yield opened
    opened.close()


def _title(title_id: str, text: str = "橡皮也会累") -> Title:
    return Title(
        id=title_id,
        text=text,
        keywords=("橡皮",),
        scores=Scores(fluency=0.9, style=0.5, quality=0.4, source="test"),
        provenance=Provenance(model="m", seed=3, parent_id="t0", round=1),
    )


def test_advertiser_comes_back_whole_and_numbers_its_products(stores: Stores) -> None:
    account = stores.advertisers.get("a1")
    assert account == Advertiser.model_validate(ACCOUNT)
    assert [product.id for product in account.products] == ["a1-p1", "a1-p2"]
    assert account.products[0].price == "3.5" and account.products[0].audience == ("学生",)


def test_put_replaces_products_and_history_but_keeps_imported_titles(stores: Stores) -> None:
    stores.advertisers.merge_history({"a1": [PastTitle(title="导入的标题", impressions=10)]})
    changed = {**ACCOUNT, "products": [{"name": "尺子"}], "history": []}
    account = stores.advertisers.put(changed)
    assert [product.name for product in account.products] == ["尺子"]
    assert [past.title for past in account.history] == ["导入的标题"]


def test_history_is_not_doubled(stores: Stores) -> None:
    past = PastTitle(title="导入的标题", impressions=10, clicks=1)
    assert stores.advertisers.merge_history({"a1": [past, past]}) == (1, 0)
    assert stores.advertisers.merge_history({"a1": [past.model_copy(update={"impressions": 50})]}) == (0, 1)
    assert stores.advertisers.get("a1").history[-1].impressions == 50


def test_missing_rows_raise_not_found(stores: Stores) -> None:
    for call in (
        lambda: stores.advertisers.get("nobody"),
        lambda: stores.titles.get("none"),
        lambda: stores.threads.get("none"),
        lambda: stores.actions.resolve("none", True),
        lambda: stores.turns.begin("none", "你好"),
        lambda: stores.titles.add([_title("t1")], advertiser_id="nobody"),
        lambda: stores.library.save("a1", ["none"]),
    ):
        with pytest.raises(NotFound):
            call()


def test_titles_keep_everything_known_about_them(stores: Stores) -> None:
    titles = [_title("t1"), _title("t2", "写错了？再来一次"), _title("t3", "铅笔盒里的打工人")]
    stores.titles.add(titles, advertiser_id="a1", thread_id="x")
    assert stores.titles.get("t2") == titles[1]
    assert [title.id for title in stores.titles.many(["t3", "t1"])] == ["t3", "t1"]
    assert [title.id for title in stores.titles.of("a1", limit=2)] == ["t3", "t2"]
    assert stores.titles.ids()[-3:] == ["t1", "t2", "t3"]
    with pytest.raises(NotFound, match="t9"):
        stores.titles.many(["t1", "t9"])


def test_titles_and_memes_leave_a_note_for_each_index(stores: Stores) -> None:
    for consumer in ("text", "vectors"):
        stores.outbox.done(stores.outbox.pending(consumer))
    stores.titles.add([_title("t1")], advertiser_id="a1")
    stores.memes.put([MemeRecord("m1", "摸鱼", "上班偷闲")])
    assert stores.memes.put([MemeRecord("m1", "摸鱼", "上班偷闲")]) == 0
    for consumer in ("text", "vectors"):
        rows = stores.outbox.pending(consumer)
        assert [(row.kind, row.ref_id) for row in rows] == [("title", "t1"), ("meme", "m1")]
        stores.outbox.done(rows[:1])
        assert stores.outbox.count(consumer) == 1


def test_a_meme_s_use_is_found_by_its_name(stores: Stores) -> None:
    stores.memes.put([MemeRecord("m2", "马上有XX", "愿望", "「马上有{X}」")])
    assert (stores.memes.pattern("马上有XX"), stores.memes.pattern("马上")) == ("「马上有{X}」", None)


def test_a_failed_write_leaves_neither_row_nor_note(stores: Stores) -> None:
    before = stores.outbox.count("text")
    broken = [_title("t1"), None]
    with pytest.raises(AttributeError):
        stores.titles.add(broken, advertiser_id="a1")  # type: ignore[arg-type]
    assert stores.titles.of("a1") == []
    assert stores.outbox.count("text") == before


def test_threads_have_owners_and_turns_are_numbered(stores: Stores) -> None:
    mine = stores.threads.create("a1", owner="甲")
    other = stores.threads.create("a1", owner="乙")
    assert [thread.id for thread in stores.threads.list(owner="甲")] == [mine.id]
    stores.threads.touch(mine.id)
    assert [thread.id for thread in stores.threads.list("a1")] == [mine.id, other.id]
    stores.threads.rename(mine.id, "开学季")
    assert stores.threads.get(mine.id).name == "开学季"
    assert stores.turns.begin(mine.id, "来5条") == 0
    stores.turns.finish(mine.id, 0, {"reply": "好的", "titles": []})
    assert stores.turns.begin(mine.id, "再短点") == 1
    assert stores.turns.cut_off(mine.id) == 1
    stores.turns.finish(mine.id, 1, {"reply": "迟了"})
    history = stores.turns.history(mine.id)
    assert [(turn.index, turn.user, turn.status) for turn in history] == [
        (0, "来5条", "done"),
        (1, "再短点", "cut_off"),
    ]
    assert history[0].payload == {"reply": "好的", "titles": []} and history[1].payload == {}


def test_words_are_found_in_what_an_owner_said_was_answered_and_was_offered(stores: Stores) -> None:
    mine, later, other = (stores.threads.create("a1", owner=owner) for owner in ("甲", "甲", "乙"))
    for thread, said, reply in ((mine, "来5条橡皮标题", "好的，100%环保"), (later, "换成中性笔", "写好了")):
        stores.turns.finish(thread.id, stores.turns.begin(thread.id, said), {"reply": reply})
    stores.turns.begin(other.id, "橡皮，乙的秘密")
    stores.titles.add(
        [_title("x1", "橡皮也会累，Emo了"), _title("x2", "中性笔写完一本")], advertiser_id="a1", thread_id=later.id
    )

    def found(words: str, owner: str = "甲") -> list[tuple[str, str]]:
        return [(one.thread_id, one.text) for one in find_in_threads(stores.database, words, owner, "a1")]

    assert found("橡皮") == [(later.id, "橡皮也会累，Emo了"), (mine.id, "来5条橡皮标题")]
    assert found("中性笔") == [(later.id, "换成中性笔")], "what was said comes before what was offered"
    assert found("emo") == [(later.id, "橡皮也会累，Emo了")]
    assert found("100%") == [(mine.id, "好的，100%环保")] and not found("5%条") and not found("_")
    assert found("橡皮", "乙") == [(other.id, "橡皮，乙的秘密")]
    assert not find_in_threads(stores.database, "橡皮", "甲", "a2")


def test_deleting_a_thread_takes_its_turns_and_actions_but_no_titles(stores: Stores) -> None:
    thread = stores.threads.create("a1")
    stores.turns.begin(thread.id, "来5条")
    stores.titles.add([_title("t1")], advertiser_id="a1", thread_id=thread.id)
    action = stores.actions.create(thread.id, "save", ["t1"])
    stores.threads.delete(thread.id)
    assert stores.turns.history(thread.id) == []
    with pytest.raises(NotFound):
        stores.actions.get(action.id)
    assert stores.titles.get("t1").text == "橡皮也会累"


def test_an_action_is_decided_exactly_once_by_many_at_a_time(stores: Stores) -> None:
    thread = stores.threads.create("a1")
    action = stores.actions.create(thread.id, "race", ("t1", "t2"))
    assert stores.actions.pending(thread.id) == [action]
    start = threading.Barrier(8)
    outcomes: list[bool] = []

    def decide(approved: bool) -> None:
        start.wait()
        outcomes.append(stores.actions.resolve(action.id, approved))

    callers = [threading.Thread(target=decide, args=(number % 2 == 0,)) for number in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert sorted(outcomes) == [False] * 7 + [True]
    assert stores.actions.pending(thread.id) == []
    assert stores.actions.get(action.id).status in {"approved", "declined"}


def test_a_newer_race_takes_the_place_of_the_one_that_waits_and_leaves_a_save(stores: Stores) -> None:
    thread, other = stores.threads.create("a1"), stores.threads.create("a1")
    saved = stores.actions.create(thread.id, "save", ["t1"])
    elsewhere = stores.actions.create(other.id, "race", ["t1", "t2"])
    first = stores.actions.create(thread.id, "race", ["t1", "t2"])
    second = stores.actions.create(thread.id, "race", ["t1", "t2"])
    assert stores.actions.pending(thread.id) == [saved, second]
    assert stores.actions.pending(other.id) == [elsewhere]
    assert stores.actions.get(first.id).status == "replaced" and not stores.actions.resolve(first.id, True)


def test_library_saves_each_title_once(stores: Stores) -> None:
    stores.titles.add([_title("t1"), _title("t2")], advertiser_id="a1")
    assert stores.library.save("a1", ["t1", "t2", "t1"]) == 2
    assert stores.library.save("a1", ("t2",)) == 0
    assert {title.id for title in stores.library.list("a1")} == {"t1", "t2"}


def test_feedback_is_logged_and_counted(stores: Stores) -> None:
    stores.feedback.add("t1", "adopt", advertiser_id="a1", note="好")
    stores.feedback.add("t1", "adopt")
    stores.feedback.add("t2", "dislike", data={"reason": "太硬"})
    assert stores.feedback.counts(["t1", "t2"], "adopt") == {"t1": 2}
    assert stores.feedback.of("t2")[0].data == {"reason": "太硬"}


def test_many_threads_write_at_once_without_losing_a_row(stores: Stores) -> None:
    thread = stores.threads.create("a1")

    def send(number: int) -> None:
        for turn in range(10):
            stores.turns.begin(thread.id, f"{number}-{turn}")

    senders = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()
    assert [turn.index for turn in stores.turns.history(thread.id)] == list(range(40))
