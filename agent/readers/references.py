"""Which shown titles are meant: 第二个, 3号, 最后一条, 前三个, 一开始那4条, 分最高的, 这条."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import Literal

from agent.plan import Intent, ShownList, TitleRef
from agent.readers.contents import read_by_content, read_by_size
from agent.readers.message import Message
from agent.readers.numerals import CHINESE, NUMBER, to_number
from agent.readers.remainder import read_remainder, read_unchanged
from agent.readers.vocabulary import CHANGE, POINTED

_ORDINAL = re.compile(
    rf"第\s?({NUMBER})(?:\s?(?:{POINTED}|种|号)(?!月|星期|礼拜|小时|证)|(?=再|改|短|长|换|加|太|更|里|也|最|和|跟|、|第|,第|的|还行|还可以|不错|可以|好|留|收|存|进|那|都|more|$))",
    re.I | re.A,
)
_LIST = re.compile(rf"第\s?({NUMBER}(?:(?:\s?[、,和跟与及&]\s?|\s)(?:第)?{NUMBER}(?![字天月点个]))+)")
_NUMBERED = re.compile(
    rf"(?:#|\bno\.?\s?|\bnumber\s|\btitle\s)(\d{{1,2}})(?!\d|\s?(?:chars?|characters?|字|条|titles))|\bnumber\s(one|two|three|four|five|six|seven|eight|nine|ten)\b|\b(\d{{1,2}})(?:st|nd|rd|th)\b|(?<![\d一二三四五六七八九十])({NUMBER})\s?号(?!线|楼|店|电池|更|前|上|下|开)",
    re.I | re.A,
)
_BARE_LIST = re.compile(
    rf"(?:^|[\s,。把将拿就用选挑投测跑赛比])((?:\d{{1,2}}|{CHINESE})(?:(?:\s?[、,和跟与&+]\s?|(?<=\d)\s(?=\d))(?:\d{{1,2}}|{CHINESE}))+)\s?(?:号|条|个)?(?=进|上|前面|后面|开头|末尾|结尾|丢|扔|送|挂|拉|推|搁|存|收|记|囤|揉|捏|拼|并|凑|入|留|放|开|定|吧|$|[\s,。]|都|一起|合|拿|去|测|投|赛|比|再|改|换|太|也|短|长|缩|重写|重来|重新|不错|可以|不行|写得|不够)"
)
# “二五六留着”: each digit a title, when they rise.
CHINESE_DIGITS = "一二三四五六七八九"
_DIGITS = re.compile(
    r"(?:^|[\s,。把])(?=[一二三四五六七八九]{2,5}(?:号|条)?(?:都|也|可以|就)?(?:留|不动|别动|不变|存|要了|ok))(一?二?三?四?五?六?七?八?九?)"
)
_WORDS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "last": -1,
}
_ENGLISH = re.compile(
    r"\b(" + "|".join(_WORDS) + r")\s(?:one|title|option|headline|line|version)|\bthe\s(" + "|".join(_WORDS) + r")(?=\s*(?:$|[,.。!?，]|and|is|but|more|to|a bit|should|better))", re.I | re.A
)  # fmt: skip
_ENGLISH_LIST = re.compile(r"(?<![\d#])\b(\d{1,2}(?:\s?,\s?\d{1,2})*,?\s(?:and|&)\s\d{1,2})\b(?!\s?char)", re.I | re.A)
_ENGLISH_TAKE = re.compile(r"\b(?:the\s)?(first|last|top|best)\s(two|three|four|five|\d{1,2})\b", re.I | re.A)
_LAST = re.compile(
    rf"(?:最后|末尾|最末|老末|最底下|末|结尾|收尾|压轴|垫后|殿后|尾巴上?|吊尾|最尾)(?:那|的)*(?:一)?(?:{POINTED})"
)
_AND_LAST = re.compile(
    rf"(?<=[和跟与、,及])(?:最后|末尾)(?:那|的)?(?:一)?(?:{POINTED})(?!字|词)|(?:最后|末尾)(?:那|的)?(?:一)?(?:{POINTED})(?=[和跟与、及])"
)
# “除了第2条”, “除前两条外” name titles; “除头屑”, “除了前面的要求” do not.
_ALL_BUT = (
    rf"(?<![清去消扫删解排免])除(?:了|去|开|掉)?\s?(?:第\s?{NUMBER}\s?(?:{POINTED}(?!字|月)|号|[、,和跟与及]|之?外|以外|都|其|$)"
    rf"|(?:最?前|最?后|头|开头|末尾|倒数第?|最上面|最下面)(?:面)?的?(?:{NUMBER}|[那这]一?)\s?{POINTED}(?!字|词|月|小时|星期|卖点))"
)
_OTHERS = re.compile(
    rf"(?:其余|其它|其他|剩下|剩余|余下|另外(?=[的那]|[\d一两二三四五六七八九几俩仨]))(?:的)?(?:[\d一两二三四五六七八九]*[条个]|俩|仨|几[条个])?(?:的)?(?:都|也|全|全部|统统|给我|再|,)*(?:换|缩|弄|短|长|重写|改(?!动)|重来|重新|再写|再来|不行|毙|差点意思|差点|不太行|一般|没感觉|不够)|不算第|{_ALL_BUT}|(?<=[条个句版款题号俩仨\d一二三四五六七八九十])除外|[条个句版款俩仨](?:之外|以外)|\bexcept(?: for)?\s(?:the\s)?(?:(?:number|title|option|no\.?)\s|#?\d|(?:first|second|third|fourth|fifth|last)\b)|(?:rewrite|redo|replace|change) (?:the )?(?:rest|others)",
    re.I | re.A,
)
_PRAISED = re.compile(r"(?<!不)(?:ok|不错|可以|挺好|很好|还行|留|保留|满意|喜欢|good|great|nice|fine|perfect)", re.I)
_CHANGED = re.compile(CHANGE, re.I)
_KEPT = re.compile(rf"(?:重了|重复|差不多|雷同|撞了|太像|一样)[^。;]{{0,6}}留(?:下|着)?第?\s?({NUMBER})")
_EITHER = re.compile(r"(?:换|改|重写|去)(?:掉)?(?:其中)?(?:一[个条]|1[个条]|后一[个条]|后面那[个条])")
_OPENING = re.compile(
    rf"(?:首|头|打头|开头|起头|领头|最上面|最前面|最上头|最前头)(?:的|那)*(?:一)?(?:{POINTED})(?!新闻)"
)
_MIDDLE = re.compile(rf"(?:正?中间|当中|正当中)(?:的|那)?(?:一)?(?:{POINTED})|\b(?:the )?middle one\b", re.I | re.A)
_BARE_ONE = re.compile(
    rf"(?:^|[\s,。;!?]|把|将)({NUMBER})(?:那|这)(?:一)?{POINTED}|(?:^|[,。;!?]\s?|把)(\d{{1,2}})\s?(?=(?:再|改|换|太|也|还|最|有点|不够|可以|不错|重写|重来|短|长|缩|好|号)(?!\d))"
)
_FROM_END = re.compile(rf"倒数第?\s?({NUMBER})(?:{POINTED})?")
_HEAD = re.compile(rf"(?:前|头)(?:面)?\s?({NUMBER})(?:名|强)?\s?({POINTED})?(?!年|天|次|集|秒|分钟|月)")
_TAIL = re.compile(rf"(?:后|最后)(?:面)?\s?({NUMBER})(?:\s?{POINTED}|(?<=[俩仨]))")
_SIZED = re.compile(
    rf"(?:那|这|刚才|刚刚|最早|一开始|原来|开头|最初|最开始|上面)(?:的|那|这)?\s?({NUMBER})\s?{POINTED}(?!字)"
)
_OLDEST = re.compile(
    r"最早|一开始|最初|最开始|开头那|最先|第一批|第一轮|第一次(?:给|写|出)|一上来|very first|original(?:ly)?|at the start|first batch|the first list",
    re.I | re.A,
)
_PREVIOUS = re.compile(
    r"上一?(?:轮|批|版|组|回)|前一?(?:轮|批|版)|再上面|上上|previous (?:batch|list|round)|last (?:batch|round)",
    re.I | re.A,
)
_OF_ALL = r"(?=分|的|那|这|$|[,。;!?\s]|[一\d两二俩三仨四五]{1,2}[条个])"
_SUPERLATIVE = (
    rf"(?:最高|最佳|最强|最优){_OF_ALL}|最好(?=分|的|那|这|$|[,。;!?\s]|[\d两二俩三仨四五]{{1,2}}[条个]|一条)"
)
_BEST = rf"{_SUPERLATIVE}|第一名|赢(?:的|了)|领先的|跑前面的|最能打|最(?:有潜力|稳|出彩|亮眼|满意|喜欢)(?:的|那)|\b(?:best|highest)\b|\btop(?=\s|\d|$)"
_WORST = rf"(?:最低|最弱){_OF_ALL}|最差|最烂|最拉|最不行|垫底|输的|拖后腿|\b(?:worst|lowest|weakest)\b"
_BY = re.compile(
    rf"(?:分(?:数)?|得分|质量分?|风格分?|流畅度?分?|评分|score|quality|style|fluency)?(?:\s)?({_BEST}|{_WORST})(?:分)?(?:的)?(?:那)?({NUMBER})?\s?(?:{POINTED})?", re.I | re.A
)  # fmt: skip
_HIGHER = re.compile(
    r"(?:分|得分|评分)(?:数)?(?:比较)?(高|低)的(?:那)?(?:一)?(?:[几条个])?|(高|低)分(?:的)?(?:那)?(?:条|个|几条)?"
)
_METRICS: tuple[tuple[Literal["fluency", "style", "quality", "ctr"], str], ...] = (
    ("fluency", r"流畅|通顺|fluen"), ("style", r"风格|style"), ("quality", r"质量|quality"),
    ("ctr", r"点击率|\bctr\b|click.?through"),
)  # fmt: skip
_ALL = re.compile(
    r"每一?[条个句]|全部|所有|(?:[\d一两三四五六七八九十]+条)(?:都|一起|一块)|(?<!人家)(?<!别人)(?<!大家)(?<!他们)(?<!同行)都(?=留|入|过|丢|投|改|换|短|长|加|带|要|存|收|进|写|打|再|给|不|太|放|上|拿|去)|统统|通通|一[起块]都|全(?:存|收|放|改|换|进|要|给)|(?:这|那|上面)(?:[几些批]|一?批)(?:条|个)?|[这那]几[条个]|凡是|整批|\ball\b(?! chinese)|\bevery\b|\beach (?:title|one)|\bthem\b|both|these|those|[三四五六七八九十两\d]条全",
    re.I | re.A,
)
_WHICH_TO_RUN = re.compile(
    r"(?:你|会|该|应该|建议|先|首先|优先|更|最|只|就)[^,。;!?]{0,4}?(?:投|选|用|发|上|砸|跑|推)(?:给|在)?哪(?:一)?[条个]|(?:投|砸|推|跑)哪(?:一)?[条个](?:合适|好|,|\?|$)"
)
_RECOMMENDED = re.compile(r"(?:你|刚才?)(?:说|推荐|挑|选|建议)的?(?:那|这)(?:一)?[条个]|推荐的?那(?:一)?[条个]")
_THIS = re.compile(
    rf"(?:这|那|就这|刚才那|刚刚那)(?:一)?{POINTED}(?!词|字)|(?<![其])它(?!们)|此条|改掉它|\bthis(?: one| title)?\b|\b(?:make|change|fix|shorten|rewrite|save|keep|trim)\sit\b|\bthat one\b|刚改的|刚才改的",
    re.I | re.A,
)
_ONE_OF = re.compile(
    r"(?:one|any) of (?:them|these|those)|(?:随便|任意|其中)(?:挑|选|拿|取|抽)?(?:一)[条个]|挑(?:其中)?一[条个]",
    re.I | re.A,
)


# The title that the user handed in: “就用我那句”.
_OWN = re.compile(
    r"(?:用|选|存|要|投|跑|定|留|收|还是)(?:回|下)?我(?:自己)?(?:写|想|编|发|给)?的?那(?:一)?[条句]|我自己(?:写|想|编)?的?那(?:一)?[条句]"
    r"|我(?:写|想|编)的那(?:一)?[条句]|用我(?:自己)?(?:写|想)?的(?=$|[,。!吧])|\buse mine\b|\bmy own (?:title|one)\b",
    re.I,
)


def read_reference(message: Message, shown: Sequence[ShownList], last: Intent | None) -> TitleRef | None:
    """The titles pointed at, or none. `last` decides whether “前三” means the first three or the best three."""
    text = message.text
    which = _which(text)
    size = _size(text, {len(one.title_ids) for one in shown})
    named = _named(text)
    if not named and _OWN.search(text):
        return TitleRef(which="own")
    named += read_by_size(text, shown) if is_of_latest(text) else []
    if not named and (unchanged := read_unchanged(text, shown)):
        return unchanged
    if not named and shown and (_WHICH_TO_RUN.search(text) or _RECOMMENDED.search(text)):
        return TitleRef(by="best", take=1, which=which, size=size)
    if not named and (best := _by_score(text, last)):
        return best.model_copy(update={"which": which, "size": size})
    if not named and (told := read_by_content(message, shown)):
        return told
    if numbers := _rest(text, _in_order(named or _runs(text)), shown):
        return TitleRef(numbers=numbers, which=which, size=size)
    if rest := read_remainder(text, shown):
        return rest
    if _MIDDLE.search(text) and (middle := _middle(shown)):
        return TitleRef(numbers=(middle,), which=which, size=size)
    if _ONE_OF.search(text):
        return TitleRef(by="best", take=1, which=which, size=size)
    if which != "latest" or size is not None or _ALL.search(text):
        return TitleRef(all=True, which=which, size=size)
    if _THIS.search(text) and shown:
        return _this(shown, last)
    return None


def spares_some(text: str) -> bool:
    """“2和5留着，其他重写”: whether all but those named are to be changed."""
    return bool(_OTHERS.search(text))


def places(text: str, shown: Sequence[ShownList]) -> tuple[int, ...]:
    """Numbers of the titles that a clause names; the only title of the last list is meant by “这条” too."""
    if numbers := _in_order(_named(text) or _runs(text)):
        return numbers
    return (1,) if shown and len(shown[-1].title_ids) == 1 and _THIS.search(text) else ()


def is_of_latest(text: str) -> bool:
    """Whether nothing says that an earlier list is meant."""
    return _which(text) == "latest"


def _which(text: str) -> Literal["latest", "first", "previous"]:
    if _OLDEST.search(text):
        return "first"
    return "previous" if _PREVIOUS.search(text) else "latest"


def _size(text: str, sizes: set[int]) -> int | None:
    match = _SIZED.search(text)
    size = to_number(match[1]) if match else None
    return size if size is not None and size > 1 and size in sizes else None


def _in_order(found: list[tuple[int, int]]) -> tuple[int, ...]:
    """Numbers in the order typed, without repeats."""
    ordered = sorted(found, key=lambda one: one[0])
    return tuple(dict.fromkeys(number for _position, number in ordered if abs(number) <= 50))


def _rest(text: str, numbers: tuple[int, ...], shown: Sequence[ShownList]) -> tuple[int, ...]:
    """“第2和第5留下，其余的换掉”: the titles that were not named, of the latest list long enough."""
    if len(numbers) == 2 and _EITHER.search(text):
        return numbers[1:]
    if len(numbers) > 1 and (kept := _KEPT.search(text)) and (number := to_number(kept[1])) in numbers:
        return tuple(other for other in numbers if other != number)
    if not numbers or not _OTHERS.search(text):
        return numbers
    size = next((len(one.title_ids) for one in reversed(shown) if len(one.title_ids) >= max(map(abs, numbers))), 0)
    named = {number if number > 0 else size + 1 + number for number in numbers}
    return tuple(number for number in range(1, size + 1) if number not in named) or numbers


def _named(text: str) -> list[tuple[int, int]]:
    """Where a title is named by its number, and the number."""
    found: list[tuple[int, int]] = []
    for match in _LIST.finditer(text):
        found += [
            (match.start(), number)
            for part in re.split(r"[、,和跟与及&\s]+", match[1])
            if (number := to_number(part.strip("第")))
        ]
    for match in _BARE_LIST.finditer(text):
        found += [
            (match.start(1), number) for part in re.split(r"[、,和跟与&+\s]+", match[1]) if (number := to_number(part))
        ]
    for match in _DIGITS.finditer(text):
        found += [(match.start(1), CHINESE_DIGITS.index(digit) + 1) for digit in match[1]]
    for match in _ENGLISH_LIST.finditer(text):
        found += [(match.start(), int(part)) for part in re.findall(r"\d+", match[1])]
    for pattern in (_ORDINAL, _NUMBERED):
        found += [
            (m.start(), n)
            for m in pattern.finditer(text)
            if (n := to_number(next(g for g in m.groups() if g))) and not _from_end(text, m.start())
        ]
    for match in _ENGLISH.finditer(text):
        found.append((match.start(), _WORDS[(match[1] or match[2]).lower()]))
    found += [
        (match.start(), number) for match in _BARE_ONE.finditer(text) if (number := to_number(match[1] or match[2]))
    ]
    found += [(match.start(), -number) for match in _FROM_END.finditer(text) if (number := to_number(match[1]))]
    found = _to_change(text, found)
    if found:
        found += [(match.start(), -1) for match in _AND_LAST.finditer(text)]
    return found


def _to_change(text: str, found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """“2和4不错，1、3重来”: of titles praised and titles to change, the latter."""
    parts = [*re.finditer(r"[^,。;!?]+", text)]
    starts = [part.start() for part in parts]
    judged = [(bool(_PRAISED.search(part[0])), bool(_CHANGED.search(part[0]))) for part in parts]

    def clause(position: int) -> tuple[bool, bool]:
        at = bisect_right(starts, position) - 1
        return judged[at] if at >= 0 and position < parts[at].end() else (False, False)

    verdicts = [clause(position) for position, _number in found]
    rest = [one for one, verdict in zip(found, verdicts, strict=True) if verdict != (True, False)]
    changes = any(changed for _praised, changed in verdicts)
    return rest if rest and len(rest) < len(found) and changes else found


def _from_end(text: str, position: int) -> bool:
    return text[max(0, position - 2) : position].endswith("倒数")


def _runs(text: str) -> list[tuple[int, int]]:
    """前三个, 后两条, 最后一条, the first two."""
    if (match := _TAIL.search(text)) and (take := to_number(match[1])):
        return [(match.start(), number) for number in range(-take, 0)]
    if match := _LAST.search(text):
        return [(match.start(), -1)]
    if match := _OPENING.search(text):
        return [(match.start(), 1)]
    if (match := _HEAD.search(text)) and (take := to_number(match[1])):
        return [(match.start(), number) for number in range(1, take + 1)]
    if (
        (match := _ENGLISH_TAKE.search(text))
        and (take := to_number(match[2]))
        and match[1].lower() in ("first", "last")
    ):
        return [
            (match.start(), number)
            for number in (range(1, take + 1) if match[1].lower() == "first" else range(-take, 0))
        ]
    return []


def _by_score(text: str, last: Intent | None) -> TitleRef | None:
    metric = next((name for name, pattern in _METRICS if re.search(pattern, text, re.I | re.A)), None)
    if (match := _ENGLISH_TAKE.search(text)) and match[1].lower() in ("top", "best"):
        return TitleRef(by="best", take=to_number(match[2]), metric=metric)
    if match := _BY.search(text):
        good = bool(re.fullmatch(_BEST, match[1], re.I | re.A))
        return TitleRef(by="best" if good else "worst", take=to_number(match[2]) if match[2] else 1, metric=metric)
    if match := _HIGHER.search(text):
        return TitleRef(by="best" if "高" in (match[1] or match[2]) else "worst", take=1, metric=metric)
    match = _HEAD.search(text)
    ranked = last is Intent.RACE or re.search(r"打.?分|评分|排名|score", text, re.I | re.A)
    if match and (take := to_number(match[1])) and (ranked or not (match[2] or match[1] in "俩仨")):
        return TitleRef(by="best", take=take, metric=metric)
    return None


def _middle(shown: Sequence[ShownList]) -> int | None:
    """The middle of the latest list of an odd number of titles, three or more; of an even one, the upper of the two."""
    size = next((len(one.title_ids) for one in reversed(shown) if len(one.title_ids) >= 3), 0)
    return (size + 1) // 2 if size else None


def _this(shown: Sequence[ShownList], last: Intent | None) -> TitleRef | None:
    """One title was shown last, or one was just explained; otherwise “它” stays open."""
    if len(shown[-1].title_ids) == 1:
        return TitleRef(numbers=(1,))
    if last is Intent.SCORE:
        return TitleRef(by="best", take=1)
    return TitleRef(by="worst", take=1) if last is Intent.EXPLAIN else None
