"""The same graph with a larger model by URL that reads messages too: a real server process, one conversation."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from agent.assembly import Settings, build_assistant
from agent.turn import Turn

SERVER = Path(__file__).parent / "reading_server.py"
TALK = ("来3条标题，20字以内", "第2条再短点", "浮砂纪行主线要玩多久", "挑2条定稿", "今天股市怎么样")
WANTED = ["generate", "refine", "entity", "race", "refuse"]


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    root = str(SERVER.parents[2])
    command = [
        sys.executable,
        "-c",
        f"import sys,runpy;sys.path.insert(0,{root!r});runpy.run_path({str(SERVER)!r},run_name='__main__')",
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.kill()


def _hold(home: Path, url: str, planner: str) -> list[Turn]:
    settings = Settings(home=home, llm="openai", llm_url=url, planner=planner, turn_seconds=20)
    assistant = build_assistant(settings)
    try:
        thread = assistant.open("adv01")
        return [thread.send(text) for text in TALK]
    finally:
        assistant.close()


def _seen(url: str) -> dict[str, int]:
    return dict(httpx.get(f"{url}/seen").json())


def test_one_conversation_with_a_model_that_reads_and_writes_by_url(url: str, tmp_path: Path) -> None:
    turns = _hold(tmp_path / "model", url, "model")
    assert [str(turn.intent) for turn in turns] == WANTED
    assert _seen(url)["read"] == len(TALK), "every message was read by the server"
    assert _seen(url)["write"] > 0
    first, second, *_ = turns
    assert len(first.titles) == 3
    assert all(len(title.text) <= 20 for title in first.titles)
    assert second.titles[0].provenance.parent_id == first.titles[1].id
    assert len(second.titles[0].text) < len(first.titles[1].text)
    assert any(call.tokens > 0 for call in first.tool_calls)
    again = _hold(tmp_path / "readers", url, "readers")
    assert _seen(url)["read"] == len(TALK), "readers alone ask no model"
    assert [[call.name for call in turn.tool_calls] for turn in again] == [
        [call.name for call in turn.tool_calls] for turn in turns
    ]
