"""Punctuation by its name: “别用感叹号” forbids the mark, “结尾加个问号” wants the mark and not the word 问号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.readers.concepts import banned_strings
from agent.readers.message import Message
from agent.readers.vocabulary import DISMISS, FORBID, PUT, UNLOSABLE

_MARKS: tuple[tuple[str, str | None], ...] = (
    (r"感叹号|惊叹号|叹号|exclamation (?:marks?|points?)", "！"),
    (r"问号|question marks?", "？"),
    (r"省略号|点点点|ellips[ie]s", "…"),
    (r"逗号|commas?", "，"),
    (r"波浪号|波浪线", "～"),
    (r"句号", "。"),
    (r"顿号", "、"),
    (r"冒号", "："),
    # Classes of signs: they can be forbidden, but which of them is wanted is not said.
    (r"书名号|英文(?:字母|单词)?|外文|洋文|表情(?:符号|包)?|颜文字|emojis?", None),
)
_NAME = re.compile("|".join(f"(?P<m{number}>{names})" for number, (names, _mark) in enumerate(_MARKS)), re.I)
MARKS = "|".join(names for names, mark in _MARKS if mark is not None)
"""Names of single marks, a regular expression without groups."""
_SOME = r"(?:上|个|一个|[一两几]?个|点儿?|些|一下|到|任何|什么|那个|这个|的|俩|and|an?|any|some|the|\s)*"
_ALL = r"(?:符号|什么的|之类的?|那些|这些|都|也|一律|统统|通通|全部?|全都|就|先|给我|看着|真的?)*"
_FORBIDDEN_BEFORE = re.compile(
    rf"(?:{FORBID}[^,。;!?]{{0,5}}?|{DISMISS}|\b(?:no|without|drop|avoid|don'?t use)\b){_SOME}$", re.I
)
_FORBIDDEN_AFTER = re.compile(
    rf"^{_ALL}(?:太[^,]{{1,3}})?,?{_ALL}(?:{DISMISS}|{FORBID}(?!少|丢|漏|掉))|^{_ALL}(?:拿|去|删|撤|收)(?:掉|了|走)"
)
_WANTED_BEFORE = re.compile(
    rf"(?:{PUT}|[带加用放来添塞有以补安拿换改]|要|\b(?:put|add|use|with|in)\b)(?:成|作|为|上)?{_SOME}$", re.I
)
_ONLY_BEFORE = re.compile(r"只(?:准|许|能|可以|要)?(?:用|有|留|带)?$")
_WANTED_AFTER = re.compile(
    rf"^(?:来|做)?(?:结尾|收尾|收|打头|开头|断句)|^{_ALL}(?:{UNLOSABLE}|要有|要带|得有|必须有|保留|留着|{PUT})"
)
_STOP = re.compile(r"[,。;!?\n]")


def named_marks(message: Message) -> Iterator[tuple[tuple[str, ...], bool, tuple[int, int]]]:
    """Strings, whether they are wanted, and where they were named; a name that nothing is said of is passed over."""
    last: bool | None = None
    for match in _NAME.finditer(message.text):
        wanted = _verdict(message.text, match, last)
        last = wanted
        mark = next(mark for number, (_names, mark) in enumerate(_MARKS) if match[f"m{number}"])
        if wanted is False:
            yield banned_strings(match[0], None), False, match.span()
        elif wanted and mark is not None:
            yield (mark,), True, match.span()


def mark_of(word: str) -> str:
    """The mark that `word` names, or `word` itself."""
    found = _NAME.fullmatch(word)
    mark = next((mark for number, (_n, mark) in enumerate(_MARKS) if found and found[f"m{number}"]), None)
    return mark or word


def _verdict(text: str, match: re.Match[str], last: bool | None) -> bool | None:
    before, after = _STOP.split(text[: match.start()])[-1], text[match.end() :]
    if last is not None and re.search(r"(?:、|和|跟|与|或|and |or )$", before):
        return last
    if _FORBIDDEN_BEFORE.search(before):
        return False
    if _ONLY_BEFORE.search(before):
        return None
    if re.match(r"[、和跟与或]", after):
        tail = re.sub(rf"^(?:[、和跟与或]+(?:{_NAME.pattern.replace('?P<m', '?P<n')}))+", "", after, flags=re.I)
        return False if _FORBIDDEN_AFTER.search(tail) else None
    if _FORBIDDEN_AFTER.search(after):
        return False
    if _WANTED_BEFORE.search(before) or _WANTED_AFTER.search(after):
        return True
    return None
