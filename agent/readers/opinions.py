"""What a message says of titles shown: “第2条不错，第3条太尬了”."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agent.plan import ShownList, TitleRef
from agent.readers.message import Message
from agent.readers.numerals import NUMBER, to_number
from agent.readers.references import places

_NOT = r"(?:不|没|别|无|谈不上|算不上|说不上)(?:是|太|怎么|大|很|那么|够|咋)*"
_LIKED = re.compile(
    rf"(?<!更)(?<!最不)(?P<no>{_NOT})?(?P<word>喜欢|满意|(?<!会)爱了|中意|看好|戳(?:到|中)?(?:我|人)|心动|不错|挺好|很好|真好|蛮好|特别好|太好了|好看|好听|好笑|有意思|有趣|有味道|有梗|很棒|挺棒|真棒|太棒|绝了|绝绝子|可以的?(?=$|[,。;!])|还行(?=$|[,。;!])|[oO][kK](?=$|[,。;!])|点赞|深得我心|眼前一亮"
    r"|\b(?:i|we)(?:'d|\s(?:really|do|quite))?\slike\b|\b(?:love|great|good|nice|perfect|excellent)\b)",
    re.I | re.A,
)
_DISLIKED = re.compile(
    r"不(?:太|怎么|大|是很|咋)?(?:喜欢|满意|中意|行(?=$|[,。;!]|啊|吧)|好(?=$|[,。;!])|好看|好听|好笑|感冒)|没(?:什么|啥)?(?:意思|劲|感觉)|讨厌|看不上|受不了|无聊|难看|难听|恶心|(?:太|很|好|有点儿?|有些|真)(?:尬|尴尬|土|俗|油|假|烂|差|丑|水|空|老套|敷衍|普通|平淡|平庸|一般|low)|尬(?=$|[,。;!])|毙了|pass(?:掉|了)|(?<=[条个句号版款\d一二三四五六七八九十])(?:就|直接|给我|可以)?(?:删|扔|丢|去)掉吧?(?=$|[,。;!])|不要了|\b(?:hate|dislike|don.?t like|do not like|bad|boring|awful|cringe|terrible)\b",
    re.I | re.A,
)
_ASKS = r"[?]|吗|么$|呢$|好不好|行不行|可不可以|是不是|哪[一几]?[条个]|为什么|为啥|怎么|如果|要是|假如|万一|的话|\b(?:if|why|which|what)\b"
# Questions. “第2条里的“省心”不好” speaks of a part; “像第2条这样的” asks for more; “分太难看” is no fault of the words.
_OF_A_PART = r"[条个句版款号\d]\s?(?:里面?|里头|当中|中|的)(?!都|很|真)|[像比照按](?:着|照)?(?:第|这|那)|(?:头|上|前|第)[一二两三]?[批轮]|分数?(?:太|这么|那么|好|很|真)?(?:难看|差|烂)"
# “都写上不错” names a word to write, “我都可以” leaves it open.
_SAYS_NOTHING = re.compile(rf"{_ASKS}|{_OF_A_PART}|(?:写|带|含|放|加)(?:[上有进]|.{{0,8}}不行)|^我?都可以", re.I | re.A)
_ALL = re.compile(
    r"^(?:我?(?:感觉|觉得)?)(?:[这那](?:[几些]|一?批|一?轮)[条个句]?(?!字|词)|上面[这那]?几?[条个]?|刚才[这那]?[几些]?[条个]?|都|全都?|全部|统统|一[条个]都|没一?[条个])|^(?:all of them|none of them|they)\b",
    re.I | re.A,
)
_NONE = re.compile(r"一[条个]都(?:不|没)|没一?[条个]|^none of them", re.I)
_SPLIT = re.compile(r"[,。;!\n…]+|(?=\?)|但是?|不过|可是|然而|\bbut\b|\band\b", re.I | re.A)
_EXCEPT = re.compile(r"除了?([^,。;!?]+)")
_A_NUMBER = re.compile(NUMBER)
_FILLERS = ("嗯", "好的", "哈哈", "哈哈哈", "其他", "其它", "哦", "啊", "谢谢")
_ONLY_PLACE = re.compile(r"[第那这一二两三四五六七八九十\d条个句版款号,、和跟与#\s]+(?:吧|呢|嘛|啊|我)?$")


# “第3条换一条”, “都重写”: another in its place, with no word of what it is to be like.
_REPLACED = re.compile(
    r"^(?:把)?[第那这前后头尾最末\d一二两三四五六七八九十条个句号版几些、和跟与#其余他它剩下另外的倒数\s]*(?:给我|帮我|请|就|都|再|统统|全部?|也)*"
    r"(?:换|重写|重来|重新写|重新来|重新想|另写|改写|再想)(?:掉|一下|下|一?[条个批组]|别的|新的|其他的?|几条|它|第[\d一二三四五六七八九十]+[条个句])*(?:吧|呗|嘛|啊|呀)?$"
    r"|^(?:redo|rewrite|replace)(?:\s(?:number|title|no\.?|the|it|them|those|all|one|first|second|third|fourth|fifth|last|and|#?\d+))*$",
    re.I | re.A,
)


@dataclass(frozen=True)
class Told:
    """Titles of the list meant that a message praises, and that it turns down; none in both.

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
    if not lists:
        return Told()
    liked: list[int] = []
    disliked: list[int] = []
    pointed: tuple[int, ...] = ()
    alone = True
    for clause in _clauses(message.text):
        named = places(clause, lists) or (whole(lists) if _ALL.search(clause) else ())
        pointed = named or pointed
        verdict = None if _SAYS_NOTHING.search(clause) else _verdict(clause)
        if verdict is not None and pointed:
            (liked if verdict else disliked).extend(pointed)
        if verdict is not None or not (named and _ONLY_PLACE.match(clause)):
            pointed = ()
        alone &= verdict is not None or bool(named and _ONLY_PLACE.match(clause)) or clause in _FILLERS
    unclear = ({*liked} & {*disliked}) | _excepted(message.text)
    return Told(_ref(liked, unclear), _ref(disliked, unclear), alone)


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


