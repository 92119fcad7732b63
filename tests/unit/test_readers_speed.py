"""No message may hold up the readers: a pattern that backtracks without end would hold up every conversation."""

from __future__ import annotations

import subprocess
import sys

import pytest

READ = "import sys; from agent.readers.cues import read_cues; from agent.readers.message import read_message; "
READ += "read_cues(read_message(sys.argv[1])); print('read')"


@pytest.mark.parametrize("text", ["来" + "9" * 300 + "折", "来" * 100 + "一二三" * 100, "来" + "我个点上出几" * 80])
def test_long_repetitions_are_read_in_no_time(text: str) -> None:
    done = subprocess.run([sys.executable, "-c", READ, text], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "read\n"
