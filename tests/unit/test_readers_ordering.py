"""“按预估点击率排”: read where it is meant, and nowhere else."""

from __future__ import annotations

import pytest

from agent.plan import Intent, PlannerContext, ShownList
from agent.planner.readers_planner import ReadersPlanner
from agent.readers.message import read_message
from agent.readers.ordering import orders_by_rate
from models.catalog import Advertiser


@pytest.mark.parametrize(
    "message",
    ["按预估点击率排", "按预测的点击率从高到低排一下", "照你的预估ctr排个序", "帮我按点击率重新排", 
     "预估点击率高的放前面", "sort these by predicted CTR", "rank them by estimated click-through rate"],
)  # fmt: skip
def test_asked_for(message: str) -> None:
    assert orders_by_rate(read_message(message), racing=False)


@pytest.mark.parametrize(
    "message",
    ["点击率怎么样了", "来5条点击率高的标题", "按质量排个序", "ctr是什么", "提高点击率",
     "再写5条，按预估点击率排一下", "按预估点击率排除较低的两条", "按点击率排前三的存起来", "按预估点击率排前2条去投放",
     "别按点击率排，按原来的顺序"],
)  # fmt: skip
def test_not_asked_for(message: str) -> None:
    assert not orders_by_rate(read_message(message), racing=False)


def test_while_a_race_runs_only_a_prediction_is_meant() -> None:
    assert not orders_by_rate(read_message("按点击率排一下"), racing=True)
    assert orders_by_rate(read_message("按预估点击率排一下"), racing=True)


@pytest.mark.parametrize(
    ("message", "racing", "intent"),
    [
        ("按点击率排一下", True, Intent.RACE),
        ("按ctr重新排", True, Intent.RACE),
        ("按点击率排一下", False, Intent.SCORE),
        ("按预估点击率排一下", True, Intent.SCORE),
    ],
)
def test_the_measured_rates_of_a_running_race_are_its_standings(message: str, racing: bool, intent: Intent) -> None:
    shown = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b"), texts=("帐篷里听雨", "营灯亮一夜"))
    account = Advertiser(id="a", name="甲", products=())
    plan = ReadersPlanner().plan(message, PlannerContext(advertiser=account, shown=(shown,), racing=racing))
    assert (plan.intent, plan.status) == (intent, intent is Intent.RACE)
    assert plan.order == ("ctr" if intent is Intent.SCORE else None)
