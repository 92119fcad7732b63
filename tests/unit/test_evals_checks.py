"""Every check passes on a right turn and fails on a wrong one."""

from pathlib import Path
from typing import Any

import pytest

from evals.cases import Expect, load_cases
from evals.checks import CHECKS, TurnView, check_case, check_turn
from evals.drivers import NothingDriver
from evals.oracle import OracleDriver
from evals.records import Observation, SeenCall, SeenTitle
from evals.runner import run_case
from models.catalog import Product

DATA = Path(__file__).parents[2] / "evals" / "data"
CASES = [case for path in sorted(DATA.glob("cases_*.jsonl")) for case in load_cases(path)]
PRODUCTS = (
    Product(id="p1", name="雾灯X3", facts=("续航12小时", "重 1.5kg"), price="59元"),
    Product(id="p2", name="雾杯", facts=("容量450ml",)),
)
BASE = SeenTitle(id="b2", text="雾灯照路", product_id="p1", keywords=("雾灯",))
BEFORE = (
    Observation(user="来两条，不超20字", titles=(SeenTitle(id="b1", text="夜路不慌"), BASE)),
    Observation(user="再来1条", titles=(SeenTitle(id="c1", text="换个路数"),)),
)


def _title(text: str, **more: Any) -> SeenTitle:
    return SeenTitle(id=more.pop("id", text), text=text, **more)


def _turn(*texts: str, **more: Any) -> Observation:
    return Observation(user="好", titles=tuple(_title(text) for text in texts), **more)


CHILD = _title("雾灯照夜路", parent_id="b2", product_id="p1", keywords=("雾灯", "夜"))


def _kept(**change: Any) -> Observation:
    return Observation(user="好", titles=(CHILD, CHILD.model_copy(update=change)))


RIGHT_AND_WRONG: list[tuple[str, Any, Observation, Observation]] = [
    ("intent", "meme", _turn(intent="meme"), _turn(intent="generate")),
    ("intent", "meme", _turn(intent="meme"), _turn(intent=None)),
    ("count", 2, _turn("甲", "乙"), _turn("甲")),
    ("count", 2, _turn("甲", "乙"), _turn("甲", "乙", "丙")),
    ("min_count", 2, _turn("甲", "乙", "丙"), _turn("甲")),
    ("max_chars", 3, _turn("一二三", "🌷a"), _turn("一二三", "一二三四")),
    ("max_chars", 3, _turn(), _turn("a，b！")),
    ("min_chars", 3, _turn("一二三"), _turn("一二三", "一二")),
    ("include_all", ["夜", "ABC"], _turn("夜abc", "Abc夜"), _turn("夜abc", "夜")),
    ("include_any", ["夜", "Wi"], _turn("夜", "有wi"), _turn("夜", "昼")),
    ("avoid", ["Pro", "卷"], _turn("好"), _turn("好", "好PRO")),
    ("some_include", ["夜", "晨"], _turn("无", "夜"), _turn("无", "有")),
    ("some_include", ["夜"], _turn("夜"), _turn()),
    ("no_titles", True, _turn(), _turn("甲")),
    ("differs_from_previous", True, _turn("新"), _turn("新", "夜路不慌")),
    ("differs_from_previous", True, _turn("新", "更新"), _turn("新", "新")),
    ("keeps", 2, _kept(), _kept(parent_id=None)),
    ("keeps", 2, _kept(), _kept(parent_id="b1")),
    ("keeps", 2, _kept(), _kept(product_id="p2")),
    ("keeps", 2, _kept(), _kept(keywords=("杯",))),
    ("keeps", 2, _kept(), _turn()),
    ("tools_any", ["race_titles"], _turn(tools=(SeenCall(name="race_titles", status="pending"),)), _turn()),
    ("tools_any", ["race_titles"], _turn(tools=(SeenCall(name="race_titles"),)), _turn(tools=(SeenCall(name="x"),))),
    (
        "tools_any",
        ["race_titles"],
        _turn(tools=(SeenCall(name="race_titles"),)),
        _turn(tools=(SeenCall(name="race_titles", status="failed"),)),
    ),
    ("tools_none", ["save_titles"], _turn(), _turn(tools=(SeenCall(name="save_titles", status="failed"),))),
    ("reply_any", ["标题", "Title"], _turn(reply="one TITLE"), _turn(reply="你好")),
    ("reply_none", ["Sub "], _turn(reply="不写代码"), _turn(reply="sub x()")),
    ("no_invented_numbers", True, _turn("１２小时、20字、1.5kg"), _turn("15小时")),
    ("no_invented_numbers", True, _turn("一百种，59"), _turn("5元")),
    (
        "no_invented_numbers",
        True,
        Observation(user="写99", titles=(_title("450和99", product_id="p2"),)),
        Observation(user="写99", titles=(_title("12小时", product_id="p2"),)),
    ),
]


def _passes(key: str, value: Any, seen: Observation) -> bool:
    view = TurnView(expect=Expect(**{key: value}), seen=seen, before=BEFORE, products=PRODUCTS)
    results = check_turn(view)
    assert [result.key for result in results] == [key]
    assert results[0].passed or results[0].detail
    return results[0].passed


@pytest.mark.parametrize(("key", "value", "right", "wrong"), RIGHT_AND_WRONG)
def test_a_check_tells_right_from_wrong(key: str, value: Any, right: Observation, wrong: Observation) -> None:
    assert _passes(key, value, right)
    assert not _passes(key, value, wrong)


def test_no_check_is_left_untested() -> None:
    assert {row[0] for row in RIGHT_AND_WRONG} == set(CHECKS)
    assert set(CHECKS) == set(Expect.model_fields)


def test_keeps_looks_in_the_latest_list_that_had_so_many() -> None:
    seen = Observation(user="好", titles=(_title("换路", parent_id="c1"),))
    assert _passes("keeps", 1, seen)
    assert not _passes("keeps", 3, seen)


@pytest.mark.parametrize("status", ["crashed", "timeout", "skipped"])
def test_a_turn_that_did_not_finish_fails_all_its_checks(status: Any) -> None:
    view = TurnView(expect=Expect(no_titles=True), seen=Observation(user="好", status=status, error="KeyError"))
    assert [(result.key, result.passed) for result in check_turn(view)] == [("ran", False), ("no_titles", False)]


def test_turns_that_never_ran_fail() -> None:
    rows = check_case(CASES[0], [])
    assert len(rows) == len(CASES[0].turns)
    assert not any(result.passed for row in rows for result in row)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_every_case_can_be_passed_and_is_not_passed_by_doing_nothing(case: Any) -> None:
    right = check_case(case, run_case(case, OracleDriver()).turns)
    assert [result for row in right for result in row if not result.passed] == []
    idle = check_case(case, run_case(case, NothingDriver()).turns)
    assert not all(result.passed for row in idle for result in row)
