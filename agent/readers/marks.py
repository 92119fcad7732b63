"""Punctuation by its name: “别用感叹号” forbids the mark, “结尾加个问号” wants the mark and not the word 问号."""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.readers.concepts import banned_strings
from agent.readers.message import Message
from agent.readers.vocabulary import DISMISS, FORBID, FORBID_MIDST, HOLD, PUT, UNLOSABLE

_MARKS: tuple[tuple[str, str | None], ...] = (
    (r"感叹号|惊叹号|叹号|exclamation (?:marks?|points?)", "！"),
    (r"问号(?!码)|question marks?", "？"),
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
# What surely forbids, and the verb it forbids; “不会英文”, “少儿英文” and “不错的话加个问号” forbid nothing.
_NEVER = (
    r"(?:(?<![特个区级分性告类])别|不要|不许|不准|(?<!能)不能|不得|(?<!可)不可以?|禁止|严禁|"
    r"杜绝|拒绝|避免|切忌|甭|莫要?|勿|唔好|唔要|不想要?|不希望)"
)
_FOR_ALL = (
    rf"(?:{FORBID_MIDST}|都|全|看[见到]|每[条句个]都?|在?(?:结尾|末尾|句尾|句末|最后|标题|开头)(?:里|上)?|"
    r"一堆|那么多|这么多|太多)*"
)
_NEED = r"(?:(?<=要)|(?<=禁止)|(?<=严禁)|(?<=杜绝)|(?<=拒绝)|(?<=避免))"
_PROHIBITED = rf"{_NEVER}{_FOR_ALL}(?:{HOLD}|要|堆|打|{_NEED})|{DISMISS}|\b(?:no|without|drop|avoid|don'?t use)\b"
_CLASS_BEFORE = re.compile(rf"(?:{_PROHIBITED}){_SOME}$", re.I)
_FORBIDDEN_BEFORE = re.compile(
    rf"(?:{_PROHIBITED}|不[用带加写放]|不出现|不使用|少(?:用|加|带|来|打|放|写)?|[禁忌]用?){_SOME}$", re.I
)
_FORBIDDEN_AFTER = re.compile(
    rf"^{_ALL}(?:太[^,]{{1,3}})?,?{_ALL}(?:{DISMISS}|{FORBID}(?!少|丢|漏|掉))|^{_ALL}(?:拿|去|删|撤|收)(?:掉|了|走)"
)
# A class of signs is also a topic (英文绘本, 表情包大全): nothing more may be said of it than that it is not wanted.
_CLASS_END = r"(?:了|吧|呗|啊|哈|进去|上去?|please)*(?=$|[,。;!?\s])"
_CLASS_ENDS = re.compile(
    r"(?:符号|包)?(?:的)?(?:标题)?(?:什么的|之类的?|这些|那些)?(?:了|吧|呗|啊|哈)*(?=$|[,。;!?\s、和跟与或及])(?!,?\s?(?:也|就|都)能)"
)
_CLASS_AFTER = re.compile(
    rf"^{_ALL},?{_ALL}(?:{DISMISS}|(?:别|不要|不许|不准|不能|不得|禁止)(?:再)?(?:{HOLD})|不要|(?:拿|去|删|撤)(?:掉|了|走)){_CLASS_END}"
)
# “有问号那条”, “带问号的都删掉”, “第3条有问号吗”: the mark is there already.
_POINTED = re.compile(
    r"(?:的?(?:都|全)?[那这](?:一?[条句版则]|[几两三俩])|(?:的[那这]|那)一?个|"
    r"的(?!$|[,。;!?\s]|标题|文案|[句来写给出整弄吧呗]|[那这]种|形式|方式|口吻|语气|结尾)|"
    r"的[,\s](?:都|全|先|也|给我)*(?:删|去|拿|换|改|重写|留|存))"
)
_TURNED_DOWN = re.compile(r"(?:去掉|删掉|删了|换掉|拿掉|不要)(?:那[条个几些])?(?:带|有)$")  # 去掉带问号的
_ASKED = re.compile(rf"有没有{_SOME}\0|有{_SOME}\0[吗么]")
_WANTED_BEFORE = re.compile(
    rf"(?:{PUT}|[带加用放来添塞有以补安拿换改]|要|\b(?:put|add|use|with|in)\b)(?:成|作|为|上)?{_SOME}$", re.I
)
_ONLY_BEFORE = re.compile(r"只(?:准|许|能|可以|要)?(?:用|有|留|带)?$")
_WANTED_AFTER = re.compile(
    rf"^(?:来|做)?(?:结尾|收尾|收|打头|开头|断句)|^{_ALL}(?:{UNLOSABLE}|要有|要带|得有|必须有|保留|留着|{PUT})"
)
_STOP = re.compile(r"[,。;!?\n]")


def named_marks(message: Message) -> Iterator[tuple[tuple[str, ...], bool, tuple[int, int]]]:
    """Strings, whether they are wanted, and where they were named; a name that nothing is said of is passed over.

    A mark that is in a title already (“有问号那条”) stands for no string, so that nobody else reads it as a wish.
    """
    last: bool | None = None
    for match in _NAME.finditer(message.text):
        if _is_told(message.text, match):
            yield (), False, match.span()
            last = None
            continue
        mark = next(mark for number, (_names, mark) in enumerate(_MARKS) if match[f"m{number}"])
        wanted = _verdict(message.text, match, last, is_class=mark is None)
        last = wanted
        if wanted is False:
            yield banned_strings(match[0], None), False, match.span()
        elif wanted and mark is not None:
            yield (mark,), True, match.span()


def mark_of(word: str) -> str:
    """The mark that `word` names, or `word` itself."""
    found = _NAME.fullmatch(word)
    mark = next((mark for number, (_n, mark) in enumerate(_MARKS) if found and found[f"m{number}"]), None)
    return mark or word


def _is_told(text: str, match: re.Match[str]) -> bool:
    """Whether a title is pointed at by its mark, or the mark only asked after."""
    if _TURNED_DOWN.search(text[: match.start()]) and text.startswith("的", match.end()):
        return True
    return bool(_POINTED.match(text, match.end()) or _ASKED.search(text[: match.start()] + "\0" + text[match.end() :]))


def _verdict(text: str, match: re.Match[str], last: bool | None, is_class: bool) -> bool | None:
    before, after = _STOP.split(text[: match.start()])[-1], text[match.end() :]
    alone = not is_class or bool(_CLASS_ENDS.match(after))
    if last is not None and re.search(r"(?:、|和|跟|与|或|and |or )$", before):
        return last if alone else None
    if alone and (_CLASS_BEFORE if is_class else _FORBIDDEN_BEFORE).search(before):
        return False
    if _ONLY_BEFORE.search(before):
        return None
    forbidden_after = _CLASS_AFTER if is_class else _FORBIDDEN_AFTER
    if re.match(r"[、和跟与或]", after):
        tail = re.sub(rf"^(?:[、和跟与或]+(?:{_NAME.pattern.replace('?P<m', '?P<n')}))+", "", after, flags=re.I)
        return False if forbidden_after.search(tail) else None
    if forbidden_after.search(after):
        return False
    if not is_class and (_WANTED_BEFORE.search(before) or _WANTED_AFTER.search(after)):
        return True
    return None
