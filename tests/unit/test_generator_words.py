"""What kind a word is of, what class a product is of, and the faults that both are there to prevent."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from models.generator.filling import slot_words
from models.generator.naming import class_of, kind_of_product
from models.generator.pattern import Pattern
from models.generator.patterns import PatternBank, load_patterns
from models.generator.product_class import class_by_ending, product_classes
from models.generator.request import TitleRequest
from models.generator.words import is_clause, people, read_word, sayable


@pytest.fixture(scope="module")
def patterns():
    return load_patterns()


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("可机洗", "feature", "topic"), ("机洗不掉色", "feature", "trait"), ("音质", "feature", "noun"),
        ("5.9kg", "feature", "spec"), ("35到44码", "feature", "spec"), ("PP材质", "feature", "spec"),
        ("每球最多8人", "feature", "spec"), ("可带上飞机", "feature", "trait"), ("降噪", "feature", "noun"),
        ("宿舍", "scene", "place"), ("周末", "scene", "moment"), ("追剧", "scene", "doing"), ("搬家", "scene", "event"),
        ("宵夜", "scene", "moment"), ("世界杯", "scene", "moment"), ("上下班", "scene", "doing"),
        ("久坐不累", "feature", "trait"), ("跑步不磨脚", "feature", "trait"), ("追剧不卡顿", "feature", "trait"),
        ("毕业季", "scene", "moment"), ("双职工家庭", "audience", "plain"), ("新手钓友", "audience", "one"),
    ],
)  # fmt: skip
def test_words_have_kinds(text, name, kind):
    word = read_word(text)
    assert word is not None and word.name == name
    assert kind in word.kinds


@pytest.mark.parametrize(
    "text",
    [
        "工业机器人", "热气球", "渔轮", "健身环", "蜂具", "99元", "宝宝", "出差不在家", "出差没人喂",
        "出差的宠物喂食器", "无人机",
    ],
)  # fmt: skip
def test_words_of_no_known_kind_stand_in_no_slot(text):
    assert read_word(text) is None


def test_a_group_is_not_one_and_a_described_person_not_plain():
    assert "one" not in read_word("双职工家庭").kinds
    assert read_word("久坐腰酸的钓友").kinds == {"one"}
    assert "topic" not in read_word("送琴包").kinds


def test_a_trait_is_no_noun_and_a_spec_no_topic():
    assert "noun" not in read_word("不掉色").kinds
    assert not {"noun", "trait", "topic"} & read_word("5.9kg").kinds
    assert "topic" not in read_word("不用弯腰就能穿").kinds


@pytest.mark.parametrize(
    ("product", "category", "name"),
    [
        ("冻干双拼猫粮", "猫粮", "pet"), ("小满记账App", "记账工具", "app"),
        ("舒适洁牙", "洗牙", "clinic"), ("日出自由飞", "热气球", "leisure"),
        ("坡上丑柑", "水果", "fresh"), ("老灶头牛油火锅底料", "火锅底料", "pantry"),
        ("帧格调色预设包", "调色预设", "digital"), ("排得清排班系统", "企业软件", "business"),
        ("拿本后陪练", "陪练", "service"), ("单独火化告别", "宠物火化", "solemn"),
        ("石榴N2冲刺班", "日语考级课", "course"),
        ("大排档物语", "模拟经营手游", "game"), ("话剧《末班地铁》", "话剧票", "show"),
        ("雾港疑案推理盒", "推理桌游", "toy"),
    ],
)  # fmt: skip
def test_products_of_the_accounts_are_classed(patterns, product, category, name):
    assert class_of(TitleRequest(keywords=(category,), product=product)) == name


def test_nearly_all_products_of_the_accounts_have_a_class(patterns):
    accounts = json.loads(files("agent").joinpath("planner/data/accounts.json").read_text(encoding="utf-8"))
    asked = [
        TitleRequest(keywords=(one["category"],), product=one["name"])
        for account in accounts.values()
        for one in account["products"]
    ]
    share = sum(bool(class_of(one)) for one in asked) / len(asked)
    print(f"{share:.1%} of {len(asked)} products have a class")
    assert share >= 0.95


@pytest.mark.parametrize("word", ["液压升降平台", "叉车"])
def test_what_no_household_buys_is_industry(word):
    assert class_by_ending(word) == "industry"


def test_a_thing_with_a_timer_is_no_service(patterns):
    assert class_of(TitleRequest(keywords=("电蒸锅", "多层", "预约"))) == "appliance"


@pytest.mark.parametrize("words", [("红眼航班",), ("减肥", "室内")])
def test_what_is_no_product_has_no_class(patterns, words):
    assert class_of(TitleRequest(keywords=words)) == ""


def test_every_class_has_enough_patterns_for_a_product_alone(patterns):
    products = {
        "goods": "雨伞", "food": "饼干", "pantry": "调味料", "fresh": "脐橙", "beauty": "面霜", "vehicle": "轿车",
        "game": "手游", "app": "笔记软件", "business": "排班系统", "digital": "字体", "course": "编程课",
        "content": "图书", "novel": "小说", "service": "保洁", "leisure": "热气球", "clinic": "洗牙", "finance": "基金",
        "industry": "叉车", "solemn": "宠物火化", "travel": "民宿", "dining": "火锅店", "show": "话剧", "drink": "咖啡",
        "pet": "猫粮", "baby": "婴儿车", "music": "吉他", "toy": "积木", "paper": "手账本", "care": "牙刷",
        "exam": "考研", "study": "日语", "dating": "相亲", "job": "兼职", "property": "租房", "promo": "满减",
        "wine": "白酒", "sport": "帐篷", "gadget": "耳机", "appliance": "电饭煲", "wear": "外套", "home": "沙发",
    }  # fmt: skip
    assert set(products) == {*product_classes(), "solemn"}
    thin = {}
    for name, word in products.items():
        request = TitleRequest(keywords=(word,), max_chars=40)
        assert class_of(request) == name
        found = patterns.fill(request, 999)
        if len(found) < 40:
            thin[name] = len(found)
    assert not thin


def one_pattern(text, classes="any"):
    return PatternBank([Pattern(text, frozenset(classes.split()), "提问")])


def texts(bank, **fields):
    return [one.text for one in bank.fill(TitleRequest(max_chars=40, **fields), 9)]


def test_a_slot_takes_only_words_of_its_kind():
    given = {"keywords": ("马面裙",), "facts": ("机洗不掉色", "4.2米摆")}
    assert texts(one_pattern("为了{feature:topic}，我看了{product}"), **given) == []
    assert texts(one_pattern("{feature:spec}的{product}"), **given) == ["4.2米摆的马面裙"]
    assert texts(one_pattern("{feature:trait}的{product}"), **given) == ["机洗不掉色的马面裙"]
    assert texts(one_pattern("把{product}放进{scene:place}"), keywords=("宠物喂食器", "出差")) == []


def test_what_must_be_in_or_is_a_whole_phrase_is_quoted():
    bank = one_pattern("先别划走，{product}只说一件事：{feature:line}")
    said = "先别划走，降噪耳机只说一件事："
    assert texts(bank, keywords=("降噪耳机",), must_include=("52克",)) == [f"{said}52克"]
    assert texts(bank, keywords=("降噪耳机",), must_include=("52克", "送收纳包")) == [f"{said}52克、送收纳包"]
    assert texts(bank, keywords=("降噪耳机",), wished=("一戴就睡着",)) == [f"{said}一戴就睡着"]
    assert texts(bank, keywords=("降噪耳机",), wished=("降噪", "猫砂盆")) == [], "too short, and another thing"
    assert texts(bank, keywords=("降噪耳机",), wished=("直播健身",)) == [], "it says nothing by itself"
    assert texts(bank, keywords=("降噪耳机",), must_include=("耳机",)) == [], "it is said already"
    clause = one_pattern("{audience}聊{product}，聊到了半夜")
    assert texts(clause, keywords=("螺蛳粉", "室友都被臭跑了"), wished=("室友都被臭跑了",)) == []


@pytest.mark.parametrize(
    ("text", "whole"), [("室友都被臭跑了", True), ("真的好喝吗", True), ("酒吧", False), ("羊毛呢", False)]
)
def test_a_clause_is_told_by_how_it_ends(text, whole):
    assert is_clause(text) is whole


def test_a_phrase_is_never_the_product():
    words = slot_words(TitleRequest(keywords=("陪练", "开自己的车"), product="拿本后陪练"))
    assert "开自己的车" not in [word.text for word in words if word.name == "product"]
    words = slot_words(TitleRequest(keywords=("婴儿推车", "可带上飞机"), product="小藤椅超轻便婴儿推车"))
    assert [word.text for word in words if word.name == "product"] == ["婴儿推车"]


def test_a_product_is_not_named_beside_its_kind(patterns):
    request = TitleRequest(keywords=("渔轮", "2000型"), product="铁杉纺车轮", max_chars=40)
    found = [one.text for one in patterns.fill(request, 300)]
    assert len(found) > 60
    assert not any("铁杉纺车轮" in text and "渔轮" in text for text in found)


def test_what_only_a_kind_can_be_asked_is_not_asked_of_a_name():
    bank = one_pattern("逛了一圈{product:kind}，我发现一个规律")
    assert texts(bank, keywords=("渔轮",), product="铁杉纺车轮") == ["逛了一圈渔轮，我发现一个规律"]


def test_a_genre_is_not_taken_for_a_product(patterns):
    request = TitleRequest(keywords=("仙侠", "双修", "结婚系统"))
    assert class_of(request) == "game"
    assert kind_of_product(request) == "仙侠游戏"
    assert class_of(TitleRequest(keywords=("挂机", "网页游戏", "上班"))) == "game"


def test_no_word_stutters(patterns):
    request = TitleRequest(keywords=("老人鞋",), audience="给爸妈买鞋的子女", max_chars=40)
    assert not any("给给" in one.text for one in patterns.fill(request, 500))


def test_goods_are_bought_and_services_are_not(patterns):
    for words, named in ((("热气球",), "日出自由飞"), (("洗牙",), "舒适洁牙"), (("数字人民币钱包",), None)):
        found = patterns.fill(TitleRequest(keywords=words, product=named, max_chars=40), 500)
        assert found and not any(part in one.text for one in found for part in ("买回家", "小众牌子", "到货", "开箱"))


def test_no_joke_where_somebody_grieves(patterns):
    request = TitleRequest(keywords=("整顶假发",), audience="化疗后的人", max_chars=40)
    found = patterns.fill(request, 300)
    assert found and not {one.pattern.hook for one in found} & {"玩梗", "幽默", "挑战", "反差"}


def test_a_child_speaks_for_nobody_and_a_lone_sign_stands_nowhere() -> None:
    assert "one" not in people("儿童").kinds and "one" in people("儿童家长").kinds
    assert sayable(people("女")) is None and sayable(people("女生")) == people("女生")
    assert not [one for one in ("25岁", "在职", "成人", "家庭") if sayable(people(one))]
    assert sayable(people("二胎家庭")) == people("二胎家庭")


def test_only_short_qualities_that_are_no_adjectives_are_talked_of() -> None:
    kept = {text: sayable(read_word(text)) for text in ("静音", "便携", "不入耳", "全自动", "可机洗")}
    assert {text: "topic" in word.kinds for text, word in kept.items() if word} == {
        "静音": True, "便携": False, "不入耳": False, "全自动": False, "可机洗": True
    }  # fmt: skip
