"""Killing the process in the middle of a turn loses nothing that was finished."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from agent.assembly import Settings, build_assistant

PROGRAM = """
import os, sys
from pathlib import Path
from agent.assembly import Settings, build_assistant
assistant = build_assistant(Settings(home=Path(sys.argv[1])))
thread = assistant.open("adv01")
turn = thread.send("后院防线来2条标题，18字以内")
thread.send("第1条存起来")
print(thread.id, flush=True)
for event in thread.stream("再来10条"):
    print(event.type, flush=True)
"""


def test_a_killed_turn_is_marked_and_the_next_one_works(fresh_home: Path):
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, str(fresh_home)], stdout=subprocess.PIPE, text=True, cwd=Path.cwd()
    )
    assert child.stdout is not None
    thread_id = child.stdout.readline().strip()
    assert child.stdout.readline().strip() == "tool_started"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()

    assistant = build_assistant(Settings(home=fresh_home))
    try:
        thread = assistant.open("adv01", thread_id=thread_id)
        history = thread.history()
        assert [turn.status for turn in history] == ["done", "done", "cut_off"]
        assert history[2].user == "再来10条" and not history[2].titles
        assert [action.kind for action in thread.pending()] == ["save"]
        assert "1" in thread.resume(approve=True).reply
        assert len(assistant.library("adv01")) == 1

        turn = thread.send("第2条再短点")
        assert [title.provenance.parent_id for title in turn.titles] == [history[0].titles[1].id]
        assert turn.brief.max_chars == 18, "conditions of finished turns are remembered"
    finally:
        assistant.close()
