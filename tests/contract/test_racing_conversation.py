"""“跑得怎么样了” in a conversation: the answer carries the race as it stood, and keeps it."""

from __future__ import annotations

from agent.assembly import Assistant, Settings
from tools.racing import RaceBook
from tools.racing.listing import list_races


def test_the_chart_is_kept_with_the_answer(scripted_assistant: tuple[Assistant, Settings]) -> None:
    assistant, _settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv01")
    assert thread.send("目前那组标题跑得怎么样了").race is None
    thread.send("来4条标题")
    (action,) = thread.send("帮我选2条上线").pending
    thread.resume(approve=True, action_id=action.id)
    asked = thread.send("那组标题跑得怎么样了")
    assert asked.race is not None and [arm.impressions for arm in asked.race.arms] == [0, 0]
    assert "还没有曝光" in asked.reply
    product = assistant.stores.advertisers.get("adv01").products[0].name
    (entry,) = list_races(assistant.stores.database, action.id)
    assert entry.name("zh").startswith(f"{product} ") and entry.name("zh") in asked.reply
    arm = action.title_ids[0]
    events = [{"id": f"{action.id}{kind}", "kind": kind, "arm_id": arm, "count": 9} for kind in ("impression", "click")]
    RaceBook(assistant.stores).take(events)
    later = thread.send("那组标题跑得怎么样了")
    assert later.race is not None and max(one.impressions for one in later.race.arms) == 9
    assert "90% 区间" in later.reply
    kept = [turn.race for turn in thread.history() if turn.race]
    assert kept == [asked.race, later.race]


def test_finals_are_told_and_numbered_in_the_order_shown(scripted_assistant: tuple[Assistant, Settings]) -> None:
    assistant, _settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv02")
    thread.send("来6条标题")
    finals = thread.send("帮我选4条上线").titles
    (action,) = thread.pending()
    thread.resume(approve=True, action_id=action.id)
    clicked = [
        {"id": f"{action.id}{kind}{n}", "kind": kind, "arm_id": one.id, "count": 900 if kind == "impression" else 9 * n}
        for n, one in enumerate(finals)
        for kind in ("impression", "click")
        if kind == "impression" or n
    ]
    RaceBook(assistant.stores).take(clicked)
    asked = thread.send("那组标题跑得怎么样了")
    places = [asked.reply.rindex(f"{one.text}：") for one in finals]
    assert places == sorted(places), "told in another order than shown"
    assert asked.race is not None and [arm.text for arm in asked.race.arms] == [one.text for one in finals]
    changed = thread.send("把前两条改短一点").titles
    assert {one.provenance.parent_id for one in changed} <= {one.id for one in finals[:2]} and changed


def test_the_best_of_titles_that_race_is_what_viewers_click(scripted_assistant: tuple[Assistant, Settings]) -> None:
    assistant, _settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv02")
    thread.send("来6条标题")
    finals = thread.send("帮我选3条上线").titles
    (action,) = thread.pending()
    thread.resume(approve=True, action_id=action.id)
    assert "赛马" not in thread.send("分数最高的是哪条").reply, "nobody saw them yet"
    clicks = dict(zip([one.id for one in finals], (10, 20, 90), strict=True))
    rows = [{"id": f"{action.id}i{arm}", "kind": "impression", "arm_id": arm, "count": 900} for arm in clicks]
    rows += [{"id": f"{action.id}c{arm}", "kind": "click", "arm_id": arm, "count": n} for arm, n in clicks.items()]
    RaceBook(assistant.stores).take(rows)
    told = thread.send("哪条最好").reply
    assert told.startswith("第 3 条在赛马里领先（胜出概率 100%）") and finals[2].text in told
