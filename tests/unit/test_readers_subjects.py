"""A thing to advertise that the account does not list."""

import pytest

from agent.brief import Brief, BriefEdit, apply_edit
from agent.readers.message import read_message
from agent.readers.style import read_audience
from agent.readers.subjects import common_name, read_subject
from agent.readers.topic import read_topic
from agent.wording import default_product, title_keywords, wished_words
from models.catalog import Advertiser, Product

GAMES = Advertiser(
    id="g",
    name="沉鹿互动",
    industry="游戏",
    products=[Product(id="g1", name="浮砂纪行", category="开放世界手游", facts=("可驾驶沙舟",), keywords=("沙舟",))],
)


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("给半岛静听Mini蓝牙耳机写6条标题，20字以内", "半岛静听Mini蓝牙耳机"),
        ("帮我们家的咖啡机来5条", "咖啡机"),
        ("我要推一款螺蛳粉，来三条", "螺蛳粉"),
        ("写3条猫粮的标题", "猫粮"),
        ("帮我给露营天幕写6条标题，写给新手", "露营天幕"),
        ("能帮忙给猫粮来5条吗", "猫粮"),
        ("替我给帐篷写两条", "帐篷"),
        ("机械键盘三条", "机械键盘"),
        ("别出现神器，六条", None),
        ("活泼点，三条", None),
        ("那给你们家的酸辣粉写3条", "酸辣粉"),
        ("给上班族写6条标题", None),
        ("给我们的手游写5条", None),
        ("来5条沙舟的标题", None),
        ("四个题目，给阳台种菜的写", None),
        ("给老板看的，写3条", None),
        ("再来5条", None),
    ],
)
def test_a_thing_of_another_class_than_the_account_has_is_the_subject(message: str, subject: str | None) -> None:
    assert read_subject(read_message(message), GAMES) == subject


def test_an_account_that_has_such_a_thing_means_its_own() -> None:
    shop = Advertiser(id="s", name="半岛", industry="数码", products=[Product(id="s1", name="静听X1", category="耳机")])
    assert read_subject(read_message("给半岛静听Mini蓝牙耳机写6条"), shop) is None


def test_a_thing_of_the_same_class_that_shares_no_character_is_foreign() -> None:
    pot = Product(id="h1", name="半山牛油火锅底料", category="火锅底料", keywords=("火锅",))
    shop = Advertiser(id="h", name="半山灶火", industry="食品", products=[pot])
    assert read_subject(read_message("那给你们家的酸辣粉写3条"), shop) == "酸辣粉"
    assert read_subject(read_message("给清油火锅底料写3条"), shop) is None
    cats = Product(id="c1", name="团绒星鸡肉冻干猫粮", category="猫粮", keywords=("猫粮",))
    assert read_subject(read_message("给狗粮也来3条"), shop.model_copy(update={"products": (cats,)})) == "狗粮"


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("来5条，要自嘲字丑，但别骂人", "字丑"),
        ("可以调侃一下相亲", "相亲"),
        ("别吐槽产品", None),
        ("风格自嘲一点", None),
    ],
)
def test_what_is_to_be_made_fun_of_is_the_topic(message: str, topic: str | None) -> None:
    assert read_topic(read_message(message), [], (), ()) == topic


def test_it_takes_the_place_of_the_product_and_gives_it_back() -> None:
    brief = apply_edit(Brief(product_id="g1", topic="沙舟"), BriefEdit(subject="半岛静听Mini蓝牙耳机"))
    assert (brief.product_id, brief.subject, brief.topic) == (None, "半岛静听Mini蓝牙耳机", None)
    assert default_product(brief, GAMES) is None
    assert title_keywords(brief, None)[0] == common_name("半岛静听Mini蓝牙耳机") == "蓝牙耳机"
    back = apply_edit(brief, BriefEdit(product_id="g1"))
    assert (back.product_id, back.subject) == ("g1", None)


def test_a_scene_and_a_quality_said_in_one_breath_are_wished_for_each() -> None:
    assert wished_words(Brief(keywords=("地铁通勤降噪",))) == ["地铁通勤", "降噪"]
    assert wished_words(Brief(keywords=("新手友好", "深夜食堂"))) == ["新手友好", "深夜食堂"]
    assert wished_words(Brief(topic="组队、开黑,周末")) == ["组队", "开黑", "周末"]
    assert wished_words(Brief(topic="24/7客服，I/O口、满3,000元")) == ["24/7客服", "I/O口", "满3,000元"]


def test_a_scene_is_cut_off_between_words_only() -> None:
    whole = ("宿舍聚会用", "下班半小时", "雨天也能玩")
    assert wished_words(Brief(keywords=whole)) == list(whole)


@pytest.mark.parametrize(
    ("message", "audience"),
    [
        ("来5条，写给新手", "新手"),
        ("来5条，给新手看的", "新手"),
        ("给老人手机写5条", None),
        ("写给第一次养猫的人，6条", "第一次养猫的人"),
    ],
)
def test_readers_are_named_with_and_without_a_word_before_them(message: str, audience: str | None) -> None:
    assert read_audience(read_message(message)) == audience


GAMES = Advertiser(
    id="g",
    name="沉鹿互动",
    products=(
        Product(id="g1", name="浮砂纪行", category="开放世界手游"),
        Product(id="g2", name="麦田陶艺体验课", category="手作"),
    ),
)


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("写几条护手霜的", "护手霜"),
        ("关于老花镜的标题，写三条，送爸妈", "老花镜"),
        ("推广一下我们店的手工牛轧糖，写四条", "手工牛轧糖"),
        ("机械表，瑞士机芯但价格就一千出头。写五个", "机械表"),
        ("空气炸锅标题，6升大容量，来5条", "空气炸锅"),
        ("我说的是婚纱摄影，不是健身的", "婚纱摄影"),
        ("改回机械表吧，再给两条", "机械表"),
        ("陶艺课，约会用，弄三条来瞧瞧", None),
        ("国庆主题，写4条", None),
        ("换成冬天的", None),
        ("选两条白茶的，没有就写两条", None),
        ("大学生，期末，来5条", None),
    ],
)
def test_a_thing_at_the_head_of_an_order_or_meant_after_all(message: str, subject: str | None) -> None:
    assert read_subject(read_message(message), GAMES) == subject
