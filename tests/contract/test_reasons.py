"""Why a title scores as it does, told in the language of the one who asks."""

from __future__ import annotations

import re

from agent.assembly import Assistant, Settings

CJK = re.compile(r"[\u3400-\u9fff]")
QUOTED = re.compile(r"「[^」]*」|“[^”]*”")


def test_reasons_are_told_in_the_language_of_the_question(scripted_assistant: tuple[Assistant, Settings]) -> None:
    assistant, _settings = scripted_assistant
    thread = assistant.open(advertiser_id="adv01")
    thread.send("来2条标题")
    english = thread.send("why is the first one good?")
    assert english.intent == "explain" and "fluency" in english.reply
    assert not CJK.search(QUOTED.sub("", english.reply)), english.reply
    chinese = thread.send("第一条为什么是这个分数？")
    assert chinese.intent == "explain" and len(CJK.findall(QUOTED.sub("", chinese.reply))) > 20
