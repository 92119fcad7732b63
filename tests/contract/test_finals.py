"""Finals: what people picked and liked goes first, what they dislike is left alone, and the reply says why."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.assembly import Assistant, Settings
from models.scorers.levels import is_weak
from models.types import Provenance, Scores, Title
from tools.base import ToolContext, ToolError
from tools.opinions import opinions_of
from tools.race_titles import RaceTitles, RaceTitlesArgs
from tools.racing import RaceBook
from tools.store import Stores, open_stores

TEXTS = ("帐篷里的第二个早晨", "雨夜里的灯亮着", "山上没有信号", "咖啡比闹钟管用")


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    opened.advertisers.put({"id": "a1", "name": "山野", "products": [{"name": "晴山帐篷"}]})
    yield opened
    opened.close()


def written(stores: Stores) -> ToolContext:
    """Four titles, the first the best."""
    thread = stores.threads.create("a1")
    scores = [Scores(fluency=0.8, style=0.9, quality=quality, source="test") for quality in (0.7, 0.6, 0.5, 0.1)]
    shown = tuple(Title(id=f"t{n}", text=text, scores=scores[n]) for n, text in enumerate(TEXTS))
    stores.titles.add(shown, advertiser_id="a1", thread_id=thread.id)
    return ToolContext(advertiser=stores.advertisers.get("a1"), thread_id=thread.id, shown=shown)


def run(
    stores: Stores, context: ToolContext, pick: int | None = None, **more: bool
) -> tuple[list[str], dict[str, object]]:
    args = RaceTitlesArgs(title_ids=tuple(one.id for one in context.shown), pick=pick, **more)
    done = RaceTitles(RaceBook(stores), stores).run(args, context)
    return [one.id for one in done.titles], done.data


def test_picks_and_likes_go_first_and_dislikes_are_left_alone(stores: Stores) -> None:
    context = written(stores)
    for title_id, kind in (("t3", "pick"), ("t2", "like"), ("t0", "dislike")):
        stores.feedback.add(title_id, kind, advertiser_id="a1")
    taken, data = run(stores, context, 2)
    assert taken == ["t3", "t2"] and data["disliked"] == 1
    assert [one["why"] for one in data["because"]] == ["picked", "liked"]  # type: ignore[attr-defined]
    stores.feedback.add("t3", "unpick", advertiser_id="a1")
    assert run(stores, context, 3)[0] == ["t2", "t1", "t3"]
    taken, data = run(stores, context, 4)
    assert "t0" not in taken and data["wanted"] == 4, "a number asked for is no leave to take what is disliked"


def test_who_names_titles_gets_them_and_who_dislikes_all_is_told(stores: Stores) -> None:
    context = written(stores)
    for one in context.shown:
        stores.feedback.add(one.id, "dislike", advertiser_id="a1")
    assert run(stores, context, named=True)[0] == ["t0", "t1", "t2", "t3"]
    with pytest.raises(ToolError, match="不喜欢"):
        run(stores, context, 2)


def test_a_pick_goes_on_to_what_the_title_was_edited_to(stores: Stores) -> None:
    context = written(stores)
    made = [Provenance(source="user", parent_id=parent) for parent in ("t0", "e1")]
    edited = [Title(id=f"e{n}", text=f"改过{n}次", provenance=one) for n, one in enumerate(made, 1)]
    stores.titles.add(edited, advertiser_id="a1")
    stores.feedback.add("t0", "pick", advertiser_id="a1")
    stores.feedback.add("t0", "edit", advertiser_id="a1", data={"to_id": "e1"})
    stores.feedback.add("e1", "edit", advertiser_id="a1", data={"to_id": "e2"})
    found = opinions_of(stores, [*context.shown, *edited])
    assert {title_id: one.rank for title_id, one in found.items()} == {"e2": 2}
    assert opinions_of(stores, edited[1:])["e2"].rank == 2, "the titles between were not asked about"


def test_the_reply_says_why_each_was_taken(scripted_assistant: tuple[Assistant, Settings]) -> None:
    assistant, _settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv02")
    titles = thread.send("来6条标题").titles
    for number, kind in ((3, "pick"), (4, "like"), (0, "dislike")):
        assistant.stores.feedback.add(titles[number].id, kind, advertiser_id="adv02", thread_id=thread.id)
    turn = thread.send("帮我选3条上线")
    assert [one.id for one in turn.titles[:2]] == [titles[3].id, titles[4].id]
    assert f"1. {titles[3].text}：你已选用" in turn.reply and f"2. {titles[4].text}：你说过喜欢" in turn.reply
    assert titles[0].id not in {one.id for one in turn.titles} and "综合排第" in turn.reply
    assert thread.pending()[0].title_ids == tuple(one.id for one in turn.titles)
    english = thread.send("pick two titles and launch them")
    assert "you had picked it" in english.reply and len(english.titles) == 2


def test_a_ban_and_finals_in_one_message_are_both_heard(scripted_assistant: tuple[Assistant, Settings]) -> None:
    assistant, _settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv02")
    disliked = thread.send("来6条标题").titles[1]
    assistant.stores.feedback.add(disliked.id, "dislike", advertiser_id="adv02", thread_id=thread.id)
    turn = thread.send("别用“震惊”这个词，然后挑3条进赛马")
    assert len(turn.titles) == 3 and disliked.id not in {one.id for one in turn.titles}
    assert thread.pending()[0].title_ids == tuple(one.id for one in turn.titles)
    assert "你不喜欢的 1 条没有选" in turn.reply


def test_what_was_picked_in_an_earlier_list_is_among_the_finals(
    scripted_assistant: tuple[Assistant, Settings],
) -> None:
    assistant, _settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv02")
    earlier = thread.send("来4条标题").titles[2]
    assistant.stores.feedback.add(earlier.id, "pick", advertiser_id="adv02", thread_id=thread.id)
    thread.send("换一批，再来4条标题")
    assert thread.send("帮我选2条上线").titles[0].id == earlier.id


def test_no_list_begins_with_a_weak_title_while_it_holds_a_sound_one(
    scripted_assistant: tuple[Assistant, Settings],
) -> None:
    assistant, _settings = scripted_assistant
    mixed = 0
    for account in ("adv01", "adv02", "adv03"):
        weak = [is_weak(one.scores) for one in assistant.open(account).send("来8条标题").titles]
        assert weak == sorted(weak)
        mixed += len(set(weak)) == 2
    assert mixed, "no list held both"
