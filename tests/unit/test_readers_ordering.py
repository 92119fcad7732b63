"""“按预估点击率排”: read where it is meant, and nowhere else."""

from __future__ import annotations

import pytest

from agent.readers.message import read_message
from agent.readers.ordering import orders_by_rate


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
