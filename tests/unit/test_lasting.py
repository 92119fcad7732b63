"""What of one turn's Brief stays for the next."""

import pytest

from agent.answering import lasting
from agent.brief import Brief
from agent.plan import Change, Intent, Plan, ShownList, TitleRef
from agent.turn_view import TurnView
from models.catalog import Advertiser

BEFORE = Brief(tone="搞笑", max_chars=20)
NOW = Brief(tone="严肃", max_chars=12, avoid=("通勤",))
SHOWN = (ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b"), texts=("甲", "乙")),)


@pytest.mark.parametrize(
    ("intent", "ref", "stays"),
    [
        (Intent.REFINE, TitleRef(numbers=(2,)), False),
        (Intent.REFINE, TitleRef(by="worst"), False),
        (Intent.REFINE, TitleRef(all=True), True),
        (Intent.REFINE, None, True),
        (Intent.GENERATE, TitleRef(numbers=(2,)), True),
    ],
)
def test_how_one_title_was_to_be_rewritten_says_nothing_about_the_others(
    intent: Intent, ref: TitleRef | None, stays: bool
) -> None:
    account = Advertiser(id="a", name="甲", industry="家电", products=())
    view = TurnView(message="", plan=Plan(intent=intent, ref=ref), brief=NOW, advertiser=account, shown=SHOWN)
    kept = lasting(view, BEFORE)
    assert kept.avoid == ("通勤",), "what no title may hold is said of all"
    assert (kept.tone, kept.max_chars) == (("严肃", 12) if stays else ("搞笑", 20))


def test_versions_of_one_title_do_not_set_the_size_of_later_lists() -> None:
    account = Advertiser(id="a", name="甲", products=())
    for plan in (
        Plan(intent=Intent.REFINE, given="把客厅搬到河边"),
        Plan(intent=Intent.REFINE, ref=TitleRef(numbers=(2,)), change=Change(keeps="head")),
    ):
        view = TurnView(
            message="", plan=plan, brief=NOW.model_copy(update={"count": 3}), advertiser=account, shown=SHOWN
        )
        kept = lasting(view, BEFORE.model_copy(update={"count": 6}))
        assert (kept.count, kept.tone) == (6, "搞笑")
