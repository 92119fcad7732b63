"""What is to be done to the wording of titles shown: words put before or behind, one half kept, several joined.

Only what code can do as told is read here. “结尾加个反转” asks for a manner, not for words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from agent.readers.message import QUOTE, Message
from models.text import is_mark

Half = Literal["head", "tail"]
MAX_WORDS = 20  # characters put before or behind a title

_FRONT = r"(?:前缀|最?前[面头边]|开头|句首|打头|起头|前头)(?:那|处|的地方)?"
_BACK = r"(?:后缀|最?后[面头边]|末尾|结尾|句尾|句末|尾巴|尾部|收尾|最后)(?:那|处|的地方)?"
_ADD = (
    r"(?:[里上]|再|都|也|就|统一|给我|帮我|给它|,)*(?:加|添|补|接|缀|贴|放|来)(?:上去?|个|一个|一句|句|一下|俩字|:|\s)*"
)
_WORDS = rf"({QUOTE})"
_BESIDE_WORD = re.compile(
    rf"{QUOTE}(?:[这那]?[一两二俩三四]?个?[字词])?(?:的)?$"
)  # “木头”两字前面: not before the title
_REFUSED = re.compile(r"(?:别|不要|不用|不许|不能|不)[^,。;!?]{0,6}$")
_PUT = (
    ("head", re.compile(rf"{_FRONT}{_ADD}{_WORDS}")),
    ("tail", re.compile(rf"{_BACK}{_ADD}{_WORDS}")),
    ("head", re.compile(rf"(?:加|添|补|放)(?:个|一个|上|一句)?\s?{_WORDS}(?:放|加|到|在|去)*{_FRONT}")),
    ("tail", re.compile(rf"(?:加|添|补|放)(?:个|一个|上|一句)?\s?{_WORDS}(?:放|加|到|在|去)*{_BACK}")),
    ("head", re.compile(rf"(?:加|添|补)(?:个|一个|上)?前缀\s?{_WORDS}")),
    ("tail", re.compile(rf"(?:加|添|补)(?:个|一个|上)?后缀\s?{_WORDS}")),
    ("tail", re.compile(rf"(?:以|用|拿)\s?{_WORDS}\s?(?:来|做|作为?|当)?(?:结尾|收尾|收)")),
)

_HALF = r"(?:半(?:句|截|段|部分|边)?话?|[一两]?句|一?段)"
_STAYS = (
    r"(?:那|这|的|就|都|先|给我|还是|也|要|得|可以|可|我|很|挺|蛮|觉得|,|是)*"
    r"(?:留(?!白)|保留|不动|别动|不要动|不用动|别改|不改|不要改|不用改|不变|照旧|挺?好|不错|可以|喜欢|行|ok)"
)
_CHANGES = (
    r"(?:那|这|的|就|都|再|给我|帮我|还是|要|得|可以|重新|另外?)*(?:换|改|重写|重来|再想|再写|想想|写过|不行|不好|太)"
)
_ANEW = r"(?:换|改|重写|重新写|再想)(?:一?[下个换改])?(?:它的?)?"
# “结尾换成疑问句” and “结尾换个语气词” tell what it is to be.
_SURELY = (
    r"(?:都|再|给我|帮我|得|要|可以|重新)*"
    r"(?:(?:换|改|重写|想想)(?:一?[个下换改种])?(?:别的|新的|试试|吧)*(?=$|[,。;!?\s])|不行|不好|太弱|太平|太普通)"
)
_LEAVE = r"(?:保留|留着?|别动|不动|不要动)(?:它的?|这个)?"
_KEPT = (
    ("head", re.compile(rf"前{_HALF}{_STAYS}|{_LEAVE}前{_HALF}")),
    ("tail", re.compile(rf"后{_HALF}{_STAYS}|{_LEAVE}后{_HALF}")),
    ("head", re.compile(rf"(?:结尾|收尾|末尾){_SURELY}|后{_HALF}{_CHANGES}|{_ANEW}后{_HALF}")),
    ("tail", re.compile(rf"前{_HALF}{_CHANGES}|{_ANEW}前{_HALF}")),
)
_ONE = r"(?:一起|一块儿?|一?[条个句版]|一(?=$|[,。;!?\s吧]))"
_JOINED = re.compile(
    rf"(?:合|揉|捏|拼|并|融|糅|凑(?!个整)|串|缝|组|结|综)(?:合|并|接)?(?:成|为|作|到|在|进)?了?{_ONE}"
    r"|前半.{0,6}(?:配|接|加|连|拼)(?:上|到)?.{0,8}后半"
    r"|(?:揉|捏|拼|糅)(?:一?[揉捏拼下]|一下|起来|到一起)|(?<!组)(?:合并|融合|糅合|结合|综合)(?:一下|起来|吧|$|[,。!?\s])|二合一|合二为一"
    r"|\b(?:merge|combine)\b",
    re.I,
)


@dataclass(frozen=True)
class Operation:
    """`head`, `tail`: words to put before and behind; `keeps`: the half that stays; `joins`: one is made of several."""

    head: str | None = None
    tail: str | None = None
    keeps: Half | None = None
    joins: bool = False


def read_operation(message: Message) -> Operation | None:
    """What the message tells to do to the wording of titles; none where it tells nothing that code can do."""
    if _JOINED.search(message.plain):
        return Operation(joins=True)
    for where, pattern in _PUT:
        match = pattern.search(message.text)
        before = message.text[: match.start()] if match else ""
        if match is None or _BESIDE_WORD.search(before) or _REFUSED.search(before):
            continue
        words = message.unmask(match[1]).strip()
        if 0 < len(words) <= MAX_WORDS and not is_mark(words):
            return Operation(head=words) if where == "head" else Operation(tail=words)
    halves = {half for half, pattern in _KEPT if pattern.search(message.plain)}
    if len(halves) == 1 and not message.quotes and ":" not in message.text:
        return Operation(keeps="head" if "head" in halves else "tail")
    return None
