"""Which memes a message takes up: of those just shown, or one that it names itself (用“泼天的富贵”这个梗)."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.readers.message import QUOTE, Message
from agent.readers.numerals import NUMBER, to_number
from agent.readers.vocabulary import DISMISS, FORBID, FORBID_MIDST, WEARY
from models.text import contains

_ORDINAL = re.compile(rf"第\s?({NUMBER})\s?(?:个|条|款)?|({NUMBER})号")
_ENGLISH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_USE = re.compile(
    r"用(?:上|它|这个|那个|这几?个|了|进去|到)|这个梗|那个梗|套(?:上|用|进)|就(?:它|这个)|带上它|融进|安排上|\b(?:use|pick|take|go with|that one|the one)\b",
    re.I | re.A,
)
_ALL = re.compile(r"都用|全用|这几个(?!字)|all of them", re.I | re.A)

_MEME = r"(?:(?:最新|网络|流行|B站|b站|热|老|新)*(?:梗|meme)(?![图感])|热词|流行语)"
_OF_MEMES = re.compile(_MEME, re.I | re.A)
_THIS = r"(?:(?:的|[这那])(?:一?[个种类条款句]|一?)?|同款|式|\s)*"
_NAMED = (
    re.compile(rf"(?P<name>{QUOTE}){_THIS}{_MEME}", re.I | re.A),
    re.compile(rf"(?P<name>{QUOTE}(?:\s?[、,和跟与]?\s?{QUOTE})+)\s?[这那]?[两俩几三四些]个?{_MEME}", re.I | re.A),
    re.compile(rf"{_MEME}(?:就|是|叫|做|用|选|换成|called|named|[,:\s])*\s?(?P<name>{QUOTE})", re.I | re.A),
)
_REFUSED_BEFORE = re.compile(
    rf"(?:{FORBID}{FORBID_MIDST}*(?:用上?|玩|套用?|蹭|写|带|加)?|{DISMISS}|\b(?:don.?t|do not|not|never|no|without)\b(?:\s(?:use|want|put|need))?)(?:[了过的这那个\s]|\b(?:the|that|this|any)\b)*$",
    re.I | re.A,
)
_REFUSED_AFTER = re.compile(rf"(?:就|都|也|已经|真的?|有点|实在|给我|\s)*(?:{FORBID}|{DISMISS}|{WEARY}|太|过时|算了)")
# A meme that is asked about is not taken up yet.
_ASKED = re.compile(
    r"[?吗么]|啥|什么|来头|出处|意思|算不算|是不是|能不能|有没有|行不行|谁|\bwhat\b|\bmeans?\b|\bis\b", re.I | re.A
)
_CLAUSE_END = re.compile(r"[,。;!\n]")


def named_memes(message: Message) -> tuple[tuple[str, ...], list[tuple[int, int]]]:
    """Quoted names of memes, wanted or not, and the stretches of text that name them.

    Such a name is no word that titles must hold; a name that is quoted elsewhere too is left out.
    """
    found = _named(message)
    quoted = message.quoted_in(message.text)
    names = dict.fromkeys(name for match in found for name in message.quoted_in(match["name"]))
    return tuple(name for name in names if quoted.count(name) == 1), [match.span() for match in found]


def _named(message: Message) -> list[re.Match[str]]:
    """One match for each place where a meme is named, in no order."""
    found = {match.start("name"): match for pattern in _NAMED for match in pattern.finditer(message.text)}
    return list(found.values())


def _taken_up(message: Message) -> tuple[str, ...]:
    """Those of the memes named that the message wants used."""
    if _ASKED.search(message.plain):
        return ()
    wanted: list[str] = []
    for match in _named(message):
        before = _CLAUSE_END.split(message.text[: match.start()])[-1]
        if not _REFUSED_BEFORE.search(before) and not _REFUSED_AFTER.match(message.text, match.end()):
            wanted += message.quoted_in(match["name"])
    return tuple(dict.fromkeys(wanted))


def read_meme_choice(message: Message, memes: Sequence[str], just_shown: bool = True) -> tuple[str, ...]:
    """Terms chosen by name, by number or by “用上”; empty when the message takes none.

    Unless the memes were `just_shown`, a number or “这几个” points at them only where the message speaks of memes.
    """
    named = tuple(term for term in memes if contains(message.raw, term)) or _taken_up(message)
    if named or not memes or not (just_shown or _OF_MEMES.search(message.plain)):
        return named
    if _ALL.search(message.plain):
        return tuple(memes)
    if match := _ORDINAL.search(message.text):
        number = to_number(match[1] or match[2]) or 0
        return (memes[number - 1],) if 0 < number <= len(memes) else ()
    for word, number in _ENGLISH.items():
        if re.search(rf"\b(?:the\s)?{word}\b(?: one| meme)", message.plain, re.I | re.A):
            return (memes[number - 1 if number > 0 else -1],)
    return (memes[0],) if _USE.search(message.plain) else ()
