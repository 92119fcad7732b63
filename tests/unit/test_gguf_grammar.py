"""The grammar matcher of the reference backend, against what each grammar means."""

from __future__ import annotations

import pytest

from models.llm.errors import ModelRequestError
from models.llm.gbnf import parse_grammar

CASES = [
    ('root ::= "a" | "bc"', ["a", "bc"], ["", "b", "abc"]),
    ("root ::= [0-9]{2,3}", ["12", "123"], ["1", "1234", "1a"]),
    ('root ::= [^,]+ ("," [^,]+)*', ["妙", "妙,题"], [",", "妙,", ""]),
    ('root ::= item{2} "!"?\nitem ::= "x" # twice\n', ["xx", "xx!"], ["x", "xxx!"]),
    (r'root ::= "\"" "\\" [\n\u4e00-\u9fff] .', ['"\\\nz', '"\\题😀'], ['"\\az']),
    ('root ::= (\n  "a" |\n  "b"\n)+', ["abba"], ["", "c"]),
    ('root ::= "(" root ")" | ""', ["", "(())"], ["(()"]),
    ("root ::= [a-]", ["a", "-"], ["b"]),
]


@pytest.mark.parametrize(("grammar", "good", "bad"), CASES)
def test_it_matches_what_the_grammar_says(grammar: str, good: list[str], bad: list[str]) -> None:
    rules = parse_grammar(grammar)
    assert [text for text in good if not rules.matches(text)] == []
    assert [text for text in bad if rules.matches(text)] == []


def test_a_prefix_is_open_and_a_wrong_turn_is_closed() -> None:
    rules = parse_grammar('root ::= "真" "的" | "真" "好"')
    assert rules.read("真")
    assert not rules.read("假")


@pytest.mark.parametrize("grammar", ["root ::= [a", 'root ::= "a', "root ::= other", 'start ::= "a"', 'root ::= ("a"'])
def test_a_broken_grammar_says_where(grammar: str) -> None:
    with pytest.raises(ModelRequestError, match="grammar"):
        parse_grammar(grammar)


def test_a_rule_that_starts_with_itself_is_refused() -> None:
    with pytest.raises(ModelRequestError, match="itself"):
        parse_grammar('root ::= root "a" | "a"').start()
