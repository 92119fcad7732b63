"""Several groups of titles ordered in one message: “三条搞笑的，两条走心的”, “防晒和唇釉各来三条”, “一半带梗一半不带”.

Each group is told as the message that would have ordered it alone, so that every other reader understands it.
"""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.readers.counts import MAX_COUNT, read_count
from agent.readers.message import QUOTE, Message, read_message
from agent.readers.numerals import NUMBER, to_number
from agent.readers.vocabulary import ORDER, PARTICLE

MOST = 6
"""Groups in one message; more are read as one order."""
LONGEST = 70  # characters of a message that lists groups; who tells a story orders one list
_TITLES = r"(?:条(?!件|片|鱼|狗|裤|裙|腿|命|路|线|龙)(?:标题|标提|文案)?|个(?:标题|标提|文案))"
_SEPARATOR = r"[,。;、!?\n+]"
_COUNT = re.compile(rf"(?<![第前后这那哪每各头末几\d.十])({NUMBER})\s?{_TITLES}")
# What is said of titles that are there already, or of how many there are to be, orders no groups.
_NO_ORDER = re.compile(
    rf"挑|选|留|存|收藏|赛马|删|毙|重写|重来|合并|(?:改|缩|砍|减|加|增|压|换)[到成至为]|太[多少]|超过|至少|最[多少]|不够|多余|剩下|其余|别的"
    rf"|前面|后面|上面|刚才|现在|连着|总共|一共|总计|[这那第没]{NUMBER}\s?条|{NUMBER}\s?(?:到|至|-|~)\s?{NUMBER}"
    rf"|{NUMBER}\s?{_TITLES}(?:都|全|里|不|太|挺|还是|改|换|就?[行够好]|可以|左右|以[内上下])"
)
# What says something of a group's titles is short and tells nothing else.
_NO_LABEL = re.compile(
    r"[?!。]|[我你您他她它]|了|没|先|吧|呢|吗|哎|怎么|是|就|限|才|随便|算|^(?:有|的|给|要|说)$|不(?![带要用含加提写])"
)
LONGEST_LABEL = 16
_LEAD = re.compile(
    rf"^(?:(?:再|另外?|还有?|然后|外加|加上?|以及|和|跟|及|接着|最后|其中|有|要|想要|我要|请|麻烦|帮我|给我|顺便|同时)|{ORDER}(?!给))*"
)
_TRAIL = re.compile(rf"(?:的|标题|文案|{PARTICLE}|\s)+$")
_SHARED = re.compile(r"都|每|全|统一|均|一律|不要|别|不许|字|风格")  # of all groups, said after the last of them
_AND = re.compile(r"[、,]|以及|还有|和(?!解|平|气|风|服|田)|跟(?!练|团|拍|妆|风)|与|及")
_ITEMS = r"(?P<items>[^,。;!?\n]+?(?:[、]|以及|还有|和|跟|与|及)[^,。;!?\n]+?)"
_EACH = re.compile(
    rf"(?:{_ITEMS}|(?P<all>(?:每一?|所有|全部|[两三四五六几])(?:个|款|种|样|门|件|本)?(?:产品|商品|课程?|书|东西)?))[,\s]?(?:的)?(?:都|要|再|也|就)*(?:各|分别|每[个款种样])(?:自|都)?(?:给我|帮我)?(?:{ORDER})?(?P<count>{NUMBER})\s?{_TITLES}"
)
_FOR_EACH = re.compile(
    r"分别(?P<verb>写?给|针对|面向|对着?|讲|写|突出|围绕|用|按|以|从)(?P<items>[^,。;!?\n]+?)(?=$|[,。;!?\n])"
)
_ADDRESSES = re.compile(r"给|对|向")
_FOR = re.compile(r"^(?P<head>.*?(?:写?给(?!我)|为了?|针对|面向|用|按|以|从|把))(?=.)")
_HALVES = re.compile(r"(?:其中)?一半(?P<one>[^,。;!?\n]+?)[,、]?(?:另外?)?一半(?P<other>[^,。;!?\n]+)")
_HOLDS = re.compile(r"(?:带|有|用|玩|要|加|写|提)(.+)")
_CLIPPED = re.compile(r"(?:不[带用玩要加写提]|没有?)$")


@dataclass(frozen=True)
class Group:
    """`message` orders these titles alone, `label` are the words that set them apart, `count` how many there are."""

    message: str
    label: str
    count: int


def read_groups(raw: str, products: Sequence[str] = (), standing: int = 5) -> tuple[Group, ...]:
    """The groups ordered, two to `MOST`, or none. `products` are those of the account, `standing` the count so far."""
    message = read_message(raw)
    total = read_count(message)
    for found in (
        _of_each(message.text, products),
        _for_each(message.text, total or standing),
        _halves(message.text, total or standing),
        _listed(message.text),
    ):
        if 2 <= len(found) <= MOST and len({one.label for one in found}) == len(found) and all(map(_is_told, found)):
            return tuple(_spoken(message, one) for one in found)
    return ()


def _is_told(group: Group) -> bool:
    return 0 < len(group.label) <= LONGEST_LABEL and not _NO_LABEL.search(group.label)


def _spoken(message: Message, group: Group) -> Group:
    """The group with what was quoted in its words again."""

    def quoted(text: str) -> str:
        return re.sub(QUOTE, lambda mask: f"“{message.unmask(mask[0])}”", text).strip(" ,、;。")

    return Group(quoted(group.message), quoted(group.label), min(group.count, MAX_COUNT))


