"""The same messages read twice: readings are kept by message, shares are counted, agreement is with the first file."""

import threading
from pathlib import Path

import pytest
from rich.console import Console
from said import Says

from agent.plan import PlannerContext
from agent.planner.examples import Example
from agent.planner.language import ModelReading
from agent.planner.tuned import MEASURED
from agent.planner.tuning import told
from evals.precision import Free, Read, chosen, main, read, rows
from models.llm import Completion, Sampling

QUIET = Console(quiet=True)


class Saying:
    """Says what a message was labelled with, but of the first `wrong` of them nothing."""

    trust = MEASURED

    def __init__(self, examples: list[Example], wrong: int) -> None:
        self.readings = {one.message: None if place < wrong else told(one) for place, one in enumerate(examples)}
        self.asked: list[str] = []

    def read(self, message: str, context: PlannerContext, cancel: object = None) -> ModelReading | None:
        self.asked.append(message)
        return self.readings[message]


def test_messages_are_drawn_once_and_the_same_again() -> None:
    drawn = chosen(40)
    assert [one.message for one in drawn] == [one.message for one in chosen(40)]
    assert len({one.message for one in drawn}) == 40
    assert len(chosen(10_000)) < 10_000


def test_two_files_are_compared_on_what_both_hold(tmp_path: Path) -> None:
    examples = chosen(12)
    right, wrong = Saying(examples, 0), Saying(examples, 3)
    read(right, examples, tmp_path / "full.jsonl", QUIET)
    read(wrong, examples[:8], tmp_path / "small.jsonl", QUIET)
    table = {row[0]: row[1:] for row in rows([tmp_path / "full.jsonl", tmp_path / "small.jsonl"], examples)}
    assert table[""] == ("full", "small")
    assert table["messages"] == ("8", "8")
    assert [cell.split()[0] for cell in table["reader: intent"]] == ["1.000", "0.625"]
    assert [cell.split()[0] for cell in table["the same line as the first"]] == ["1.000", "0.625"]


def test_a_run_that_was_stopped_asks_only_for_the_rest(tmp_path: Path) -> None:
    examples = chosen(6)
    first, again = Saying(examples, 0), Saying(examples, 0)
    path = tmp_path / "deep" / "full.jsonl"
    read(first, examples[:4], path, QUIET)
    path.write_text(path.read_text("utf-8") + '{"message": "half', encoding="utf-8")
    found = read(again, examples, path, QUIET)
    assert again.asked == [one.message for one in examples[4:]]
    assert all(isinstance(one, Read) for one in found) and len(found) == 6


class Draws(Says):
    """A model that writes one line freely and another one under a grammar."""

    def __init__(self, free: str, finish: str) -> None:
        super().__init__(free)
        self.finish = finish

    def _completion(self, prompt: str, grammar: str | None) -> Completion:
        said = super()._completion(prompt, grammar)
        update = {"finish": self.finish} if grammar is None else {"text": "refine|max=18"}
        return said.model_copy(update=update)


@pytest.mark.parametrize(
    ("free", "finish", "line", "asked"),
    [
        ("generate|count=3", "stop", "generate|count=3", [None]),
        ("generate|count=three", "stop", "refine|max=18", [None, "g"]),
        ("no line at all", "stop", "refine|max=18", [None, "g"]),
        ("generate|count=3", "length", "refine|max=18", [None, "g"]),
    ],
)
def test_the_grammar_is_asked_for_only_where_a_free_line_breaks_it(free, finish, line, asked) -> None:
    model = Draws(free, finish)
    (said,) = Free(model).complete(["p"], Sampling(temperature=0.0), grammar="g")
    assert (said.text, [grammar for _, grammar in model.asked]) == (line, asked)


def test_a_call_that_is_cancelled_asks_for_no_more() -> None:
    stopped = threading.Event()
    stopped.set()
    (said,) = Free(Says("no line")).complete(["p"], Sampling(temperature=0.0), grammar="g", cancel=stopped)
    assert said.finish == "cancelled"


def test_a_file_that_is_not_there_is_no_empty_column(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["table", str(tmp_path / "typo.jsonl")])
    assert ended.value.code == 2 and "typo.jsonl" in capsys.readouterr().err
