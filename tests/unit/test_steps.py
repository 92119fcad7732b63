"""From a plan to calls: finals out of several lists, and what a rewrite touches."""

from dataclasses import replace

from agent.brief import Brief, BriefEdit
from agent.plan import Change, Intent, Plan, ShownList, TitleRef
from agent.steps import next_step
from agent.targets import bases_to_change, stands
from agent.turn_view import Step, TurnView
from models.catalog import Advertiser, Product
from models.types import Provenance, Scores, Title

SHOP = Advertiser(id="a", name="店", products=(Product(id="p", name="手冲壶"),))


def title(name: str, text: str, quality: float = 0.5, parent: str | None = None) -> Title:
    scores = Scores(fluency=0.5, style=0.5, quality=quality, source="test")
    return Title(id=name, text=text, scores=scores, provenance=Provenance(parent_id=parent))


LIST = [title("a1", "早八咖啡", 0.2), title("a2", "芋泥咖啡", 0.9), title("a3", "深夜咖啡", 0.6)]
REFINED = title("b2", "芋泥咖啡真香", 0.3, parent="a2")


def view(plan: Plan, lists: list[list[Title]], brief: Brief | None = None) -> TurnView:
    shown = [
        ShownList(turn=n, intent=Intent.GENERATE, title_ids=tuple(t.id for t in one), texts=tuple(t.text for t in one))
        for n, one in enumerate(lists)
    ]
    titles = {one.id: one for group in lists for one in group}
    return TurnView(message="…", plan=plan, brief=brief or Brief(), advertiser=SHOP, shown=shown, titles=titles)


def step(turn: TurnView) -> Step:
    found, _stage = next_step(turn, 0)
    assert found is not None
    return found


def test_finals_come_from_earlier_lists_when_the_latest_is_too_short():
    found = step(view(Plan(intent=Intent.RACE, pick=2), [LIST, [REFINED]]))
    assert found.args == {"title_ids": ["b2", "a1", "a3"], "pick": 2}  # the refined title replaces its parent


def test_the_best_two_are_taken_over_lists_too():
    best = Plan(intent=Intent.RACE, pick=2, ref=TitleRef(by="best", metric="quality"))
    assert step(view(best, [LIST, [REFINED]])).args == {"title_ids": ["a3", "b2"], "pick": 2}


def test_named_finals_are_taken_as_named():
    named = Plan(intent=Intent.RACE, ref=TitleRef(numbers=(1, 3)))
    assert step(view(named, [LIST])).args == {"title_ids": ["a1", "a3"], "pick": 2, "named": True}


def test_a_replacement_touches_the_titles_that_hold_the_word():
    change = Change(replace=(("芋泥", "芋泥馅"),))
    turn = view(Plan(intent=Intent.REFINE, change=change), [LIST])
    assert bases_to_change(turn) == ("a2",)


def test_a_word_that_stands_nowhere_is_put_in_instead():
    turn = view(Plan(intent=Intent.REFINE, change=Change(replace=(("茶", "拿铁"),))), [LIST])
    found = step(turn)
    assert found.args["base_ids"] == ["a1", "a2", "a3"]
    assert found.args["must_include"] == ["拿铁"]


def test_a_shorter_list_rewrites_only_so_many_and_a_longer_one_is_written_anew():
    fewer = Plan(intent=Intent.REFINE, edit=BriefEdit(count=2, tone="温柔"))
    assert step(view(fewer, [LIST])).args["base_ids"] == ["a1", "a2"]
    more = Plan(intent=Intent.REFINE, edit=BriefEdit(count=5, tone="温柔"))
    assert "base_ids" not in step(view(more, [LIST], Brief(count=5))).args


def test_the_users_own_words_are_scored_and_checked_by_law():
    own = view(Plan(intent=Intent.SCORE, query="年度最佳独立游戏"), [LIST])
    first, stage = next_step(own, 0)
    assert first is not None and (first.tool, first.args) == ("score_titles", {"texts": ["年度最佳独立游戏"]})
    then, _ = next_step(own, stage)
    assert then is not None and (then.tool, then.args) == ("check_compliance", {"texts": ["年度最佳独立游戏"]})
    shown = view(Plan(intent=Intent.SCORE), [LIST])
    assert next_step(shown, next_step(shown, 0)[1])[0] is None, "titles shown were checked when they were written"


def test_a_word_that_no_title_holds_is_banned_without_a_rewrite():
    ban = Plan(intent=Intent.REFINE, edit=BriefEdit(avoid_add=("噪音",)))
    turn = view(ban, [LIST], Brief(avoid=("噪音",)))
    assert stands(turn) and bases_to_change(turn) == () and next_step(turn, 0)[0] is None
    held = view(Plan(intent=Intent.REFINE, edit=BriefEdit(avoid_add=("芋泥",))), [LIST], Brief(avoid=("芋泥",)))
    assert not stands(held) and bases_to_change(held) == ("a2",)
    more = view(Plan(intent=Intent.REFINE, edit=BriefEdit(avoid_add=("噪音",), tone="活泼")), [LIST])
    assert not stands(more), "a tone is asked for as well"
    weary = replace(turn, message="都好普通，重写嘛，不许写“噪音”")
    assert not stands(weary) and bases_to_change(weary) == ("a1", "a2", "a3")
