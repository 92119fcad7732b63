"""What the surroundings fail in is no failure of the agent: told by the kind of error, counted apart, held again."""

import errno
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from rich.console import Console

from evals import dialogues, opening
from evals.cases import Case
from evals.drivers import Conversation, Driver, InfrastructureError
from evals.metrics import summarise
from evals.oracle import OracleDriver
from evals.raw_driver import RawModelDriver
from evals.records import Observation
from evals.runner import RunPlan, run_case, run_cases
from evals.saved import load_trajectories
from evals.surroundings import are_infrastructure, is_infrastructure
from evals.talks import SimulatedRun, converse, start
from models.catalog import Advertiser
from models.llm import EndpointError, EndpointUnreachable, ModelRequestError
from models.llm.openai import OpenAIEndpoint

CASE = Case.model_validate(
    {
        "id": "a",
        "advertiser": {"name": "店", "products": [{"name": "壶"}]},
        "turns": [{"user": "一", "expect": {"count": 1}}, {"user": "二"}, {"user": "三", "expect": {"count": 1}}],
    }
)


class Dying(OracleDriver):
    """The oracle, whose second turn fails with an error."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def open(self, case: Case) -> Conversation:
        return Failing(super().open(case), self.error)


class Failing:
    def __init__(self, inner: Conversation, error: Exception) -> None:
        self.inner, self.error = inner, error
        self.sent = 0

    def send(self, text: str) -> Observation:
        self.sent += 1
        if self.sent == 2:
            raise self.error
        return self.inner.send(text)

    def stop(self) -> None:
        self.inner.stop()


def _caused(by: Exception) -> Exception:
    error = RuntimeError("the tool failed")
    error.__cause__ = by
    return error


OF_THE_SURROUNDINGS = [
    ConnectionRefusedError(errno.ECONNREFUSED, "refused"),
    BrokenPipeError("gone"),
    TimeoutError("timed out"),
    OSError(errno.ENETUNREACH, "no network"),
    OSError(errno.ENOSPC, "disk full"),
    httpx.ReadTimeout("slow"),
    httpx.ConnectError("refused"),
    EndpointUnreachable("gone"),
    EndpointError("500"),
    InfrastructureError("no model"),
    _caused(ConnectionResetError("reset")),
]
OF_THE_AGENT = [
    KeyError("x"),
    FileNotFoundError(errno.ENOENT, "no file"),
    TimeoutError(),
    ModelRequestError("the prompt is too long"),
    _caused(ValueError("x")),
]


@pytest.mark.parametrize("error", OF_THE_SURROUNDINGS, ids=repr)
def test_a_talk_that_the_surroundings_break_off_is_counted_apart(error: Exception) -> None:
    assert is_infrastructure(error)
    talk = run_case(CASE, Dying(error))
    assert talk.infrastructure is not None and talk.infrastructure.startswith("turn 2: ")
    assert [turn.user for turn in talk.turns] == ["一"], "what was said before is kept"
    summary = summarise([CASE], [talk, run_case(CASE, OracleDriver(), trial=1)])
    assert (summary.runs.passed, summary.runs.total, summary.turns.total) == (1, 1, 3)
    assert len(summary.infrastructure) == 1 and (summary.aborted, summary.crashed) == (0, 0)


@pytest.mark.parametrize("error", OF_THE_AGENT, ids=repr)
def test_what_the_agent_fails_in_is_a_crash(error: Exception) -> None:
    talk = run_case(CASE, Dying(error))
    assert talk.infrastructure is None
    assert [turn.status for turn in talk.turns] == ["ok", "crashed", "ok"]


def test_errors_are_known_by_the_names_of_their_classes() -> None:
    names = ["EndpointUnreachable", "ModelRequestError", "ConnectError", "ConnectionResetError", "KeyError"]
    assert are_infrastructure(names) == ["EndpointUnreachable", "ConnectError", "ConnectionResetError"]


def test_a_driver_that_cannot_be_opened_loses_its_trial_alone() -> None:
    def opener(trial: int, seed: int) -> Driver:
        if trial == 0:
            raise RuntimeError("the model cannot be prepared")
        return OracleDriver()

    told: list[str | None] = []
    runs = run_cases(
        [CASE, CASE.model_copy(update={"id": "b"})],
        opener,
        RunPlan(trials=2, driver="agent"),
        on_finished=lambda talk: told.append(talk.infrastructure),
    )
    assert [(run.case_id, run.trial, bool(run.infrastructure)) for run in runs if run.trial == 0] == [
        ("a", 0, True),
        ("b", 0, True),
    ]
    assert {run.driver for run in runs if run.trial == 0} == {"agent"}
    assert "the model cannot be prepared" in (told[0] or "")
    assert [run.infrastructure for run in runs if run.trial == 1] == [None, None]


def test_a_run_whose_server_died_is_finished_by_resuming(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cases, out, console = tmp_path / "cases.jsonl", tmp_path / "run", Console(quiet=True)
    cases.write_text(CASE.model_dump_json(exclude_defaults=True) + "\n", encoding="utf-8")
    monkeypatch.setitem(opening.DRIVERS, "dying", lambda trial, seed: Dying(EndpointUnreachable("gone")))
    assert dialogues.main(cases, run=dialogues.Run(driver="dying"), out=out, console=console) == 1
    (lost,) = load_trajectories(out)
    assert lost.infrastructure and "infrastructure error, counted apart" in (out / "report.md").read_text("utf-8")
    monkeypatch.setitem(opening.DRIVERS, "dying", lambda trial, seed: OracleDriver())
    assert dialogues.resume(out, console=console) == 0
    (held,) = load_trajectories(out)
    assert held.infrastructure is None and len(held.turns) == 3


class Server(BaseHTTPRequestHandler):
    """Writes one title a request."""

    def do_GET(self) -> None:
        self._send('{"data": [{"id": "base", "owned_by": "vllm"}]}')

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        chunk = '{"choices": [{"index": 0, "text": "煮一壶茶", "finish_reason": "stop"}]}'
        self._send(f"data: {chunk}\n\ndata: [DONE]\n\n")

    def _send(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: object) -> None:
        pass


def test_an_endpoint_that_is_closed_within_a_talk_is_no_failure_of_who_asks_it() -> None:
    http = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=http.serve_forever, daemon=True).start()
    driver = RawModelDriver(OpenAIEndpoint(f"http://127.0.0.1:{http.server_port}", retries=0))

    class Closing(OracleDriver):
        def open(self, case: Case) -> Conversation:
            return _followed(driver.open(case), http)

    try:
        talk = run_case(CASE, Closing())
    finally:
        driver.close()
    assert [turn.reply for turn in talk.turns] == ["煮一壶茶"]
    assert "EndpointUnreachable" in (talk.infrastructure or "")


def _followed(inner: Conversation, http: ThreadingHTTPServer) -> Conversation:
    """A conversation after whose first answer the server is closed."""

    class Talk:
        def send(self, text: str) -> Observation:
            seen = inner.send(text)
            http.shutdown()
            http.server_close()
            return seen

        def stop(self) -> None:
            inner.stop()

    return Talk()


ACCOUNT = Advertiser.model_validate(
    {"id": "x", "name": "店", "products": [{"name": "雾灯", "category": "夜灯", "price": "59元"}]}
)


def test_a_simulated_talk_that_was_broken_off_is_held_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    case, talk = converse(Dying(EndpointUnreachable("gone")), ACCOUNT, seed=3)
    assert (talk.infrastructure or "").startswith("turn 2: ")
    assert (len(case.turns), len(talk.turns)) == (2, 1)
    run, console = SimulatedRun(kind="simulated", talks=1, driver="dying"), Console(quiet=True)
    held = []
    for error in (EndpointUnreachable("gone"), KeyError("x")):
        monkeypatch.setitem(opening.DRIVERS, "dying", lambda trial, seed, error=error: Dying(error))
        start(run, tmp_path, console=console, accounts=(ACCOUNT,))
        (one,) = load_trajectories(tmp_path)
        held.append((bool(one.infrastructure), len(one.turns) > 2))
    assert held == [(True, False), (False, True)]
