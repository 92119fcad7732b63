"""What a message says of titles shown: “第2条不错，第3条太尬了”.

Whole clauses only: a title, and a word for or against it. What is said of a part of a title, of how it should become, or
of the product uses the same words and is no opinion (“把第2条改得好笑一点”, “第3条别太土”, “都市风很好看”).
"""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.plan import ShownList, TitleRef
from agent.readers.message import Message
from agent.readers.numerals import NUMBER, to_number
from agent.readers.references import is_of_latest, places

_SIGN = r"[\d一二两三四五六七八九十]"
_OF = r"(?:条|个|句|版|款|号|题)"
_PLACE = (
    rf"(?:第?\s?{_SIGN}{{1,2}}\s?{_OF}?(?:(?:[、和跟与及&]|\s)+第?\s?{_SIGN}{{1,2}}\s?{_OF}?)*"
    rf"|(?:前|后|最后|头|末尾|倒数第?)[面那的]?\s?{_SIGN}?\s?{_OF}|[这那]一?{_OF})"
)
_ALL = (
    rf"(?:(?:[这那](?:[几些]{_OF}|一?[批轮])|上面[这那]?几?{_OF}?|刚才[这那]?[几些]?{_OF}?|全部|所有)(?:标题)?(?:我?都|全都?)?"
    rf"|我?(?:都|全都|统统)|一{_OF}都)"
)
_NO_ONE = rf"(?:没一?{_OF}|没有一{_OF})"
_INTRO = r"(?:那|嗯|哈|其实|讲真|说实话|老实说|总体|整体|但是?|不过|我?觉得|我?感觉|[,\s])*"
_HOW = r"(?:我|我们|老板|客户|领导|觉得|感觉|个人|确实|真的|真是|真|还|也|挺|蛮|很|特别|太|比较|最|超|非常|好|都|就|是|实在|倒|\s)*"
_GOOD = r"(?:喜欢|满意|中意|看好|不错|好|好看|好听|好笑|有意思|有趣|有梗|棒|绝了|绝绝子|可以|还行|行|ok|爱了|戳我|戳到我|戳中我|心动|惊艳|点赞)"
_TOO = r"(?:太|很|好|有点儿?|有些|真|挺|比较|超|过于)"
_BAD = (
    r"(?:不(?:太|怎么|大|是很|咋)?(?:喜欢|满意|中意|行|好|好看|好听|好笑|感冒|ok)|没(?:什么|啥)?(?:意思|劲|感觉)|讨厌|看不上|受不了|无聊|难看|难听|恶心"
    rf"|{_TOO}(?:尬|尴尬|土气?|俗气?|油腻?|假|烂|差|丑|水|空|老套|敷衍|普通|平淡?|平庸|一般|无聊|难看|low)|一般般?|尬)"
)
_GONE = rf"{_PLACE}(?:就|直接|给我)*(?:毙(?:了|掉)|pass(?:掉|了)?|(?:删|扔)掉|不要)|{_ALL}(?:毙了|pass了?|不要了)"  # 去掉 and 不要 alone: of words
_END = r"(?:了|啊|吧|呀|哦|喔|的|嘛|哈|诶|哎|～|~|\s)*"
_TITLE = rf"(?:{_PLACE}|{_ALL})"
_PRAISED = re.compile(
    rf"{_INTRO}{_TITLE}{_HOW}{_GOOD}{_END}|{_INTRO}{_HOW}(?:喜欢|中意|看好|爱)(?:的是)?\s?{_PLACE}{_END}", re.I
)
_REFUSED = re.compile(
    rf"{_INTRO}{_TITLE}{_HOW}{_BAD}{_END}|{_INTRO}{_HOW}(?:不(?:太|怎么|大)?喜欢|讨厌|看不上)\s?{_PLACE}{_END}"
    rf"|{_INTRO}(?:{_GONE}){_END}|{_INTRO}{_NO_ONE}{_HOW}{_GOOD}{_END}|(?:{_HOW}{_BAD})\s{_PLACE}",
    re.I,
)
_GOOD_ALONE = re.compile(rf"{_INTRO}{_HOW}{_GOOD}{_END}", re.I)  # after a clause that only names a title
_BAD_ALONE = re.compile(rf"{_INTRO}{_HOW}{_BAD}{_END}", re.I)
_NTH = r"(?:(?:the\s)?(?:first|second|third|fourth|fifth|sixth|last)(?:\s(?:one|title))?|(?:title|number|no\.?|#)\s?\d{1,2}|them|(?:all|none) of them)"
_GOOD_EN = rf"(?:i\s)?(?:really\s|do\s)?(?:like|love)\s{_NTH}|{_NTH}\s(?:is|are|looks?)\s(?:really\s|very\s|pretty\s|so\s)?(?:great|good|nice|perfect|excellent)"
_BAD_EN = rf"(?:i\s)?(?:really\s)?(?:hate|dislike|do(?:n.?|\sno)t\s(?:like|love))\s{_NTH}|{_NTH}\s(?:is|are|looks?)\s(?:really\s|very\s|so\s|too\s)?(?:not\s(?:good|great|nice)|bad|boring|awful|cringe|terrible)|none of them (?:is|are) (?:good|great|nice)"
_PRAISED_EN, _REFUSED_EN = re.compile(_GOOD_EN, re.I | re.A), re.compile(_BAD_EN, re.I | re.A)
_ALL_EN = re.compile(r"\b(?:them|all of them|none of them)\b", re.I | re.A)
_WHOLE = re.compile(rf"{_INTRO}(?:{_ALL}|{_NO_ONE})", re.I)
_ANY_WILL_DO = re.compile(rf"我?都(?:可以|行|ok|好){_END}", re.I)  # leaves it open
_SPLIT = re.compile(
    r"[,。;!\n…]+|(?=\?)|但是?|不过|可是|然而|\bbut\b|\band\b|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])", re.I | re.A
)
_EXCEPT = re.compile(r"除(?:了|(?=第|前|最后|后))([^,。;!?]+)")
_LONGEST = 80  # characters: an opinion on ten titles is shorter, and long clauses take long to read
_FILLERS = ("嗯", "好的", "哈哈", "哈哈哈", "哦", "啊", "谢谢")
_ONLY_PLACE = re.compile(rf"{_INTRO}{_PLACE}(?:吧|呢|嘛|啊|我)?")
# “第3条换一条”, “都重写”: another in its place, with no word of what it is to be like.
_REPLACED = re.compile(
    r"^(?:把)?[第那这前后头尾最末\d一二两三四五六七八九十条个句号版几些、和跟与#其余他它剩下另外的倒数\s]*(?:给我|帮我|请|就|都|再|统统|全部?|也)*"
    r"(?:换|重写|重来|重新写|重新来|重新想|另写|改写|再想)(?:掉|一下|下|一?[条个批组]|别的|新的|其他的?|几条|它|第[\d一二三四五六七八九十]+[条个句])*(?:吧|呗|嘛|啊|呀)?$"
    r"|^(?:redo|rewrite|replace)(?:\s(?:number|title|no\.?|the|it|them|those|all|one|first|second|third|fourth|fifth|last|and|#?\d+))*$",
    re.I | re.A,
)


