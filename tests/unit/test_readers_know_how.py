"""Questions about titles in general are answered, and change nothing."""

from __future__ import annotations

import pytest

from agent.plan import Intent, PlannerContext, ShownList
from agent.planner import build_planner
from agent.readers.know_how import read_know_how
from agent.readers.message import read_message
from models.catalog import Advertiser, Product
from prompts import load_replies

SHOP = Advertiser(id="s", name="半山", products=(Product(id="p1", name="半山机械键盘", category="机械键盘"),))
SHOWN = (ShownList(turn=1, intent=Intent.GENERATE, title_ids=("a", "b"), texts=("键盘真响", "键盘不响")),)


@pytest.mark.parametrize(
    ("message", "topic"),
    [
        ("B站标题一般多长合适", "length"),
        ("标题写多少字比较好？", "length"),
        ("质量分是怎么算的", "scores"),
        ("多少分算好", "scores"),
        ("什么时候发比较好", "timing"),
        ("一般测几条合适", "number"),
        ("什么样的标题点击高", "good"),
        ("写标题有什么技巧", "good"),
        ("我都存过哪些？", "library"),
        ("存好了吗", "library"),
        ("确认", "confirm"),
        ("存第2条", None),
        ("把最好的两条存了", None),
        ("第2条多少字", None),
        ("写5条，20字以内", None),
        ("这条为什么好", None),
        ("再短一点", None),
    ],
)
def test_know_how(message: str, topic: str | None) -> None:
    assert read_know_how(read_message(message)) == topic
    reply = "library_all" if topic == "library" else f"know_{topic}"
    assert topic is None or all(reply in load_replies(language) for language in ("zh", "en"))


def test_a_question_about_titles_in_general_changes_nothing() -> None:
    plan = build_planner().plan("B站标题一般多长合适", PlannerContext(advertiser=SHOP, shown=SHOWN))
    assert (plan.intent, plan.know_how, plan.edit.is_empty) == (Intent.EXPLAIN, "length", True)


def test_what_is_asked_of_titles_is_no_wish_for_later_ones() -> None:
    plan = build_planner().plan("哪条更适合发给考研的人", PlannerContext(advertiser=SHOP, shown=SHOWN))
    assert plan.intent is Intent.SCORE and plan.edit.is_empty
