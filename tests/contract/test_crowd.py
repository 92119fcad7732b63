"""A small crowd over HTTP on the real server with a stand-in model: nobody fails, nobody gets another's answer."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from evals.bench.crowd import CrowdFigures, main, run
from evals.bench.crowd_clients import marker, message
from evals.bench.quick_model import quick_model
from ui.commands.crowd import serving

USERS, TURNS = 6, 2


def test_a_small_crowd_is_served_without_error_or_mixing(tmp_path: Path) -> None:
    with quick_model() as model, serving(tmp_path / "home", USERS, model) as server:
        figures = run(server, TURNS)
        assert (figures.errors, figures.mixed) == (0, 0), figures.complaints
        assert figures.titles >= USERS, "hardly anybody got titles"
        assert figures.longest_line >= 1, "nobody waited: the line was not tried"
        assert figures.first_event_p95 < figures.turn_p95
        wrong = [("mt_bad", "adv01"), *server.users[1:2]]
        broken = run(type(server)(server.url, server.pid, wrong), 1)
        assert broken.errors == 1 and "401" in broken.complaints[0]


def test_what_is_wrong_fails_the_command(tmp_path: Path, monkeypatch) -> None:
    good = CrowdFigures(
        users=2, turns=2, seconds=1.0, errors=0, mixed=0, titles=4, first_event_p50=0.1, first_event_p95=0.1,
        first_title_p95=0.2, turn_p50=0.2, turn_p95=0.2, longest_turn=0.3, longest_line=1, fairness=1.0,
        memory=[100, 105, 106], cpus=2, complaints=[],
    )  # fmt: skip
    for change, code in (({}, 0), ({"errors": 1}, 1), ({"mixed": 1}, 1), ({"memory": [100, 100, 120]}, 1)):
        monkeypatch.setattr("evals.bench.crowd.run", lambda *_, change=change: good.model_copy(update=change))
        assert main(None, turns=2, out=tmp_path, console=Console(quiet=True)) == code  # type: ignore[arg-type]


def test_every_user_of_fifty_has_a_word_of_their_own() -> None:
    words = [marker(user) for user in range(100)]
    assert len(set(words)) == 100 and marker(7) in message(7, 0) and marker(7) not in message(7, 1)
