"""The weekly refresh, end to end: what is said now changes the heat of memes; a kill leaves all of it or nothing."""

from __future__ import annotations

import datetime
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tools.memes import load_demo
from tools.memes.editing import MemeEditor, WrongMeme
from tools.memes.mining import Post
from tools.memes.queue import ProposalQueue
from tools.memes.refreshing import refresh
from tools.store import MemeRecord, Stores, open_stores
from tools.store.changes import CannotUndo, ChangeLog
from tools.store.heat import SETTING
from ui.cli import app

MONDAY = datetime.date(2026, 9, 14)
TERM = "打酱油"


def _heat(stores: Stores, term: str = TERM) -> float:
    return next(meme.heat for meme in stores.memes.all() if meme.term == term)


def _posts(term: str, share: float, week: int) -> list[Post]:
    said = [f"第{week}周第{n}条里有人在{term}" for n in range(round(1000 * share))]
    return [Post(text=text, day=MONDAY) for text in [*said, *(f"第{week}周别的话{n}" for n in range(1000 - len(said)))]]


class Calendar:
    """A clock that stands until it is set."""

    def __init__(self, day: datetime.date) -> None:
        self.day = day

    def __call__(self) -> datetime.datetime:
        return datetime.datetime.combine(self.day, datetime.time(9), datetime.UTC)


def test_heat_follows_the_weeks(tmp_path: Path) -> None:
    calendar = Calendar(MONDAY)
    stores = open_stores(tmp_path, clock=calendar)
    load_demo(stores)
    before = {meme.term: meme.heat for meme in stores.memes.all()}
    done = refresh(stores, _posts(TERM, 0.01, 1), MONDAY)
    assert _heat(stores) == 5 and (TERM, before[TERM], 5.0, 10) in done.changed
    assert refresh(stores, _posts(TERM, 0.01, 1), MONDAY).repeated, "the same week twice is one week"
    calendar.day = later = MONDAY + datetime.timedelta(days=180)
    refresh(stores, _posts("内卷", 0.01, 2), later)
    assert _heat(stores) == 3 and _heat(stores, "内卷") == 5
    assert stores.outbox.count("text") > 0, "the indexes hear of it"
    stores.close()


def test_heat_cools_as_it_is_read_and_by_the_operators_half_life(tmp_path: Path) -> None:
    calendar = Calendar(MONDAY)
    stores = open_stores(tmp_path, clock=calendar)
    meme = MemeRecord("m1", "泰裤辣", "太酷了", tags=("旅行",), heat=5)
    stores.memes.put([meme])
    calendar.day += datetime.timedelta(days=180)
    assert _heat(stores, "泰裤辣") == 3 and stores.memes.many(["m1"])["m1"].heat == 3
    assert stores.memes.put([meme]) == 0 and _heat(stores, "泰裤辣") == 3, "the same row again made it hot"
    editor = MemeEditor(stores, calendar)
    editor.set_half_life(90, by="ann")
    assert _heat(stores, "泰裤辣") == 2
    other = open_stores(tmp_path, clock=calendar)
    assert _heat(other, "泰裤辣") == 2, "another process kept its own half-life"
    other.close()
    for wrong in (0, 6.9, 99_999):
        with pytest.raises(WrongMeme, match="半衰期"):
            editor.set_half_life(wrong, by="ann")
    log = ChangeLog(stores.database)
    log.undo(log.list()[0].seq, by="ann")
    assert _heat(stores, "泰裤辣") == 3 and editor.half_life == 180
    stores.memes.put([MemeRecord("m1", "泰裤辣", "太酷了", tags=("旅行",), heat=4)])
    assert _heat(stores, "泰裤辣") == 4, "a new measurement is of today"
    stores.close()


def test_a_meme_is_edited_by_hand_and_put_back(tmp_path: Path) -> None:
    calendar = Calendar(MONDAY)
    stores = open_stores(tmp_path, clock=calendar)
    stores.memes.put([MemeRecord("m1", "泰裤辣", "太酷了", heat=5), MemeRecord("m2", "躺平", "不想动")])
    calendar.day += datetime.timedelta(days=180)
    editor, log = MemeEditor(stores, calendar), ChangeLog(stores.database)
    waiting = stores.outbox.count("text")
    edit = {"meaning": "真的太酷了", "pattern": "{X}泰裤辣", "tags": ["旅行", " 旅行 ", ""], "risk": "mild"}
    assert editor.edit("m1", by="ann", heat=3, **edit)
    assert not editor.edit("m1", by="ann", heat=3, **edit), "no change was logged as one"
    changed = stores.memes.many(["m1"])["m1"]
    assert (changed.meaning, changed.tags, changed.risk, changed.heat) == ("真的太酷了", ("旅行",), "mild", 3)
    assert stores.outbox.count("text") == waiting + 1, "the indexes hear of it"
    calendar.day += datetime.timedelta(days=180)
    assert _heat(stores, "泰裤辣") == 2, "an edit of words measured the heat anew"
    editor.edit("m1", by="bob", heat=4.5, tags=[], risk="none", term="太酷啦")
    assert _heat(stores, "太酷啦") == 4.5
    second, first = log.list()
    assert (second.by, second.after["heat"], first.before["meaning"]) == ("bob", 4.5, "太酷了")
    with pytest.raises(CannotUndo, match="后来又改过"):
        log.undo(first.seq, by="ann", restore=editor.restore)
    log.undo(second.seq, by="ann", restore=editor.restore)
    assert _heat(stores, "泰裤辣") == 2
    log.undo(first.seq, by="ann", restore=editor.restore)
    assert stores.memes.many(["m1"])["m1"] == MemeRecord("m1", "泰裤辣", "太酷了", heat=2)
    good: dict[str, Any] = {"by": "ann", "heat": 3, "tags": [], "risk": "none"}
    for wrong in (
        {"heat": 0.5}, {"heat": 6}, {"heat": float("nan")}, {"risk": "huge"}, {"term": " "}, {"meaning": ""},
        {"term": "躺平"}, {"tags": [str(n) for n in range(9)]}, {"meaning": "长" * 201},
    ):  # fmt: skip
        with pytest.raises(WrongMeme):
            editor.edit("m1", **(good | wrong))
    with pytest.raises(WrongMeme):
        editor.edit("nothing", **good)
    log.change(SETTING, lambda _kept: (None, ""), by="ann")
    assert editor.edit("m1", **(good | {"heat": 2.5})) and _heat(stores, "泰裤辣") == 2.5, "a setting of nothing"
    assert [one.term for one in editor.find("不想")] == ["躺平"]
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
    stores = open_stores(tmp_path, clock=Calendar(MONDAY))
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
