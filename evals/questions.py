"""Closed questions about advertising on Bilibili: facts, constraints in combination, which title suits whom.

    miaoti eval questions

Every question has four options and one right answer, written by hand for the demo accounts (`data/questions.jsonl`).
Answers are kept one a line, so that a run goes on where it stopped and its table can be made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.cases import CaseError, Expect
from evals.saved import appended, whole_lines
from evals.statistics import Share, wilson

QUESTIONS = Path(__file__).parent / "data" / "questions.jsonl"
ANSWERS, TABLE = "answers.jsonl", "questions.md"
LETTERS = "ABCD"
Category = Literal["factual", "reasoning", "marketing"]


class Question(BaseModel):
    """`rule` says in checkable form what the question asks of a title, where it does; only tests of the key read it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    category: Category
    advertiser: str = Field(description="id of the account that the question is about")
    question: str
    options: tuple[str, ...] = Field(min_length=2, max_length=len(LETTERS))
    answer: str
    rule: Expect | None = None

    @property
    def key(self) -> int:
        """Index of the right option."""
        return LETTERS.index(self.answer)


class Answer(BaseModel):
    """What one answerer said: the index of an option, or none when it could not tell."""

    model_config = ConfigDict(frozen=True)

    question: str
    by: str
    choice: int | None
    seconds: float = 0.0


def load_questions(path: Path = QUESTIONS) -> list[Question]:
    """Read a file of questions (JSON lines). Raises CaseError naming file and line, OSError."""
    questions: dict[str, Question] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            question = Question.model_validate(json.loads(line))
        except (ValidationError, json.JSONDecodeError) as error:
            raise CaseError(f"{path.name} line {number}: {error}") from error
        if question.id in questions or question.answer not in LETTERS[: len(question.options)]:
            raise CaseError(f"{path.name} line {number}: id {question.id!r} is used twice or its answer is no option")
        questions[question.id] = question
    return list(questions.values())


def load_answers(folder: Path) -> list[Answer]:
    """The answers saved in a run; the half line that a kill may leave at the end is dropped."""
    return [Answer.model_validate_json(line) for line in whole_lines(folder / ANSWERS)]


def ask(
    questions: Sequence[Question],
    by: str,
    answer: Callable[[Question], Answer],
    folder: Path,
    progress: Callable[[], None] = lambda: None,
) -> None:
    """Ask what `by` has not answered before in `folder`, saving every answer as it comes."""
    saved = load_answers(folder)
    known = {one.question for one in saved if one.by == by}
    folder.mkdir(parents=True, exist_ok=True)
    with appended(folder / ANSWERS, [one.model_dump_json() for one in saved]) as append:
        for question in questions:
            if question.id not in known:
                append(answer(question).model_dump_json())
            progress()


def shares(questions: Sequence[Question], answers: Iterable[Answer], category: str | None = None) -> Share:
    """Right answers among all questions of the category; one that was not answered is wrong."""
    keys = {question.id: question.key for question in questions if category in (None, question.category)}
    said = {one.question: one.choice for one in answers}
    return wilson(sum(said.get(name) == key for name, key in keys.items()), len(keys))


def chance(questions: Sequence[Question], category: str | None = None) -> float:
    """Expected share of right answers of one who guesses."""
    sizes = [len(question.options) for question in questions if category in (None, question.category)]
    return sum(1 / size for size in sizes) / len(sizes) if sizes else 0.0


def table(questions: Sequence[Question], answers: Sequence[Answer]) -> list[tuple[str, ...]]:
    """Header and rows: who answered, right ones by category and in all with 95 % intervals, how many were answered."""
    kinds = list(dict.fromkeys(question.category for question in questions))
    rows: list[tuple[str, ...]] = [
        ("by", *(f"{kind} ({_count(questions, kind)})" for kind in kinds), "all", "answered")
    ]
    rows.append(("chance", *(f"{chance(questions, kind):.2f}" for kind in (*kinds, None)), ""))
    asked = {question.id for question in questions}
    for by in dict.fromkeys(one.by for one in answers):
        own = [one for one in answers if one.by == by and one.question in asked]
        told = sum(one.choice is not None for one in own)
        rows.append((by, *(_told(shares(questions, own, kind)) for kind in (*kinds, None)), f"{told}/{len(questions)}"))
    return rows


def markdown(rows: Sequence[Sequence[str]]) -> str:
    """The table as Markdown."""
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + " --- |" * len(rows[0]), *lines[1:]]) + "\n"


def _count(questions: Sequence[Question], category: str) -> int:
    return sum(question.category == category for question in questions)


def _told(share: Share) -> str:
    return f"{share.value:.2f} ({share.low:.2f}-{share.high:.2f})"
