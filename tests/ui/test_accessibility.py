"""axe-core over the page's states: no serious or critical finding of WCAG 2.1 A and AA in what is ours."""

from __future__ import annotations

from typing import Any

import pytest
from double import DoubleAssistant
from races import begin_race, run_race

from ui.page.console.bench import Bench
from ui.page.desk import Desk

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
SERIOUS = ("serious", "critical")


def findings(visitor: Any) -> list[str]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    results = axe.Axe().run(visitor.tab, options=RULES).response
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]}"
        for one in results["violations"]
        if one["impact"] in SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (390, False), (390, True)])
def test_no_serious_finding(serve: Any, visit: Any, width: int, dark: bool) -> None:
    assistant = DoubleAssistant()
    run_race(begin_race(assistant, "demo", ["第一条", "第二条", "第三条"]), [0.03, 0.05, 0.09], steps=5)
    Bench(Desk(assistant)).library.materials.put(
        [("便签", {}), ("全国最好的便签", {})], advertiser_id=None, kind="title", by="demo"
    )
    visitor = visit(serve(assistant).url, width=width, height=860, dark=dark).arrive()
    found = findings(visitor)
    visitor.say("来几条便签标题")
    visitor.say("存一条")
    visitor.pick_two()
    visitor.tab.click("#history .card .made summary >> nth=-1")
    visitor.tab.click("#history .steps summary >> nth=-1")
    visitor.tab.click("#history .objecting >> nth=-1")
    assert visitor.tab.locator("#history details[open]").count() == 3
    found += findings(visitor)
    visitor.open_tray()
    found += findings(visitor)
    visitor.shot(f"axe-{visitor.device}-{'dark' if dark else 'light'}")
    visitor.tab.click("#tray [data-what=compare]")
    visitor.tab.wait_for_selector(".compare")
    found += findings(visitor)
    found += views(visitor)
    assert not found, "\n".join(sorted(set(found)))


def views(visitor: Any) -> list[str]:
    """What is wrong with the tabs beside the conversation, each in its fullest state."""
    visitor.tab.keyboard.press("Escape")
    visitor.tab.wait_for_selector(".compare", state="detached")
    visitor.tab.keyboard.press("Escape")
    visitor.tab.click("#views [data-view=races]")
    visitor.tab.click("#races-list .open")
    visitor.tab.wait_for_selector(".race .shares")
    found = findings(visitor)
    visitor.tab.click("#views [data-view=console]")
    for section in ("library", "queue", "rules", "memes", "phrases", "placements", "recall", "law", "journal"):
        visitor.tab.click(f"#console-names [data-section={section}]")
        visitor.tab.wait_for_selector(f"#console-names .current [data-section={section}]")
        found += findings(visitor)
    return found
