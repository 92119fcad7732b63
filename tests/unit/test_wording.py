"""Which words and figures of a product titles are asked to hold."""

from __future__ import annotations

import pytest

from agent.brief import Brief
from agent.readers.facts import read_fact_wishes
from agent.readers.message import read_message
from agent.readers.style import FIGURES, read_hook
from agent.wording import figures
from models.catalog import Product

PUMP = Product(
    name="气满满充气泵", facts=("重98克，比手机轻", "充满一次电能打2条公路胎", "Type-C充电，25分钟充满"), price="169元"
)


def test_figures_are_the_measures_of_the_facts_and_the_short_facts_that_hold_one() -> None:
    measures, facts = figures(Brief(hook=FIGURES), PUMP)
    assert measures == ["98克", "2条", "25分钟", "169元"]
    assert facts == ["重98克", "25分钟充满", "169元"]


def test_a_figure_that_may_not_be_said_is_none() -> None:
    assert figures(Brief(hook=FIGURES, avoid=("元",)), PUMP)[0] == ["98克", "2条", "25分钟"]
    assert figures(Brief(), PUMP) == ([], [])
    assert figures(Brief(hook=FIGURES), None) == ([], [])


@pytest.mark.parametrize(
    "message",
    [
        "给2条，要带数字",
        "每条都要有数字",
        "第三条加个数字进去",
        "最好有具体数字，显得真实",
        "标题里带上数据",
        "add some numbers",
    ],
)
def test_any_figure_is_a_hook_and_no_single_fact(message: str) -> None:
    read = read_message(message)
    assert read_hook(read) == FIGURES
    assert read_fact_wishes(read) == ()


@pytest.mark.parametrize(
    "message",
    ["不要带数字", "把带数字的那条删了", "有没有带数字的", "主打数字人直播", "no numbers please", "没有数字也行"],
)
def test_figures_are_not_always_wanted(message: str) -> None:
    assert read_hook(read_message(message)) != FIGURES
