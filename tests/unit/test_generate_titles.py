"""What the tool asks of the generator for a turn's arguments."""

from __future__ import annotations

from typing import Any

import pytest

from models.catalog import Product
from models.generator import TitleRequest
from models.generator.naming import wishes
from models.types import Title
from tools.generate_titles import _as_called

GAME = Product(id="g", name="猫町邮局", category="养猫游戏")


@pytest.mark.parametrize(
    ("text", "old", "meant"),
    [
        ("再玩五分钟养猫游戏，就去睡觉", "猫町邮局", "养猫游戏"),
        ("再玩五分钟养猫游戏，就去睡觉", "《猫町邮局》", "养猫游戏"),
        ("猫町邮局的猫，记得我的名字", "猫町邮局", "猫町邮局"),
        ("再玩五分钟养猫游戏，就去睡觉", "信件", "信件"),
        ("再玩五分钟养猫游戏，就去睡觉", "猫", "猫"),
        ("再玩五分钟养动物游戏，就去睡觉", "猫", "猫"),
        ("邮差今天没来", "猫町邮局", "猫町邮局"),
    ],
)
def test_the_product_is_exchanged_by_whatever_the_title_calls_it(text: str, old: str, meant: str) -> None:
    base = Title(id="t", text=text, keywords=("治愈", "养猫游戏"))
    assert _as_called(old, "这游戏", base, GAME) == meant
    assert _as_called(old, "这游戏", base, None) == old


@pytest.mark.parametrize(
    ("old", "new", "meant"),
    [
        ("帆布鞋", "它", "帆布鞋"),
        ("厚底帆布", "软底", "厚底帆布"),
        ("步雨厚底帆布鞋", "它", "休闲鞋"),
        ("雨厚底帆布鞋", "它", "休闲鞋"),
        ("步雨厚底帆布鞋很好", "它", "步雨厚底帆布鞋很好"),
        ("步雨厚底帆布鞋", "", "步雨厚底帆布鞋"),
        ("步雨厚底帆布鞋", "轻便休闲鞋", "步雨厚底帆布鞋"),
    ],
)
def test_no_part_of_a_name_stands_for_the_product_and_what_it_is_stays(old: str, new: str, meant: str) -> None:
    base = Title(id="t", text="下雨天出门，先看休闲鞋", keywords=("休闲鞋",))
    assert _as_called(old, new, base, Product(id="s", name="步雨厚底帆布鞋", category="休闲鞋")) == meant


def test_whom_it_is_for_is_wished_for_and_the_products_name_is_not() -> None:
    def asked(**more: Any) -> TitleRequest:
        return TitleRequest.model_validate({"keywords": ("养猫游戏",), "product": "猫町邮局", **more})

    assert wishes(asked(wished=("养猫游戏", "邮局", "解压"), audience="上班族、宝妈")) == ("解压", "上班族", "宝妈")
    assert wishes(asked(wished=("养猫游戏",))) == ()
