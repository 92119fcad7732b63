"""Words to include, avoid, drop and exchange."""

import pytest

from agent.brief import Brief
from agent.readers.message import read_message
from agent.readers.replacements import read_replacements
from agent.readers.words import Words, read_words
from models.catalog import Product

PRODUCT = Product(name="山野冷泡茶包", facts=("加臭加辣版", "冷水和温水都能泡"), price="39元")


def words(message: str, brief: Brief | None = None) -> Words:
    return read_words(read_message(message), brief or Brief(), PRODUCT)


@pytest.mark.parametrize(
    ("message", "include"),
    [
        ("带上“续航”", ["续航"]),
        ("“周六”俩字要在", ["周六"]),
        ("“21天”写进每一条", ["21天"]),
        ("加臭加辣都得写上", ["加臭加辣"]),
        ("Must have 眉笔 in it.", ["眉笔"]),
        ("and mention 证词.", ["证词"]),
        ("把抠图带上，两条", ["抠图"]),
        ("第4个加上可踩跟", ["可踩跟"]),
        ("行吧 玻璃水 4条 要写-25", ["-25"]),
        ("说了一句“大自然的怀抱等着您”，笑了一晚上，可以带狗", []),
    ],
)
def test_include(message: str, include: list[str]) -> None:
    assert words(message).include == include


@pytest.mark.parametrize(
    ("message", "avoid"),
    [
        ("别提“便宜”", ["便宜"]),
        ("不得出现“爆款”“必买”", ["爆款", "必买"]),
        ("“救命”这个词现在烂大街，别用。再3条", ["救命"]),
        ("所以“萤火虫”你别写，写了要骂我", ["萤火虫"]),
        ("每条都得带“无绳跳绳” 但跳绳俩字不许出现", ["跳绳"]),
        ("别写吓尿这种", ["吓尿"]),
        ("no “神器”", ["神器"]),
        ("不要感叹号", ["！", "!"]),
        ("别太长，别动其他的", []),
    ],
)
def test_avoid(message: str, avoid: list[str]) -> None:
    assert words(message).avoid == avoid


def test_price_stands_for_its_signs_and_digits() -> None:
    assert {"元", "¥", "￥", "39"} <= set(words("价钱节假日不一样也别写").avoid)


def test_a_word_that_may_be_left_out_is_not_forbidden() -> None:
    soft = words("“租房党”可以拿掉", Brief(must_include=("租房党",)))
    assert (soft.drop, soft.avoid) == (["租房党"], [])
    hard = words("厚底不用写", Brief(must_include=("厚底",)))
    assert hard.avoid == ["厚底"]


def test_a_forbidden_word_is_allowed_again_only_if_it_was_forbidden() -> None:
    assert words("“便宜”可以用了", Brief(avoid=("便宜",))).allow == ["便宜"]
    assert words("“便宜”可以用了").allow == []


def test_at_least_one_of_several() -> None:
    assert words("“摸鱼”和“下午茶”至少带一个").include_any == ["摸鱼", "下午茶"]


def test_only_one_of_the_alternatives_forbids_the_others() -> None:
    read = words("再来两条光写熄灯的", Brief(include_any=("狗", "熄灯")))
    assert (read.include_any, read.avoid) == (["熄灯"], ["狗"])


@pytest.mark.parametrize(
    ("message", "pairs"),
    [
        ("第一条里“臭”换成“上头”，别的别动", (("臭", "上头"),)),
        ("里边凡是“安心”都给我换成“踏实”", (("安心", "踏实"),)),
        ("不是WiFi7啊，是6，别写错", (("WiFi7", "WiFi6"),)),
        ("replace “cheap” with “thrifty”", (("cheap", "thrifty"),)),
        ("第二条改成活泼的", ()),
        ("语气换成轻松的", ()),
    ],
)
def test_replacements(message: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert read_replacements(read_message(message)) == pairs
