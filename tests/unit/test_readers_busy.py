"""What busy people type: negations inside questions, words called by name, what their boss wants."""

from __future__ import annotations

from typing import Any

import pytest
from test_planner import ACCOUNT, PlannerContext, after_titles

from agent.brief import Brief, apply_edit
from agent.conflicts import find_denied
from agent.planner.readers_planner import ReadersPlanner
from agent.readers.lengths import read_lengths
from agent.readers.message import read_message
from agent.readers.replacements import read_replacements
from agent.readers.requests import read_asked_claim
from agent.readers.topic import read_keywords
from agent.readers.words import read_words

CONTEXT = PlannerContext.model_validate({"advertiser": ACCOUNT} | after_titles())


def edit(message: str) -> dict[str, Any]:
    return ReadersPlanner().plan(message, CONTEXT).edit.model_dump()


@pytest.mark.parametrize(
    ("message", "avoided"),
    [
        ("3那个能不能带一点粤语词", ()),
        ("还有能不能写一价全包", ()),
        ("要不要写早起那个点你看着办", ()),
        ("可不能写早起", ("早起",)),
        ("标题不用早起", ("早起",)),
        ("主打不用早起！要3条", ()),
        ("突出不用接线，来3条", ()),
        ("标题要有“去广州上班”这几个字，5条", ()),
        ("别提铲屎官这词 用烂了", ("铲屎官",)),
        ("不要写价格，别用绝绝子这个词", ("绝绝子",)),
        ("先来5条，别写的像超市传单", ()),
        ("别写得太硬广", ()),
    ],
)
def test_what_is_forbidden_and_what_is_only_asked(message: str, avoided: tuple[str, ...]) -> None:
    found = edit(message)["avoid_add"]
    assert set(avoided) <= set(found)
    assert avoided or not found


def test_agreeing_asks_for_no_word() -> None:
    assert edit("嗯嗯有道理 那氧气那个先放着")["include_add"] == ()


def test_what_was_mixed_up_is_taken_back() -> None:
    words = read_words(read_message("啊对 我记混了，那个是另一款"), Brief(must_include=("续航", "可水洗")), None)
    assert words.drop == ["可水洗"]


@pytest.mark.parametrize(
    ("message", "keywords"),
    [
        ("静音那个点要突出，来5条", ("静音",)),
        ("续航要突出一下", ("续航",)),
        ("每条都要突出静音", ("静音",)),
        ("重点要突出", ()),
        ("从猫的视角写，来4条", ()),
    ],
)
def test_what_is_to_be_put_forward(message: str, keywords: tuple[str, ...]) -> None:
    assert read_keywords(read_message(message)) == keywords


def test_a_title_called_by_its_length_sets_no_limit() -> None:
    assert read_lengths(read_message("就用15字那条和最好笑的那条")).high is None
    assert read_lengths(read_message("15字以内的")).high == 15


@pytest.mark.parametrize("message", ["再写一条，老板想要", "来3条，领导让写的", "别写的跟说明书一样"])
def test_who_wants_it_and_how_it_sounds_is_no_subject(message: str) -> None:
    assert not edit(message)["topic"]


@pytest.mark.parametrize(
    ("word", "fact", "denied"),
    [
        ("可冲马桶", "混了矿砂，不能冲马桶", True),
        ("支持无线充", "不支持无线充", True),
        ("可冲马桶", "豆腐砂可冲马桶", False),
        ("无购物店", "全程无购物店", False),
        ("冲马桶", "不能冲马桶", False),  # 不能冲马桶 may be what the title is to say
    ],
)
def test_what_the_facts_deny(word: str, fact: str, denied: bool) -> None:
    assert (find_denied([word], ["原味", fact]) is not None) is denied


def test_a_worn_out_word_takes_no_other_ones_place() -> None:
    assert read_replacements(read_message("别提铲屎官这词 用烂了")) == ()
    assert read_replacements(read_message("别提铲屎官，用猫奴")) == (("铲屎官", "猫奴"),)


def test_what_was_mixed_up_is_taken_back_beside_other_wishes() -> None:
    message = read_message("啊对 我记混了，那个是另一款。那写结团快吧，别提铲屎官这词")
    assert read_words(message, Brief(must_include=("可冲马桶",)), None).drop == ["可冲马桶"]


def test_a_price_that_is_wanted_lifts_the_ban_on_prices() -> None:
    banned = ("元", "￥", "¥", "块钱", "价格", "139", "绝美")
    context = CONTEXT.model_copy(update={"brief": Brief(avoid=banned)})
    edit = ReadersPlanner().plan("价格还是加上吧，98克也要塞进去", context).edit
    assert apply_edit(context.brief, edit).avoid == ("绝美",)


@pytest.mark.parametrize(
    ("message", "claim"),
    [
        ("能写静音吗 竞品都写静音", "静音"),
        ("还有能不能写一价全包", "一价全包"),
        ("标题能写“零添加”吗", "零添加"),
        ("可以写纯天然这种词吗", "纯天然"),
        ("能不能写短一点", None),
        ("可以写5条吗", None),
        ("能写得活泼点吗", None),
    ],
)
def test_a_claim_that_is_asked_about(message: str, claim: str | None) -> None:
    assert read_asked_claim(read_message(message)) == claim
