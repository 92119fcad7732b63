"""Batches of titles: what a file may hold, the order of the output, and what a kill leaves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap

import pandas
import pytest

from models.generator import Generation
from models.types import Title
from tools.batch import read_requests, run_batch
from tools.importing import ImportProblem


class Writer:
    """Writes titles that say what they were asked; counts the calls."""

    def __init__(self):
        self.calls = 0

    def draw(self, request, n, *, cancel=None):
        self.calls += 1
        titles = [Title(id=f"{request.seed}-{i}", text=f"{request.words[0]}第{i}种写法") for i in range(n)]
        return Generation(titles=titles, drawn=n, rejected={}, seconds=0.0)


@pytest.fixture
def keywords(tmp_path):
    path = tmp_path / "keywords.csv"
    lines = ["关键词,人群,字数,条数", "降噪耳机、通勤,打工人,18,2", "猫砂,,,", ",,,", "露营；帐篷,,abc,", "奶茶,,,900"]
    path.write_text("\n".join(lines), encoding="gb18030")
    return path


def test_a_file_is_read_row_by_row(keywords):
    rows, errors = read_requests(keywords)
    assert [(row.request.keywords, row.request.max_chars, row.n) for row in rows] == [
        (("降噪耳机", "通勤"), 18, 2),
        (("猫砂",), 30, None),
    ]
    assert rows[0].request.audience == "打工人"
    assert [error.row for error in errors] == [5, 6]
    assert "50" in errors[1].message


def test_a_file_without_keywords_is_refused(tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("城市,天气\n上海,晴\n", encoding="utf-8")
    with pytest.raises(ImportProblem, match="关键词"):
        read_requests(path)


@pytest.mark.parametrize("suffix", ["parquet", "csv", "jsonl"])
def test_titles_come_in_the_files_order(keywords, tmp_path, suffix):
    output = tmp_path / f"titles.{suffix}"
    report = run_batch(Writer(), read_requests(keywords)[0], output, n=3)
    read = {"parquet": pandas.read_parquet, "csv": pandas.read_csv, "jsonl": lambda p: pandas.read_json(p, lines=True)}
    table = read[suffix](output)
    assert report.titles == len(table) == 5
    assert list(table["row"]) == [2, 2, 3, 3, 3]
    assert list(tmp_path.glob("*unfinished*")) == []


def test_an_unknown_suffix_is_refused_before_work(keywords, tmp_path):
    writer = Writer()
    with pytest.raises(ValueError, match=r"\.parquet"):
        run_batch(writer, read_requests(keywords)[0], tmp_path / "titles.docx")
    assert writer.calls == 0


@pytest.mark.parametrize("formula", ["=1+1", " @SUM(A1)", "＝1+1", "-2+3"])
def test_a_formula_stays_text_in_csv(tmp_path, formula):
    class Formula(Writer):
        def draw(self, request, n, *, cancel=None):
            return Generation(titles=[Title(id="1", text=formula)], drawn=1, rejected={}, seconds=0.0)

    source = tmp_path / "in.csv"
    source.write_text("关键词\n=2+2\n", encoding="utf-8")
    run_batch(Formula(), read_requests(source)[0], tmp_path / "out.csv")
    (row,) = pandas.read_csv(tmp_path / "out.csv").itertuples()
    assert (row.title, row.keywords, row.length) == (f"'{formula}", "'=2+2", len(formula))


def test_another_files_journal_is_not_mixed_in(keywords, tmp_path):
    output = tmp_path / "titles.csv"
    (tmp_path / "titles.csv.unfinished").write_text('{"digest": "other"}\n')
    with pytest.raises(ValueError, match="另一批"):
        run_batch(Writer(), read_requests(keywords)[0], output)


def test_a_killed_run_repeats_no_row_and_loses_none(tmp_path):
    source = tmp_path / "many.csv"
    source.write_text("关键词\n" + "\n".join(f"词{i}" for i in range(40)) + "\n", encoding="utf-8")
    output = tmp_path / "titles.parquet"
    program = textwrap.dedent(
        """
        import sys, time
        from pathlib import Path
        from models.generator import Generation
        from models.types import Title
        from tools.batch import read_requests, run_batch
        class Slow:
            def draw(self, request, n, *, cancel=None):
                time.sleep(0.03)
                print("drawn", flush=True)
                titles = [Title(id="x", text=request.words[0] + "来了")]
                return Generation(titles=titles, drawn=1, rejected={}, seconds=0.0)
        run_batch(Slow(), read_requests(Path(sys.argv[1]))[0], Path(sys.argv[2]), n=1)
        """
    )
    child = subprocess.Popen([sys.executable, "-c", program, str(source), str(output)], stdout=subprocess.PIPE)
    for _ in range(11):
        child.stdout.readline()
    os.kill(child.pid, signal.SIGKILL)
    child.wait()
    assert not output.exists()
    journal = output.with_name("titles.parquet.unfinished")
    finished = len(journal.read_bytes().split(b"\n")) - 2
    with journal.open("ab") as file:
        file.write(b'{"row": 39, "titles": [{"tit')
    writer = Writer()
    report = run_batch(writer, read_requests(source)[0], output, n=1)
    assert finished > 0
    assert (report.resumed, writer.calls) == (finished, 40 - finished)
    assert list(pandas.read_parquet(output)["row"]) == list(range(2, 42))
