"""Words to include, avoid, drop and exchange."""

import time

import pytest

from agent.brief import Brief
from agent.readers.corrections import read_correction
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
        ("每条15到22字，带“搭建”，要有草莓～", ["搭建", "草莓"]),
        ("那写保温6小时，3条", ["6小时"]),
        ("价格写一条", ["39元"]),
        ("嗯第5条要是能提到防水就更好了", ["防水"]),
        ("都挺好，就是少了桂花，补上", ["桂花"]),
        ("价格降到29了，写进标题", ["29"]),
        ("都往“脆”字上靠", ["脆"]),
        ("18字以内，要带“宿舍”，不要出现“静音”", ["宿舍"]),
        ("好吧那写温和，4条", ["温和"]),
        ("把第2条写俏皮些", []),
        ("为啥你老写“光”", []),
        ("带上话剧", ["话剧"]),
        ("带上真心话", ["真心话"]),
        ("带上防水的话就更好了", ["防水"]),
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
        ("禁用词：氛围感、松弛感、仪式感", ["氛围感", "松弛感", "仪式感"]),
        ("不要老是“星空”“篝火”，俗", ["星空", "篝火"]),
        ("不要写那个翻新两个字", ["翻新"]),
        ("除了“香”字，别的都行", ["香"]),
        ("【】去掉，太占字数", ["【", "】"]),
        ("长度不用管了", []),
        ("别太长，别动其他的", []),
        ("“绝美”“天花板”这种词免了", ["绝美", "天花板"]),
        ("为啥不让写最好", []),
        ("不要写脏话", ["脏话"]),
        ("别写吹牛的话", ["吹牛"]),
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


@pytest.mark.parametrize(
    ("message", "include_any"),
    [
        ("要么带露营，要么带徒步", ["露营", "徒步"]),
        ("写冷水或者加臭都行", ["冷水", "加臭"]),
        ("要么写“甲”要么写“乙”", ["甲", "乙"]),
        ("要么写冷水吧，要么写加臭", ["冷水", "加臭"]),
    ],
)
def test_either_of_two_words_without_marks(message: str, include_any: list[str]) -> None:
    assert words(message).include_any == include_any


@pytest.mark.parametrize(
    "message",
    [
        "要么改短点，要么重写",
        "要么改短点，要么写活泼点",
        "要么换第2条，要么写短些",
        "写短点或者活泼点",
        "写给妈妈或者奶奶看",
        "写成疑问句或者陈述句",
        "带点幽默或者搞笑",
        "要么写短要么写长",
        "要么写三条要么写五条",
        "写得正经或者搞笑都行",
    ],
)
def test_either_of_two_manners_names_no_words(message: str) -> None:
    assert words(message).include_any == []


@pytest.mark.parametrize(
    ("message", "cut"),
    [
        ("带上有趣的话题", "有趣"),
        ("不要敏感的话题", "敏感"),
        ("不要老套的话术", "老套"),
        ("加上好吃的话梅", "好吃"),
        ("别写冷门的话剧", "冷门"),
        ("写进便宜的话费", "便宜"),
        ("不要严肃的话题标签", "严肃"),
    ],
)
def test_what_follows_a_particle_may_be_the_noun(message: str, cut: str) -> None:
    read = words(message)
    assert cut not in (*read.include, *read.avoid)


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
        ("第1条猫町邮局换成这游戏", (("猫町邮局", "这游戏"),)),
        ("第1条把帆布鞋换成这双鞋", (("帆布鞋", "这双鞋"),)),
        ("第1条换成这种风格", ()),
        ("第2条太像教程了改成吐槽", ()),
        ("第2条读起来怪改成短句", ()),
        ("第2条麻烦改成提问", ()),
        ("第2条内容改成通勤", ()),
        ("把太阳镜改成墨镜", (("太阳镜", "墨镜"),)),
        ("把它们都改成问句", ()),
        ("室友换成合租搭子", (("室友", "合租搭子"),)),
        ("不对是8分钟不是18分钟", (("18分钟", "8分钟"),)),
    ],
)
def test_replacements(message: str, pairs: tuple[tuple[str, str], ...]) -> None:
    assert read_replacements(read_message(message)) == pairs


def test_no_emoji_bans_the_signs_themselves() -> None:
    assert {"🔥", "😂"} <= set(words("不要emoji").avoid)


def test_words_for_one_title_each_are_alternatives() -> None:
    read = words("冷水写一条，加臭写一条")
    assert (read.include, read.include_any, read.singles) == ([], ["冷水", "加臭"], 2)


def test_a_word_both_wanted_and_forbidden_is_both() -> None:
    read = words("“薰衣草”写又不写")
    assert "薰衣草" in read.include
    assert "薰衣草" in read.avoid


@pytest.mark.parametrize("unit", ["都要", "再还要", "写上带上", "字数20到", "“甲”", "第1和", "1、"])
def test_long_repetition_is_read_in_no_time(unit: str) -> None:
    started = time.process_time()
    words(unit * 200)
    assert time.process_time() - started < 2


def test_rather_not_takes_back_the_word_asked_for_last() -> None:
    read = words("那还是别提", Brief(must_include=("通勤", "防水")))
    assert (read.drop, read.avoid) == (["防水"], ["防水"])
    assert words("那还是别提").drop == []


@pytest.mark.parametrize("message", ["写厚底又不写厚底，3条", "“厚底”要写又不写"])
def test_a_word_written_and_not_written(message: str) -> None:
    read = words(message)
    assert set(read.include) & set(read.avoid)


def test_a_correction_finds_the_word_that_was_wrong() -> None:
    message = read_message("不对不对，是“宵夜”，改过来")
    assert read_correction(message, ["夜宵"], []) == ("夜宵", "宵夜")
    assert read_correction(message, [], ["今晚夜宵吃什么"]) == ("夜宵", "宵夜")
    assert read_correction(message, ["早饭"], ["早饭吃什么"]) is None
    assert read_correction(read_message("是“宵夜”"), ["夜宵"], []) is None


@pytest.mark.parametrize("message", ["加臭加辣版这个点写两条", "加臭加辣版这个卖点单独来一条", "冷水这块专门写一条"])
def test_a_point_of_the_facts_to_write_about_stands_in_every_title(message: str) -> None:
    assert words(message).include_any == [message[: message.index("这")]]


@pytest.mark.parametrize("message", ["2和5留着，其他重写", "第1、3条保留"])
def test_numbers_of_titles_are_no_words(message: str) -> None:
    assert words(message).include == []


def test_a_meaning_to_add_is_a_word() -> None:
    assert words("最后一条后面加个没内购没体力的意思").include == ["没内购没体力"]
