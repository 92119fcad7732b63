"""Reading which product a message means, and what the facts do not say. Messages are from the dialogue cases."""

from __future__ import annotations

from typing import Any

import pytest

from models.catalog import Advertiser
from tools.demo import demo_advertisers
from tools.entities import lookup_entities, match_product


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
