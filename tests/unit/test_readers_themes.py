"""Themes named as such, and the words that titles are to begin with."""

from __future__ import annotations

import pytest

from agent.brief import Brief
from agent.plan import Intent, PlannerContext, ShownList
from agent.planner import build_planner
from agent.readers.message import read_message
from agent.readers.openings import read_opening_words
from agent.readers.style import read_hook
from agent.readers.themes import read_theme
from agent.wording import angles
from models.catalog import Advertiser, Product

TRAVEL = Advertiser(
    id="trip", name="慢岭旅行", products=(Product(id="p1", name="川西六日小车团", category="旅行小团"),)
)
SHOWN = (ShownList(turn=1, intent=Intent.GENERATE, title_ids=("a", "b"), texts=("川西小团出发", "川西小团回来")),)


@pytest.mark.parametrize(
    ("message", "theme"),
    [
        ("小车团来4条，国庆主题", "国庆"),
        ("换成冬天的", "冬天"),
        ("主题换成自驾避堵", "自驾避堵"),
        ("国庆节的", "国庆节"),
        ("蹭一下双十一", "双十一"),
        ("改成武侠题材", "武侠"),
        ("要有雪", "下雪天"),
        ("来5条开学季的", "开学季"),
    ],
)
def test_a_theme(message: str, theme: str) -> None:
    found = read_theme(read_message(message))
    assert found is not None and found[0] == theme


@pytest.mark.parametrize(
    "message",
    [
        "换个主题",
        "不要国庆主题",
        "换成短一点的",
        "再来三条",
        "换成搞笑的",
        "clip x3, avoid 熬夜 since doctors follow us",
        "第二条再短点",
        "换成别的主题",
    ],
)
def test_no_theme(message: str) -> None:
    assert read_theme(read_message(message)) is None


def test_another_theme_takes_the_place_of_the_occasion_before_and_wants_other_titles() -> None:
    context = PlannerContext(advertiser=TRAVEL, brief=Brief(must_include=("国庆", "包车")), shown=SHOWN)
    plan = build_planner().plan("换成冬天的", context)
    assert plan.edit.topic == "冬天" and plan.edit.include_drop == ("国庆",)
    assert plan.intent is Intent.GENERATE or plan.anew


def test_an_occasion_and_what_is_said_of_it_are_two_words() -> None:
    assert angles(Brief(topic="冬天看雪")) == ["冬天", "看雪"]
    assert angles(Brief(topic="毕业季")) == ["毕业季"]


@pytest.mark.parametrize(
    ("message", "hook"),
    [
        ("从猫的视角写三条", "猫的视角"),
        ("换成铲屎官第一人称", "铲屎官的视角"),
        ("用产品的视角来两条", "产品的视角"),
        ("来3条，拟人化", "产品的视角"),
        ("从孩子的角度写三条", "孩子的视角"),
        ("从省钱的角度来三条", None),
        ("换个角度写", None),
        ("不要用第一人称", None),
        ("换成送老婆的角度", None),
        ("换老师没收手账视角", None),
        ("改成狗子第一人称", "狗子的视角"),
    ],
)
def test_who_tells_the_titles(message: str, hook: str | None) -> None:
    assert read_hook(read_message(message)) == hook


def test_who_tells_the_titles_is_no_topic() -> None:
    edit = build_planner().plan("从猫的视角写三条川西小车团", PlannerContext(advertiser=TRAVEL)).edit
    assert (edit.hook, edit.topic, edit.count) == ("猫的视角", None, 3)


@pytest.mark.parametrize(
    ("message", "opening"),
    [
        ("写5条，每条开头用“加班”", "加班"),
        ("以“家人们”打头", "家人们"),
        ("改成“久坐”开头", "久坐"),
        ("开头都换成老板", "老板"),
        ("用疑问句开头", None),
        ("不要用数字开头", None),
        ("用悬念开头", None),
        ("开头太平了", None),
        ("开头太平，全都换个开头", None),
        ("现在五条有三条“你家”开头，读着像骂人", None),
        ("我想拿它打头阵", None),
        ("以簪花两字打头，来七条", "簪花"),
    ],
)
def test_words_to_begin_with(message: str, opening: str | None) -> None:
    assert read_opening_words(read_message(message)) == opening


@pytest.mark.parametrize("message", ["开头随意", "别再用“加班”开头了"])
def test_any_beginning_is_free_again(message: str) -> None:
    assert read_opening_words(read_message(message), "加班") == ""
    assert read_opening_words(read_message(message)) is None
