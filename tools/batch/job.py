"""Run a batch: a journal beside the output takes each row's titles as they come; a killed run goes on from there."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel

from models.generator import Generation, TitleRequest
from tools.batch.requests import BatchRow
from tools.spreadsheet import cell

JOURNAL = ".unfinished"
Progress = Callable[[int, int], None]


class Writer(Protocol):
    """What a batch needs of the generator."""

    def draw(self, request: TitleRequest, n: int, *, cancel: threading.Event | None = None) -> Generation: ...


class BatchReport(BaseModel):
    """What a run did: rows of this run, rows found finished, titles in the output, rows that fell short and why."""

    rows: int
    resumed: int
    titles: int
    short: dict[int, str]
    tokens: int
    seconds: float


def run_batch(
    writer: Writer,
    rows: Sequence[BatchRow],
    output: Path,
    *,
    n: int = 10,
    in_flight: int = 2,
    progress: Progress | None = None,
    cancel: threading.Event | None = None,
) -> BatchReport:
    """Titles for every row, in the file's order, written to `output` (.parquet, .csv or .jsonl) at the end.

    Raises ValueError for another suffix, and where the journal beside `output` belongs to other rows.
    """
    if output.suffix.lower() not in _WRITERS:
        raise ValueError(f"不认识 {output.suffix or '没有后缀的'} 文件，请用 {'、'.join(_WRITERS)}。")
    journal = _Journal(output.with_name(output.name + JOURNAL), _digest(rows, n))
    done = journal.read()
    todo = [row for row in rows if row.number not in done]
    report = BatchReport(rows=len(todo), resumed=len(done), titles=0, short={}, tokens=0, seconds=0)
    stop = cancel or threading.Event()
    try:
        _draw_all(writer, todo, n, in_flight, journal, report, progress, stop)
    finally:
        journal.close()
    if stop.is_set():
        return report
    records = [record for row in rows for record in journal.records[row.number]]
    report.titles = len(records)
    _replace(output, records)
    journal.path.unlink()
    return report


def _draw_all(
    writer: Writer,
    todo: Sequence[BatchRow],
    n: int,
    in_flight: int,
    journal: _Journal,
    report: BatchReport,
    progress: Progress | None,
    stop: threading.Event,
) -> None:
    """Two rows at a time keep both cores busy: one is scored while the other is drawn."""
    waiting = iter(todo)
    running: dict[Future[Generation], BatchRow] = {}
    with ThreadPoolExecutor(in_flight) as pool:

        def start() -> None:
            row = next(waiting, None)
            if row is not None and not stop.is_set():
                running[pool.submit(writer.draw, row.request, row.n or n, cancel=stop)] = row

        for _ in range(in_flight):
            start()
        while running:
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                row, found = running.pop(future), future.result()
                if stop.is_set():
                    continue  # cut short: the next run draws this row again
                journal.write(row.number, [_record(row, title) for title in found.titles])
                report.tokens += found.tokens
                report.seconds += found.seconds
                if found.note:
                    report.short[row.number] = found.note
                if progress:
                    progress(len(journal.records), report.resumed + len(todo))
                start()


def _record(row: BatchRow, title: Any) -> dict[str, Any]:
    scores = title.scores
    return {
        "row": row.number,
        "keywords": "、".join(row.request.words),
        "title": title.text,
        "length": len(title.text),
        "fluency": scores.fluency if scores else None,
        "style": scores.style if scores else None,
        "quality": scores.quality if scores else None,
        "source": title.provenance.source,
        "verdict": title.compliance.verdict.value if title.compliance else None,
    }


def _digest(rows: Sequence[BatchRow], n: int) -> str:
    text = json.dumps([[row.number, row.n, row.request.model_dump(mode="json")] for row in rows], ensure_ascii=False)
    return hashlib.sha256(f"{n}\n{text}".encode()).hexdigest()


class _Journal:
    """A line a row, forced to disk: what a kill leaves is every finished row and at most one torn line."""

    def __init__(self, path: Path, digest: str) -> None:
        self.path = path
        self.records: dict[int, list[dict[str, Any]]] = {}
        self._digest = digest
        self._file: Any = None

    def read(self) -> dict[int, list[dict[str, Any]]]:
        """Rows a former run finished; then the journal is open for more."""
        lines = self.path.read_bytes().split(b"\n")[:-1] if self.path.exists() else []
        whole = 0
        for index, line in enumerate(lines):
            entry = json.loads(line)
            if index == 0 and entry.get("digest") != self._digest:
                raise ValueError(f"{self.path.name} 是另一批输入留下的；换一个输出文件名，或删掉它再来。")
            if index:
                self.records[entry["row"]] = entry["titles"]
            whole += len(line) + 1
        self._file = self.path.open("ab")
        self._file.truncate(whole)
        if not lines:
            self._append({"digest": self._digest})
        return dict(self.records)

    def write(self, row: int, titles: list[dict[str, Any]]) -> None:
        self._append({"row": row, "titles": titles})
        self.records[row] = titles

    def close(self) -> None:
        self._file.close()

    def _append(self, entry: dict[str, Any]) -> None:
        self._file.write(json.dumps(entry, ensure_ascii=False).encode() + b"\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def _replace(output: Path, records: list[dict[str, Any]]) -> None:
    """Write beside the output, then rename: a reader sees the old file or the whole new one."""
    temporary = output.with_name(f".{output.name}.writing")
    _WRITERS[output.suffix.lower()](temporary, records)
    temporary.replace(output)


def _parquet(path: Path, records: list[dict[str, Any]]) -> None:
    import pandas

    pandas.DataFrame(records).to_parquet(path, index=False)


def _csv(path: Path, records: list[dict[str, Any]]) -> None:
    import pandas

    table = pandas.DataFrame(records, columns=list(records[0]) if records else ["title"])
    table.map(cell).to_csv(path, index=False, encoding="utf-8-sig")


def _jsonl(path: Path, records: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")


_WRITERS: dict[str, Callable[[Path, list[dict[str, Any]]], None]] = {
    ".parquet": _parquet,
    ".csv": _csv,
    ".jsonl": _jsonl,
}
