"""Words of a title that a message speaks of without quotation marks: “第3条的逃离太重了”, “第4条把对象换成闺蜜”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.plan import ShownList
from agent.readers.message import fold_width
from agent.readers.numerals import NUMBER, to_number
from models.text import contains

LONGEST = 8  # characters of the word
_SAID = (
    r"(?=(?:这个?词|这[两几]个字|[两俩二三四]个?字)?(?:也|就|都|给我|给|再|,)*"
    r"(?:换|改|删|去掉|拿掉|替|太|有点|有些|不够|不太|别扭|多余|怪|读着|听着|看着|不好|不合适|不要|别要))"
)
_SPOKEN_OF = re.compile(
    rf"第\s?(?P<number>{NUMBER})\s?[条个句](?:标题)?(?:里面?|里头|中|当中)?(?:的|,)?(?:那个|这个)?(?:把|将)?(?:那个|这个)?"
    rf"(?P<word>[^\s,。;:!?、“”\"「」]{{1,{LONGEST}}}?){_SAID}"
)


def with_words_quoted(raw: str, shown: Sequence[ShownList]) -> str:
    """The message with such a word in quotation marks; itself where none is, or where the title has no such word."""
    match = _SPOKEN_OF.search(fold_width(raw))
    number = to_number(match["number"]) if match else None
    if match is None or not number:
        return raw
    texts = next((one.texts for one in reversed(shown) if len(one.texts) >= number), ())
    if not texts or not contains(texts[number - 1], match["word"]):
        return raw
    start, end = match.span("word")
    return f"{raw[:start]}“{raw[start:end]}”{raw[end:]}"
