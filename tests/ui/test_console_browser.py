"""An operator in a browser: through every section of the console."""

from __future__ import annotations

from typing import Any

import pytest
from consoles import TITLES, benched, proposals
from double import HOSTILE, DoubleAssistant

from tools.store import MemeRecord


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> DoubleAssistant:
    return benched(monkeypatch)


def test_an_operator_works_through_the_sections(
    assistant: DoubleAssistant, serve: Any, visit: Any, size: dict[str, int], phone: dict[str, int]
) -> None:
    proposals(assistant)
    visitor = visit(serve(assistant).url, **size, dark=size == phone).arrive()
    visitor.tab.click("#views [data-view=console]")
    visitor.tab.fill("#console-below textarea[name=texts]", "\n".join(TITLES))
    visitor.tab.click("#console-below [data-what=add]")
    visitor.tab.wait_for_selector("#console-shown li:nth-child(4)")
    assistant.stores.memes.put([MemeRecord("m1", "躺平", "不想动", tags=("旅行",), heat=4)])
    first = ("queue", "library", "rules", "memes", "memebook", "phrases", "law", "house", "placements", "recall")
    for section in (*first, "adoption", "journal"):
        visitor.tab.click(f"#console-names [data-section={section}]")
        visitor.tab.wait_for_selector(f"#console-names .current [data-section={section}]")
        _work(visitor, section)
        visitor.shot(f"console-{visitor.device}-{section}")
        assert visitor.tab.evaluate("document.documentElement.scrollWidth") <= size["width"], section
    visitor.tab.click("#console-shown [data-what=undo] >> nth=0")
    visitor.tab.wait_for_selector("#console-shown .state:has-text('已撤销')")
    assert not visitor.errors and not visitor.outside and not visitor.dialogs


def _work(visitor: Any, section: str) -> None:
    tab = visitor.tab
    if section == "queue":
        tab.wait_for_selector("#console-shown .rule.failed")
        tab.check("#console-shown [data-all]")
        tab.click("#console-shown [data-what=admit]")
        tab.wait_for_selector("#console-shown .quiet:has-text('没有等待的候选')")
    if section == "library":
        tab.select_option("#console-shown [name=state]", "rejected")
        tab.wait_for_function("document.querySelectorAll('#console-shown .rows > li').length === 3")
        assert HOSTILE in visitor.texts("#console-shown .title")
    if section == "rules":
        tab.fill("#console-shown [name=min_fluency]", "0.6")
        tab.click("#console-shown [data-what=save]")
        tab.wait_for_selector("#console-shown [name=min_fluency][value='0.6']")
        tab.fill("#console-shown [name=min_quality]", "7")
        tab.click("#console-shown [data-what=save]")
        tab.wait_for_selector("text=有的数不在范围内")
        assert tab.input_value("#console-shown [name=min_quality]") == "7", "what was typed was lost with the error"
    if section == "memes":
        tab.fill("#console-shown li:first-child [name=meaning]", "太酷了")
        tab.click("#console-shown li:first-child [data-what=take]")
        tab.wait_for_function("document.querySelectorAll('#console-shown .proposal').length === 1")
        assert tab.input_value("#console-shown [name=meaning]") == "", "the next meme got this one's meaning"
    if section == "phrases":
        tab.locator("#console-shown [name=template]").fill("{weekday}的便签，等你写")
        tab.wait_for_selector("#console-live .title:has-text('周六的便签')")
        assert tab.input_value("#console-shown [name=template]") == "{weekday}的便签，等你写", "typing was lost"
    if section == "law":
        tab.fill("#console-shown [name=text]", "全国最好的便签")
        tab.wait_for_selector("#console-live .verdict.violation")
        tab.click("#console-below summary >> nth=0")
    if section == "house":
        tab.fill("#console-shown [name=name]", "不慌")
        tab.fill("#console-shown [name=words]", "不慌")
        tab.wait_for_selector("#console-live .title:has-text('开会再也不慌')")
        tab.fill("#console-shown [name=reason]", "不许这么说")
        tab.click("#console-shown [data-what=keep]")
        tab.wait_for_selector("#console-below .title:has-text('不慌')")
        assert tab.input_value("#console-shown [name=reason]") == "", "the next rule got this one's reason"
        tab.click("#console-below [data-edit='不慌']")
        tab.wait_for_selector("#console-shown [name=reason][value='不许这么说']")
    if section == "memebook":
        tab.click("#console-below summary:has-text('躺平')")
        tab.fill("#console-below [data-key=meme-m1] [name=meaning]", "歇一会儿")
        tab.click("#console-below [data-key=meme-m1] [data-what=keep]")
        tab.wait_for_selector("#console-below summary:has-text('歇一会儿')")
    if section == "placements":
        tab.fill("#console-below [name=name]", "信息流小图")
        tab.fill("#console-below [name=limit]", "18")
        tab.click("#console-below [data-what=put]")
        tab.wait_for_selector("#console-shown .rows .title:has-text('信息流小图')")
        assert tab.input_value("#console-below [name=name]") == ""
