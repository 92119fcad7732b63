"""A thumb on a phone: what is shown to be pressed answers over 40 by 40 px and lies under nothing else."""

from __future__ import annotations

from typing import Any

from double import DoubleAssistant
from races import begin_race, run_race

from ui.page.panels import brand_html
from ui.page.text import words

REACH = 19  # px from the middle on each side, half of 40 less what lies between two neighbours
READABLE = 16  # px, of letters in fields, below which phones zoom in
MISSED = """([root, reach, readable]) => {
  const pressed = "button, a[href], summary, input, select, textarea, [tabindex='0']";
  const fields = "input:not([type=checkbox]), select, textarea";
  const shown = (one) => one.checkVisibility({ visibilityProperty: true }) && one.offsetWidth > 1;
  const answered = (one, x, y) => [[reach, 0], [-reach, 0], [0, reach], [0, -reach]]
    .every(([right, down]) => one.contains(document.elementFromPoint(x + right, y + down)));
  return [...document.querySelector(root).querySelectorAll(pressed)].filter(shown).flatMap((one) => {
    const answers = one.closest("label") ?? one;
    answers.scrollIntoView({ block: "center", inline: "center" });
    const { x, y, width, height } = answers.getBoundingClientRect();
    const small = one.matches(fields) && parseFloat(getComputedStyle(one).fontSize) < readable;
    const words = document.createRange();
    words.selectNodeContents(one);
    const spilt = getComputedStyle(one).overflowX === "visible" && words.getBoundingClientRect().width > width + 1;
    if (answered(answers, x + width / 2, y + height / 2) && !small && !spilt) return [];
    const told = `${width}×${height}${small ? " small letters" : ""}${spilt ? " spilt" : ""}`;
    return [`${one.tagName}.${one.className} “${one.innerText || one.ariaLabel}” ${told}`];
  });
}"""


def missed(visitor: Any, *roots: str) -> list[str]:
    """What a thumb would miss under each root: its name, its words and the size of its box."""
    visitor.tab.wait_for_timeout(250)
    assert visitor.tab.evaluate("document.documentElement.scrollWidth") <= visitor.tab.viewport_size["width"]
    return [f"{root} {one}" for root in roots for one in visitor.tab.evaluate(MISSED, [root, REACH, READABLE])]


def test_a_thumb_misses_nothing_in_the_conversation(serve: Any, visit: Any, phone: dict[str, int]) -> None:
    visitor = visit(serve(DoubleAssistant()).url, **phone).arrive()
    found = missed(visitor, "#top", "#talk", "#composer", "#aside")
    visitor.say("来几条便签标题")
    visitor.say("存一条非常非常非常非常非常非常长的ABCDEFGHIJKLMNOPQRSTUVWXYZ标题")
    visitor.pick_two()
    visitor.tab.click("#history .turn:last-of-type .card:nth-child(2) .made summary")
    found += missed(visitor, "#talk", "#aside .brief")
    visitor.tab.click("#history .turn:last-of-type .card:nth-child(2) .objecting summary")
    found += missed(visitor, "#history .objecting[open] > div")
    visitor.tab.keyboard.press("Escape")
    visitor.tab.click("#history .turn:last-of-type .card:nth-child(4) [data-act=edit]")
    found += missed(visitor, "#history .card-top:has(input.inline)")
    visitor.tab.keyboard.press("Escape")
    visitor.tab.fill("#composer textarea", "便签")
    visitor.tab.wait_for_selector("#hints .hint")
    found += missed(visitor, "#hints")
    visitor.tab.fill("#composer textarea", "")
    visitor.open_tray()
    found += missed(visitor, "#tray")
    visitor.tab.click("#tray [data-what=compare]")
    visitor.tab.wait_for_selector(".compare")
    found += missed(visitor, ".compare")
    visitor.tab.click(".compare [data-act=close]")
    visitor.tab.keyboard.press("Escape")
    visitor.open_drawer()
    found += missed(visitor, "#side")
    assert not found, "\n".join(found)


def test_a_thumb_misses_nothing_in_the_other_tabs(serve: Any, visit: Any, phone: dict[str, int]) -> None:
    assistant = DoubleAssistant()
    run_race(begin_race(assistant, "demo", ["第一条", "第二条"]), [0.03, 0.09], steps=5)
    visitor = visit(serve(assistant).url, **phone).arrive()
    visitor.tab.click("#views [data-view=races]")
    visitor.tab.wait_for_selector("#races-list .open")
    found = missed(visitor, "#top", "#races-side")
    visitor.tab.click("#races-list .open")
    visitor.tab.wait_for_selector(".race .shares")
    found += missed(visitor, "#races-main")
    visitor.tab.click("#views [data-view=console]")
    visitor.tab.fill("#console-below textarea[name=texts]", "全国最好的便签")
    visitor.tab.click("#console-below [data-what=add]")
    visitor.tab.wait_for_selector("#console-shown li")
    for section in ("queue", "rules", "phrases", "law", "journal"):
        visitor.tab.click(f"#console-names [data-section={section}]")
        visitor.tab.wait_for_selector(f"#console-names .current [data-section={section}]")
        found += missed(visitor, "#console-main")
    assert not found, "\n".join(found)


def test_the_head_has_room_for_who_signed_in(serve: Any, visit: Any, phone: dict[str, int]) -> None:
    visitor = visit(serve(DoubleAssistant(), language="en").url, **phone).arrive()
    brand = str(brand_html(words("en"), "somebody-with-a-long-name"))
    visitor.tab.evaluate("html => { document.querySelector('#brand .brand').outerHTML = html; }", brand)
    assert visitor.texts(".leave")
    found = missed(visitor, "#top")
    assert not found, "\n".join(found)
    visitor.shot("phone-signed-in")
