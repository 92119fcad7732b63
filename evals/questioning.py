"""A run of closed questions: opens what the chosen answerers need, asks, and makes the table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from agent.planner import build_planner
from agent.roles import writer_spec
from agent.settings import Settings
from evals.answerers import Choose, by_critique, by_letter, by_likelihood, by_lookup, by_parts, by_scores, timed
from evals.questions import TABLE, Question, ask, load_answers, markdown, table
from models.llm import LanguageModel, load_language_model
from models.scorers import load_scorers
from tools.demo import demo_advertisers


class Bench:
    """Opens each part when it is first asked for; `close` gives the model back."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._stack = ExitStack()
        self._model: LanguageModel | None = None

    @property
    def model(self) -> LanguageModel:
        """The model that the settings name. Raises ModelError."""
        if self._model is None:
            self._model = load_language_model(writer_spec(self.settings))
            self._stack.callback(self._model.close)
        return self._model

    def close(self) -> None:
        self._stack.close()


ANSWERERS: dict[str, Callable[[Bench], Choose]] = {
    "lookup": lambda bench: by_lookup,
    "critique": lambda bench: by_critique(build_planner()),
    "scorers": lambda bench: by_scores(load_scorers()),
    "parts": lambda bench: by_parts(build_planner(), load_scorers()),
    "likelihood": lambda bench: by_likelihood(bench.model),
    "letter": lambda bench: by_letter(bench.model),
}
OF_A_MODEL = ("likelihood", "letter")


def run(
    questions: Sequence[Question], by: Sequence[str], settings: Settings, out: Path, tell: Callable[[str], None]
) -> list[tuple[str, ...]]:
    """Ask `questions`, save answers and table in `out`; returns the table of these questions. Raises ModelError."""
    accounts = {account.id: account for account in demo_advertisers()}
    bench = Bench(settings)
    try:
        for name in by:
            choose = ANSWERERS[name](bench)
            shown = f"{name} of {bench.model.name}" if name in OF_A_MODEL else name
            tell(f"{shown}: {len(questions)} questions")
            ask(questions, shown, timed(shown, choose, accounts), out)
    finally:
        bench.close()
    rows = table(questions, load_answers(out))
    (out / TABLE).write_text(markdown(rows), encoding="utf-8")
    return rows
