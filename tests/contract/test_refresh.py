"""The weekly refresh, end to end: what is said now changes the heat of memes; a kill leaves all of it or nothing."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tools.memes import load_demo
from tools.memes.mining import Post
from tools.memes.queue import ProposalQueue
from tools.memes.refreshing import refresh
from tools.store import Stores, open_stores
from ui.cli import app

MONDAY = datetime.date(2026, 9, 14)
TERM = "打酱油"


def _heat(stores: Stores, term: str = TERM) -> float:
    return next(meme.heat for meme in stores.memes.all() if meme.term == term)


def _posts(term: str, share: float, week: int) -> list[Post]:
    said = [f"第{week}周第{n}条里有人在{term}" for n in range(round(1000 * share))]
    return [Post(text=text, day=MONDAY) for text in [*said, *(f"第{week}周别的话{n}" for n in range(1000 - len(said)))]]


def test_heat_follows_the_weeks(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    load_demo(stores)
    before = {meme.term: meme.heat for meme in stores.memes.all()}
    done = refresh(stores, _posts(TERM, 0.01, 1), MONDAY)
    assert _heat(stores) == 5 and (TERM, before[TERM], 5.0, 10) in done.changed
    assert refresh(stores, _posts(TERM, 0.01, 1), MONDAY).repeated, "the same week twice is one week"
    later = MONDAY + datetime.timedelta(days=180)
    refresh(stores, _posts("内卷", 0.01, 2), later)
    assert _heat(stores) == 3 and _heat(stores, "内卷") == 5
    assert stores.outbox.count("text") > 0, "the indexes hear of it"
    stores.close()


def test_a_meme_whose_name_has_a_slot_is_heard_with_the_slot_filled(tmp_path: Path) -> None:
    stores = open_stores(tmp_path)
    load_demo(stores)
    refresh(stores, [Post(text=f"装修的尽头是收纳{n}", day=MONDAY) for n in range(20)], MONDAY)
    assert _heat(stores, "XX的尽头是XX") == 5
    stores.close()


def test_the_command_reads_a_file_and_says_what_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIAOTI_HOME", str(tmp_path / "home"))
    stores = open_stores(tmp_path / "home")
    load_demo(stores)
    stores.close()
    week = tmp_path / "week.csv"
    lines = [f"{post.text},{post.day}" for post in _posts(TERM, 0.02, 1)]
    week.write_text("\n".join(["标题,日期", *lines]) + "\n", encoding="utf-8")
    first = CliRunner().invoke(app, ["refresh", str(week)])
    assert first.exit_code == 0 and TERM in first.output and "-> 5.0" in first.output
    again = CliRunner().invoke(app, ["refresh", str(week)])
    assert again.exit_code == 0 and "->" not in again.output


_DYING = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_refresh import MONDAY, TERM, _posts
from tools.memes import queue, refreshing
from tools.memes.mining import Proposal, mine
from tools.store import open_stores

stores = open_stores(Path({home!r}))
die = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
if {moment!r} == "refresh":
    refreshing.note = die
    refreshing.refresh(stores, _posts(TERM, 0.01, 1), MONDAY)
proposals = mine(_posts("云朵搭子", 0.05, 1), _posts("别的", 0.01, 0), known=[])
assert proposals
if {moment!r} == "queue":
    insert, calls = queue.insert, []
    queue.insert = lambda table: die() if calls or len(proposals) == 1 else (calls.append(1), insert(table))[1]
queue.ProposalQueue(stores).add(proposals, by="x")
die()
"""


@pytest.mark.parametrize("moment", ["refresh", "queue", "after"])
def test_a_kill_leaves_all_of_it_or_nothing(tmp_path: Path, moment: str) -> None:
    stores = open_stores(tmp_path)
    load_demo(stores)
    before = _heat(stores)
    code = _DYING.format(tests=str(Path(__file__).parent), home=str(tmp_path), moment=moment)
    child = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, env=os.environ)
    assert child.returncode == -signal.SIGKILL, child.stderr
    queued = ProposalQueue(stores).list()
    assert bool(queued) == (moment == "after")
    assert _heat(stores) == before
    assert refresh(stores, _posts(TERM, 0.01, 1), MONDAY).changed and _heat(stores) == 5
    stores.close()
