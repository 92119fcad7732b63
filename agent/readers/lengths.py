"""Length limits: 20字以内, 16到24字, 至少10字, ≤18字, 20 chars max, 字数不限了."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from dataclasses import dataclass

from agent.readers.message import QUOTE, Message
from agent.readers.numerals import NUMBER, to_number
from agent.readers.vocabulary import AT_MOST, LIMIT_TO, PARTICLE, WIDEN_TO, WITHIN

MIN_LIMIT, MAX_LIMIT = 4, 200
_WORD = r"(?:个)?(?:汉)?(?:字符|字儿|字|chars?\b|characters?\b)"
_RANGE = re.compile(
    rf"(?<![#\d])({NUMBER})(?:{_WORD})?\s*(?:-|到|至|~|～|—|and|to)\s*({NUMBER})\s*{_WORD}", re.I | re.A
)
# Without a unit: “字数卡在14到22之间”, “10到18之间”; ages and prices come in such ranges too.
_BETWEEN = re.compile(
    rf"(?:字数|长度|长短|字|卡在|控制在|限制?在|压在|保持在|落在)(?:都|要|得|就|在|是|为|:|控制|限制|卡|保持|大概)*\s?({NUMBER})\s*(?:-|到|至|~|—)\s*({NUMBER})(?!\s*(?:条|个标|[岁元块点月号折年天%\d]))"
    rf"|(?:^|[\s,。;])({NUMBER})\s*(?:-|到|至|~|—)\s*({NUMBER})之间(?=$|[\s,。;!吧])"
)
_NOT_LENGTHS = re.compile(r"岁|年龄|年纪|价|预算|客单")
_MIN = [
    re.compile(rf"(?:至少|最少|起码|(?:写|凑|够|撑)够|(?:起码|至少|最少)(?:要|得|写|有|写够|凑够)|不少于|不低于|不能少于|别少于|多于|超过|大于|≥|>=|at least|min(?:imum)?)\s*({NUMBER})\s*{_WORD}", re.I | re.A),
    re.compile(rf"({NUMBER})\s*{_WORD}\s*(?:以上|起步|起|打底|or more|minimum|往上)", re.I | re.A),
]  # fmt: skip
_NEGATED_OVER = re.compile(r"(?:不|别|勿|莫|不要|不能|不许|不可|不得|没)$")
_EXACT = re.compile(rf"(?:正好|刚好|恰好|就要|exactly)\s*({NUMBER})\s*{_WORD}", re.I | re.A)
_AROUND = re.compile(
    rf"({NUMBER})\s*{_WORD}\s*(?:左右|上下|出头)|(?:大概|大约|差不多|around|about)\s*({NUMBER})\s*{_WORD}", re.I | re.A
)
_PLAIN = re.compile(
    rf"(?<![那这第几哪头])({NUMBER})\s*{_WORD}(?!幕|体|典|母|都|全|塞|留|写|的?那[条个句])", re.I | re.A
)
_UNITLESS = re.compile(
    rf"(?:长度|字数|标题长|length)(?:也|都|就|再|给我|限|限制|控制在|压到|压在|别超过?|不超过?|不能超过?|不要超过?|上限|最多|改成|改为|改回|改到|改|调到|调成|放到|放宽到|缩到|减到|降到|收到|变成|按|定|卡|under|max|<=?|≤|:|是|为|在|到)*\s*({NUMBER})(?!\s*(?:条|个标))|"
    rf"(?:max|≤|<=|under|within)\s*({NUMBER})(?!\s*(?:titles|条|元|%))(?=\s|$|[,。])",
    re.I | re.A,
)
_CAPPED = re.compile(rf"{AT_MOST}(?:就|是|到)?\s?({NUMBER})(?=$|[,。;!?~\s]|{PARTICLE})")
_REVISED = re.compile(
    rf"^(?:不对|不是|不|算了|嗯|哦|啊|那|要不|还是|就|改成|改回|换成|,|\s)+({NUMBER})(?:吧|好了|算了|行了)?[。!~]*$"
)
_REVISED_RANGE = re.compile(
    rf"(?:反|错|应该|不对|改成|改到|还是)[^\d]{{0,6}}?({NUMBER})\s*(?:到|-|至|~)\s*({NUMBER})(?:之间)?(?:吧)?$"
)
_SQUEEZED = re.compile(
    rf"{LIMIT_TO}\s?({NUMBER})\s?个?{WITHIN}?(?=$|[,。;!?\s]|{PARTICLE})|(?:{AT_MOST})\s?({NUMBER})(?=$|[,。;!?\s]|{PARTICLE})",
    re.I | re.A,
)
_CORRECTED = re.compile(
    rf"(?:字|长|短)[^。;]{{0,8}}?(?:改成|改到|改为|换成|调到|调成|缩到|压到|放到|放宽到|还是|变成)\s?({NUMBER})(?=$|[,。;!?~\s吧字个])"
)
_LOOSE_TEENS = re.compile(r"([二三]?十)([一二三四五六七八])([二三四五六七八九])个?字")
_LENGTH = re.compile(r"字|长|短")
# “别带“露营必备”四个字”: the length of the word.
_OF_A_WORD = re.compile(rf"({QUOTE})[这那]?\s?{NUMBER}\s?个?字(?!以|之|左|上下|内|封|起|往|为)")
# “是18字以内不是8字”: the number denied is no limit; a question (是不是, 不是…吗) denies none.
_DENIED = re.compile(
    rf"(?:而|可|,|\s)?(?:(?<!是)不是|并非|而非)\s?{NUMBER}\s*{_WORD}(?!(?:以内|之内)?[吗么嘛])(?:以内|之内)?"
)
_CLEAR = re.compile(
    r"(?:字数|长度|长短|字)(?:就|也|都|啥的|什么的|这块|要求)?(?:先)?(?:不限|不管|不卡|随意|随便|不用管|放开|没要求|不要求|无所谓|不设限|不限制|别管|不做限制|不强求|不用卡|取消|不控制|不作要求|放宽|不算|不重要|不设上限|恢复默认)"
    r"|(?:不限|不卡|不管|别卡|放开|取消|别管|不要|去掉|不用管)(?:那个|这个)?(?:字数|长度)(?:限制|要求|上限)?"
    r"|(?:length|char(?:acter)?s?)\s?(?:limit|限制|上限)?\s?(?:取消|去掉|不要|放开|off|gone|不限)"
    r"|多长都(?:行|可以|成)|长点短点都行|(?:any|no)\s(?:length|char(?:acter)?)(?:\s(?:limit|is fine))?|length doesn'?t matter|drop the (?:length|char(?:acter)?) limit",
    re.I | re.A,
)


@dataclass(frozen=True)
class Lengths:
    """Limits in characters; `clear` empties the standing ones first."""

    low: int | None = None
    high: int | None = None
    clear: bool = False


def read_lengths(message: Message) -> Lengths:
    """Limits the message sets. A bare “18字” is an upper limit; small numerals (“俩字”) speak of a word, not a title."""
    text = _OF_A_WORD.sub(r"\1", _DENIED.sub(" ", message.text))
    if match := _RANGE.search(text):
        low, high = to_number(match[1]), to_number(match[2])
        if low and high and high >= MIN_LIMIT:
            return Lengths(min(low, high), max(low, high))
    if (match := _BETWEEN.search(text)) and not _NOT_LENGTHS.search(text):
        ends = [value for part in match.groups() if part and (value := _limit(part))]
        if len(ends) == 2:
            return Lengths(min(ends), max(ends))
    if (match := _EXACT.search(text)) and (exact := _limit(match[1])):
        return Lengths(exact, exact)
    low, rest = _minimum(text)
    high = _maximum(rest, text)
    clear = bool(_CLEAR.search(text)) and low is None and high is None
    return Lengths(low, high, clear)


def _minimum(text: str) -> tuple[int | None, str]:
    for pattern in _MIN:
        for match in pattern.finditer(text):
            if not _NEGATED_OVER.search(text[: match.start()]) and (value := _limit(match[1])):
                return value, text[: match.start()] + " " + text[match.end() :]
    return None, text


def _maximum(text: str, whole: str) -> int | None:
    if (match := _LOOSE_TEENS.search(text)) and (tens := to_number(match[1])) and (ones := to_number(match[3])):
        return tens + ones
    for pattern in (_CORRECTED, _CAPPED):
        if _LENGTH.search(whole) and (match := pattern.search(text)) and (cap := _limit(match[1])):
            return cap
    if (match := _AROUND.search(text)) and (about := _limit(match[1] or match[2])):
        return about + 2
    found = [value for match in _PLAIN.finditer(text) if (value := _limit(match[1]))]
    if found:
        return found[-1]
    if (match := _UNITLESS.search(text)) and (value := _limit(match[1] or match[2])):
        return value
    if (match := _SQUEEZED.search(text)) and (value := _limit(match[1] or match[2])):
        return value
    return None


# “13放宽到20”: the number left of the verb is the limit that stands.
_WIDENED = re.compile(
    rf"(?<!\d)({NUMBER})(?:个?字)?(?:给我|再|可以|也|都|就|的上限|的限制)*{WIDEN_TO}\s?({NUMBER})(?!\s*(?:条|元|块|折|%|岁|天|\d))"
)


def read_revised_lengths(message: Message, low: int | None, high: int | None) -> Lengths | None:
    """Bare numbers that revise the standing limits: “不对，还是18吧”, “搞反了 12到15”."""
    if (low or high) and (match := _REVISED_RANGE.search(message.text)):
        numbers = sorted(value for value in (_limit(match[1]), _limit(match[2])) if value)
        return Lengths(numbers[0], numbers[1]) if len(numbers) == 2 else None
    match = _WIDENED.search(message.text)
    if match and (value := _limit(match[2])) and to_number(match[1]) in (low, high):
        return Lengths(high=value) if to_number(match[1]) == high else Lengths(low=value)
    match = _REVISED.search(message.text)
    value = _limit(match[1]) if match else None
    return Lengths(high=value) if value and high and value >= 8 and abs(value - high) <= 12 else None


def _limit(text: str) -> int | None:
    value = to_number(text)
    return value if value is not None and MIN_LIMIT <= value <= MAX_LIMIT else None