@dataclass(frozen=True)
class Told:
    """Titles of the latest list that a message praises, and that it turns down; none in both.

    `alone`: the message says nothing else.
    """

    liked: TitleRef | None = None
    disliked: TitleRef | None = None
    alone: bool = False

    def __bool__(self) -> bool:
        return bool(self.liked or self.disliked)


def read_opinions(message: Message, shown: Sequence[ShownList]) -> Told:
    """Only plain words for or against a whole title count; a wish to change it (“太长”) is no opinion."""
    lists = [one for one in shown if one.title_ids]
    if not lists or not is_of_latest(message.text):
        return Told()
    liked: list[int] = []
    disliked: list[int] = []
    pointed: tuple[int, ...] = ()
    alone = True
    for clause in _clauses(message.text):
        verdict = _verdict(clause, after_place=bool(pointed))
        named = places(clause, lists) or (whole(lists) if _names_all(clause) else ())
        meant = named or pointed
        if verdict is not None:
            (liked if verdict else disliked).extend(meant)
        only_place = bool(named) and _ONLY_PLACE.fullmatch(clause) is not None
        pointed = named if only_place else ()
        alone &= (verdict is not None and bool(meant)) or only_place or clause in _FILLERS or clause.startswith("除")
    unclear = ({*liked} & {*disliked}) | _excepted(message.text, lists)
    return Told(_ref(liked, unclear), _ref(disliked, unclear), alone)


def only_turns_down(message: Message, shown: Sequence[ShownList]) -> bool:
    """Whether others are wanted in the place of titles and nothing is said of what they are to be like."""
    clauses = _clauses(message.text)
    verdicts = [_verdict(one) for one in clauses]
    gone = [verdict is False or bool(_REPLACED.match(one)) for one, verdict in zip(clauses, verdicts, strict=True)]
    plain = (
        refused or verdict or one in _FILLERS or _ONLY_PLACE.fullmatch(one) is not None
        for one, verdict, refused in zip(clauses, verdicts, gone, strict=True)
    )
    return any(gone) and any(one.title_ids for one in shown) and all(plain)


def whole(shown: Sequence[ShownList]) -> tuple[int, ...]:
    """All numbers of the latest list of several titles; of the only title there is, else."""
    lists = [one for one in shown if one.title_ids]
    meant = next((one for one in reversed(lists) if len(one.title_ids) > 1), lists[-1])
    return tuple(range(1, len(meant.title_ids) + 1))


def _clauses(text: str) -> list[str]:
    parts = [part.strip() for part in _SPLIT.split(text) if part and part.strip()]
    joined: list[str] = []
    for part in parts:  # a question mark belongs to the clause before it
        if part.startswith("?") and joined:
            joined[-1] += "?"
            part = part.lstrip("? ")
        if part:
            joined.append(part)
    return joined


def _verdict(clause: str, *, after_place: bool = False) -> bool | None:
    """True for praise, False for a refusal, none for neither."""
    if len(clause) > _LONGEST or _ANY_WILL_DO.fullmatch(clause):
        return None
    if _REFUSED.fullmatch(clause) or _REFUSED_EN.fullmatch(clause) or (after_place and _BAD_ALONE.fullmatch(clause)):
        return False
    praised = _PRAISED.fullmatch(clause) or _PRAISED_EN.fullmatch(clause)
    return True if praised or (after_place and _GOOD_ALONE.fullmatch(clause)) else None


def _names_all(clause: str) -> bool:
    return bool(_WHOLE.match(clause) or _ALL_EN.search(clause))


def _excepted(text: str, shown: Sequence[ShownList]) -> set[int]:
    """“都不喜欢，除了三”: what is not said of these."""
    match = _EXCEPT.search(text)
    if match is None:
        return set()
    bare = to_number(match[1]) if re.fullmatch(NUMBER, match[1]) else None
    size = len(whole(shown))
    named = (bare,) if bare else places(match[1], shown)
    return {number if number > 0 else size + 1 + number for number in named}


def _ref(numbers: list[int], unclear: set[int]) -> TitleRef | None:
    clear = tuple(dict.fromkeys(number for number in numbers if number not in unclear))
    return TitleRef(numbers=clear) if clear else None
