"""Ordinary messages that look like a slip, a demand, a question about a race or a number of titles, and are none."""

import pytest

from agent.brief import Brief
from agent.readers.counts import read_count
from agent.readers.dialects import fold_dialect
from agent.readers.message import read_message
from agent.readers.requests import asks_status, changes_the_last, wants_others, withdraws
from agent.readers.words import read_words
from models.catalog import Product


@pytest.mark.parametrize(
    "message",
    [
        "安静地一个人喝茶", "当地三个景点", "轻松地两个人", "工地三条路", "那挑带价格的两条", "心里一跳,脸红了",
        "每跳都稳", "三个里挑,挑带价格的", "写在要点里", "都写在给一个人看的卡片上", "在给三个孩子挑书的妈妈",
        "别在写标题时用感叹号", "宣传我们这个村", "每个村下单", "去调短一点", "去调货了", "袜子不露出线头",
        "小组出线了", "适合155个子,显高", "到155个子以内", "他20个子弹匣", "恰饭不丢人",
    ],
)  # fmt: skip
def test_an_ordinary_word_is_no_slip(message: str) -> None:
    assert fold_dialect(message) == message


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("在写3条", "再写3条"),
        ("请在来两个", "请再来两个"),
        ("给我写4跳,短点", "给我写4条,短点"),
        ("把地3条去掉", "把第3条去掉"),
        ("别超过20个子,谢谢", "别超过20个字,谢谢"),
        ("别在写最好", "别再写最好"),
    ],
)
def test_slips_in_their_place(typed: str, meant: str) -> None:
    assert fold_dialect(typed) == meant


@pytest.mark.parametrize(
    "message",
    [
        "不能少于8个字", "别落入俗套", "不要忘记", "不要忘记了", "别丢三落四", "不要缺乏创意", "别少儿不宜", "见效快",
        "见面礼", "看到效果再买", "看得见的干净", "一个能看到海的房间",
    ],
)  # fmt: skip
def test_no_word_is_cut_out_of_another(message: str) -> None:
    assert read_words(read_message(message), Brief(), None).include == []


@pytest.mark.parametrize(
    ("message", "word"),
    [
        ("别忘记写桂花", "桂花"),
        ("别忘记了桂花", "桂花"),
        ("别漏了充电宝", "充电宝"),
        ("别丢了金华", "金华"),
        ("每条都能看到充电宝", "充电宝"),
    ],
)
def test_what_must_not_be_lost_is_wanted(message: str, word: str) -> None:
    assert read_words(read_message(message), Brief(), None).include == [word]


@pytest.mark.parametrize(
    ("message", "asks"),
    [
        ("销量冠军能写吗", False),
        ("销量排名能写吗", False),
        ("动静不大的空气炸锅", False),
        ("数据不要写", False),
        ("跑得不累的鞋写3条", False),
        ("跑得累吗", False),
        ("测出甲醛吗", False),
        ("看看产品数据写3条", False),
        ("谁第一眼不心动", False),
        ("送去给爸妈怎么样", False),
        ("结论不要太绝对", False),
        ("结果脸上还干吗", False),
        ("跑到哪都稳", False),
        ("赛马会的数据能写吗", False),
        ("跑出结果没", True),
        ("赢家定了没？", True),
        ("跑到哪了", True),
        ("谁暂时第一", True),
        ("测试有动静没", True),
        ("看一下结果", True),
        ("测完了没有", True),
        ("胜负分了没", True),
        ("测出啥名堂了", True),
        ("跑完了吗", True),
        ("测试的数据够了吗", True),
        ("赛马的冠军出来了吗", True),
    ],
)
def test_a_question_about_a_race(message: str, asks: bool) -> None:
    assert asks_status(read_message(message)) is asks


@pytest.mark.parametrize(
    ("message", "count"),
    [
        ("把第二条改成两句", None),
        ("每条压缩成一句", None),
        ("每条都提到三款", None),
        ("开头变成两句", None),
        ("把它收成一句", None),
        ("第三条改成两版", None),
        ("减到3条", 3),
        ("改成四条吧", 4),
        ("数量控制在5条", 5),
        ("压缩到3个标题", 3),
    ],
)
def test_the_size_of_a_title_is_no_number_of_titles(message: str, count: int | None) -> None:
    assert read_count(read_message(message)) == count


