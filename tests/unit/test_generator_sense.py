"""The judge of sense: what it asks, how its answers become odds, and what its word does to a list."""

from __future__ import annotations

import math
import threading
from pathlib import Path

import pytest
from said import Says

from evals.sense import HELD_OUT, rows
from models.generator.bank import load_bank
from models.generator.generator import Generator
from models.generator.request import TitleRequest
from models.generator.sense import NO, YES, SenseJudge, judge_spec, question
from models.generator.sense.judge import SURE
from models.pipeline.judged import Judged, judged_titles
from models.pipeline.rows import WRITTEN
from models.scorers import load_scorers
from models.splits import part_of_keywords
from models.training.sense import build

WORDS = ("露营椅", "周末")


class Answers(Says):
    """Says no to titles that hold `denied`, and yes to the others."""

    def __init__(self, denied: str = "椅子在读书", certainty: float = 0.9) -> None:
        super().__init__(YES, math.log(certainty))
        self.denied = denied

    def answer(self, prompt: str) -> str:
        return NO if self.denied in prompt else YES


def test_odds_are_those_of_the_answer() -> None:
    model = Answers()
    odds = SenseJudge(model).log_odds(["周末带上露营椅", "露营椅说椅子在读书"], WORDS)
    assert odds == pytest.approx([math.log(9), -math.log(9)])
    assert [prompt for prompt, _grammar in model.asked] == [
        question(WORDS, "周末带上露营椅"),
        question(WORDS, "露营椅说椅子在读书"),
    ]


@pytest.mark.parametrize(("certainty", "odds"), [(1.0, SURE), (0.4, 0.0)])
def test_odds_stay_within_what_the_data_can_tell(certainty: float, odds: float) -> None:
    assert SenseJudge(Answers(certainty=certainty)).log_odds(["周末带上露营椅"], WORDS) == [odds]


def test_stopped_it_has_no_opinion() -> None:
    stop = threading.Event()
    stop.set()
    assert SenseJudge(Answers()).log_odds(["周末带上露营椅"], WORDS, stop) == [0.0]


def test_the_packaged_judge_has_its_own_adapter(tmp_path: Path) -> None:
    spec = judge_spec(tmp_path)
    assert spec.adapter is not None
    assert (spec.adapter / "adapter_model.safetensors").exists()


class Drafts(Says):
    """Writes one good and one odd title in turn."""

    def __init__(self) -> None:
        super().__init__("周末搬出露营椅坐到天黑", -0.5)

    def answer(self, prompt: str) -> str:
        return ("周末搬出露营椅坐到天黑", "露营椅周末发现椅子在读书")[len(self.asked) % 2]


def test_what_makes_no_sense_comes_last() -> None:
    def first(judge: SenseJudge | None) -> list[str]:
        generator = Generator(Drafts(), load_bank(), judge=judge)
        return [title.text for title in generator.draw(TitleRequest(keywords=WORDS), 2).titles]

    judged = first(SenseJudge(Answers()))
    assert judged[-1] == "露营椅周末发现椅子在读书"
    denied = first(SenseJudge(Answers(denied="坐到天黑")))
    assert denied[-1] == "周末搬出露营椅坐到天黑"


def test_every_judged_title_is_asked_about_once_a_pass() -> None:
    titles = [Judged(WORDS, "p", "周末带上露营椅", True, 4), Judged(WORDS, "p", "椅子在读书", False, 1, "pattern")]
    asked = build(titles, passes=2, seed=1)
    assert sorted(row.title for row in asked) == sorted([YES, NO] * 2)
    assert {row.prompt for row in asked} == {question(WORDS, one.title) for one in titles}


def test_the_table_has_a_row_a_source_and_tells_by_area() -> None:
    held = [
        Judged(WORDS, "p", "周末带上露营椅", True, 3, "model", -0.2),
        Judged(WORDS, "p", "露营椅说椅子在读书", False, 3, "model", -0.9),
        Judged(WORDS, "p", "露营椅的细节", True, 3, "pattern", None),
    ]
    judge = SenseJudge(Answers())
    header, overall, drafts, patterns = rows(held, judge, load_scorers())
    assert header[3] == "judge"
    assert overall[:4] == ("all", "3", "0.667", "1.000")
    assert (drafts[1], drafts[3], drafts[5]) == ("2", "1.000", "1.000")
    assert patterns[3] == "-"


def test_titles_held_out_are_of_no_training_set() -> None:
    assert {part_of_keywords(one.keywords) for one in judged_titles([WRITTEN], HELD_OUT)} == {"validation", "test"}
