"""Titles changed as asked: words put in, replaced, taken out, versions cut shorter."""

from __future__ import annotations

import pytest
from scripted_generator import BANK, Scripted, generator, request

from models.generator import Generator
from models.generator.editing import cuts, edits
from models.generator.patterns import load_patterns


def test_replacement_is_exact():
    wanted = request(base="室友打呼那晚，我下单了降噪耳机", replace=(("室友", "同桌"),))
    found = generator().draw(wanted, 1)
    assert [title.text for title in found.titles] == ["同桌打呼那晚，我下单了降噪耳机"]
    assert found.titles[0].provenance.source == "edit"


@pytest.mark.parametrize(
    ("base", "best"),
    [
        ("听降噪耳机，我坐过了站", "听降噪耳机，我坐过了站，续航40小时"),
        ("降噪耳机一戴，我坐过了站", "续航40小时的降噪耳机一戴，我坐过了站"),
        ("在降噪耳机里，我坐过了站", "在续航40小时的降噪耳机里，我坐过了站"),
    ],
)
def test_a_wanted_word_is_said_as_the_facts_have_it(base: str, best: str):
    wanted = request(base=base, must_include=("40小时",), facts=("头戴式，280克", "续航40小时"))
    assert best in edits(wanted)
    assert all("续航40小时" in text for text in edits(wanted))


def test_a_quality_is_put_before_the_measure_of_the_product():
    wanted = request(base="晃晃40小时的降噪耳机，我坐过了站", must_include=("40小时", "三模"), facts=("三模连接",))
    assert "晃晃三模的40小时的降噪耳机，我坐过了站" not in edits(wanted)  # 晃晃 may end a longer name
    opened = request(base="戴40小时的降噪耳机，我坐过了站", must_include=("40小时", "可折叠"))
    assert edits(opened)[0] == "戴可折叠的40小时的降噪耳机，我坐过了站"


def test_words_put_into_a_shown_title_come_before_a_draft_that_says_something_else():
    wanted = request(base="敲敲降噪耳机，我坐过了站", must_include=("40小时",), facts=("续航40小时",))
    found = generator(["40小时的降噪耳机，你会给自己买吗"]).draw(wanted, 1)
    assert [(title.text, title.provenance.source) for title in found.titles] == [
        ("敲敲续航40小时的降噪耳机，我坐过了站", "edit")
    ]


def test_a_fact_is_not_said_where_a_word_of_it_is_banned_or_there_is_no_room():
    base = "降噪耳机一戴，我坐过了站"
    banned = request(base=base, must_include=("40小时",), facts=("续航40小时",), avoid=("续航",))
    narrow = request(base=base, must_include=("40小时",), facts=("续航40小时",), max_chars=len(base) + 5)
    assert not any("续航" in text for one in (banned, narrow) for text in edits(one))


def test_a_replacement_that_is_too_long_loses_its_quotation_marks_first():
    base = "聊起降噪耳机，我只会“室友打呼”"
    wanted = request(base=base, replace=(("室友", "上铺那位"),), max_chars=len(base))
    found = generator(["上铺那位打呼，我有耳机"]).draw(wanted, 1)
    assert [title.text for title in found.titles] == ["聊起降噪耳机，我只会上铺那位打呼"]


def test_what_is_replaced_is_in_whatever_is_written_instead():
    base = "室友打呼那晚，我下单了降噪耳机"
    wanted = request(base=base, replace=(("室友", "上铺的兄弟"),), max_chars=len(base))  # no room for it there
    found = generator(["上铺的兄弟打呼，我有耳机", "通勤也离不开耳机"]).draw(wanted, 1)
    assert [title.text for title in found.titles] == ["上铺的兄弟打呼，我有耳机"]


@pytest.mark.parametrize(("word", "fits"), [("周末", True), ("静音", False)])
def test_a_word_of_time_is_put_before_the_base_without_a_comma(word: str, fits: bool) -> None:
    base = "通勤路上我离不开它"
    assert (word + base in edits(request(base=base, must_include=(word,)))) is fits


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("67W", "还有67W充电器"),
        ("可折叠", "还有可折叠的充电器"),
        ("99元", "还有99元的充电器"),
        ("氮化镓", "还有氮化镓充电器"),
        ("送线", None),
        ("续航", None),
        ("24小时发货", None),
        ("7天无理由", None),
        ("95后", None),
        ("第一次", None),
        ("满300减50元", None),
        ("高中生", None),
        ("无锡", None),
        ("超市", None),
    ],
)
def test_a_measure_or_quality_is_put_to_the_product(word: str, said: str | None) -> None:
    asked = request(base="出差忘带的两样：牙刷，还有充电器", must_include=(word,), keywords=("充电器",))
    made = [text for text in edits(asked) if "还有" in text and not text.endswith(word) and not text.startswith(word)]
    assert made == ([f"出差忘带的两样：牙刷，{said}"] if said else [])


def test_two_things_are_put_to_the_product_in_turn():
    assert edits(request(base="绕着充电器看三处", must_include=("67W",), keywords=("充电器",))) == [
        "绕着67W充电器看三处"
    ]
    asked = request(base="牙刷，还有充电器", must_include=("67W", "99元"), keywords=("充电器",))
    assert edits(asked) == ["牙刷，还有99元的67W充电器"]


