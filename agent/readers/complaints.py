"""What is found wanting in titles, which names no word to use or to ban: “没有情侣感，只有沙子”, “去掉那股爹味”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.readers.message import Message
from models.text import contains

_SOME = r"[^\s,。;:!?、]"
_LACKS = re.compile(
    rf"(?:没有|缺乏|少了|看不出|感觉不到|读不出)(?P<lack>{_SOME}{{1,6}}?)(?:的?感觉?|味儿?|气息|氛围|劲儿?)[,\s]?"
    rf"(?:只有|全是|都是|净是|光是|光有|只剩|满[篇屏眼])(?P<much>{_SOME}{{1,8}})"
)
_GONE = r"(?:去掉|去除|拿掉|删掉|收起来|收一?收|少一?[点些]|减一?[点些])"
_MANNER = rf"(?P<manner>{_SOME}{{1,6}}(?:味儿?|腔调?|劲儿?|感|范儿?))"
_MANNERED = (
    re.compile(rf"{_GONE}(?:那股子?|那种|这股子?|这种|一?[点些]|里的?)?{_MANNER}(?=$|[,。;!?\s了吧])"),
    re.compile(rf"(?:把)?(?:那股子?|那种|这股子?|这种)?{_MANNER}(?:都|给我|再|全)*{_GONE}"),
)


def read_lack(message: Message) -> str | None:
    """What titles have too little of (情侣), 1 to 6 characters."""
    match = _LACKS.search(message.plain)
    return match["lack"] if match else None


def complaints(message: Message, known: Sequence[str]) -> list[tuple[int, int]]:
    """Stretches of the message that name no word for titles. What the account itself says (薄荷味) is a word."""
    spans = [match.span() for match in _LACKS.finditer(message.text)]
    for pattern in _MANNERED:
        for match in pattern.finditer(message.text):
            if not any(contains(text, match["manner"]) for text in known):
                spans.append(match.span())
    return spans
