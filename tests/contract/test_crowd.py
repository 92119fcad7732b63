"""A small crowd over HTTP on the real server with a stand-in model: nobody fails, nobody gets another's answer."""

from __future__ import annotations

from pathlib import Path

from evals.bench.crowd import run
from evals.bench.quick_model import quick_model
from ui.commands.crowd import serving

USERS, TURNS = 6, 2


def test_a_small_crowd_is_served_without_error_or_mixing(tmp_path: Path) -> None:
    with quick_model() as model, serving(tmp_path / "home", USERS, model) as server:
        figures = run(server, TURNS)
        assert (figures.errors, figures.mixed) == (0, 0), figures.complaints
        assert figures.titles >= USERS * TURNS, "an order for titles got none"
        assert figures.longest_line >= 1, "nobody waited: the line was not tried"
        assert figures.first_event_p95 < figures.turn_p95
        wrong = [("mt_bad", "adv01"), *server.users[1:2]]
        broken = run(type(server)(server.url, server.pid, wrong), 1)
        assert broken.errors == 1 and "401" in broken.complaints[0] and not broken.met