@pytest.mark.parametrize(
    ("base", "word", "asked"),
    [
        ("这副降噪耳机陪我坐地铁", "防水", {"keywords": ("耳机",)}),
        ("我把USB-C充电器忘了", "67W", {"keywords": ("充电器",)}),
        ("轻便的帐篷", "防水", {"keywords": ("帐篷",)}),
        ("《猫町邮局》里的猫", "免费", {"keywords": ("养猫游戏",), "product": "猫町邮局"}),
    ],
)
def test_nothing_is_put_into_a_longer_name_or_behind_another_quality(base: str, word: str, asked: dict) -> None:
    made = edits(request(base=base, must_include=(word,), **asked))
    assert made and all(base in text for text in made)


@pytest.mark.parametrize(
    ("base", "word", "thing", "made"),
    [
        ("我的充电器被借走了", "67W", "充电器", "我的67W充电器被借走了"),
        ("我靠充电器续命", "67W", "充电器", "我靠67W充电器续命"),
        ("华为手机用了三年", "防水", "手机", None),
        ("平台游戏真好玩", "免费", "游戏", None),
    ],
)
def test_what_may_stand_before_the_word(base: str, word: str, thing: str, made: str | None) -> None:
    found = edits(request(base=base, must_include=(word,), keywords=(thing,)))
    assert found == [made] if made else all(base.rstrip("。") in text for text in found)


def test_words_beside_the_base_are_a_last_resort_where_they_can_be_told_of_the_product() -> None:
    asked = request(base="我把充电器忘了", must_include=("67W",), keywords=("充电器",))
    assert edits(asked) == ["我把67W充电器忘了"]
    assert "67W：我把充电器忘了" in cuts(asked)
    assert cuts(request(base="我把充电器忘了", must_include=("24小时发货",), keywords=("充电器",))) == []


def test_where_code_has_made_edits_the_model_drafts_less() -> None:
    drafts = []
    for limit in (30, 10):  # in ten characters no edit of the base has room for the word
        model = Scripted()
        Generator(model, BANK).draw(request(base="通勤路上我离不开它", must_include=("周末",), max_chars=limit), 1)
        drafts.append(len(model.prompts))
    assert drafts[0] == 5 and drafts[1] >= 10


def test_a_shorter_version_keeps_to_the_base():
    base = "地铁上戴着降噪耳机听完整张专辑，结果我居然坐过了三站"
    found = generator(["嗯"]).draw(request(base=base, instruction="更短"), 1)
    assert len(found.titles[0].text) < len(base)
    assert "降噪耳机" in found.titles[0].text


@pytest.mark.parametrize(
    ("base", "banned", "whole"),
    [
        ("宿舍断电那晚，降噪耳机救了我", "宿舍", True),
        ("早八人的降噪耳机，我看到了什么", "早八", False),  # what is left names nothing
        ("人在工位，魂被降噪耳机接走了", "工位", True),
        ("上班以后，还好有降噪耳机陪着", "降噪耳机", False),
    ],
)
def test_a_base_without_an_unwanted_word_stands_only_where_it_is_whole(base: str, banned: str, whole: bool) -> None:
    asked = request(base=base, avoid=(banned,))
    left = cuts(asked)
    assert (left[0] in edits(asked)) is whole
    assert all(banned not in text for text in left)


def test_another_pattern_stands_in_for_a_base_that_a_ban_spoils():
    base = "早八人的降噪耳机，我看到了什么"
    found = generator(["嗯"], patterns=load_patterns()).draw(request(base=base, avoid=("早八",)), 1)
    (title,) = found.titles
    assert title.provenance.source == "pattern" and title.provenance.stands_in and "耳机" in title.text
    kept = generator(["嗯"], patterns=load_patterns()).draw(
        request(base="宿舍断电那晚，降噪耳机救了我", avoid=("宿舍",)), 1
    )
    assert [(title.text, title.provenance.stands_in) for title in kept.titles] == [("降噪耳机救了我", False)]


def test_another_pattern_stands_in_for_a_base_that_no_cut_makes_shorter():
    base = "降噪耳机的路人几点下班？"
    asked = request(base=base, instruction="更短", max_chars=len(base) - 1)
    (title,) = generator(["嗯"], patterns=load_patterns()).draw(asked, 1).titles
    assert title.provenance.source == "pattern" and len(title.text) < len(base)
    kept = generator(["嗯"], patterns=load_patterns()).draw(
        request(base="其实降噪耳机的路人真的下班了", instruction="更短", max_chars=13), 1
    )
    assert [title.text for title in kept.titles] == ["降噪耳机的路人下班了"]


def test_another_title_stands_in_for_a_wish_that_no_version_grants():
    base = "早八人的降噪耳机，我看到了什么"
    asked = request(base=base, instruction="更有悬念一点")
    (title,) = generator(["通勤路上的噪音，终于有人治了"], patterns=load_patterns()).draw(asked, 1).titles
    assert title.provenance.source == "pattern" and title.provenance.stands_in and "耳机" in title.text
    near = "早八人的降噪耳机，到底看到了什么"
    (kept,) = generator([near], patterns=load_patterns()).draw(asked, 1).titles
    assert (kept.text, kept.provenance.stands_in) == (near, False)


def test_a_word_replaced_takes_what_stands_around_it_already():
    asked = request(base="想找可以随便换的降噪耳机", replace=(("随便", "可以换"),))
    (title,) = generator(["嗯"]).draw(asked, 1).titles
    assert title.text == "想找可以换的降噪耳机"


def test_patterns_hold_one_of_the_words_of_which_one_is_wanted():
    asked = request(include_any=("40小时", "7克"), facts=("续航40小时",), wished=("续航40小时",))
    filled = load_patterns().fill(asked, 8)
    assert filled and all("40小时" in one.text for one in filled)
