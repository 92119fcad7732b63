"""How many titles are wanted: 三条, 来俩, 10个标题, 一打, 4 titles, “跳绳 体测 3”."""
# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Collection

from agent.readers.message import Message
from agent.readers.numerals import ENGLISH, NUMBER, to_number
from agent.readers.vocabulary import CHOOSE, ORDER, ORDERED, PARTICLE

MAX_COUNT = 50
_ME = r"(?:上|个|我|我们|咱|你|出|它|他们)?"
_TITLE = r"(?:广告|新|中文|短|好|爆款|视频)*(?:标题|标提|文案|题目|titles?|options?)"
_END = rf"(?=$|[,。;!?~\s]|{PARTICLE}|就|行|看|先|即|够|谢)"
# From the surest form to the loosest; the first that matches decides, and within a form the last mention.
_FORMS = (
    re.compile(
        # “第二条改成两句” and “每条压缩成一条” speak of one title, not of how many.
        rf"(?:^|[,。;!?~\n])(?:(?!每一?[条个句]|第{NUMBER})[^,。;!?~\n])*?(?:砍|减|压缩?|缩|降|收|精简|控制|限制?|加|增|补|凑|扩|涨|变|改)(?:少|短|加|够)?(?:到|成|至|满|为|回|在)(?:只|就)?\s?({NUMBER})\s?(?:条|个?(?:标题|标提)){_END}"
    ),
    re.compile(rf"(?:^|[,。;!?~:\s])(?:那|那就|先|就|共|一共|总共|大概|大约|各|每个)?({NUMBER})\s?{ORDERED}{_END}"),
    re.compile(rf"(?:^|[,。;!?~:\s])那({NUMBER})\s?{ORDERED}(?!都|全|里|不|太|挺|还|有)"),
    re.compile(rf"{ORDER}{_ME}\s?({NUMBER})\s?{ORDERED}(?!\s*(?:线|件|道|命|路|街|腿|狗|鱼|裤|裙|里|中的))"),
    re.compile(rf"(?<![第前后这哪头末另几\d.、余])({NUMBER})\s*个?{_TITLE}", re.I | re.A),
    re.compile(rf"(?:{ORDER}|接|续|换|找)(?:写)?{_ME}({NUMBER})(?:个|种|版)(?:接法|写法|版本|变体|改法|说法|不同)?{_END}"),
    re.compile(rf"(?:{ORDER}|接|续|换|找)({NUMBER})(?:个|种)(?:不同的?)?(?:接法|写法|版本|说法)"),
    re.compile(rf"(?:^|[,。;!?~:\s])({NUMBER})[个种](?=$|[,。;]|先?(?:看看|试试|瞧瞧)|(?:写法|说法|问法|版本))"),
    re.compile(r"(?:来|写|整|弄|搞|出|给我|憋|凑)([俩仨])(?!字|人|词|月|小时|点|字|礼拜)"),
    re.compile(rf"(?:^|[,。;!?~\s])({NUMBER})个?(?:就)?(?:够了?|行了?|可以了|好了?|足够)(?=$|[,。;!?~\s])"),
    re.compile(r"(?:^|[,。;!?~\s])([俩仨])(?=$|[,。;!?~\s])"),
    re.compile(rf"数量(?:是|为|:)?\s?({NUMBER})(?!样|致|直|倍|半)"),
    re.compile(rf"{ORDER}{_ME}([俩仨])(?=$|[,。;!?~\s吧呗标]|新|别|{_TITLE})"),
    re.compile(rf"(?:^|[,。;!?~:\s])(?:一共|总共|共|各)({NUMBER})\s?(?:个|条){_END}"),
    re.compile(
        rf"\b({ENGLISH})\s+(?:[a-z]+y\s+|more\s+|new\s+|other\s+|different\s+|chinese\s+|short\s+|ad\s+|bilibili\s+|good\s+|fresh\s+|of\s+)*"
        r"(?:titles?|options?|headlines?|ideas?|versions?|ways|variants?|ones|lines|suggestions|candidates|continuations|more)\b",
        re.I | re.A,
    ),
    re.compile(rf"(?<![第前后那这哪每头末另几\d.])({NUMBER})\s?{ORDERED}(?=的|给|要|别|标|都|\d)"),
    re.compile(rf"(?<![第前后那这哪头末另几\d.一、余和跟])((?!一){NUMBER})\s?条(?!全|都|对比|里|线|件|命|路|街|腿|狗|鱼|裤|裙|里|中|小|大|长|进|上|一起|合|之)"),
)  # fmt: skip
_DOZEN = re.compile(r"(半|一|两)打")
_ABOUT_TEN = re.compile(r"([一二三四五六七八九]?十)[来几多](?:条|个(?!字))")
_RANGE = re.compile(rf"({NUMBER})\s*(?:-|到|至|~)\s*({NUMBER})\s*(?:条|个标题|titles?)", re.I | re.A)
_LOOSE_PAIR = re.compile(
    r"(?<![一二三四五六七八九十第])([一二两三四五六七八])([二三四五六七八九])(?:条(?!都|也)|个(?!字))"
)
_TIMES = re.compile(r"(?<![\d\s])\s?[x×*]\s?(\d{1,2})(?=$|[\s,。])|(?<!\d)(\d{1,2})\s?(?:pcs|ge)\b", re.I | re.A)
_BARE = re.compile(
    r"(?<!number)(?<!no)(?<!#)(?<!to)(?<!and)(?<!top)(?<!like)(?<!max)(?<!under)(?<!within)(?<!第)(?:^|\s)(\d{1,2})(?=$|\s(?![-+*/x×到至和跟与、a-z]))",
    re.I | re.A,
)
_AGAIN = re.compile(rf"(?:^|[,。;!?~\s])再(?:来|写|给|出)?({NUMBER})$")
_ONE_SET = re.compile(r"一(?:版|组|批|份|轮|套|拨|波)$")
# “一条都不行” judges; it orders nothing.
_NOT_ONE = re.compile(rf"\s?(?:{ORDERED}|个)(?:都|也)(?:不|没|别)")
_CHOOSING = re.compile(rf"{CHOOSE}(?:出来?|个|我|了|下|定|其中)?\s?$", re.I | re.A)
_DENIED = re.compile(r"(?:没说|没让|不是|不要|别)(?:要|来|写|给)?\s?$")
_IN_ALL = re.compile(r"\s*(?:一起|全部?|都|统统|通通|统一|各|分别|挨个)")
_POINTED = re.compile(
    r"(?:最早|一开始|最初|开头|刚才|刚刚|上面|上述|之前|原来|另外|其余|剩下|余下|剩余|上次|上一轮|上轮|the last|the first|those|these)(?:的|那|这)?\s?$",
    re.I | re.A,
)


