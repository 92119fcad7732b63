"""Counts and lengths as people type them."""

import pytest

from agent.readers.counts import read_count
from agent.readers.lengths import Lengths, read_lengths
from agent.readers.message import read_message
from agent.readers.numerals import to_number
from agent.readers.relative import read_relative


@pytest.mark.parametrize(
    ("text", "value"), [("12", 12), ("两", 2), ("二十二", 22), ("十", 10), ("俩", 2), ("a dozen", 12), ("条", None)]
)
def test_numerals(text: str, value: int | None) -> None:
    assert to_number(text) == value


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("来10条标题，突出续航，20字以内", 10),
        ("再来俩，都要有趣", 2),
        ("跳绳 体测 3", 3),
        ("来一打", 12),
        ("5-8条都行", 8),
        ("Four Chinese titles for a pencil", 4),
        ("再写4个，别重复", 4),
        ("三五条就行", 5),
        ("旁边一条小溪，狗能下水。六条吧，别太长", 6),
        ("写一条带评分的，没有就别写。其他的二十五字以内，五条，谢谢", 5),
        ("双人餐 标题 3 ≤16", 3),
        ("在来2跳", 2),
        ("其他照旧，再3", 3),
        ("幫我寫三條標題", 3),
        ("3个就够了", 3),
        ("我没说要6条，是5条", 5),
        ("帮我算一下 1280*37", None),
        ("make em shorter, like 12 chars tops", None),
        ("给我来几条", None),
        ("第三条再短点", None),
        ("挑2条定了", None),
        ("二十二个字拉倒", None),
        ("前三条都不错", None),
        ("一条都不行", None),
    ],
)
def test_count(message: str, count: int | None) -> None:
    assert read_count(read_message(message)) == count


def test_that_many_points_back_only_to_a_list_of_that_size() -> None:
    message = read_message("那4条稳当的，24字以里")
    assert read_count(message, {4}) is None
    assert read_count(message, {3}) == 4


@pytest.mark.parametrize(
    ("message", "lengths"),
    [
        ("电容笔 4条 18字", Lengths(high=18)),
        ("不超过18字", Lengths(high=18)),
        ("16到24字，必须有“台灯”", Lengths(16, 24)),
        ("至少12个字", Lengths(low=12)),
        ("titles, max 16 chars", Lengths(high=16)),
        ("20 characters or less", Lengths(high=20)),
        ("≤18字", Lengths(high=18)),
        ("二十二个字拉倒", Lengths(high=22)),
        ("正好15字", Lengths(15, 15)),
        ("字数不限了，给3条", Lengths(clear=True)),
        ("字数不卡", Lengths(clear=True)),
        ("“周六”俩字要在", Lengths()),
        ("一个字都憋不出来", Lengths()),
        ("不能超过20字", Lengths(high=20)),
        ("15自以内", Lengths(high=15)),
        ("最多20，最少10个字", Lengths(10, 20)),
        ("20字太长，改成16", Lengths(high=16)),
        ("字数呢十五六个字", Lengths(high=16)),
        ("至少20字，又不超过10字", Lengths(20, 10)),
        ("别超十六个子", Lengths(high=16)),
        ("字数卡在14到22之间", Lengths(14, 22)),
        ("10到18之间，5条", Lengths(10, 18)),
        ("给18到25岁之间的人看", Lengths()),
        ("是18字以内不是8字", Lengths(high=18)),
        ("改成18字，而不是20字", Lengths(high=18)),
        ("是不是20字以内比较好", Lengths(high=20)),
        ("之前不是20字以内吗", Lengths(high=20)),
        ("是不是 18字以内更好", Lengths(high=18)),
        ("标题是不是16到20字合适", Lengths(16, 20)),
        ("不是说好15字吗", Lengths(high=15)),
    ],
)
def test_lengths(message: str, lengths: Lengths) -> None:
    assert read_lengths(read_message(message)) == lengths


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("条数翻倍", 8), ("数量减半", 2), ("再来一倍", 4), ("字数翻倍", None), ("翻倍的快乐", None), ("翻个倍吧", 8),
        ("刚才那个数的两倍", 8), ("比上一轮少一条", 3), ("比刚才多两条", 6), ("少一条，三条就够", 3), ("只要一半", 2),
        ("cut them in half", 2), ("再多写两条", None), ("效率减半也行", None),
    ],
)  # fmt: skip
def test_a_comparison_with_the_last_count(message: str, count: int | None) -> None:
    assert read_relative(read_message(message), 4) == count


@pytest.mark.parametrize(
    "message",
    [
        "热量减半的薯片写写", "流量翻倍的方法", "糖量减半", "销量翻倍", "容量翻倍了", "音量减半也清楚", "限量,打对折",
        "突出会员,双倍好礼", "价格又涨了，翻倍了", "突出“积分”双倍", "粉丝数量翻倍的秘诀", "双倍来袭这个点写写",
        "容量是原来的两倍", "甜度低了，减一半", "新款比之前多两个口袋", "比原来多三个档位", "口味比之前多三款",
        "口袋比之前多两个", "少一份担心，多一份安心", "twice as many pockets", "half as many calories",
        "再来一倍的快乐", "突出积分 双倍", "会员日来了，双倍",
    ],
)  # fmt: skip
def test_what_doubles_or_compares_outside_the_list_orders_nothing(message: str) -> None:
    assert read_relative(read_message(message), 4) is None


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("数量翻倍，一共10条", 10), ("热量减半的薯片写3条", None), ("流量翻倍的方法来4条", None),
        ("4条太少了，翻倍", 8), ("太多了，砍一半", 2), ("比刚才多两个标题", 6), ("数量减半就行", 2), ("翻倍来", 8),
        ("条数x2", 8), ("把数量翻一倍吧", 8), ("比上一批少一个", 3), ("条数翻倍，要有“宿舍”", 8),
        ("twice as many titles", 8),
    ],
)  # fmt: skip
def test_a_number_beside_a_comparison_decides(message: str, count: int | None) -> None:
    assert read_relative(read_message(message), 4) == count
