"""Families of phrasings in voices of all kinds: dialect, chatty, run-on, hurried, half English."""

import pytest

from agent.brief import Brief
from agent.plan import Intent, ShownList, TitleRef
from agent.readers.anaphora import read_told_fact
from agent.readers.counts import read_count
from agent.readers.dialects import fold_dialect
from agent.readers.lengths import Lengths, read_lengths, read_revised_lengths
from agent.readers.message import read_message
from agent.readers.references import read_reference
from agent.readers.words import Words, read_words
from models.catalog import Product

PRODUCT = Product(name="洱畔小院两晚套餐", category="民宿", facts=("含早餐", "院里三只猫"), price="398元")


def words(message: str) -> Words:
    return read_words(read_message(message), Brief(), PRODUCT)


@pytest.mark.parametrize(
    ("message", "include"),
    [
        ("“30小时”给我露出来，别藏着", ["30小时"]),
        ("“夜市”植入一下，自然点", ["夜市"]),
        ("嗯第三个能不能嗯把通勤俩字加进去", ["通勤"]),
        ("第二句挺中，就差个“上门”，给安上", ["上门"]),
        ("“泥点子”这词儿好，别给我弄丢了", ["泥点子"]),
        ("小龙虾三个字都给俺整上", ["小龙虾"]),
        ("就三个字体验课，放开头", ["体验课"]),
        ("要点到“胃”，别的照旧", ["胃"]),
        ("老末那条再把阳台带一笔", ["阳台"]),
        ("洱海啷个都没写喃，给我写上撒", ["洱海"]),
        ("三只猫写上去显得热闹", ["三只猫"]),
        ("we want 早餐 in there, 早餐 has to be in every one", ["早餐"]),
        ("再短两个字", []),
        ("控制在二十二个字", []),
        ("“油皮有救了”这句能不能写进去", []),
        ("把第二条写进赛马", []),
    ],
)
def test_a_word_is_put_in(message: str, include: list[str]) -> None:
    assert words(message).include == include


@pytest.mark.parametrize(
    ("message", "avoid"),
    [
        ("“仙气”pass掉，太假", ["仙气"]),
        ("“炸裂”“封神”全ban了", ["炸裂", "封神"]),
        ("忌“养生”，客户过敏", ["养生"]),
        ("“逆袭”拉黑，“涨薪”也是", ["逆袭", "涨薪"]),
        ("“贴心”唔好用", ["贴心"]),
        ("主子这个词咱别再用了行不", ["主子"]),
        ("神器两个字给我掐了", ["神器"]),
        ("lose the “姐妹们” plz", ["姐妹们"]),
        ("“逆袭”敢不敢写", []),
        ("这个词儿好", []),
    ],
)
def test_a_word_is_kept_out(message: str, avoid: list[str]) -> None:
    assert words(message).avoid == avoid


@pytest.mark.parametrize(
    ("message", "high"),
    [
        ("莫超过18个字哈", 18),
        ("字数卡死16", 16),
        ("都给我摁在17个字以里", 17),
        ("别过二十字", 20),
        ("顶多十六个字", 16),
    ],
)
def test_upper_limits(message: str, high: int) -> None:
    assert read_lengths(read_message(message)) == Lengths(high=high)


def test_a_limit_is_widened_from_where_it_stands() -> None:
    said = read_message("13放宽到20，其他不变")
    assert read_revised_lengths(said, None, 13) == Lengths(high=20)
    assert read_revised_lengths(said, None, 15) is None


@pytest.mark.parametrize(
    ("message", "count"),
    [("整俩补胎的", 2), ("四个，15到20字", 4), ("每一条都写上", None), ("五条统一改", None), ("十几个字就好", None)],
)
def test_counts(message: str, count: int | None) -> None:
    assert read_count(read_message(message), (5,)) == count


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("莫写得啷个文绉绉", "别写得怎么文绉绉"),
        ("一袋好多斤嘛", "一袋多少斤嘛"),
        ("好多人都在用", "好多人都在用"),
        ("莫兰迪色系", "莫兰迪色系"),
        ("为么子高", "为什么高"),
        ("唔，再想想", "唔，再想想"),
        ("有好长哦", "有多长哦"),
        ("老末那条唔好", "最后那条不要"),
    ],
)
def test_dialect_is_folded_to_the_same_length(typed: str, folded: str) -> None:
    assert fold_dialect(typed) == folded
    assert len(typed) == len(folded)


def test_a_forbidden_word_keeps_its_dialect() -> None:
    assert words("别写“巴适”").avoid == ["巴适"]
    assert words("标题里别提俺家").avoid == ["俺家"]


@pytest.mark.parametrize(
    ("message", "question", "told"),
    [
        ("把这个写进打头的那条", "院里有几只猫来着", "三只"),
        ("这点也加上", "早餐含不含", "含早餐"),
        ("这个先别写", "院里有几只猫来着", None),
        ("把这个写进第一条", None, None),
        ("把这个写进第一条", "停车要钱吗", None),
    ],
)
def test_this_is_the_fact_just_asked_for(message: str, question: str | None, told: str | None) -> None:
    assert read_told_fact(read_message(message), question, PRODUCT) == told


@pytest.mark.parametrize("message", ["撤回撤回就用没加之前的那条存一下", "还是原来那条好", "存改之前那版"])
def test_the_version_before_the_last_rewrite(message: str) -> None:
    listed = ShownList(
        turn=0, intent=Intent.GENERATE, title_ids=("a", "b"), texts=("出差不用趴地上开箱", "前面一开就拿电脑")
    )
    changed = ShownList(turn=1, intent=Intent.REFINE, title_ids=("c",), texts=("前面一开就拿电脑，带杯架",))
    read = read_reference(read_message(message), (listed, changed), Intent.REFINE)
    assert read == TitleRef(numbers=(2,), which="previous")
    assert read_reference(read_message(message), (listed,), Intent.GENERATE) != read


def test_what_is_said_after_a_full_stop_is_not_said_of_the_word_before() -> None:
    found = words("要馋！要有“啃”！不要emoji哦")
    assert found.include == ["啃"]
    assert "啃" not in found.avoid + found.drop


@pytest.mark.parametrize(
    ("message", "count"), [("给拟三则题目，每则十到十六字", 3), ("改成能上的，三种写法", 3), ("你写吧 三个先看看", 3)]
)
def test_orders_in_an_older_or_looser_manner(message: str, count: int) -> None:
    assert read_count(read_message(message)) == count


@pytest.mark.parametrize(
    ("message", "numbers"), [("二五六留着 其它的换新的来", (1, 3, 4)), ("尾巴上那条太长吧，压缩到15字以内", (-1,))]
)
def test_digits_in_a_row_and_the_tail(message: str, numbers: tuple[int, ...]) -> None:
    shown = (ShownList(turn=1, intent=Intent.GENERATE, title_ids=tuple("abcdef"), texts=tuple("一二三四五六")),)
    found = read_reference(read_message(message), shown, Intent.GENERATE)
    assert found is not None and found.numbers == numbers
