"""Groups of titles ordered in one message, each told as the message that would have ordered it alone."""

from __future__ import annotations

import pytest

from agent.brief import BriefEdit
from agent.plan import Intent, Plan, PlannerContext
from agent.planner import build_planner
from agent.planner.grouped import GroupingPlanner
from agent.readers.groups import read_groups
from agent.readers.style import as_people
from models.catalog import Advertiser, Product

SHOP = Advertiser(
    id="shop",
    name="半山",
    products=(
        Product(id="p1", name="半山机械键盘", category="机械键盘"),
        Product(id="p2", name="半山蓝牙耳机", category="蓝牙耳机"),
    ),
)


@pytest.mark.parametrize(
    ("message", "groups"),
    [
        ("猫粮来三条搞笑的，两条走心的", [("搞笑", 3, "猫粮来3条搞笑的"), ("走心", 2, "猫粮来2条走心的")]),
        ("给我三条搞笑的和两条走心的", [("搞笑", 3, "给我3条搞笑的"), ("走心", 2, "给我2条走心的")]),
        ("键盘写3条，耳机写2条", [("键盘", 3, "键盘写3条"), ("耳机", 2, "耳机写2条")]),
        ("小电写4条，两条疑问句两条感叹句", [("疑问句", 2, "小电写2条疑问句"), ("感叹句", 2, "小电写2条感叹句")]),
        ("来5条，其中两条带数字", [("带数字", 2, "来2条带数字"), ("其余", 3, "来3条")]),
        ("防晒和唇釉各来三条", [("防晒", 3, "防晒来3条"), ("唇釉", 3, "唇釉来3条")]),
        ("给情侣和宝妈各写一条", [("情侣", 1, "给情侣来1条"), ("宝妈", 1, "给宝妈来1条")]),
        ("来3条，分别给上班族和学生", [("上班族", 2, "来,给上班族写2条"), ("学生", 1, "来,给学生写1条")]),
        ("写四条，一半带梗一半不带", [("带梗", 2, "写2条带梗的"), ("不带梗", 2, "写2条不带梗的")]),
        ("两条带“真香”的，一条短的", [("带“真香”", 2, "2条带“真香”的"), ("短", 1, "1条短的")]),
        (
            "来两条给妈妈看的，两条给孩子看的，都要温柔",
            [("给妈妈看", 2, "来2条给妈妈看的,都要温柔"), ("给孩子看", 2, "来2条给孩子看的,都要温柔")],
        ),
        ("每个产品各来两条", [("甲", 2, "给甲写2条"), ("乙", 2, "给乙写2条")]),
    ],
)
def test_groups(message: str, groups: list[tuple[str, int, str]]) -> None:
    assert [(one.label, one.count, one.message) for one in read_groups(message, ("甲", "乙"))] == groups


@pytest.mark.parametrize(
    "message",
    [
        "来5条，20字以内",
        "6条太多，4条就行",
        "写三条，两条就行",
        "第2条和第3条改短，再来两条",
        "挑2条进赛马，再写3条",
        "上一批留两条，再来三条",
        "前三条不错，再来两条",
        "三条都改短，两条换掉",
        "来三条",
        "各位好",
        "一条没看中，再憋五条，带“房东”",
        "不开三条了，就挂二号一条，省点",
        "五条我读了八遍读不出好赖，你替我掐一条出来",
        "先帮我看这两条有没有雷，一条是睡前一泡烦恼全消，一条是艾草香里好好歇",
        "屏幕的那两条分开写，一条写价格，一条写速度",
        "五到八条吧，就八条",
        "整八条，哎不，八条看不过来，五条，大锅，说分量的",
        "给我做一版露营的，10条，画面感强点",
        "写一条鱼怎么看这根竿的，五条，越离谱越好",
        "他说三条，不不不先说四条，又改回三条了",
    ],
)
def test_one_order_or_none(message: str) -> None:
    assert read_groups(message, ("甲", "乙")) == ()


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("机械键盘来三条搞笑的，两条走心的", [("p1", 3, "搞笑"), ("p1", 2, "走心")]),
        ("键盘和耳机各来两条搞笑的", [("p1", 2, "搞笑"), ("p2", 2, "搞笑")]),
    ],
)
def test_the_planner_tells_groups_apart(message: str, told: list[tuple[str, int, str]]) -> None:
    plan = build_planner().plan(message, PlannerContext(advertiser=SHOP))
    assert plan.intent is Intent.GENERATE
    assert [(one.edit.product_id, one.edit.count, one.edit.tone) for one in plan.groups] == told
    assert plan.edit.count == sum(count for _, count, _ in told)
    assert plan.edit.product_id == told[-1][0]


class _Deaf:
    """Reads nothing but that titles are ordered."""

    name = "deaf"

    def plan(self, message: str, context: PlannerContext, cancel: object = None) -> Plan:
        return Plan(intent=Intent.GENERATE, edit=BriefEdit(count=3))


def test_groups_that_the_planner_cannot_tell_apart_are_one_order() -> None:
    plan = GroupingPlanner(_Deaf()).plan("猫粮来三条搞笑的，两条走心的", PlannerContext(advertiser=SHOP))
    assert plan == Plan(intent=Intent.GENERATE, edit=BriefEdit(count=3))


def test_titles_with_memes_are_an_order_and_memes_a_search() -> None:
    planner = build_planner()
    assert planner.plan("键盘再来四条玩梗的", PlannerContext(advertiser=SHOP)).intent is Intent.GENERATE
    assert planner.plan("键盘找几个能用的梗", PlannerContext(advertiser=SHOP)).intent is Intent.MEME


@pytest.mark.parametrize(
    ("audience", "people"),
    [
        ("带爸妈", "带爸妈的人"),
        ("情侣", "情侣"),
        ("爱吃辣", "爱吃辣的人"),
        ("第一次养猫的人", "第一次养猫的人"),
        (None, None),
    ],
)
def test_whom_titles_address_is_said_as_people(audience: str | None, people: str | None) -> None:
    assert as_people(audience) == people
