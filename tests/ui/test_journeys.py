"""What people do most with titles: pick, judge, edit, order, compare, take away, correct the Brief, branch."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from double import DoubleAssistant
from markupsafe import Markup
from openpyxl import load_workbook

from models.types import CtrEstimate, Title
from ui.page.cards import ctr_line
from ui.page.export import line, rows
from ui.page.text import words
from ui.page.tray import Pick, Tray
from ui.page.tray_panel import tray_html

ASKED = {"更像这条": "第2条换个说法，写3条", "更短": "第2条再短点", "更活泼": "第2条再活泼点"}
CARD = "#history .turn:last-of-type .card:nth-child({})"


@pytest.fixture
def assistant() -> DoubleAssistant:
    return DoubleAssistant()


def kinds(assistant: DoubleAssistant, title_id: str) -> list[str]:
    return [one.kind for one in assistant.stores.feedback.of(title_id)]


def test_pick_order_note_compare_and_export(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("=HYPERLINK(1)")
    for number in (1, 2):
        visitor.tab.click(f"{CARD.format(number)} .pick")
        visitor.tab.wait_for_selector(f"{CARD.format(number)} .pick[aria-pressed=true]")
    assert kinds(assistant, "title-1") == ["pick"]
    visitor.open_tray()
    visitor.tab.click("#tray li:nth-child(2) [data-what=up]")
    visitor.tab.wait_for_selector("#tray li:nth-child(1)[data-title=title-2]")
    visitor.tab.fill("#tray li:nth-child(1) .note", "主推")
    visitor.tab.press("#tray li:nth-child(1) .note", "Tab")
    visitor.tab.wait_for_selector("#tray li:nth-child(1) .note[value=主推]")
    visitor.shot(f"journey-{visitor.device}-tray")
    with visitor.tab.expect_download() as given:
        visitor.tab.click("#tray [data-what=csv]")
    content = given.value.path().read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    table = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert table[1][1] == "'=HYPERLINK(1)的第2个标题" and table[1][-1] == "主推"
    for _ in range(2):  # the same once more: nothing new came from the server
        with visitor.tab.expect_download() as given:
            visitor.tab.click("#tray [data-what=xlsx]")
    book = load_workbook(io.BytesIO(given.value.path().read_bytes())).active
    assert [row[1] for row in book.values] == ["标题", "'=HYPERLINK(1)的第2个标题", "'=HYPERLINK(1)的第1个标题"]
    assert book["B2"].data_type == "s" and given.value.suggested_filename == "miaoti-t01.xlsx"
    visitor.tab.click("#tray [data-what=compare]")
    visitor.tab.wait_for_selector(".compare li:nth-child(2) ins")
    assert visitor.texts(".compare ins") == ["2", "1"]
    visitor.shot(f"journey-{visitor.device}-compare")
    visitor.tab.keyboard.press("Escape")
    visitor.tab.wait_for_selector(".compare", state="detached")
    visitor.tab.click("#tray li:nth-child(1) [data-what=drop]")
    visitor.tab.wait_for_selector("#tray li:nth-child(2)", state="detached")
    visitor.tab.click("#tray [data-what=undo]")
    visitor.tab.wait_for_selector("#tray li:nth-child(2)")
    assert kinds(assistant, "title-2") == ["pick", "unpick", "pick"], "what the tray holds is what was said of it"
    visitor.tab.check("#tray li:nth-child(2) input[type=checkbox]")
    visitor.tab.click("#tray [data-what=save]")
    visitor.tab.wait_for_selector(".asking")
    saved = assistant.entries["thread-0"].waiting[0]
    assert (saved.kind, saved.title_ids) == ("save", ("title-1",)), "other titles are saved than those ticked"
    visitor.open_tray()
    for number in (1, 2):
        visitor.tab.check(f"#tray li:nth-child({number}) input[type=checkbox]")
    visitor.tab.click("#tray [data-what=race]")
    visitor.tab.wait_for_selector(".asking >> nth=1")
    raced = assistant.entries["thread-0"].waiting[1]
    assert (raced.kind, raced.title_ids) == ("race", ("title-2", "title-1")), "a race of other titles than those ticked"
    assert "=HYPERLINK(1)的第1个标题" in visitor.texts(".asking li")[-1]
    visitor.shot(f"journey-{visitor.device}-race")
    assert not visitor.errors and not visitor.outside


def test_a_title_edited_in_place_is_judged_while_typing(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("来几条便签标题")
    first = CARD.format(1)
    visitor.tab.click(f"{first} [data-act=edit]")
    visitor.tab.fill(f"{first} input.inline", "全国最好的便签")
    visitor.tab.wait_for_selector(f"{first} .verdict.violation")
    assert visitor.texts(f"{first} .length") == ["7/20"]
    visitor.shot(f"journey-{visitor.device}-editing")
    visitor.tab.press(f"{first} input.inline", "Escape")
    assert visitor.texts(f"{first} .verdict") == ["合规"] and visitor.texts(f"{first} .length") == ["13/20"]
    visitor.tab.click(f"{first} [data-act=edit]")
    visitor.tab.fill(f"{first} input.inline", "便签，想到就写")
    visitor.tab.press(f"{first} input.inline", "Enter")
    visitor.tab.wait_for_selector("#history .card[data-title=title-1-edited]")
    assert visitor.texts(f"{first} .title") == ["便签，想到就写"]
    assert "你改的" in (visitor.tab.text_content(f"{first} .made") or "")
    event = assistant.stores.feedback.of("title-1")[-1]
    assert (event.kind, event.data["to"]) == ("edit", "便签，想到就写")


def test_an_illegal_title_is_put_right_with_one_click(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("用的便签就是这一款")
    assert visitor.tab.locator("#history .fix").count() == 1
    visitor.tab.click("#history .fix")
    visitor.tab.wait_for_selector("#history .fix", state="detached")
    visitor.shot(f"journey-{visitor.device}-fixed")
    assert "最好" not in visitor.texts(f"{CARD.format(4)} .title")[0]
    made = visitor.tab.text_content(f"{CARD.format(4)} .made") or ""
    assert "改写的" in made and "你改的" not in made, "code put these words, nobody typed them"


def test_opinions_are_kept_with_their_reasons(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("来几条便签标题")
    visitor.tab.hover(f"{CARD.format(1)} .scores")
    visitor.tab.wait_for_selector(f"{CARD.format(1)} .why p:has-text('看点不足')")
    visitor.shot(f"journey-{visitor.device}-why")
    visitor.tab.click(f"{CARD.format(1)} [data-what=like]")
    visitor.tab.wait_for_selector(f"{CARD.format(1)} [data-what=like][aria-pressed=true]")
    visitor.tab.click(f"{CARD.format(2)} .objecting summary")
    visitor.shot(f"journey-{visitor.device}-dislike")
    visitor.tab.click(f"{CARD.format(2)} [data-reason=style]")
    visitor.tab.wait_for_selector(f"{CARD.format(2)} [data-what=dislike][aria-pressed=true]")
    assert kinds(assistant, "title-1") == ["like"]
    assert [(one.kind, one.note) for one in assistant.stores.feedback.of("title-2")] == [("dislike", "style")]


def test_the_brief_is_corrected_by_its_chips(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("来几条便签标题")
    visitor.tab.click("#aside .chip.max_chars .change")
    visitor.tab.fill("#aside input.inline", "12字")
    visitor.tab.press("#aside input.inline", "Enter")
    visitor.tab.wait_for_selector("#aside .chip.max_chars .change[data-old='12']")
    visitor.tab.click("#aside .chip.avoid .lift")
    visitor.tab.wait_for_selector("#aside .chip.avoid", state="detached")
    visitor.tab.click("#aside .add[data-field=must_include]")
    visitor.tab.fill("#aside input.inline", "<b>便签</b>")
    visitor.tab.press("#aside input.inline", "Enter")
    visitor.tab.wait_for_selector("#aside .chip.must_include")
    assert assistant.entries["thread-0"].turns[-1].brief.must_include == ("<b>便签</b>",)
    visitor.shot(f"journey-{visitor.device}-brief")


def test_branches_leave_the_old_conversation_reachable(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("第一句")
    visitor.say("第二句")
    visitor.tab.hover("#history .turn:nth-of-type(2) .said")
    visitor.tab.click("#history .turn:nth-of-type(2) [data-act=resay]")
    visitor.tab.fill("#history input.inline", "改过的第二句")
    visitor.tab.press("#history input.inline", "Enter")
    visitor.tab.wait_for_function("document.querySelector('#history .branched')")
    visitor.settled(2)
    assert [text.split("\n")[-1] for text in visitor.texts("#history .said p")] == ["第一句", "改过的第二句"]
    visitor.shot(f"journey-{visitor.device}-branch")
    visitor.tab.click("#history .branched [data-act=open]")
    visitor.tab.wait_for_function("document.querySelectorAll('#history .said p')[1]?.textContent.endsWith('：第二句')")
    visitor.tab.click("#history [data-act=again]")
    visitor.tab.wait_for_function("document.querySelector('#history .branched')")
    visitor.settled(2)
    visitor.tab.click("#history [data-act=back]")
    visitor.tab.wait_for_function("document.querySelectorAll('#history .said').length === 1")
    assert len(assistant.entries["thread-0"].turns) == 2


def test_conversations_are_found_and_pinned(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    for text in ("苹果话题", "香蕉话题"):
        visitor.open_drawer()
        visitor.tab.click("#new")
        visitor.tab.wait_for_selector(".welcome")
        visitor.say(text)
    visitor.open_drawer()
    visitor.tab.fill("#threads .seek", "苹果")
    visitor.tab.wait_for_function("() => document.querySelectorAll('#threads li:not([hidden])').length === 1")
    visitor.tab.hover("#threads li:visible")
    visitor.tab.click("#threads li:visible [data-act=pin]")
    visitor.tab.wait_for_selector("#threads .icon.held")
    assert visitor.tab.input_value("#threads .seek") == "苹果", "the search was lost"
    visitor.tab.fill("#threads .seek", "")
    assert visitor.texts("#threads .open span")[0] == "苹果话题"
    visitor.tab.fill("#threads .seek", "苹果话题的第2")
    visitor.tab.wait_for_selector("#found mark:has-text('苹果话题的第2')")
    assert (
        visitor.texts("#found .open span") == ["苹果话题"] and visitor.tab.locator("#threads li:visible").count() == 0
    )
    visitor.shot(f"journey-{visitor.device}-found")
    visitor.tab.click("#found .open")
    visitor.tab.wait_for_selector(".title.sought")
    assert visitor.texts(".sought") == ["苹果话题的第2个标题"]
    visitor.open_drawer()
    visitor.tab.fill("#threads .seek", "<b>梨")
    visitor.tab.wait_for_selector("#found p:has-text('没有找到“<b>梨”')")
    visitor.tab.fill("#threads .seek", "")
    visitor.tab.wait_for_selector("#found p", state="detached")
    visitor.shot(f"journey-{visitor.device}-conversations")


def test_a_title_is_asked_for_again_in_other_words(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int]
) -> None:
    visitor = visit(serve(assistant).url, **size).arrive()
    visitor.say("来几条便签标题")
    for number, (label, asked) in enumerate(ASKED.items(), 2):
        visitor.tab.click(f"{CARD.format(2)} .actions button:text-is('{label}')")
        visitor.settled(number)
        assert visitor.texts("#history .said p")[-1].endswith(asked)
        assert visitor.texts(f"{CARD.format(1)} .title") == [f"{asked}的第1个标题"]
    visitor.shot(f"journey-{visitor.device}-asked-again")


def test_the_keyboard_is_enough(assistant: DoubleAssistant, serve: Any, visit: Any) -> None:
    visitor = visit(serve(assistant).url).arrive()
    visitor.say("来几条便签标题")
    visitor.tab.evaluate("document.activeElement.blur()")
    visitor.tab.keyboard.press("/")
    assert visitor.tab.evaluate("document.activeElement.tagName") == "TEXTAREA"
    visitor.tab.keyboard.press("Alt+2")
    visitor.tab.wait_for_selector(f"{CARD.format(2)} .pick[aria-pressed=true]")
    visitor.tab.focus(f"{CARD.format(1)} .pick")
    visitor.tab.keyboard.press("Enter")
    visitor.tab.wait_for_selector(f"{CARD.format(1)} .pick[aria-pressed=true]")
    assert visitor.tab.evaluate("document.activeElement.className") == "pick", "drawing afresh lost the focus"
    visitor.tab.fill("#composer textarea", "慢慢写")
    visitor.tab.press("#composer textarea", "Enter")
    visitor.tab.wait_for_selector("#live .doing")
    visitor.tab.keyboard.press("Escape")
    visitor.settled(2)
    visitor.tab.keyboard.press("Alt+N")
    visitor.tab.wait_for_selector(".welcome")


def test_what_is_copied_is_harmless_in_a_spreadsheet() -> None:
    titles = [Title(id=text, text=text) for text in ("=HYPERLINK(1)", "打开就能写的便签")]
    copied = [line(one) for one in titles]
    assert copied == ["'=HYPERLINK(1)", "打开就能写的便签"]
    drawn = tray_html(Tray(picks=tuple(Pick(title=one) for one in titles)), words("zh"))
    assert all(Markup('data-line="{}"').format(one) in drawn for one in copied)


@pytest.mark.parametrize(
    ("language", "source", "column", "told"),
    [
        ("zh", "history", "点击率", "投放点击率 1.23%（1.00% 至 2.00%）"),
        ("zh", "model", "点击率", "预估点击率 1.23%（1.00% 至 2.00%）"),
        ("en", "model", "CTR", "Predicted CTR 1.23% (1.00% to 2.00%)"),
    ],
)
def test_an_export_tells_the_rate_as_the_card_does(language: str, source: str, column: str, told: str) -> None:
    say, ctr = words(language), CtrEstimate(mean=0.0123, low=0.01, high=0.02, source=source)
    titles = (Title(id="a", text="甲", ctr=ctr), Title(id="b", text="乙"))
    header, *exported = rows([Pick(title=one) for one in titles], say)
    assert [dict(zip(header, one, strict=True))[column] for one in exported] == [told, ""]
    assert header.index(column) == header.index(say.scores["quality"]) + 1 and told in ctr_line(ctr, say)


def test_xlsx_holds_text_and_never_a_formula() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    from double import title

    from ui.page.export import as_xlsx
    from ui.page.text import ZH
    from ui.page.tray import Pick

    texts = ["=1+1", "＋SUM(A1)", " @x", "-2", "第一条"]
    picks = [Pick(title=title(number, text), note="=cmd()") for number, text in enumerate(texts)]
    sheet = openpyxl.load_workbook(io.BytesIO(as_xlsx(picks, ZH))).active
    assert [cell.value for cell in sheet["B"]][1:] == ["'=1+1", "'＋SUM(A1)", "' @x", "'-2", "第一条"]
    assert all(cell.data_type != "f" for row in sheet.rows for cell in row)
