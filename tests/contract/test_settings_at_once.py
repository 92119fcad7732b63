"""Settings that two people change at once: neither change is lost, on SQLite and on PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tools.compliance.house import HouseDesk, make_rule
from tools.phrases.custom import CustomPhrases
from tools.store.changes import CannotUndo, ChangeLog
from tools.store.database import Database
from tools.store.schema import upgrade

WORKERS, EACH = 2, 8


@pytest.fixture
def log(database_url: str) -> Iterator[ChangeLog]:
    database = Database(database_url)
    upgrade(database)
    yield ChangeLog(database)
    database.close()


def _together(act: Callable[[int, int], Any]) -> None:
    """`act(worker, number)` by all workers at the same time, number by number."""
    gate = threading.Barrier(WORKERS)

    def work(worker: int) -> None:
        for number in range(EACH):
            gate.wait(10)
            act(worker, number)

    with ThreadPoolExecutor(WORKERS) as pool:
        for done in [pool.submit(work, worker) for worker in range(WORKERS)]:
            done.result()


def test_rules_added_at_once_are_all_kept(log: ChangeLog) -> None:
    desk = HouseDesk(log)
    _together(
        lambda worker, number: desk.put(f"r{worker}-{number}", make_rule(words=("闭眼囤",), reason="x"), by="ann")
    )
    assert len(desk.get().rules) == WORKERS * EACH == len(log.list())


def test_phrases_added_at_once_are_all_kept(log: ChangeLog) -> None:
    phrases = CustomPhrases(log)
    _together(lambda worker, number: phrases.put(f"p{worker}_{number}", "city", "上海=魔都", "", by="ann"))
    assert len(phrases.own()) == WORKERS * EACH


def test_what_fails_leaves_a_setting_as_it_was(log: ChangeLog) -> None:
    def fails(before: Any) -> tuple[Any, str]:
        raise ValueError(str(before))

    for before in (None, {"a": 1}):
        with pytest.raises(ValueError, match=str(before)):
            log.change("x", fails, by="ann")
        assert log.get("x") == before
        log.set("x", {"a": 1}, by="ann")
    assert len(log.list()) == 1 and not log.change("x", lambda kept: (kept, ""), by="ann")


def test_one_change_is_taken_back_once(log: ChangeLog) -> None:
    log.set("x", 1, by="ann")
    (made,) = log.list()
    refused = []

    def undo(_worker: int, _number: int) -> None:
        try:
            log.undo(made.seq, by="ann")
        except CannotUndo as error:
            refused.append(error)

    _together(undo)
    assert len(refused) == WORKERS * EACH - 1 and log.get("x") is None and len(log.list()) == 2
