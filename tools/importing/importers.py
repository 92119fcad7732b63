"""Import files into the stores: good rows in atomic batches, bad rows named, a second run adds nothing.

A run that is killed leaves whole batches behind; running it again skips those and goes on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from models.catalog import PastTitle, Product
from tools.compliance.own import find, own_words
from tools.importing import records, values
from tools.importing.columns import MEME_COLUMNS, PRODUCT_COLUMNS, TITLE_COLUMNS, map_columns
from tools.importing.reading import open_source
from tools.importing.records import RowProblem
from tools.importing.report import ImportReport, RowError
from tools.importing.source import ImportProblem, Row, Source
from tools.store import MemeRecord, NotFound, Stores

BATCH = 1000
Progress = Callable[[int], None]
"""Called with the number of rows read so far, after each batch is safe."""

_T = TypeVar("_T")


def import_titles(
    path: Path, stores: Stores, advertiser_id: str | None = None, *, progress: Progress | None = None
) -> ImportReport:
    """Titles that ran before, into an account's history, and so into association.

    The account is `advertiser_id`, or each row's own column (账号, advertiser_id). The same words on the same day
    are one title; a later file with larger counts updates it. Raises ImportProblem when nothing can be imported.
    """
    if advertiser_id is not None:
        _require_account(stores, advertiser_id)
    own = {account.id: own_words(account) for account in stores.advertisers.list()}
    kept_out = 0

    def make(row: Mapping[str, Any]) -> tuple[str, PastTitle]:
        nonlocal kept_out
        account = values.text(row.get("advertiser_id")) or advertiser_id
        if account is None:
            raise RowProblem("advertiser_id", "没有写是哪个账号的标题")
        if account not in own:
            raise RowProblem("advertiser_id", f"没有账号 {account}，请先建账号")
        past = records.past_title(row)
        kept_out += bool(find(past.title, own[account]))
        return account, past

    def store(batch: Sequence[tuple[str, PastTitle]]) -> tuple[int, int]:
        grouped: dict[str, list[PastTitle]] = {}
        for account, past in batch:
            grouped.setdefault(account, []).append(past)
        return stores.advertisers.merge_history(grouped)

    report = _run(path, _Importer(TITLE_COLUMNS, "title", "标题", make, store), progress)
    return report.model_copy(update={"kept_out": kept_out})


def import_products(
    path: Path, stores: Stores, advertiser_id: str, *, name: str | None = None, progress: Progress | None = None
) -> ImportReport:
    """Products, into one account, which is made when `name` is given. A product of a known name is updated."""
    if name is not None:
        stores.advertisers.ensure(advertiser_id, name)
    _require_account(stores, advertiser_id)

    def store(batch: Sequence[Product]) -> tuple[int, int]:
        return stores.advertisers.merge_products(advertiser_id, batch)

    return _run(path, _Importer(PRODUCT_COLUMNS, "name", "产品名", records.product, store), progress)


def import_memes(path: Path, stores: Stores, *, progress: Progress | None = None) -> ImportReport:
    """Memes. One of a known name replaces it."""
    ids = {meme.term: meme.id for meme in stores.memes.all()}

    def make(row: Mapping[str, Any]) -> MemeRecord:
        meme = records.meme(row)
        ids.setdefault(meme.term, meme.id)
        return MemeRecord(**{**meme.__dict__, "id": ids[meme.term]})

    def store(batch: Sequence[MemeRecord]) -> tuple[int, int]:
        known = stores.memes.many([meme.id for meme in batch])
        fresh = {meme.id for meme in batch} - known.keys()
        changed = stores.memes.put(batch)
        return len(fresh), changed - len(fresh)

    return _run(path, _Importer(MEME_COLUMNS, "term", "梗", make, store), progress)


@dataclass(frozen=True)
class _Importer(Generic[_T]):
    """`store` keeps a batch in one transaction and returns (added, updated)."""

    columns: dict[str, tuple[str, ...]]
    key: str
    key_name: str
    make: Callable[[Mapping[str, Any]], _T]
    store: Callable[[Sequence[_T]], tuple[int, int]]


def _run(path: Path, importer: _Importer[_T], progress: Progress | None) -> ImportReport:
    source = open_source(path)
    report = ImportReport(encoding=source.encoding)
    if source.columns:
        _note_columns(report, importer, source)
    batch: list[_T] = []
    for record in _records(source, importer, report):
        batch.append(record)
        if len(batch) == BATCH:
            _keep(batch, importer, report)
            batch = []
            if progress:
                progress(report.rows)
    _keep(batch, importer, report)
    if progress:
        progress(report.rows)
    return report


def _note_columns(report: ImportReport, importer: _Importer[Any], source: Source) -> None:
    report.columns = map_columns(source.columns, importer.columns)
    report.ignored = [column for column in source.columns if column and column not in report.columns.values()]
    if importer.key not in report.columns:
        names = "、".join(importer.columns[importer.key][:3])
        raise ImportProblem(
            f"没有找到{importer.key_name}这一列（可以叫 {names} 等），文件里有：{'、'.join(source.columns)}"
        )


def _records(source: Source, importer: _Importer[_T], report: ImportReport) -> Iterator[_T]:
    for row in source.rows:
        report.rows += 1
        if row.problem:
            report.errors.append(RowError(row=row.number, column="", message=row.problem))
            continue
        columns = report.columns if source.columns else _columns_of(row, importer, report)
        try:
            yield importer.make({field: row.values.get(column) for field, column in columns.items()})
        except RowProblem as problem:
            column = columns.get(problem.field, problem.field)
            report.errors.append(RowError(row=row.number, column=column, message=problem.message))


def _columns_of(row: Row, importer: _Importer[Any], report: ImportReport) -> dict[str, str]:
    """The columns of one JSON object; the report keeps those of all rows together."""
    columns = map_columns(row.values, importer.columns)
    report.columns = columns | report.columns
    report.ignored += [key for key in row.values if key not in columns.values() and key not in report.ignored]
    return columns


def _keep(batch: list[_T], importer: _Importer[_T], report: ImportReport) -> None:
    if not batch:
        return
    added, updated = importer.store(batch)
    report.added += added
    report.updated += updated
    report.skipped += len(batch) - added - updated


def _require_account(stores: Stores, advertiser_id: str) -> None:
    try:
        stores.advertisers.get(advertiser_id)
    except NotFound as error:
        raise ImportProblem(f"没有账号 {advertiser_id}，请先建账号。") from error
