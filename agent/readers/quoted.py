"""What a message says of quoted words that no surer reading took: wanted, unwanted, or nothing.

Instead of one pattern a phrasing, the words round the quotation are searched for what puts a word into titles
and for what keeps it out (`vocabulary`); the nearest clause decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from agent.readers.message import QUOTE, Message
from agent.readers.operands import QUOTED
from agent.readers.vocabulary import DISMISS, FORBID, HOLD, MUST, PUT, UNLOSABLE, WEARY

_RUN = re.compile(QUOTED)
_MAX_WORD = 10
_REACH = 18
_END = r"(?:$|[,。;!?\s])"
_NAMED = r"(?:(?:the|any|word|words|这个?|那个?|什么|任何|关键词|个|俩|点儿?|一个|一下|到|了|上|啥|[:\s])*)"
# A quotation that is asked about, continued, compared with or rewritten is no single word for titles.
_OTHER_USE = re.compile(
    r"[?]|[吗么]|能不能(?:写|用|说)|敢不敢|行不行|成不成|可不可以|总可以|违规|过审|类[似式]|"
    r"像|跟|叫|接着|续|往下|后(?:面|头|半)|"
    r"起头|开头的|感觉|风格|味儿|打分|评|意思|这句|那句|为[啥什]|凭啥|换成|改成|改叫|写成|替换|"
    r"沾边|撞|老标题|一句|类型|这种调|如果|要是"
)
_FORBIDDEN_BEFORE = re.compile(rf"(?:{FORBID}[^,。;!?]{{0,6}}?|{DISMISS}){_NAMED}$", re.I | re.A)
_WANTED_BEFORE = re.compile(
    rf"(?:{PUT}|{MUST}|{HOLD}|(?:嵌|融|揉|添|补|植|挂|缀|捎|安|点|搁)(?:个|下|进|到)?|缺|差|少了?|with){_NAMED}$",
    re.I | re.A,
)
# A short quotation that nothing is said against is a word for titles, unless the clause tells a subject or a manner.
_MAX_PLAIN = 8
_SUBJECT = re.compile(
    r"讲|关于|主题|故事|场景|角度|梗|段子|氛围|卖点|主打|围绕|方向|话题|调性|语气|口气|口吻|文学|体验|名字|产品|品牌|我们是|我是|店|号|写给|给.*看|"
    r"不错|很好|挺好|喜欢|满意|可以的|有意思|什么意思|是啥|太[长短]|\babout\b|\bcalled\b|\btone\b|\bvibe\b|\bstyle\b",
    re.I | re.A,
)
_AGAINST = re.compile(rf"{FORBID}|敏感|否决|拿走|违禁|红线|雷|打回|罚|太[土俗腻油官假老硬]|[土俗腻油假]了|{WEARY}")
_SAME = re.compile(r"\s?(?:也|同样|照样|还有|一样)(?:是|一样|同理|别|不要|算|$|[,。;!])")
_UNLOSABLE = re.compile(UNLOSABLE)
_UNWANTED_AFTER = re.compile(
    rf"{DISMISS}|{FORBID}(?:再|要|能|给我|用到)*(?:{HOLD}|要|行|放)|{WEARY}|{FORBID}(?:再)?(?:来|"
    rf"见)|(?:删|去|砍|剔|掐|毙|换)(?:掉|了|去)|算了{_END}",
    re.I | re.A,
)
_WANTED_AFTER = re.compile(
    rf"{PUT}|(?:必须|一定|都?得|要|应该)(?:要|在|有|都)?(?:有|在|出现|带|写|露|放|加)|(?:has|"
    rf"have|needs?|must|should) (?:to )?(?:be|appear|stay)|in (?:each|every|all)\b|必[有带写]|"
    rf"不能没有|(?:放|摆|搁|写|打|用|当|做)(?:在|到)?(?:每一?条)?(?:的)?(?:开头|最前|前头|前面|"
    rf"结尾|最后|末尾|句首|句尾|标题)",
    re.I | re.A,
)


def quoted_wishes(
    message: Message, taken: list[tuple[int, int]], avoid: list[str]
) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Quoted words outside the stretches `taken`, and whether titles shall hold them (else they may not).

    `avoid` are the words found to be unwanted so far: “也是” after the next one says the same of it.
    """
    text, last = message.text, None
    for run in _RUN.finditer(text):
        words = message.quoted_in(run[0])
        if any(start < run.end() and run.start() < end for start, end in taken):
            last = False if set(words) & set(avoid) else None
            continue
        if not words or max(map(len, words)) > _MAX_WORD:
            continue
        wanted = _verdict(text, run, last)
        if wanted is not None:
            yield words, wanted
        last = wanted


def _verdict(text: str, run: re.Match[str], last: bool | None) -> bool | None:
    before = re.split(rf"[,。;!?\n]|{QUOTE}", text[: run.start()])[-1]
    after = re.split(QUOTE, text[run.end() : run.end() + _REACH])[0]
    if _OTHER_USE.search(before + after):
        return None
    if last is not None and _SAME.match(after):
        return last
    if _UNLOSABLE.search(after):
        return True
    if _FORBIDDEN_BEFORE.search(before):
        return False
    for said in re.split(r"[,。;!?\n]", after):
        if _UNWANTED_AFTER.search(said):
            return False
        if _WANTED_AFTER.search(said):
            return True
        if said and _WANTED_BEFORE.search(before):
            return True
    if _WANTED_BEFORE.search(before):
        return True
    if _AGAINST.search(before) or _SUBJECT.search(before + after):
        return None
    if _AGAINST.search(after):
        return False
    return True if run.end() - run.start() < _MAX_PLAIN and (before or after) else None
