"""Dynamic phrases: values from the context, defaults, and falling back before length or law is broken."""

from __future__ import annotations

import datetime

import pytest

from models.catalog import Product
from models.text import title_length
from models.types import Verdict
from tools.compliance import check
from tools.phrases import BUILT_IN, Phrase, PhraseContext, UnknownPhrase, expand, preview
from tools.phrases.holidays import next_holiday

PRODUCT = Product(name="露营灯", price="¥89（含电池）", audience=("露营新手",))
FRIDAY = PhraseContext(
    today=datetime.date(2026, 9, 18), city="上海市", product=PRODUCT, deadline=datetime.date(2026, 9, 20), label="上海"
)
BARE = PhraseContext(today=datetime.date(2026, 8, 1), label="无")


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{city}的{weekday}，该出门了", "上海的周五，该出门了"),
        ("{holiday}露营只差一盏灯", "中秋露营只差一盏灯"),
        ("{price}的灯，{countdown}", "¥89的灯，还剩2天"),
        ("{audience}的第一盏灯", "露营新手的第一盏灯"),
        ("没有动态词也可以", "没有动态词也可以"),
        ("{city}{city}", "上海上海"),
    ],
)
def test_values_come_from_the_context(template: str, text: str) -> None:
    found = expand(template, FRIDAY)
    assert (found.text, found.via, found.problems) == (text, "values", ())


def test_a_default_stands_in_where_nothing_is_known_and_says_so() -> None:
    found = expand("{city}的夜里亮一盏灯", BARE)
    assert found.text == "你的城市的夜里亮一盏灯" and found.via == "defaults"
    assert found.problems == ("{city} 在这里没有值",)


@pytest.mark.parametrize("template", ["只要{price}", "{countdown}，别等了"])
def test_a_price_or_a_last_day_is_never_invented(template: str) -> None:
    assert expand(template, BARE).text is None
    assert expand(template, BARE, fallback="夜里亮一盏灯").text == "夜里亮一盏灯"


def test_a_last_day_that_has_passed_counts_nothing_down() -> None:
    late = FRIDAY.model_copy(update={"today": datetime.date(2026, 9, 21)})
    assert expand("{countdown}", late, fallback="灯还亮着").via == "fallback"
    last = FRIDAY.model_copy(update={"today": datetime.date(2026, 9, 20)})
    assert expand("{countdown}", last).text == "今天截止"


def test_too_long_a_value_gives_way_to_its_default_and_no_other_does() -> None:
    far = FRIDAY.model_copy(update={"city": "克孜勒苏柯尔克孜自治州"})
    found = expand("{city}的{holiday}夜", far, max_chars=9)
    assert found.text == "你的城市的中秋夜" and found.used["holiday"] == "中秋"
    assert "超过 9 字" in found.problems[0]


@pytest.mark.parametrize("limit", range(1, 25))
def test_no_expansion_is_ever_too_long(limit: int) -> None:
    found = expand("{audience}的{holiday}，{price}", FRIDAY, max_chars=limit, fallback="夜里一盏灯")
    assert (found.text is None) == (limit < 5)
    assert found.text is None or title_length(found.text) <= limit


def test_an_expansion_that_breaks_the_law_falls_back() -> None:
    slogans = {**BUILT_IN, "praise": Phrase(name="praise", source="city", values={"上海": "全国第一"}, default="好用")}
    found = expand("{praise}的灯", FRIDAY, check=check, phrases=slogans)
    assert found.text == "好用的灯" and "广告法" in found.problems[0]
    without = {**slogans, "praise": slogans["praise"].model_copy(update={"default": None})}
    assert expand("{praise}的灯", FRIDAY, check=check, phrases=without).text is None
    assert expand("{praise}的灯", FRIDAY, check=check, phrases=without, fallback="国家级的灯").text is None
    assert check("国家级的灯").verdict is Verdict.VIOLATION


def test_own_phrases_pick_from_a_table() -> None:
    own = {"nick": Phrase(name="nick", source="city", values={"上海": "魔都"}, default="家门口")}
    texts = [one.text for one in preview("{nick}的风", [FRIDAY, BARE], phrases=own)]
    assert texts == ["魔都的风", "家门口的风"]


def test_an_unknown_phrase_is_named() -> None:
    with pytest.raises(UnknownPhrase, match="weather"):
        expand("{weather}出门", FRIDAY)
    with pytest.raises(UnknownPhrase, match="city"):
        expand("{city}出门", FRIDAY, fallback="{city}")


def test_preview_keeps_the_order_and_the_labels() -> None:
    assert [one.label for one in preview("{weekday}", [FRIDAY, BARE])] == ["上海", "无"]


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-02-15", "春节"),
        ("2026-12-20", "圣诞"),
        ("2026-12-26", "元旦"),
        ("2026-07-10", None),
        ("2026-06-18", "618"),
    ],
)
def test_the_nearest_holiday_within_two_weeks(day: str, name: str | None) -> None:
    assert next_holiday(datetime.date.fromisoformat(day)) == name
