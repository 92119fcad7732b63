"""Titles of the user's own, in messages as people type them."""

import pytest

from agent.brief import Brief
from agent.plan import Intent, Plan, PlannerContext, ShownList
from agent.planner import build_planner
from agent.readers.message import read_message
from agent.readers.own_titles import OwnTitle, read_own_title, with_own_title_quoted
from agent.readers.subjects import subject_of, things_in
from models.catalog import Advertiser, Product

SHOP = Advertiser(id="a", name="团绒星", products=(Product(name="团绒星冻干猫粮", category="猫粮"),))


def own(message: str) -> OwnTitle | None:
    return read_own_title(read_message(with_own_title_quoted(message)))


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("周末的风把天幕吹成了帆，这句是我写的，帮我顺一顺", "周末的风把天幕吹成了帆"),
        ("我自己想的：“把客厅搬到河边”，给我润色一下", "把客厅搬到河边"),
        ("我写了一条：把客厅搬到河边，你看看怎么改更好", "把客厅搬到河边"),
        ("这是我们老板写的，露营就要去没有信号的地方，帮忙改得像B站一点", "露营就要去没有信号的地方"),
        ("我自己写了个“帐篷一支，烦恼出局”，帮我改得口语点", "帐篷一支，烦恼出局"),
        ("现在用的标题是：好吃不贵的国民猫粮，优化一下", "好吃不贵的国民猫粮"),
        ("帮我优化下这个标题：露营第一步，先学会搭天幕", "露营第一步，先学会搭天幕"),
        ("我们现在的标题是“露营装备清单”，点击率很低，帮我改改", "露营装备清单"),
    ],
)
def test_a_title_to_be_changed_is_told_from_what_is_to_be_done(message: str, text: str) -> None:
    assert own(message) == OwnTitle(text, changes=True)


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("我写的“灯比我爸先睡”，点评下，别客气", "灯比我爸先睡"),
        ("我自己想的：一口冷泡，原地下班。能得多少分", "一口冷泡，原地下班"),
        ("帮我看看这句：周末的风把天幕吹成了帆", "周末的风把天幕吹成了帆"),
    ],
)
def test_a_title_to_be_judged(message: str, text: str) -> None:
    assert own(message) == OwnTitle(text, changes=False)


@pytest.mark.parametrize(
    "message",
    [
        "我想了下，猫粮先写3条",
        "客服排班表出来了，你把我刚改过的第二条算一个，再配两条一起跑",
        "所以现有的标题里，提到星云的都给我删掉这个词",
        "我写了“遥遥领先”，这个违规吗",
        "标题里要有“我自己写的”",
        "接着“周末的风”往下写",
        "帮我看看第2条",
    ],
)
def test_other_messages_hand_no_title_in(message: str) -> None:
    assert own(message) is None
    assert with_own_title_quoted(message) == message


def test_what_a_title_speaks_of_is_a_kind_of_product() -> None:
    assert things_in("周末的风把天幕吹成了帆") == ["天幕"]
    assert things_in("夜班护士的早上八点，是别人的深夜") == []
    assert subject_of("周末的风把天幕吹成了帆", SHOP) == "天幕"
    assert subject_of("猫比我先吃上猫粮", SHOP) is None, "the account sells it"


def plan(message: str, **context: object) -> Plan:
    known = PlannerContext.model_validate({"advertiser": SHOP} | context)
    return build_planner().plan(with_own_title_quoted(message), known)


def test_a_title_handed_in_is_rewritten_and_its_words_are_no_wishes() -> None:
    read = plan("我自己想的：“猫比我先吃上早饭”，给我润色一下")
    assert (read.intent, read.given) == (Intent.REFINE, "猫比我先吃上早饭")
    assert read.edit.include_add == () and read.edit.count == 3
    read = plan("帮我看看这句：猫比我先吃上早饭")
    assert (read.intent, read.given) == (Intent.SCORE, "猫比我先吃上早饭")


def test_a_change_after_a_verdict_is_meant_for_the_title_judged() -> None:
    assert plan("改短一点", own="猫比我先吃上早饭").given == "猫比我先吃上早饭"
    assert plan("写5条猫粮的", own="猫比我先吃上早饭").given is None
    assert plan("改短一点").given is None


def test_one_s_own_title_can_be_pointed_at() -> None:
    lists = (ShownList(turn=1, intent=Intent.REFINE, title_ids=("x", "y"), texts=("甲", "乙")),)
    for message in ("就用我那句", "用我那句吧", "还是用我自己的那句", "我写的那条存一下"):
        read = plan(message, shown=lists, last_intent=Intent.REFINE, brief=Brief())
        assert read.ref is not None and read.ref.which == "own", message
        assert read.intent is Intent.SAVE, message
    other = plan("我写点东西的那条街，来3条", shown=lists, last_intent=Intent.REFINE)
    assert other.ref is None or other.ref.which != "own"
