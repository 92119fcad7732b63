"""Imports: what users' files look like, bad rows named, good rows kept, kills survived."""

from __future__ import annotations

import datetime
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pyarrow
import pyarrow.parquet
import pytest

from models.catalog import PastTitle
from tools.importing import ImportProblem, import_memes, import_products, import_titles
from tools.store import Stores, open_stores

CSV = "\n".join(
    [
        "标题,曝光量(次),点击,日期,备注",
        "开学第一天，橡皮先上岗".join('""') + ',"12,345",120,2026-02-01,好',
        "橡皮也会累,1.2万,88,2026/2/3,",
        ",100,1,2026-02-04,没有标题",
        "点击太多,10,20,2026-02-04,",
        "不是数字,很多,1,2026-02-04,",
        "没有这一天,10,1,2026-02-31,",
        "",
        "橡皮也会累,1.2万,88,2026年2月3日,又来一遍",
    ]
)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path / "home")
    opened.advertisers.ensure("a1", "山雀文具")
    yield opened
    opened.close()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_titles_from_csv_in_the_encodings_people_save(stores: Stores, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "titles.csv"
    path.write_text(CSV, encoding=encoding)
    report = import_titles(path, stores, "a1")
    assert report.columns == {"title": "标题", "impressions": "曝光量(次)", "clicks": "点击", "date": "日期"}
    assert report.ignored == ["备注"]
    assert (report.rows, report.added, report.updated, report.skipped) == (7, 2, 0, 1)
    assert [(error.row, error.column) for error in report.errors] == [
        (4, "标题"),
        (5, "点击"),
        (6, "曝光量(次)"),
        (7, "日期"),
    ]
    assert "点击 20 大于曝光 10" in report.errors[1].message and "很多" in report.errors[2].message
    history = sorted(stores.advertisers.get("a1").history, key=lambda past: past.impressions)
    first = PastTitle(title="橡皮也会累", impressions=12_000, clicks=88, date=datetime.date(2026, 2, 3))
    assert history == [
        first,
        PastTitle(title="开学第一天，橡皮先上岗", impressions=12_345, clicks=120, date=datetime.date(2026, 2, 1)),
    ]
    again = import_titles(path, stores, "a1")
    assert (again.added, again.updated, again.skipped, len(again.errors)) == (0, 0, 3, 4)
    assert "新增 0" in again.summary()


def test_a_later_file_with_larger_counts_updates(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"title": "橡皮也会累", "impressions": 10, "clicks": 1}\n')
    assert import_titles(path, stores, "a1").added == 1
    path.write_text('{"title": "橡皮也会累", "impressions": 90, "clicks": 5}\n')
    assert import_titles(path, stores, "a1").updated == 1
    assert stores.advertisers.get("a1").history[0].impressions == 90


def test_products_from_csv_are_merged_by_name(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text("产品名,卖点,价格,资料,目标人群\n云朵橡皮,不掉屑；软,3.5,约20克;不含邻苯,学生、白领\n细杆笔,,2,,\n")
    report = import_products(path, stores, "a1")
    assert (report.added, report.updated) == (2, 0)
    eraser = stores.advertisers.get("a1").products[0]
    assert (eraser.id, eraser.price, eraser.facts) == ("a1-p1", "3.5", ("约20克", "不含邻苯"))
    assert eraser.selling_points == ("不掉屑", "软") and eraser.audience == ("学生", "白领")
    path.write_text("产品名,价格\n云朵橡皮,4\n细杆笔,2\n尺子,1\n")
    report = import_products(path, stores, "a1")
    assert (report.added, report.updated, report.skipped) == (1, 1, 1)
    assert [(product.id, product.price) for product in stores.advertisers.get("a1").products] == [
        ("a1-p1", "4"),
        ("a1-p2", "2"),
        ("a1-p3", "1"),
    ]


def test_an_account_can_be_made_by_importing_its_products(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "p.jsonl"
    path.write_text('{"name": "灯", "facts": ["护眼", "可调光"]}\n{"name": "灯架", "id": "p9"}\n')
    with pytest.raises(ImportProblem, match="没有账号"):
        import_products(path, stores, "new")
    import_products(path, stores, "new", name="新店")
    account = stores.advertisers.get("new")
    assert account.name == "新店" and account.products[0].facts == ("护眼", "可调光")
    assert account.products[1].id == "p9"


def test_memes_from_parquet_replace_those_of_the_same_name(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "m.parquet"
    rows = {
        "梗": ["摸鱼", "上岸", "怪梗"],
        "含义": ["上班偷闲", "考上了", "?"],
        "热度": [4, 5, 9],
        "标签": ["职场、摸鱼", "学习", ""],
    }
    pyarrow.parquet.write_table(pyarrow.table(rows), path)
    report = import_memes(path, stores)
    assert (report.added, [(error.row, error.column) for error in report.errors]) == (2, [(3, "热度")])
    assert {meme.term: (meme.heat, meme.tags) for meme in stores.memes.all()} == {
        "摸鱼": (4.0, ("职场", "摸鱼")),
        "上岸": (5.0, ("学习",)),
    }
    pyarrow.parquet.write_table(pyarrow.table({"梗": ["摸鱼"], "含义": ["划水"]}), path)
    assert import_memes(path, stores).updated == 1
    assert len(stores.memes.all()) == 2


def test_rows_may_name_their_own_account(stores: Stores, tmp_path: Path) -> None:
    stores.advertisers.ensure("a2", "乙")
    path = tmp_path / "t.jsonl"
    rows = [
        {"标题": "甲的", "账号": "a1"},
        {"标题": "乙的", "账号": "a2"},
        {"标题": "谁的", "账号": "a3"},
        {"标题": "没说"},
    ]
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows))
    report = import_titles(path, stores)
    assert report.added == 2 and [error.row for error in report.errors] == [3, 4]
    assert stores.advertisers.get("a2").history[0].title == "乙的"


def test_unreadable_rows_are_named_and_the_rest_kept(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text('{"title": "好的"}\n{"title": \n[1]\n\n{"title": "' + "长" * 201 + '"}\n{"title": "也好"}\n')
    report = import_titles(path, stores, "a1")
    assert report.added == 2
    assert [error.row for error in report.errors] == [2, 3, 5]
    path = tmp_path / "t.csv"
    path.write_text("标题,点击\n逗号,没有,引号\n好标题,\n")
    report = import_titles(path, stores, "a1")
    assert report.added == 1 and "引号" in report.errors[0].message


@pytest.mark.parametrize(
    ("name", "content", "hint"),
    [
        ("missing.csv", None, "找不到"),
        ("empty.csv", b"", "空的"),
        ("t.docx", b"x", "不认识"),
        ("t.csv", "产品,价格\n灯,3\n".encode(), "没有找到标题"),
        ("t.parquet", b"not parquet", "Parquet"),
        ("t.csv", b"\xff\xff\x80\x80\n", "UTF-8"),
    ],
)
def test_files_that_cannot_be_imported_say_why(
    stores: Stores, tmp_path: Path, name: str, content: bytes | None, hint: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ImportProblem, match=hint):
        import_titles(path, stores, "a1")


_DYING = """
import os, signal
from pathlib import Path
import tools.store.history as history
from tools.importing import import_titles
from tools.store import open_stores

die = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
batches = []
note = history.note
def note_then_maybe_die(*args):
    note(*args)
    batches.append(1)
    if {inside} and len(batches) == 3:
        die()
history.note = note_then_maybe_die
stores = open_stores(Path({home!r}))
import_titles(Path({path!r}), stores, "a1", progress=lambda rows: None if {inside} or rows < 2000 else die())
"""


@pytest.mark.parametrize("inside", [True, False], ids=["inside a transaction", "between batches"])
def test_a_killed_import_is_finished_by_running_it_again(stores: Stores, tmp_path: Path, inside: bool) -> None:
    path = tmp_path / "t.csv"
    path.write_text("标题,曝光\n" + "".join(f"第{n}条标题,{n}\n" for n in range(3500)))
    code = _DYING.format(home=str(tmp_path / "home"), path=str(path), inside=inside)
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL
    assert len(stores.advertisers.get("a1").history) == 2000
    assert stores.outbox.count("text") == 2000
    report = import_titles(path, stores, "a1")
    assert (report.added, report.skipped, report.errors) == (1500, 2000, [])
    titles = [past.title for past in stores.advertisers.get("a1").history]
    assert len(titles) == len(set(titles)) == 3500
    assert stores.outbox.count("text") == 3500


def test_an_excel_sheet_is_read_and_its_bad_rows_are_named_as_excel_counts_them(stores: Stores, tmp_path: Path) -> None:
    book, path = openpyxl.Workbook(), tmp_path / "goods.xlsx"
    for row in (["", ""], ["产品名", "价格"], ["测试杯", 39], [None, None], [None, 18], ["测试壶", "59元"]):
        book.active.append(row)
    book.save(path)
    stores.advertisers.ensure("mine", "小店")
    report = import_products(path, stores, "mine")
    assert (report.rows, report.added) == (3, 2) and [error.row for error in report.errors] == [5]
    assert import_products(path, stores, "mine").skipped == 2
    (tmp_path / "broken.xlsx").write_bytes(b"PK not a workbook")
    with pytest.raises(ImportProblem, match="Excel"):
        import_products(tmp_path / "broken.xlsx", stores, "mine")
