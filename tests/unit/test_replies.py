from dataclasses import replace

import pytest

from agent.brief import Brief
from agent.outcome import Outcome
from agent.plan import Intent, Plan
from agent.replies import compose, reply_language
from agent.turn_view import TurnView
from models.catalog import Advertiser, Product
from models.types import Provenance, Title


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


def test_a_title_that_stands_in_for_another_is_not_said_to_be_changed():
    account = Advertiser(id="a", name="甲", products=(Product(name="猫爬架"),))
    view = TurnView("…", Plan(intent=Intent.REFINE), Brief(), account, results={"generate_titles": {}})
    changed, other = (
        Title(id=name, text=name, provenance=Provenance(source="pattern", stands_in=name == "另"))
        for name in ("改", "另")
    )
    assert compose(Outcome(view, offered=[changed]), "zh") == "改好了 1 条。"
    assert compose(Outcome(view, offered=[other]), "zh") == "原句改不成这样，换了 1 条合要求的。"
    both = compose(Outcome(view, offered=[changed, other]), "zh")
    assert both == "改好了 2 条。\n其中 1 条原句改不成这样，换成了另一条合要求的。"
    assert compose(Outcome(view, offered=[changed, other], carried=[other]), "zh").startswith("改了 1 条，其余 1 条")
    kept = compose(Outcome(view, offered=[changed, other], carried=[changed]), "zh")
    assert kept == "1 条本来就符合，保持不动；另外 1 条原句改不成这样，换成了合要求的。"


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


@pytest.mark.parametrize(
    ("claim", "told"),
    [("静音", "没有依据"), ("可冲马桶", "不能这样写：要写“可冲马桶”，资料里却是“不能冲马桶”"), ("三秒结团", "可以用")],
)
def test_a_legal_claim_is_held_against_the_product_s_facts(claim: str, told: str):
    litter = Product(name="猫砂", facts=("三秒结团", "不能冲马桶"))
    account = Advertiser(id="a", name="甲", products=(litter,))
    row = {"text": claim, "verdict": "clean", "by": "law", "explanation": "", "rewrite": None}
    plan = Plan(intent=Intent.COMPLIANCE, query=claim)
    view = TurnView(f"能写{claim}吗", plan, Brief(), account, results={"check_compliance": {"rows": [row]}})
    assert told in compose(Outcome(view), "zh")
    assert "可以用" in compose(Outcome(replace(view, message=f"“{claim}”这句合规吗")), "zh")
