"""A model server that dies within a talk: the agent finds words without it, the evaluation counts the talk apart."""

import subprocess
import sys
from pathlib import Path

from agent.assembly import Settings, build_assistant
from evals.agent_driver import AgentDriver
from evals.cases import Case
from evals.drivers import Conversation
from evals.metrics import summarise
from evals.records import Observation
from evals.runner import run_case

SERVER = Path(__file__).parent / "reading_server.py"
CASE = Case.model_validate(
    {
        "id": "i1",
        "advertiser": {"name": "静店", "products": [{"name": "静听降噪耳机", "category": "耳机"}]},
        "turns": [{"user": "耳机来3条标题", "expect": {"count": 3}}, {"user": "第2条再短点"}, {"user": "谢谢"}],
    }
)


class Killing:
    """The agent, whose model server is killed after the first turn."""

    name = "agent"

    def __init__(self, inner: AgentDriver, server: "subprocess.Popen[str]") -> None:
        self._inner, self._server = inner, server

    def open(self, case: Case) -> Conversation:
        conversation, server = self._inner.open(case), self._server

        class Talk:
            def send(self, text: str) -> Observation:
                seen = conversation.send(text)
                server.kill()
                server.wait()
                return seen

            def stop(self) -> None:
                conversation.stop()

        return Talk()

    def close(self) -> None:
        self._inner.close()


def test_a_talk_whose_model_server_dies_is_counted_apart(tmp_path: Path) -> None:
    root = str(SERVER.parents[2])
    code = f"import sys,runpy;sys.path.insert(0,{root!r});runpy.run_path({str(SERVER)!r},run_name='__main__')"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = f"http://127.0.0.1:{int(server.stdout.readline())}"
        settings = Settings(home=tmp_path, llm="openai", llm_url=url, planner="model", turn_seconds=20)
        driver = Killing(AgentDriver(build_assistant(settings)), server)
        try:
            talk = run_case(CASE, driver, turn_seconds=60)
        finally:
            driver.close()
    assert [len(turn.titles) for turn in talk.turns] == [3]
    assert "turn 2" in (talk.infrastructure or "") and "EndpointUnreachable" in (talk.infrastructure or "")
    summary = summarise([CASE], [talk])
    assert (summary.runs.total, len(summary.infrastructure)) == (0, 1)
