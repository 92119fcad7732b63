"""Reading which product a message means, and what the facts do not say. Messages are from the dialogue cases."""

from __future__ import annotations

from typing import Any

import pytest

from models.catalog import Advertiser, Product
from tools.base import ToolContext
from tools.demo import demo_advertisers
from tools.entities import ask_of, lookup_entities, match_product, split_by_product
from tools.lookup_entities import LookupEntities, LookupEntitiesArgs


def _account(*products: dict[str, Any]) -> Advertiser:
    return Advertiser.model_validate({"id": "x", "name": "某店", "products": products})


MATS = _account(
    {"name": "底盘部落全包围脚垫", "category": "汽车脚垫", "facts": ["TPE材质", "按车型开模"], "price": "268元/套"},
    {"name": "底盘部落后备箱垫", "category": "后备箱垫", "facts": ["高边防漏"], "price": "159元"},
)
SHOES = _account({"name": "步雨厚底帆布鞋", "facts": ["5色"]}, {"name": "步雨软底乐福鞋", "facts": ["可踩跟"]})
PILLOWS = _account({"name": "糯米团等身抱枕套"}, {"name": "糯米团鼠标垫"})
TAPE = _account({"name": "叮咚胶带分装盒", "facts": ["36格", "抽屉式"], "price": "29元"})


@pytest.mark.parametrize(
    ("account", "message", "name"),
    [
        (MATS, "脚垫先铺6条素材，走信息流，16字封顶，禁“神器”", "底盘部落全包围脚垫"),
        (MATS, "后备箱垫同样来6条，禁词不变，字数不卡", "底盘部落后备箱垫"),
        (SHOES, "帆布鞋 显高 4条 带“厚底” 17字内", "步雨厚底帆布鞋"),
        (SHOES, "写错了写错了，要推的是乐福鞋，厚底不用写，17字还是要的", "步雨软底乐福鞋"),
        (PILLOWS, "switch到抱枕套，同样3条，要写“双面”", "糯米团等身抱枕套"),
        (PILLOWS, "包枕套来两条", "糯米团等身抱枕套"),
        (PILLOWS, "鼠 标 垫的titles", "糯米团鼠标垫"),
    ],
)
def test_a_piece_of_the_name_is_enough(account: Advertiser, message: str, name: str) -> None:
    found = match_product(message, account)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    ("account", "message"),
    [(MATS, "承重数据塞一条里"), (MATS, "底盘部落来5条"), (SHOES, "鞋子写几条"), (TAPE, "今晚会下雨吗"), (TAPE, "")],
)
def test_nothing_named_or_both_alike_is_none(account: Advertiser, message: str) -> None:
    assert match_product(message, account) is None


def test_demo_products_are_found_by_their_keywords() -> None:
    asked = [
        (account, product, f"给{word}写5条标题")
        for account in demo_advertisers()
        for product in account.products
        for word in (product.name, *product.keywords)
    ]
    wrong = [message for account, product, message in asked if match_product(message, account) != product]
    assert len(asked) > 200
    assert len(wrong) <= 2, wrong


def test_prices_of_all_products_come_with_their_names() -> None:
    answer = lookup_entities(MATS, "账号里这俩品分别啥价，我报预算用")
    assert answer.product is None
    assert answer.facts == ("底盘部落全包围脚垫：价格：268元/套", "底盘部落后备箱垫：价格：159元")
    assert answer.missing == ()


@pytest.mark.parametrize(
    ("account", "question", "missing"),
    [
        (MATS, "承重数据塞一条里", "承重"),
        (MATS, "容量多大", "容量"),
        (TAPE, "那透气孔数量写一下，多少万个来着", "透气孔"),
        (TAPE, "How many milligrams of caffeine per capsule? Put it in the title.", "咖啡因"),
        (TAPE, "豆瓣评分好像出来了，你帮我查一下是几分", "评分"),
        (TAPE, "Mention the discount.", "折扣"),
        (TAPE, "支持蓝牙吗", "蓝牙"),
    ],
)
def test_what_the_facts_do_not_say_is_named(account: Advertiser, question: str, missing: str) -> None:
    answer = lookup_entities(account, question)
    assert answer.facts == ()
    assert answer.missing == (missing,)


@pytest.mark.parametrize("question", ["几个格子来着 我那个胶带盒", "格子数", "多少格"])
def test_a_counted_part_is_found_in_the_facts(question: str) -> None:
    answer = lookup_entities(TAPE, question)
    assert answer.facts == ("36格",)
    assert answer.missing == ()


def test_asking_for_everything_gives_price_and_facts() -> None:
    answer = lookup_entities(TAPE, "我店里有什么SKU，list一下")
    assert answer.facts == ("价格：29元", "36格", "抽屉式")
    assert answer.product is not None and answer.missing == ()


PETS = Advertiser(
    id="pets",
    name="团绒星",
    products=(
        Product(name="团绒星冻干猫粮", category="猫粮", facts=("2公斤装",), price="¥189"),
        Product(name="豆腐混合猫砂", category="猫砂", facts=("6升装",), price="¥79"),
        Product(name="会拍照的喂食器", category="喂食器", facts=("容量4升", "断电可用20小时"), price="¥399"),
    ),
)


def asked(message: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(product.category or "", ask_of(product, text).facts) for product, text in split_by_product(PETS, message)]


def test_questions_about_several_products_are_answered_each_by_its_own_facts() -> None:
    assert asked("猫砂多少钱，喂食器几升") == [("猫砂", ("价格：¥79",)), ("喂食器", ("容量4升",))]
    assert asked("猫砂和猫粮多少钱") == [("猫砂", ("价格：¥79",)), ("猫粮", ("价格：¥189",))]
    assert asked("猫砂多少钱，几升？猫粮呢多少钱") == [
        ("猫砂", ("价格：¥79",)),
        ("猫砂", ("6升装",)),
        ("猫粮", ("价格：¥189",)),
    ]
    for message in ("猫砂多少钱", "多少钱", "猫砂多少钱，几升装"):
        assert split_by_product(PETS, message) == [], "one product, or none named"


def test_the_tool_says_which_answer_is_of_which_product() -> None:
    context = ToolContext(advertiser=PETS, thread_id="t")
    data = LookupEntities().run(LookupEntitiesArgs(query="猫砂多少钱，猫粮保质期多久"), context).data
    assert data["facts"] == ["豆腐混合猫砂：价格：¥79"]
    assert data["missing"][0] == "团绒星冻干猫粮的保质期"
    assert [card["name"] for card in data["products"]] == ["豆腐混合猫砂", "团绒星冻干猫粮"]