def _of_each(text: str, products: Sequence[str]) -> list[Group]:
    """“防晒和唇釉各来三条”, “每个产品各两条”."""
    match = _EACH.search(text)
    if match is None or not (number := to_number(match["count"])):
        return []
    before, after = text[: match.start()], text[match.end() :]
    if match["items"] is None:
        return [Group(f"{before}给{name}写{number}条{after}", name, number) for name in products]
    head = _FOR.match(match["items"])
    lead = head["head"] if head else ""
    items = _items(match["items"][len(lead) :])
    return [Group(f"{before}{lead}{item}来{number}条{after}", item, number) for item in items]


def _items(text: str) -> list[str]:
    return [item for part in _AND.split(text) if (item := _TRAIL.sub("", _LEAD.sub("", part.strip())).strip())]


def _for_each(text: str, total: int) -> list[Group]:
    """“来5条，分别针对上班族、宝妈和学生”."""
    match = _FOR_EACH.search(text)
    items = _items(match["items"]) if match else []
    if match is None or len(items) < 2:
        return []
    rest = _COUNT.sub("", text[: match.start()] + text[match.end() :])
    shares = _shared(max(total, len(items)), len(items))
    verb = "给" if _ADDRESSES.search(match["verb"]) else match["verb"]
    return [
        Group(f"{rest.rstrip(',')},{verb}{item}写{share}条", item, share)
        for item, share in zip(items, shares, strict=True)
    ]


def _shared(total: int, parts: int) -> list[int]:
    return [total // parts + (place < total % parts) for place in range(parts)]


def _halves(text: str, total: int) -> list[Group]:
    match = _HALVES.search(text)
    if match is None or total < 2:
        return []
    head, tail = _COUNT.sub("", text[: match.start()]), text[match.end() :]
    one, other = _TRAIL.sub("", match["one"]), _TRAIL.sub("", match["other"])
    if (clipped := _CLIPPED.match(other)) and (held := _HOLDS.match(one)):
        other = clipped[0] + held[1]  # 一半带梗一半不带
    parts = (one, other)
    return [
        Group(_joined(head, f"{share}条{part}的{tail}"), part, share)
        for part, share in zip(parts, _shared(total, 2), strict=True)
    ]


def _listed(text: str) -> list[Group]:
    """“三条搞笑的，两条走心的”, “键盘写3条，耳机写2条”, “写4条，两条疑问句两条感叹句”, “来5条，其中两条带数字”."""
    counts = [(match, number) for match in _COUNT.finditer(text) if (number := to_number(match[1]))]
    if len(counts) < 2 or len(text) > LONGEST or _NO_ORDER.search(text):
        return []
    starts = [
        _start(text, match.start(), counts[place - 1][0].end() if place else 0)
        for place, (match, _) in enumerate(counts)
    ]
    head, tail = text[: starts[0]], _tail(text, counts[-1][0].end())
    ends = [*starts[1:], len(text) - len(tail)]
    own = [
        (text[start : match.start()], number, text[match.end() : end].strip(" ,、;。"))
        for start, end, (match, number) in zip(starts, ends, counts, strict=True)
    ]
    rest = sum(number for _, number, _ in own[1:])
    others: list[Group] = []
    if (own[0][1] == rest and len(own) > 2) or ("其中" in text and own[0][1] > rest):  # the first count is that of all
        head += f"{own[0][0]}{own[0][2]},"
        left = own[0][1] - rest
        own = own[1:]
        others = [Group(_joined(head, f"{left}条{tail}"), "其余", left)] if left else []
    elif any(not _LEAD.sub("", before).strip() for before, _, _ in own[1:]):
        head += own[0][0]  # what the titles are for is said once, before the first count
        own[0] = ("", *own[0][1:])
    groups = [_told(head, one, tail) for one in own]
    return [*groups, *others] if all(one.label for one in groups) else []


def _told(head: str, one: tuple[str, int, str], tail: str) -> Group:
    before, number, after = one
    own = _LEAD.sub("", before) if head else before
    return Group(_joined(head, f"{own}{number}条{after}{tail}"), _label(one, head), number)


def _joined(head: str, rest: str) -> str:
    """Both in one breath where the first ends in the verb of an order."""
    bare = head.rstrip(" ,、;。")
    return (bare if re.search(rf"{ORDER}$", bare) else head) + rest


def _label(one: tuple[str, int, str], head: str) -> str:
    before, _, after = one
    own = "" if head.endswith(before) else _LEAD.sub("", before.strip(" ,、;。"))
    own = re.sub(rf"{ORDER}$", "", own)
    return _TRAIL.sub("", f"{own}{after}".strip(" ,、;。"))


def _start(text: str, at: int, after: int) -> int:
    """Where the words about the count at `at` begin, not before `after`: behind the last separator, else at the count."""
    found = [match.end() for match in re.finditer(_SEPARATOR, text[after:at])]
    if found:
        return after + found[-1]
    if not after:
        return 0
    joined = re.search(rf"(?:再|另外?|还有?|然后|外加|和|跟|以及|加)(?:{ORDER})*\s?$", text[after:at])
    return after + joined.start() if joined else at


def _tail(text: str, end: int) -> str:
    """Clauses behind the last group that speak of all."""
    cut = re.search(_SEPARATOR, text[end:])
    rest = text[end + cut.start() :] if cut else ""
    return rest if rest and _SHARED.search(rest) else ""
