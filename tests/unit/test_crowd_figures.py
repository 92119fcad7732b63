"""What a crowd's clients see, and which figures fail `miaoti bench crowd`."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console

from evals.bench.crowd import Server, main, pin
from evals.bench.crowd_clients import Client, SeenTurn, marker, message
from evals.bench.crowd_figures import FAIR_TURNS, FAIRNESS_BAR, CrowdFigures, figures_of

USERS, TURNS = 4, 3


def answered(said: str, titles: list[str], account: str = "adv01", thread: str = "t1") -> SeenTurn:
    """What a client makes of an answer."""
    extra = {
        "thread_id": thread,
        "advertiser_id": account,
        "titles": [{"text": one} for one in titles],
        "timings": {"queue": 0.5},
    }
    pieces: list[dict[str, Any]] = [
        {"choices": [{"delta": {"role": "assistant", "content": ""}}], "miaoti": {"thread_id": "t1"}},
        {"choices": [{"delta": {}}], "miaoti": {"type": "queued", "ahead": 3}},
        {"choices": [{"delta": {"content": said}}]},
        {"choices": [{"delta": {}}], "miaoti": extra},
    ]
    text = "".join(f"data: {json.dumps(piece)}\n\n" for piece in pieces) + "data: [DONE]\n\n"
    network = httpx.MockTransport(lambda _request: httpx.Response(200, text=text))

    async def say() -> SeenTurn:
        client = Client("http://crowd", 7, "key", "adv01", 5.0, network)
        try:
            return await client.say(0)
        finally:
            await client.close()

    # A thread of its own: browser tests leave an event loop in the main one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, say()).result()


def test_an_order_that_gets_no_title_is_an_error() -> None:
    good = answered("好的", [f"{marker(7)}陪我加班"])
    assert (good.error, good.mixed, good.ahead, len(good.titles)) == (None, False, 3, 1)
    empty = answered("这次没有写出合格的标题", [])
    assert not empty.mixed and "got none" in (empty.error or "") and "没有写出" in (empty.error or "")


@pytest.mark.parametrize(
    "other",
    [
        {"titles": [f"{marker(7)}陪我加班", f"{marker(8)}陪我加班"]},
        {"titles": [f"{marker(7)}陪我加班"], "account": "adv02"},
        {"titles": [f"{marker(7)}陪我加班"], "thread": "t2"},
    ],
)
def test_an_answer_of_others_is_mixed(other: dict[str, Any]) -> None:
    assert answered("好的", **other).mixed


def figures(turns: int = TURNS, **changes: Any) -> CrowdFigures:
    """Of users who wait about as long as each other; `changes` are those of the last user's turns."""
    plain = {"first_event": 0.2, "first_title": 3.0, "whole": 4.0, "titles": ("甲", "乙"), "ahead": 1}
    seen = [
        SeenTurn(user=user, turn=turn, **{**plain, **(changes if user == USERS - 1 else {})})
        for user in range(USERS)
        for turn in range(turns)
    ]
    return figures_of(seen, USERS, turns, 12.0, [100, 104, 108, 110], 2, 16)


def test_a_good_run_meets_every_bar() -> None:
    good = figures()
    assert good.met and good.fairness == pytest.approx(1) and good.titles == USERS * TURNS * 2
    assert good.title == "4 users, 3 turns each, pinned to 2 of 16 CPUs"


@pytest.mark.parametrize(
    ("changes", "missed"),
    [
        ({"error": "ordered titles and got none", "titles": ()}, "errors"),
        ({"mixed": True}, "mixed"),
        ({"first_event": 5.0}, "first event, p95"),
        ({"whole": 60.0}, "fairness"),
    ],
)
def test_a_missed_bar_fails_the_command(
    changes: dict[str, Any], missed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = figures(**changes)
    (row,) = [one for one in bad.rows() if not one.met]
    assert row.what.startswith(missed)
    console = Console(record=True, width=120, quiet=False, file=(tmp_path / "told").open("w"))
    for measured, code in ((bad, 1), (figures(), 0)):
        monkeypatch.setattr("evals.bench.crowd.run", lambda *_, measured=measured: measured)
        assert main(Server("", 0, []), turns=TURNS, out=tmp_path, console=console) == code
    told = console.export_text()
    assert told.count("missed") == 1 and "first event, p95" in told and "pinned to 2 of 16" in told


def test_memory_that_grows_misses_its_bar() -> None:
    assert not figures().model_copy(update={"memory": [100, 100, 100, 120]}).met


def test_fairness_is_no_bar_where_each_speaks_once_or_twice() -> None:
    """All speak at once, so of a single turn the last in line waits longest whatever the line does."""
    few, many = (
        next(one for one in figures(turns, whole=60.0).rows() if "Jain" in one.what) for turns in (1, FAIR_TURNS)
    )
    assert few.bar is None and many.bar == FAIRNESS_BAR


def test_a_run_keeps_to_so_many_processors_with_all_it_starts() -> None:
    before, seen = os.sched_getaffinity(0), []

    def pinned() -> None:
        pin(1)
        child = [sys.executable, "-c", "import os; print(len(os.sched_getaffinity(0)))"]
        seen.append(len(os.sched_getaffinity(0)))
        seen.append(int(subprocess.run(child, capture_output=True, text=True, check=True).stdout))

    thread = threading.Thread(target=pinned)  # its own processors are set, not the test run's
    thread.start()
    thread.join()
    assert seen == [1, 1] and os.sched_getaffinity(0) == before


def test_every_user_of_fifty_has_a_word_of_their_own() -> None:
    words = [marker(user) for user in range(100)]
    assert len(set(words)) == 100 and marker(7) in message(7, 0) and marker(7) not in message(7, 1)
