"""Punctuation by its name, slips of the keyboard, and forms that leave no doubt what a message is."""

import pytest

from agent.brief import Brief
from agent.plan import Intent, PlannerContext, ShownList
from agent.planner.reading import read
from agent.planner.vetoes import possible, renormalised
from agent.readers.dialects import fold_dialect
from agent.readers.message import read_message
from agent.readers.replacements import read_replacements
from agent.readers.requests import checks_given_text, continues_given_text
from agent.readers.words import read_words
from models.catalog import Advertiser
from models.generator.editing import edits, patched
from models.generator.request import TitleRequest

ACCOUNT = Advertiser(id="a", name="拙朴手作", industry="家居", products=())


@pytest.mark.parametrize(
    ("message", "include", "avoid"),
    [
        ("第二个加上感叹号吧", ["！"], []),
        ("每条都用问号收尾", ["？"], []),
        ("来四条，以省略号结尾", ["…"], []),
        ("别用感叹号", [], ["！", "!"]),
        ("问号和感叹号都不要", [], ["？", "?", "！", "!"]),
        ("波浪号太油了，统统去掉", [], ["～", "~"]),
        ("put a question mark at the end of number 2", ["？"], []),
        ("标点只准用逗号", [], []),
        ("这个感叹号是你加的吗", [], []),
    ],
)
def test_marks_by_name(message: str, include: list[str], avoid: list[str]) -> None:
    words = read_words(read_message(message), Brief(), None)
    assert (words.include, words.avoid) == (include, avoid)


def test_marks_are_exchanged_as_signs() -> None:
    assert read_replacements(read_message("第4条的问号换成感叹号")) == (("？", "！"),)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("在来2跳", "再来2条"),
        ("地二条改段点", "第二条改短点"),
        ("别操过20个子", "别超过20个字"),
        ("现在来3条", "现在来3条"),
        ("跳绳挑2条", "跳绳挑2条"),
        ("都代言了", "都代言了"),
    ],
)
def test_slips_of_the_input_method(typed: str, meant: str) -> None:
    assert fold_dialect(typed) == meant


@pytest.mark.parametrize(
    ("message", "goes_on"),
    [
        ("接着“杯子摔了才知道”写3条", True),
        ("用“失眠的第七天”起头，给我四条", True),
        ("“头盔摘下来那一刻”后面咋写", True),
        ("顺着“第一把吉他落灰”这个点再想六个", False),
        ("带“失眠”写3条", False),
        ("接着写3条，带“失眠”", False),
    ],
)
def test_going_on_from_a_quoted_beginning(message: str, goes_on: bool) -> None:
    assert continues_given_text(read_message(message)) is goes_on


@pytest.mark.parametrize(
    ("message", "checks"),
    [
        ("帮过一遍：“跟着海盐投，年年有肉吃”", True),
        ("把把关“全网最轻”", True),
        ("过一遍分", False),
        ("打个分：“全网最轻”", False),
    ],
)
def test_a_text_handed_in_to_be_checked(message: str, checks: bool) -> None:
    assert checks_given_text(read_message(message)) is checks


def test_what_a_message_cannot_mean() -> None:
    one = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b"), texts=("甲", "乙"))
    context = PlannerContext(advertiser=ACCOUNT, shown=(one,), last_intent=Intent.GENERATE)

    def left(message: str) -> frozenset[Intent]:
        return possible(read(message, context), context)

    assert Intent.REFUSE not in left("换个人群，给送女朋友的男生看")
    assert Intent.RACE not in left("三条就行，我说多了")
    assert Intent.RACE in left("挑2条上线")
    assert left("今天天气如何") == frozenset(Intent)
    assert left("接着“杯子摔了”写3条") <= {Intent.ASSOCIATE, Intent.CLARIFY, Intent.REFUSE}


def test_chances_of_what_is_left_sum_to_one() -> None:
    even = dict.fromkeys(Intent, 1 / len(Intent))
    left = renormalised(even, frozenset({Intent.RACE, Intent.SAVE}))
    assert (left[Intent.RACE], left[Intent.SAVE], sum(left.values())) == (0.5, 0.5, 1.0)


def test_a_mark_closes_a_title_and_opens_none() -> None:
    request = TitleRequest(base="沙发选哪种材质？", must_include=("！",), max_chars=30)
    assert "沙发选哪种材质！" in edits(request)
    assert patched("沙发选哪种材质？", request) == "沙发选哪种材质！"
    both = request.model_copy(update={"must_include": ("！", "棉麻")})
    assert patched("沙发选哪种材质？", both) == "棉麻：沙发选哪种材质！"
