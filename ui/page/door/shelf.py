"""Uploaded files: each keeper's on a shelf of its own, until the page has read them or an hour is over."""

from __future__ import annotations

import asyncio
import hashlib
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from ui.page.door.keeper import keeper_of

KEPT_SECONDS = 3600.0
FILES_AT_MOST = 20
_SUFFIX = re.compile(r"\.[a-z0-9]{1,8}")
_NAME = re.compile(r"[A-Za-z0-9_-]{43}(\.[a-z0-9]{1,8})?")


class Shelf:
    """Files under `root`. Their names are drawn: nothing of what the visitor called them reaches the disk."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, keeper: str, name: str, content: bytes) -> Path:
        """Keep a file for a keeper, whose own oldest ones make room for it."""
        folder = self._of(keeper)
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._tidy(folder)
        suffix = Path(name).suffix.lower()
        path = folder / f"{secrets.token_urlsafe(32)}{suffix if _SUFFIX.fullmatch(suffix) else ''}"
        path.write_bytes(content)
        return path

    def holds(self, keeper: str, path: str) -> bool:
        """Whether it is the path of a file of this keeper's."""
        wanted = Path(path)
        return wanted.parent == self._of(keeper) and bool(_NAME.fullmatch(wanted.name)) and wanted.is_file()

    async def take(self, request: Request) -> Response:
        """The answer to an upload: the path that the page's own event then names."""
        keeper = keeper_of(request)
        if keeper is None:
            return JSONResponse({"detail": "Not authenticated"}, 401)
        async with request.form(max_files=1, max_fields=1) as form:
            file = form.get("files")
            if not isinstance(file, UploadFile):
                return PlainTextResponse("no file was sent", 400)
            path = await asyncio.to_thread(self.put, keeper, file.filename or "", await file.read())
            return JSONResponse([str(path)])

    def _of(self, keeper: str) -> Path:
        return self._root / hashlib.sha256(keeper.encode()).hexdigest()[:32]

    def _tidy(self, folder: Path) -> None:
        """Drop what nobody read within the hour anywhere, and the oldest ones of a full shelf."""
        for path in self._root.glob("*/*"):
            if time.time() - _written(path) > KEPT_SECONDS:
                path.unlink(missing_ok=True)
        for path in sorted(folder.iterdir(), key=_written)[: 1 - FILES_AT_MOST]:
            path.unlink(missing_ok=True)


def _written(path: Path) -> float:
    with suppress(FileNotFoundError):  # read, and so removed, in the meantime
        return path.stat().st_mtime
    return time.time()


@contextmanager
def reading(file: str) -> Iterator[Path]:
    """An uploaded file, which is gone afterwards: there is nothing left to ask for."""
    path = Path(file)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
