"""A product sheet uploaded on the page: products in, bad rows told in Chinese, nothing in others' accounts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from double import DoubleAssistant, advertiser
from test_ownership import request

from ui.page.desk import Desk, Seat
from ui.page.handlers import Handlers
from ui.page.uploading import Uploads

SHEET = "产品名,价格\n青鹭手账,39元\n,18元\n<img src=x onerror=alert(1)>,9元\n"


def test_the_page_takes_a_sheet_and_tells_bad_rows(
    serve: Any, visit: Any, tmp_path: Path, size: dict[str, int]
) -> None:
    assistant = DoubleAssistant()
    assistant.stores.advertisers.put(advertiser(1))
    path = tmp_path / "goods.csv"
    path.write_text(SHEET, "utf-8")
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.open_drawer()
    assert visitor.tab.is_visible("#upload")
    visitor.tab.set_input_files("#side input[type=file]", path)
    visitor.tab.wait_for_selector(".report")
    assert "新增 2" in visitor.texts(".report p")[0]
    (row,) = visitor.texts(".report tbody tr")
    assert row.startswith("3") and "产品名" in row
    visitor.shot(f"journey-{visitor.device}-upload")
    visitor.tab.keyboard.press("Escape")
    visitor.tab.wait_for_selector(".report", state="detached")
    names = [product.name for product in assistant.stores.advertisers.get("t01").products]
    assert "青鹭手账" in names and not visitor.dialogs and not visitor.errors


def test_a_sheet_goes_only_into_accounts_that_one_may_see(tmp_path: Path) -> None:
    assistant = DoubleAssistant()
    assistant.stores.advertisers.put(advertiser(1))
    path = tmp_path / "goods.csv"
    path.write_text(SHEET, "utf-8")
    desk = Desk(assistant, may_see=lambda owner, account: (owner, account) == ("user:bob", "t02"))
    *_screen, told = Uploads(Handlers(desk)).take(str(path), Seat("t01"), request("bob"))
    assert told == "" and len(assistant.stores.advertisers.get("t01").products) == 1


def test_an_upload_is_logged_with_who_sent_it(tmp_path: Path) -> None:
    assistant = DoubleAssistant()
    assistant.stores.advertisers.put(advertiser(1))
    path = tmp_path / "goods.csv"
    for content in (SHEET.encode(), b"\x00\x01"):
        path.write_bytes(content)
        Uploads(Handlers(Desk(assistant))).take(str(path), Seat("t01"), request("bob"))
    (row,) = assistant.stores.security.list()
    assert (row.act, row.by, row.subject) == ("uploaded", "user:bob", "t01") and "新增 2" in row.note
