"""No file that a spreadsheet opens holds anything that it would compute."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.catalog import Advertiser
from models.types import Provenance, Title
from tools.spreadsheet import cell, defused
from tools.store import open_stores
from ui.cli import app


@pytest.mark.parametrize("formula", ["=1+1", "+1", "-2+3", "@SUM(A1)", " =1", "＝1", "－1", "＋1", "＠x"])
def test_what_may_begin_a_formula_is_quoted(formula: str) -> None:
    assert defused(formula) == f"'{formula}"


@pytest.mark.parametrize("plain", ["", "露营一整夜", "1+1=2", "他说：-5℃也不冷", "第一行\n第二行"])
def test_other_text_stays_as_it_is(plain: str) -> None:
    assert defused(plain) == plain


def test_letters_nobody_sees_hide_no_formula() -> None:
    assert defused("\t=1") == defused("\x00=1") == "'=1"
    assert [cell(value) for value in (-3, -0.5, None, "-3")] == [-3, -0.5, None, "'-3"]


@pytest.mark.parametrize("report", ["usage", "audit"])
def test_reports_hold_no_formula(report: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIAOTI_HOME", str(tmp_path))
    account, source = "=HYPERLINK(1)", "+cmd"
    stores = open_stores(tmp_path)
    stores.advertisers.put(Advertiser(id=account, name="甲", products=()))
    title = Title(id="a", text="甲", provenance=Provenance.model_construct(source=source))
    stores.titles.add([title], advertiser_id=account)
    stores.security.note("exported", source, account, "@1")
    stores.close()
    table = tmp_path / f"{report}.csv"
    done = CliRunner().invoke(app, ["report", report, "--csv", str(table)])
    assert done.exit_code == 0, done.output
    _head, row = csv.reader(table.read_text("utf-8-sig").splitlines())
    assert {f"'{account}", f"'{source}"} <= set(row)
    assert not [one for one in row if one[:1] in "=+-@" and one]
