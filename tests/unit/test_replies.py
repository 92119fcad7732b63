import pytest

from agent.brief import Brief
from agent.plan import Intent, Plan, ShownList, TitleRef
from agent.reasons import tell
from agent.replies import Outcome, compose, reply_language
from agent.steps import TurnView
from models.catalog import Advertiser, Product
from models.scorers.explain import Explanation, Reason, Span
from models.types import Scores, Title


def told(brief: Brief, language: str = "zh") -> str:
    """The reply to an order that brought no title, which says what was asked for."""
    account = Advertiser(id="a", name="甲", products=(Product(name="猫爬架"),))
    view = TurnView("…", Plan(intent=Intent.GENERATE), brief, account, results={"generate_titles": {}})
    return compose(Outcome(view), language)


@pytest.mark.parametrize(
    ("words", "bans"),
    [
        (("爆款", "神器"), "（不含“爆款”，不含“神器”）"),
        (tuple("0123456789"), "（不含数字）"),
        (("爆款", "😂", "🤣", "✨", "🥐", "😋"), "（不含“爆款”，不含表情）"),
        (("😂",), "（不含“😂”）"),
    ],
)
def test_bans_are_told_in_few_words(words: tuple[str, ...], bans: str):
    assert bans in told(Brief(avoid=words))


def test_conditions_are_told_in_the_language_of_the_reply():
    brief = Brief(max_chars=18, must_include=("剑麻",))
    assert "（≤18 字，含“剑麻”）" in told(brief)
    assert " (≤18 characters, with “剑麻”)" in told(brief, "en")
    assert "（8–18 字）" in told(Brief(min_chars=8, max_chars=18)) and "（≥8 字）" in told(Brief(min_chars=8))
    assert "（" not in told(Brief())


@pytest.mark.parametrize(
    ("message", "language"),
    [("lip balm写3条title，each under 15 chars", "en"), ("帮我写 iPhone 壳", "zh"), ("make it shorter", "en")],
)
def test_a_reply_speaks_the_message_s_language(message: str, language: str):
    assert reply_language(message, "zh") == language


def test_a_score_is_explained_with_its_place_and_a_remedy_in_either_language():
    good, spans = Reason(0.9, "很通顺", (), None), (Span(0, 2, "尽享", 0.3), Span(4, 6, "臻选", 0.1))
    found = Explanation("尽享好物臻选", good, Reason(0.2, "不像", spans, "改"), Reason(0.5, "平", (), "加悬念"), good)
    assert tell(found, "zh") == ["很通顺", "不像，改", "平，加悬念"]
    fluency, style, quality = tell(found, "en")
    assert fluency == "Reads smoothly, without slips or breaks."
    assert "ad copy, mainly in “尽享”, “臻选”: try" in style
    assert "reason to click: add" in quality


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "第 2 条综合三项最高：「耳机替我下班了」，流畅 80、风格 90、质量 70 分。读起来通顺；看点足。"),
        ("en", "Title 2: 「耳机替我下班了」 scores highest overall: fluency 80, style 90, quality 70. "),
    ],
)
def test_the_best_is_named_by_its_place_with_the_reasons(language: str, said: str):
    title = Title(id="t2", text="耳机替我下班了", scores=Scores(fluency=0.8, style=0.9, quality=0.7, source="test"))
    shown = (ShownList(turn=0, intent=Intent.GENERATE, title_ids=("t1", "t2"), texts=("一", title.text)),)
    plan = Plan(intent=Intent.SCORE, ref=TitleRef(by="best"))
    results = {"score_titles": {"scored": [title.model_dump(mode="json")]}}
    view = TurnView("…", plan, Brief(), Advertiser(id="a", name="甲", products=()), shown=shown, results=results)
    assert compose(Outcome(view, reasons=lambda _title: ["读起来通顺", "看点足"]), language).startswith(said)
