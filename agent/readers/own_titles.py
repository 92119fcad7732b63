"""A title of the user's own, handed in to be changed or judged: “…这句是我写的，帮我顺一顺”, “帮我看看这句：…”."""

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.readers.message import QUOTE, Message, fold_width

SHORTEST, LONGEST = 5, 60  # characters of a title handed in
_WE = r"(?:我们?|咱们?)(?:家|自己)?(?:的)?(?:老板|领导|同事|客户|甲方|运营|小编|实习生|文案|主播|经理)?(?:自己)?"
_MADE = r"(?:想|写|编|起|拟|憋|琢磨|凑|取|定)"
_ONE = r"(?:一?[两几]?[条个句版]|一?个?标题)"
# Whose it is, said after it (“…，这句是我写的”), and before it (“我自己想的：…”, “现在用的标题是：…”).
_AFTER_IT = re.compile(
    rf"(?:这|上面这?)(?:一)?(?:[条个句]|标题)(?:标题)?(?:就)?是{_WE}(?:{_MADE}|的)|^是?{_WE}{_MADE}的$"
)
_BEFORE_IT = re.compile(
    rf"(?:{_WE}(?:之前|刚刚?|先|昨天|现在)?(?:也|就|倒)?{_MADE}(?:出来?|好|过|到)?(?:的|了(?:这么)?{_ONE}(?:标题|文案)?|{_ONE})"
    rf"|(?:{_WE}|手[头里上]|这[儿里])(?:现在|目前)?(?:就)?有(?:这么)?(?:一?[条个句]|个?现成的?)(?:标题|文案)?"
    rf"|(?:这|下面这?)(?:一)?(?:[条个句]|标题)(?:就)?是{_WE}{_MADE}的"
    r"|(?:现有|原来?|旧|正?在[用投]|现在[用投]?|目前|之前)的?(?:那条|这条)?标题(?:就?是|:)"
    r"|(?:优化|润色|打磨|修改|改改|改一下|改下|顺一?顺|改进)(?:一?下)?(?:这|下面这?)(?:一)?(?:[条个句])?(?:标题|句子|句话|文案)?(?=$|:))"
)
_OWN = re.compile(f"{_AFTER_IT.pattern}|{_BEFORE_IT.pattern}|{_WE}{_MADE}(?:了|的)|自己(?:写|想|编|起)的")
_CHANGES = re.compile(
    r"顺一?顺|改(?!天|日)|润色|润一?润|润下|优化|打磨|修(?!图|车|理)|调(?:一?[下调]|整)|完善|升级|提升|救|拯救|精简|缩|扩|短一?点|活泼"
    r"|更(?:像|好|有|吸引)|换(?:个|种|一)(?:说法|写法|表达)|再(?:写|来)几|(?:照|按|围绕|根据)(?:着|这)|polish|improve|rewrite|shorten",
    re.I,
)
_JUDGES = re.compile(
    r"看看|看一?下|瞅|点评|评(?:价|一?[下评]|个?分)|打个?分|几分|多少分|够不够|像不像|怎么样|咋样|如何|行不行|好不好|能不能打|有没有戏|哪里不好|问题在哪|feedback|rate|score",
    re.I,
)
_OTHER_USE = re.compile(
    r"违规|合规|过审|审核|广告法|违法|接着|续写|往下|后半句|类似|相似|像这|找|同款|开头|必须|带上|加上|含|不要|别用|意思"
)
_LOOK = re.compile(
    rf"^(?:你?好|嗨|那|你|请|麻烦|再)*(?:帮|给|替)?(?:我|忙)?(?:们)?(?:先|再)?(?:看看|看一?下|瞅瞅|点评一?下|评价一?下|评评)(?:我的|我们的)?(?:这|下面)?(?:一)?(?:[条个句]|标题)*(?:标题|文案)?(?:怎么样|咋样|如何|行不行)?[:,]?\s?{QUOTE}(?:怎么样|咋样|如何|行不行|好不好)?[?。!~\s]*$"
)
_CLAUSE = re.compile(r"[^，。！？；：,!?;:\n]+")
_SENTENCE_END = re.compile(r"[。;\n]")
_REQUEST = re.compile(r"^(?:帮|请|麻烦|你|给我|能不能|可以|能|想|要|再|看|改|顺|润|怎么|咋|哪|够不够|优化|点评|评)")


@dataclass(frozen=True)
class OwnTitle:
    """`text` as it was typed; `changes`: it is to be changed, not only judged."""

    text: str
    changes: bool


def read_own_title(message: Message) -> OwnTitle | None:
    """The title handed in between quotation marks; none where the message does something else with what it quotes."""
    if not message.quotes or _OTHER_USE.search(message.plain):
        return None
    quoted = max(message.quotes, key=len)
    if not SHORTEST <= len(quoted) <= LONGEST:
        return None
    text = _as_typed(message, quoted)
    if _OWN.search(message.plain):
        changes = bool(_CHANGES.search(message.plain))
        return OwnTitle(text, changes) if changes or _JUDGES.search(message.plain) else None
    return OwnTitle(text, changes=False) if _LOOK.match(message.text) else None


def with_own_title_quoted(raw: str) -> str:
    """The message with the title of one's own in quotation marks, where it was typed without: what it says is no order.

    The message itself where nothing says that a title in it is the user's own, or where it stands is not clear.
    """
    text = fold_width(raw)
    if re.search(r"[“”\"「」『』]", raw) or not (_CHANGES.search(text) or _JUDGES.search(text)):
        return raw
    clauses = [match.span() for match in _CLAUSE.finditer(text)]
    found = next((one for place in range(len(clauses)) if (one := _beside(text, clauses, place))), None)
    return f"{raw[: found[0]]}“{raw[found[0] : found[1]]}”{raw[found[1] :]}" if found else raw


def _beside(text: str, clauses: list[tuple[int, int]], place: int) -> tuple[int, int] | None:
    """Where the title stands, if the clause at `place` says whose it is: before it, or between it and a request."""
    start, end = clauses[place]
    said = text[start:end]
    if _AFTER_IT.search(said) and place:
        found = clauses[0][0], clauses[place - 1][1]
    elif (own := _BEFORE_IT.search(said)) and own.end() >= len(said) - 1 and place + 1 < len(clauses):
        last = _last_of_title(text, clauses, place + 1)
        found = clauses[place + 1][0], clauses[last][1]
    else:
        return None
    held = text[slice(*found)]
    return found if SHORTEST <= len(held) <= LONGEST and not _REQUEST.match(held) else None


def _last_of_title(text: str, clauses: list[tuple[int, int]], first: int) -> int:
    """The clause that ends a title begun with the clause `first`: before the next sentence, or a request."""
    for place in range(first + 1, len(clauses)):
        between = text[clauses[place - 1][1] : clauses[place][0]]
        if _SENTENCE_END.search(between) or _REQUEST.match(text[slice(*clauses[place])]):
            return place - 1
    return len(clauses) - 1


def _as_typed(message: Message, quoted: str) -> str:
    """With its own commas, which a message read has at half width."""
    start = fold_width(message.raw).find(quoted)
    return quoted if start < 0 else message.raw[start : start + len(quoted)]