def only_turns_down(message: Message, shown: Sequence[ShownList]) -> bool:
    """Whether others are wanted in the place of titles and nothing is said of what they are to be like."""
    clauses = _clauses(message.text)
    turned = [
        bool(_REPLACED.match(one)) or (not _SAYS_NOTHING.search(one) and _verdict(one) is False) for one in clauses
    ]
    rest = [one for one, gone in zip(clauses, turned, strict=True) if not gone]
    praised = (_verdict(one) and not _SAYS_NOTHING.search(one) for one in rest)
    plain = (said or one in _FILLERS or bool(_ONLY_PLACE.match(one)) for one, said in zip(rest, praised, strict=True))
    return any(turned) and any(one.title_ids for one in shown) and all(plain)


def _excepted(text: str) -> set[int]:
    """“都不喜欢，除了三”: what is not said of these."""
    match = _EXCEPT.search(text)
    return {number for found in _A_NUMBER.findall(match[1]) if (number := to_number(found))} if match else set()


def whole(shown: Sequence[ShownList]) -> tuple[int, ...]:
    """All numbers of the latest list of several titles; of the only title there is, else."""
    lists = [one for one in shown if one.title_ids]
    meant = next((one for one in reversed(lists) if len(one.title_ids) > 1), lists[-1])
    return tuple(range(1, len(meant.title_ids) + 1))


def _verdict(clause: str) -> bool | None:
    """True for praise, False for a refusal, none for neither."""
    if _DISLIKED.search(clause):
        return False
    if _NONE.search(clause):
        return False if _LIKED.search(clause) else None
    praise = _LIKED.search(clause)
    return None if praise is None or praise["no"] else True


def _ref(numbers: list[int], unclear: set[int]) -> TitleRef | None:
    clear = tuple(dict.fromkeys(number for number in numbers if number not in unclear))
    return TitleRef(numbers=clear) if clear else None
