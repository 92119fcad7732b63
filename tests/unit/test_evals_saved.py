"""Files of lines are replaced whole, and what others see under their name is never half of them."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from evals.saved import appended, whole_lines, write_lines


def test_a_write_that_fails_leaves_the_old_lines(tmp_path: Path) -> None:
    path = tmp_path / "talks.jsonl"
    write_lines(path, ["一", "二"])
    with pytest.raises(UnicodeEncodeError):
        write_lines(path, ["三", "\udc80"])
    assert whole_lines(path) == ["一", "二"]
    with appended(path, whole_lines(path)) as append:
        append("三")
    assert whole_lines(path) == ["一", "二", "三"]


def test_two_files_of_one_stem_are_written_apart(tmp_path: Path) -> None:
    (tmp_path / "talks.part").write_text("somebody's own", encoding="utf-8")
    write_lines(tmp_path / "talks.jsonl", ["一"])
    assert {path.name for path in tmp_path.iterdir()} == {"talks.part", "talks.jsonl"}
    assert (tmp_path / "talks.part").read_text("utf-8") == "somebody's own"


def test_a_link_stays_one_and_a_pipe_takes_what_comes(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "file")
    write_lines(tmp_path / "link", ["一"])
    assert (tmp_path / "link").is_symlink() and whole_lines(tmp_path / "file") == ["一"]
    os.mkfifo(pipe := tmp_path / "pipe")
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text("utf-8")), daemon=True)
    reader.start()
    write_lines(pipe, ["一", "二"])
    reader.join(10)
    assert read == ["一\n二\n"] and pipe.is_fifo()