def read_count(message: Message, shown_sizes: Collection[int] = ()) -> int | None:
    """Titles wanted, 1 to 50, or none when the message does not say.

    “那4条” points back when a list of `shown_sizes` had four titles, and orders four otherwise.
    """
    text = message.text
    if match := _RANGE.search(text):
        return _clamp(to_number(match[2]))
    if (match := _LOOSE_PAIR.search(text)) and (to_number(match[1]) or 0) < (to_number(match[2]) or 0):
        return _clamp(to_number(match[2]))
    if match := _ABOUT_TEN.search(text):
        return _clamp(to_number(match[1]))
    if match := _DOZEN.search(text):
        return {"半": 6, "一": 12, "两": 24}[match[1]]
    for pattern in _FORMS:
        found = [number for match in pattern.finditer(text) if (number := _ordered(text, match, shown_sizes))]
        if found:
            return _clamp(found[-1])
    if match := _TIMES.search(text):
        return _clamp(to_number(match[1] or match[2]))
    if match := _AGAIN.search(text):
        return _clamp(to_number(match[1]))
    if len(message.clauses) > 1 and (match := _BARE.search(text)):
        return _clamp(to_number(match[1]))
    return None


def _ordered(text: str, match: re.Match[str], shown_sizes: Collection[int]) -> int | None:
    before = text[: match.start(1)]
    number = to_number(match[1])
    if number == 1 and _NOT_ONE.match(text[match.end(1) :]):
        return None
    if _ONE_SET.search(text[: match.end(1) + 1]) and number == 1:
        return None
    if _DENIED.search(before) or _POINTED.search(before) or _CHOOSING.search(before):
        return None
    if match[0].strip(",。;!?~: ").startswith("那") and number in shown_sizes:
        return None
    return None if _IN_ALL.match(text[match.end() :]) and number in shown_sizes else number


def _clamp(number: int | None) -> int | None:
    return None if not number else max(1, min(number, MAX_COUNT))
