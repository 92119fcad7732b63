"""Sentence patterns: the right kind of product, the right word in each slot, nothing said twice."""

from __future__ import annotations

import pytest

from models.generator.bank import Bank, Entry
from models.generator.echoes import in_order, plainest
from models.generator.filling import slot_words
from models.generator.naming import class_of
from models.generator.narrators import voice_of
from models.generator.pattern import Pattern
from models.generator.patterns import Echo, PatternBank, load_patterns
from models.generator.request import TitleRequest
from models.generator.words import kind_of


@pytest.fixture(scope="module")
def patterns():
    return load_patterns()


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("通勤", "scene"), ("学生党", "audience"), ("低粉尘", "feature"), ("敏感肌女生", "audience"),
        ("长续航", "feature"), ("夜宵", "scene"), ("蓝莓", None), ("国债", None),
    ],
)  # fmt: skip
def test_words_are_told_apart(word, kind):
    assert kind_of(word) == kind


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("降噪耳机",), "gadget"), (("筋膜枪", "久坐"), "sport"), (("Python入门课",), "course"),
        (("防晒霜",), "beauty"), (("塔防手游",), "game"), (("记账App",), "app"), (("酸辣粉",), "food"),
        (("年金保险",), "finance"), (("空调", "上门清洗"), "service"), (("秋招",), "job"), (("红眼航班",), ""),
    ],
)  # fmt: skip
def test_products_are_classed(patterns, words, name):
    assert class_of(TitleRequest(keywords=words)) == name


def test_slots_hold_words_of_their_kind_and_the_length_holds(patterns):
    request = TitleRequest(keywords=("降噪耳机", "通勤", "长续航"), audience="学生党", max_chars=18)
    found = patterns.fill(request, 40)
    assert len(found) >= 10
    scenes = [word.text for word in slot_words(request) if word.name == "scene"]
    for one in found:
        assert "降噪耳机" in one.text and len(one.text) <= 18
        assert "{" not in one.text
        whole = in_order(one.pattern.frame, plainest(one.text))  # a shorter version may go without the scene
        if "{scene" in one.pattern.text and whole:
            assert any(word in one.text for word in scenes)
    assert len({one.pattern for one in found}) == len(found)


def test_nothing_is_said_twice(patterns):
    found = patterns.fill(TitleRequest(keywords=("降噪耳机", "降噪")), 60)
    assert found
    assert not any("降噪的降噪" in one.text or one.text.count("降噪") > 1 for one in found)


def test_a_wished_hook_is_kept_to(patterns):
    found = patterns.fill(TitleRequest(keywords=("猫砂", "低粉尘"), hook="提问"), 10)
    assert found and {one.pattern.hook for one in found} == {"提问"}


def test_the_seed_decides_the_order(patterns):
    def texts(seed):
        return [one.text for one in patterns.fill(TitleRequest(keywords=("猫砂", "低粉尘"), seed=seed), 8)]

    assert texts(1) == texts(1) != texts(2)


def test_rewrites_take_no_pattern_and_titles_with_an_opening_those_that_begin_so(patterns):
    assert patterns.fill(TitleRequest(keywords=("猫砂",), base="猫砂到了"), 5) == []
    found = patterns.fill(TitleRequest(keywords=("猫砂",), prefix="猫砂"), 5)
    assert found and all(one.text.startswith("猫砂") for one in found)
    assert patterns.fill(TitleRequest(keywords=("猫砂",), prefix="自从养了猫我就"), 5) == []


@pytest.mark.parametrize(
    ("hook", "voice"), [("猫的视角", "猫"), ("产品的视角", "我"), ("悬念", None), (None, None), ("视角", None)]
)
def test_a_title_told_by_somebody_holds_their_voice(hook, voice):
    assert voice_of(hook) == voice


def test_patterns_are_told_by_whom_the_hook_names(patterns):
    told = patterns.fill(TitleRequest(keywords=("猫粮",), hook="狗的视角"), 6)
    assert len(told) == 6 and all("狗" in one.text and "猫粮" in one.text for one in told)
    own = patterns.fill(TitleRequest(keywords=("猫粮",), hook="产品的视角"), 6)
    assert len(own) == 6 and not any("{" in one.text for one in own)


def test_a_product_by_name_and_what_must_be_in(patterns):
    request = TitleRequest(
        keywords=("沙舟", "开放世界手游"),
        product="浮砂纪行",
        must_include=("沙舟",),
        facts=("不催日常",),
        avoid=("日常",),
    )
    found = patterns.fill(request, 12)
    assert class_of(request) == "game" and len(found) >= 5
    assert all("沙舟" in one.text and "日常" not in one.text for one in found)
    assert all("浮砂纪行" in one.text or "开放世界手游" in one.text for one in found)


def test_a_pattern_shown_before_is_not_shown_for_another_word(patterns):
    asked = TitleRequest(keywords=("降噪耳机",), max_chars=40, seed=1)
    first = patterns.fill(asked, 5)
    again = patterns.fill(asked.model_copy(update={"exclude": tuple(one.text for one in first)}), 200)
    assert len(again) > 20
    assert not {one.pattern.text for one in first} & {one.pattern.text for one in again}


@pytest.mark.parametrize(
    ("text", "words", "echo"),
    [
        ("手风琴课的进度条，和我一样不爱动", ("手风琴课",), Echo.SUITED),
        ("脱脂奶粉的进度条，和我一样不爱动", ("脱脂奶粉",), Echo.UNSUITED),
        ("你是怎么找到这家火锅店的？求经验", ("火锅店",), Echo.UNSUITED),  # retired: of nothing
        ("妈妈把手风琴藏在了米缸后面", ("手风琴",), Echo.NONE),
    ],
)
def test_a_draft_repeats_patterns_only_of_its_own_class(text, words, echo):
    own = PatternBank(
        [
            Pattern("{product}的进度条，和我一样不爱动", frozenset({"course"}), "幽默"),
            Pattern("你是怎么找到{product}的？求经验", frozenset(), ""),
        ]
    )
    assert own.echo(text, TitleRequest(keywords=words)) is echo


def test_titles_are_rewritten_within_one_kind_of_product():
    bank = Bank((Entry("", ("真无线耳机",), "睡前听真无线耳机"), Entry("", ("驾校分期",), "驾校分期免押金")))
    assert bank.rewritten(("降噪耳机",), 5) == ["睡前听降噪耳机"]
    assert bank.rewritten(("正畸分期",), 5) == []  # ends alike, and is something else
