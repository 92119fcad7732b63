import random

import pytest

from models.generator.request import TitleRequest
from models.generator.steering import bare, grammar, openings
from models.llm.gbnf import parse_grammar


def all_openings(**fields):
    return openings(TitleRequest(**fields), random.Random(0))


def test_every_wanted_word_is_in_every_opening():
    found = all_openings(must_include=("三档", "爸妈"), include_any=("护膝", "膝"), max_chars=20)
    assert len(found) > 5
    assert all("三档" in text and "爸妈" in text and "膝" in text and len(text) <= 18 for text in found)


def test_words_that_fill_the_title_leave_no_opening():
    wanted = TitleRequest(must_include=("五十音", "动画"), max_chars=5)
    assert openings(wanted, random.Random(0)) == []
    assert "五十音动画" in bare(wanted)


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("我蹲了三年\n", True),
        ("我蹲了\n", False),  # too short
        ("我蹲了三年又三年\n", False),  # too long
        ("我蹲了三5\n", False),  # no digits out of the air
        ("我蹲了三，\n", False),  # no loose end
    ],
)
def test_the_grammar_keeps_the_length(text, allowed):
    rules = parse_grammar(grammar(TitleRequest(keywords=("猫",), min_chars=6, max_chars=8), "猫："))
    assert rules.matches(text) is allowed