@pytest.mark.parametrize(
    "message",
    [
        "换个方向再写4条", "换个角度再加3条", "春节写2条", "猫咪加两条", "全部推翻,换个方向再写4条", "唱片机写4条",
        "分手写六句",
    ],
)  # fmt: skip
def test_what_stands_before_a_number_of_titles_is_no_word_for_each(message: str) -> None:
    assert read_words(read_message(message), Brief(), None).include == []


@pytest.mark.parametrize(
    ("message", "word"), [("猫咪写进每条里", "猫咪"), ("猫咪放标题里", "猫咪"), ("猫咪写进去", "猫咪")]
)
def test_a_word_that_is_put_into_titles(message: str, word: str) -> None:
    assert read_words(read_message(message), Brief(), None).include == [word]


@pytest.mark.parametrize(
    "message", ["还剩几条来着?哎算了,多谢", "赛马跑完了没,不看了,谢谢", "算了谢谢", "不用了,辛苦啦"]
)
def test_a_question_is_taken_back(message: str) -> None:
    assert withdraws(read_message(message))


@pytest.mark.parametrize(
    "message",
    [
        "算了,写3条", "标题里不用写价格,谢谢", "价格不用写了,谢谢", "先存第一条,其他算了,谢谢", "写3条,感叹号不用,谢谢",
        "第二条不用改了,谢谢", "不看了。再写3条", "不用“神器”,谢谢", "写5条,谢谢", "短一点就行,不用管了,谢谢",
    ],
)  # fmt: skip
def test_no_order_is_taken_for_one_taken_back(message: str) -> None:
    assert not withdraws(read_message(message))


@pytest.mark.parametrize(
    "message", ["改它", "改一下这条", "把这条改改", "那就重写一下它吧", "优化一下这条", "帮我改改它"]
)
def test_a_change_of_what_was_shown_last(message: str) -> None:
    assert changes_the_last(read_message(message))


@pytest.mark.parametrize(
    "message", ["改成绿色", "改口气", "改它的开头", "改了再存", "改短点", "改", "这条", "重写", "改一下"]
)
def test_a_change_that_says_more(message: str) -> None:
    assert not changes_the_last(read_message(message))


@pytest.mark.parametrize("message", ["要写“桂花”，又不要写“桂花”", "每条要写“桂花”,但不能写“桂花”", "桂花写又不写"])
def test_a_word_both_wanted_and_forbidden_is_read_as_both(message: str) -> None:
    words = read_words(read_message(message), Brief(), None)
    assert (words.include, words.avoid) == (["桂花"], ["桂花"])


def test_a_word_forbidden_beside_another_is_forbidden_alone() -> None:
    words = read_words(read_message("要写“桂花”，不要写“茉莉”"), Brief(), None)
    assert (words.include, words.avoid) == (["桂花"], ["茉莉"])


@pytest.mark.parametrize(
    ("wish", "fact", "value"),
    [
        ("写上最高时速", "最高25km/h", "25km/h"),
        ("写上最大速度", "每档限速20公里/小时", "20公里/小时"),
        ("写上最高时速", "助力续航约50km", None),
        ("写上续航", "助力续航约50km", "50km"),
    ],
)
def test_a_distance_is_no_speed(wish: str, fact: str, value: str | None) -> None:
    found = read_words(read_message(wish), Brief(), Product(name="助力车", facts=(fact,))).include
    assert (value in found) if value else not found


@pytest.mark.parametrize(("message", "asked"), [("放出去测的那几条,眼下啥情况", True), ("写眼下最火的露营", False)])
def test_now_in_other_words(message: str, asked: bool) -> None:
    assert asks_status(read_message(message)) is asked


@pytest.mark.parametrize(
    ("message", "wanting"),
    [
        ("都好普通，重写嘛，不许写“酸酸甜甜”", True),
        ("太平了，换一批，别写降噪", True),
        ("不要再写平价了", False),
        ("不要“好平台”", False),
        ("别说有点土", False),
    ],
)
def test_titles_are_found_wanting_by_what_is_no_ban(message: str, wanting: bool) -> None:
    assert wants_others(message) is wanting
