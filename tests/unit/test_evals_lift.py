"""Arguments of calls and lift, against values worked out by hand, with a judge made for the test."""

import numpy as np
import pytest

from evals.arguments import argument_outcomes
from evals.cases import Expect
from evals.judge import ARTEFACT, Judge
from evals.lift import lift
from evals.records import Observation, SeenCall, SeenTitle, Trajectory
from evals.report import markdown
from models.embeddings import load_embedder


class Lengths:
    """Embeds a text as (its length / 10, 0): unlike unit vectors, but easy to work out."""

    name, dim = "lengths", 2

    def embed(self, texts: list[str], kind: str = "query") -> np.ndarray:
        return np.array([[len(text) / 10, 0.0] for text in texts], dtype=np.float32)


JUDGE = Judge(Lengths(), np.array([[1, 0, 0], [-1, 0, 0]], dtype=np.float32), (0.7, 0.6))


def _title(name: str, length: int, parent: str | None = None) -> SeenTitle:
    return SeenTitle(id=name, text=f"{name}".ljust(length, "字"), parent_id=parent)


def _turn(*titles: SeenTitle, **args: object) -> Observation:
    call = SeenCall(name="generate_titles", args=dict(args))
    return Observation(user="来两条，别写“贵”", titles=titles, tools=(call,))


def _talk(case: str, *turns: Observation) -> Trajectory:
    return Trajectory(case_id=case, trial=0, seed=0, driver="agent", turns=turns)


def _sigmoid(value: float) -> float:
    return float(1 / (1 + np.exp(-value)))


def test_lift_is_last_writing_turn_less_first_and_rewrite_less_base() -> None:
    first = _turn(_title("a", 10), _title("b", 20))
    found = lift([_talk("one", first, _turn(_title("c", 30, parent="a"))), _talk("two", first)], JUDGE)
    gain = found.talks["sense"]
    assert gain.cases == 1, "a talk with one writing turn has no lift"
    assert gain.value == pytest.approx(_sigmoid(3) - (_sigmoid(1) + _sigmoid(2)) / 2)
    assert found.rewrites["sense"].value == pytest.approx(_sigmoid(3) - _sigmoid(1))
    assert found.rewrites["appeal"].value == pytest.approx(_sigmoid(-3) - _sigmoid(-1))
    assert found.titles == 3
    by_turn = found.by_turn["sense"]
    assert [(step, gain.cases) for step, gain in by_turn.items()] == [("1", 2), ("2", 1)]
    assert by_turn["1"].value == pytest.approx((_sigmoid(1) + _sigmoid(2)) / 2)
    assert (by_turn["1"].high, by_turn["2"].value) == (pytest.approx(by_turn["1"].value), pytest.approx(_sigmoid(3)))
    assert lift([_talk("none", Observation(user="好"))], JUDGE) is None


def test_the_fitted_judge_is_for_the_embedder_that_ships_and_better_than_a_coin() -> None:
    judge = Judge.load(embedder=load_embedder())
    assert min(judge.auc) > 0.65
    with pytest.raises(ValueError, match="lengths"):
        Judge.load(ARTEFACT, Lengths())


def test_arguments_are_held_against_what_the_turn_implies() -> None:
    shown = _turn(_title("a", 10), _title("b", 12), n=2, max_chars=20, avoid=["贵"], must_include=[])
    wanted = Expect(count=2, max_chars=20, avoid=("贵", "医用"), include_all=("壶",))
    again = Expect(keeps=2, max_chars=15)
    rewritten = _turn(_title("c", 9, "b"), n=1, max_chars=15, base_ids=["b"])
    found = argument_outcomes([([wanted, again], [shown, rewritten])])
    assert found == {
        "generate_titles.avoid": [True],  # 医用 was never typed
        "generate_titles.base_ids": [True],
        "generate_titles.include_all": [False],
        "generate_titles.max_chars": [True, True],
        "generate_titles.n": [True],
    }


def test_an_exchanged_word_and_a_race_count_as_arguments() -> None:
    swap = _turn(replace=[["贵", "壶"]], n=1)
    race = Observation(user="挑两条", tools=(SeenCall(name="race_titles", args={"pick": 3}),))
    found = argument_outcomes([([Expect(include_all=("壶",)), Expect(count=2)], [swap, race])])
    assert found == {"generate_titles.include_all": [True], "race_titles.pick": [False]}


def test_the_report_shows_lift_tokens_and_aborts() -> None:
    from evals.cases import Case
    from evals.metrics import summarise

    case = Case.model_validate(
        {
            "id": "one",
            "advertiser": {"name": "店", "products": [{"name": "壶"}]},
            "turns": [{"user": "一"}, {"user": "二"}],
        }
    )
    call = SeenCall(name="generate_titles", args={"n": 1}, tokens=120)
    turn = Observation(user="一", titles=(_title("a", 10),), tools=(call,), first_event=0.2)
    text = markdown(summarise([case], [_talk("one", turn)], JUDGE))
    assert "talks aborted 1" in text
    assert "| tokens of a turn that drew any | 120 |" in text
    assert "lengths, out-of-fold AUC sense 0.70" in text
    assert "| first event | 0.20 |" in text
    assert "not judged" in markdown(summarise([case], [_talk("one", turn)]))
