"""What is said of single titles: a weak one is called weak, and praise names what is there."""

from __future__ import annotations

import pytest

from agent.brief import Brief
from agent.outcome import Outcome
from agent.plan import Intent, Plan, ShownList, TitleRef
from agent.reasons import Remarks, tell
from agent.replies import compose
from agent.turn_view import TurnView
from models.catalog import Advertiser
from models.scorers.explain import Explanation, Reason, Span
from models.types import Scores, Title

ACCOUNT = Advertiser(id="a", name="甲", products=())
NAME = "浮砂纪行"


def title(key: str, quality: float, fluency: float = 0.8) -> Title:
    return Title(id=key, text=f"标题{key}", scores=Scores(fluency=fluency, style=0.9, quality=quality, source="test"))


STRONG, WEAK, FAIR = title("强", 0.7), title("弱", 0.2), title("平", 0.5)
LIST = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("强", "弱", "平"), texts=("标题强", "标题弱", "标题平"))


def told(plan: Plan, asked: Title, remarks: Remarks, language: str = "zh", *titles: Title) -> str:
    results = {"score_titles": {"scored": [asked.model_dump(mode="json")]}}
    known = {one.id: one for one in titles or (STRONG, WEAK, FAIR)}
    view = TurnView("…", plan, Brief(), ACCOUNT, shown=(LIST,), titles=known, results=results)
    return compose(Outcome(view, reasons=lambda _title: remarks), language)


def explain(asked: Title, remarks: Remarks, language: str = "zh") -> str:
    return told(Plan(intent=Intent.EXPLAIN), asked, remarks, language)


def test_a_weak_title_is_called_weak_and_its_mending_offered() -> None:
    said = explain(WEAK, Remarks(bad=("看点不足",), good=("像B站用户写的",), mend=("放进一个悬念",)))
    assert said.startswith(
        "第 2 条「标题弱」说不上好，3 条里综合排第 3：流畅 80、风格 90、质量 20 分。弱在：看点不足。"
    )
    assert "可以放进一个悬念；要我来改，就说“重写第 2 条”。" in said
    assert said.endswith("同一批里「标题强」更好，流畅 80、风格 90、质量 70 分。")


def test_a_good_title_is_praised_for_what_it_has_and_compared_with_nothing_better() -> None:
    said = explain(STRONG, Remarks(good=("有看点（靠的是「坐过站」）",)))
    assert "写得不错，3 条里综合排第 1" in said and "好在：有看点（靠的是「坐过站」）。" in said
    assert "弱在" not in said and "更好" not in said and "重写" not in said


def test_a_fair_title_is_neither_praised_nor_torn_down() -> None:
    said = explain(FAIR, Remarks(fair=("看点一般",), mend=("放进一个悬念",)))
    assert "中规中矩，3 条里综合排第 2" in said and "可以放进一个悬念。" in said and "重写" not in said


def test_the_same_is_said_in_english() -> None:
    said = explain(WEAK, Remarks(bad=("it gives little reason to click",), mend=("add a number",)), "en")
    assert said.startswith("Title 2: 「标题弱」 is not a strong title, number 3 of 3 overall:")
    assert "To mend it, add a number; or say “rewrite number 2” and I will." in said


@pytest.mark.parametrize(
    ("titles", "best", "said"),
    [
        ((STRONG, WEAK, FAIR), STRONG, "第 1 条综合最高：「标题强」，流畅 80、风格 90、质量 70 分。"),
        ((title("强", 0.3), WEAK, title("平", 0.1)), title("强", 0.3), "这几条都偏弱，比下来第 1 条综合最高："),
    ],
)
def test_the_best_of_weak_titles_is_not_praised(titles: tuple[Title, ...], best: Title, said: str) -> None:
    plan = Plan(intent=Intent.SCORE, ref=TitleRef(by="best"))
    assert told(plan, best, Remarks(fair=("看点一般",)), "zh", *titles).startswith(said)


@pytest.mark.parametrize(("chances", "said"), [((0.2, 0.8), "综合最高"), ((0.9, 0.1), "在赛马里领先（胜出概率 90%）")])
def test_only_who_leads_a_race_is_said_to_lead_it(chances: tuple[float, float], said: str) -> None:
    raced = dict(zip(("强", "平"), chances, strict=True))
    results = {"score_titles": {"scored": [STRONG.model_dump(mode="json")]}}
    plan, known = Plan(intent=Intent.SCORE, ref=TitleRef(by="best")), {one.id: one for one in (STRONG, WEAK, FAIR)}
    view = TurnView("…", plan, Brief(), ACCOUNT, shown=(LIST,), titles=known, results=results, raced=raced)
    assert compose(Outcome(view), "zh").startswith(f"第 1 条{said}")


def reason(level: str, *words: str, at: int = 0) -> Reason:
    spans = tuple(Span(at, at + len(word), word, 0.2) for word in words)
    return Reason(0.5, level, held=spans) if level == "good" else Reason(0.5, level, spans=spans)  # type: ignore[arg-type]


def test_every_score_is_told_by_its_level_with_the_words_behind_it_in_either_language() -> None:
    found = Explanation(
        "尽享好物臻选", reason("good"), reason("bad", "尽享", "臻选"), reason("good", "好物"), reason("good")
    )
    zh, en = tell(found, "zh"), tell(found, "en")
    assert zh.bad == ("更像通用广告文案，不像B站标题（主要在「尽享」、「臻选」）",) and len(zh.mend) == 1
    assert zh.good == ("读起来通顺", "有看点（靠的是「好物」）") and not zh.fair
    assert en.good == ("it reads smoothly", "it gives people something to click for (thanks to “好物”)")
    assert "generic ad copy (mainly “尽享”, “臻选”)" in en.bad[0]
    assert [bool(one) for one in (zh.lines[0] == zh.bad[0], zh.lines[-1] == zh.good[-1])] == [True, True]


def test_what_runs_on_without_a_pause_is_not_said_to_read_smoothly() -> None:
    found = Explanation("一" * 24, reason("good"), reason("good"), reason("good"), reason("good"), unbroken=24)
    remarks = tell(found, "zh")
    assert remarks.bad == ("一口气 24 个字没有停顿，读着累",) and remarks.mend == ("在中间断开，或者删短一半",)
    assert not any("通顺" in clause for clause in remarks.good)


def test_a_product_s_name_is_not_called_clumsy() -> None:
    text = f"我说在{NAME}里上班"
    good = reason("good")
    at_fault = Explanation(text, reason("bad", "砂纪", at=4), good, good, good)
    remarks = tell(at_fault, "zh", [NAME])
    assert not remarks.bad and NAME in remarks.aside[0]
    elsewhere = Explanation(text, reason("bad", "上班", at=8), good, good, good)
    assert tell(elsewhere, "zh", [NAME]).bad and not tell(elsewhere, "zh", [NAME]).aside
