"""Titles made by code: exact replacements, cuts, frames, and words put in or taken out."""

from __future__ import annotations

import re
import unicodedata
from itertools import combinations, pairwise

from models.generator.lexicon import load_lexicon
from models.generator.naming import kind_of_product
from models.generator.request import TitleRequest
from models.generator.weaving import filled
from models.generator.words import GIVEN, read_word, stands_before
from models.text import contains, fold, is_mark, title_length

_CLAUSES = re.compile(r"[，。！？：；,!?:;…—]+")
_FILLERS = (
    "居然",
    "竟然",
    "其实",
    "真的",
    "终于",
    "突然",
    "原来",
    "果然",
    "简直",
    "直接",
    "一下",
    "这个",
    "那个",
)
_LIVELY = ("谁懂啊，{0}", "救命，{0}", "家人们，{0}", "{0}，笑不活了", "{0}，这谁顶得住", "好家伙，{0}")
_SOFT = ("慢慢来，{0}", "{0}，不着急", "不赶时间的话，{0}", "{0}，就很安心")
_LOUD = (
    ("！", "，"),
    ("!", "，"),
    ("必须", "可以"),
    ("赶紧", "有空"),
    ("千万别", "先别"),
    ("太", "很"),
    ("救命", "其实"),
)
_TONES = {"活泼": _LIVELY, "温和": _SOFT, "温柔": _SOFT, "柔和": _SOFT}
# When something happens stands before a sentence without a comma: “周末我在家追番”.
_TIME = re.compile(
    r"(?:周[末一二三四五六日]|[今明昨每]天|[早晚]上|[春夏秋冬]天|[假节早晚夜]|凌晨|下班|放学)(?:日|期|后|里)?$"
)
# A clause that leans on another: 却记住了…, 对…来说, 听说…以后.
_LEANS = re.compile(
    r"^(?:[我你他她它](?:们)?)?(?:却|才|就|也|还|又|再|但|而|可是?|于是|所以|结果|然后|最后|原来|直到|竟|反而|倒是?|都|只好|不如|除了|可能|也许|大概)"
    r"|^(?:因为|如果|虽然|只要|自从|当|对于?|作为|关于|从|把|被)|(?:来说|的时候|时候?|之?[前后]|以[前后来]|的话|起来|一边|除外)$"
)
_PAIR = 2
_CLOSING = "。！!？?，,…～~ "
_STOPS = tuple("！!？?，,：:；;…～~")
_MIN_PART = 5
_QUOTES = re.compile(r"[“”「」『』\"]")
_PRICE = re.compile(r"\d+(?:\.\d+)?(?:元|块钱?)")
# After these a word may be put before a thing: not into a longer name (蓝牙耳机) or after its brand (USB-C充电器).
_OPEN = re.compile(
    r"(?:^|[，。：；？！、,:!?…在问有带买拿换选挑看把这那个只条副款双张部份套是和跟与给到被让从对着我你他她靠装备敲喝穿戴抱摸擦搬退骑]|(?<![恋可热])爱|(?<!防)晒|(?<!新)闻|(?<!小)吃|(?<![家车商专])用|(?<!华)为|(?<![软硬配邮])件|(?<![平阳])台)$"
)
_MEASURED = re.compile(
    r"\d+(?:\.\d+)?(?:[A-Za-z%]+|[公千毫]?[克斤升米]|[元块寸颗片支袋天]|小时)的?$"
)  # 99元的, before a thing
_MARK = re.compile(r"[^\w%.]")
_LONGEST_WORD = 12  # characters that fill a slot


def replaced(request: TitleRequest) -> str | None:
    """The base with every asked replacement done, and the words asked for before and behind it.

    None where a word to replace is not in it, or nothing of the kind is asked for.
    """
    text = request.base or ""
    for old, new in request.replace:
        if not old or not contains(text, old):
            return None
        text = text.replace(*_widened(text, old, new)) if old in text else _replace_folded(text, old, new)
    return _framed_by(text, request.head, request.tail) if request.replace or request.head or request.tail else None


def _framed_by(text: str, head: str | None, tail: str | None) -> str:
    """The text after `head` and before `tail`, with a comma where neither side has a mark."""
    if head:
        text = f"{head}{'' if head.endswith(_STOPS) else '，'}{text}"
    if tail:
        body = text.rstrip("。，, ")
        text = f"{body}{'' if body.endswith(_STOPS) or tail.startswith(_STOPS) else '，'}{tail}"
    return text


def joined(request: TitleRequest) -> list[str]:
    """The base and the titles to join with it as one, in a clause of each: as typed first, then the other way round."""
    texts = [request.base or "", *request.joined]
    orders = [texts, texts[::-1]] if len(texts) == _PAIR else [texts]
    ends = [(_parts(one[0])[0], *(_parts(text)[-1] for text in one[1:])) for one in orders]
    short = [tuple(min(_parts(text), key=title_length) for text in texts)]
    found = list(dict.fromkeys([*ends, *short]))
    apart = [parts for parts in found if not _say_the_same(parts)]
    return ["，".join(parts) for parts in apart or found]


def _say_the_same(parts: tuple[str, ...]) -> bool:
    """Whether two characters in a row stand in more than one of the parts."""
    pairs = [{part[at : at + _PAIR] for at in range(len(part) - 1)} for part in parts]
    return any(one & other for one, other in combinations(pairs, 2))


def _widened(text: str, old: str, new: str) -> tuple[str, str]:
    """The pair with what stands around the word already: in 可以随便换, 可以换 takes the place of the whole."""
    before, _old, after = text.partition(old)
    lead = next((new[:size] for size in range(len(new) - 1, 0, -1) if before.endswith(new[:size])), "")
    tail = next((new[-size:] for size in range(len(new) - len(lead), 0, -1) if after.startswith(new[-size:])), "")
    return (lead + old + tail, new) if lead + tail == new or len(lead) >= _PAIR or len(tail) >= _PAIR else (old, new)


def replacements(request: TitleRequest) -> list[str]:
    """The base with every asked replacement, and where that is too long without fillers and quotation marks."""
    text = replaced(request)
    if text is None or title_length(text) <= request.max_chars:
        return [] if text is None else [text]
    lean = _lean(text)
    return list(dict.fromkeys((text, lean, _QUOTES.sub("", text), _QUOTES.sub("", lean))))


def cuts(request: TitleRequest) -> list[str]:
    """What is made of a base that has no whole version: single clauses where it is to be shorter, its text without
    unwanted words, and wanted words before or behind it though they can be told of the product.
    """
    base = replaced(request) or request.base or ""
    rest = _without(base, request.avoid)
    if _told_of_it(base, request) != base:
        rest += _joined(base, request)
    if "短" not in (request.instruction or "") and title_length(base) <= request.max_chars:
        return rest
    return [*rest, *(part for part in _parts(_lean(base)) if title_length(part) >= _MIN_PART and part != base)]


def edits(request: TitleRequest) -> list[str]:
    """Versions of the base that code can make. They are candidates like any other, to be filtered and scored."""
    base = replaced(request) or request.base
    if not base:
        return []
    rest = _without(base, request.avoid)[:1]  # without the clauses that hold such a word
    found = [*(text for text in rest if _is_whole(text, base, request.words)), *_with_words(base, request)]
    instruction = request.instruction or ""
    if "短" in instruction or title_length(base) > request.max_chars:
        found += shortened(base, request.words)
    if "更长" in instruction:
        found += lengthened(base, request.facts)
    for tone, frames in _TONES.items():
        if tone in instruction or tone in (request.tone or ""):
            found += framed(_quieter(base) if frames is _SOFT else base, frames)
    if request.replace:
        found.insert(0, base)
    return [text for text in dict.fromkeys(found) if text and (text != request.base)]


def shortened(base: str, words: tuple[str, ...] = ()) -> list[str]:
    """The base without fillers, its clauses in pairs, and those that can stand alone and keep the first of `words`."""
    lean = _lean(base)
    parts = _parts(lean)
    pairs = [f"{one}，{other}" for one, other in pairwise(parts)] if len(parts) > _PAIR else []
    return [lean, *pairs, *(one for one in parts if _is_whole(one, base, words))]


def lengthened(base: str, facts: tuple[str, ...]) -> list[str]:
    """The base with one short fact of the product behind it; none of a question, which a fact does not answer."""
    if base.endswith(("？", "?")):
        return []
    short = [fact for fact in facts if _MIN_PART <= title_length(fact) <= _LONGEST_WORD and not _MARK.search(fact)]
    new = [fact for fact in short if not contains(base, fact)]
    plain = [fact for fact in new if not re.search(r"\d", fact)]  # 上脸不假白 before 50毫升净含量
    return [f"{base.rstrip(_CLOSING)}，{fact}" for fact in plain or new]


def _is_whole(text: str, base: str, words: tuple[str, ...]) -> bool:
    """Whether what is left of a base can stand alone: it keeps the first of `words`, and leans on nothing."""
    thing = next((word for word in words if contains(base, word)), "")
    return title_length(text) >= _MIN_PART and contains(text, thing) and not _LEANS.search(text)


def _lean(base: str) -> str:
    for filler in _FILLERS:
        base = base.replace(filler, "")
    return base


def _parts(text: str) -> list[str]:
    return [part.strip() for part in _CLAUSES.split(text) if part.strip()]


def framed(base: str, frames: tuple[str, ...]) -> list[str]:
    """The base inside each frame."""
    body = base.rstrip("。！!，, ")
    ended = body.endswith(tuple(_CLOSING))  # nothing goes on after a question
    return [frame.format(body) for frame in frames if not ended or frame.endswith("{0}")]


def patched(text: str, request: TitleRequest) -> str | None:
    """A drawn text that lacks wanted words, opened with them ("预算表：…"); none where it lacks none."""
    missing = [word for word in request.must_include if not contains(text, word)]
    if request.include_any and not any(contains(text, word) for word in request.include_any):
        missing.append(request.include_any[0])
    if not missing or request.prefix:
        return None
    words, marks = _parted(missing)
    words = _in_facts(words, request, text)
    return ended(f"{'、'.join(words)}：{text}" if words else text, marks)


def ended(text: str, marks: list[str]) -> str | None:
    """The text closed by the marks it still lacks, in place of what closed it; none where one closes no title."""
    lacking = [mark for mark in marks if not contains(text, mark)]
    if not all(map(_closes, lacking)):
        return None
    return text.rstrip(_CLOSING) + "".join(lacking) if lacking else text


def _closes(mark: str) -> bool:
    """Whether a title may end with it: 。！？…～ and pictures may; commas, colons, brackets and quotes may not."""
    return all(char in "。！!？?…～~" or unicodedata.category(char)[0] not in "PZ" for char in mark)


def _parted(missing: list[str]) -> tuple[list[str], list[str]]:
    """Words, and marks: a mark stands at the end of a title and opens none."""
    return [one for one in missing if not is_mark(one)], [one for one in missing if is_mark(one)]


def meme_titles(request: TitleRequest, clauses: list[str]) -> list[str]:
    """The meme's pattern, filled with keywords, the product and short facts, and with clauses the model wrote."""
    known = (*request.words, request.product or "", *request.facts)
    words = [word for word in dict.fromkeys(known) if word and title_length(word) <= _LONGEST_WORD]
    return filled(request.meme_pattern, words, clauses)


def clauses_of(texts: list[str], longest: int = 14) -> list[str]:
    """Clauses of drawn texts that may fill a slot."""
    parts = [part.strip() for text in texts for part in _CLAUSES.split(text)]
    return list(dict.fromkeys(part for part in parts if _MIN_PART <= title_length(part) <= longest))


def _without(base: str, words: tuple[str, ...]) -> list[str]:
    """The base without the clauses that hold an unwanted word, and without the word alone."""
    present = [word for word in words if word and contains(base, word)]
    if not present:
        return []
    kept = [part for part in _CLAUSES.split(base) if part and not any(contains(part, word) for word in present)]
    for word in present:
        base = _replace_folded(base, word, "")
    return ["，".join(kept), base.strip("，、：； ")]


def _with_words(base: str, request: TitleRequest) -> list[str]:
    """The base with the words it lacks, told of the product where they can be."""
    told = _told_of_it(base, request)
    return _joined(told, request) if _lacking(told, request) else [told]


def _joined(base: str, request: TitleRequest) -> list[str]:
    """The base with the words it lacks before or behind it."""
    missing, marks = _parted(_lacking(base, request))
    missing = _in_facts(missing, request, base)
    joined, body = "、".join(missing), base.rstrip("。！!，, ")
    timed = [joined + body] if _TIME.search(joined) else []
    opened = [*timed, f"{joined}：{body}", f"{body.rstrip(_CLOSING)}，{joined}", f"{joined}，{body}"]
    return [text for one in (opened if missing else [base]) if (text := ended(one, marks))]


def _in_facts(words: list[str], request: TitleRequest, text: str) -> list[str]:
    """One word that the text lacks as the product's facts have it, which says what it is of (净含量335g)."""
    return _telling(words, request, text)[:1] or words if len(words) == 1 else words


def _telling(words: list[str], request: TitleRequest, text: str) -> list[str]:
    """Facts that hold all the words in one short phrase which may be said and for which the text has room."""
    room = min(_LONGEST_WORD, request.max_chars - title_length(text) - 1)
    brief = (fact for fact in request.facts if title_length(fact) <= room and not re.search(r"[\W_]", fact))
    whole = (fact for fact in brief if all(contains(fact, word) for word in words))
    return [fact for fact in whole if not any(contains(fact, word) for word in request.avoid if word)]


def _lacking(base: str, request: TitleRequest) -> list[str]:
    return [word for word in request.must_include if not contains(base, word)]


def _told_of_it(base: str, request: TitleRequest) -> str:
    """The base with the measures and one quality or price that it lacks put to the product (99元的67W充电器).

    As it is where it does not name the product, or only in a longer name, or where nothing it lacks goes there.
    """
    kind = kind_of_product(request)
    named = next((name for name in (request.product, kind) if name and name in base), None)
    lacking = _lacking(base, request)
    if named is None or not lacking:
        return base
    at = base.index(named)
    at = measure.start() if (measure := _MEASURED.search(base[:at])) else at
    before = base[:at]
    if not _OPEN.search(before) and not before.endswith("的"):
        return base
    bare = [word for word in lacking if named == kind and stands_before(word)]
    others = (word for word in lacking if word not in bare and not before.endswith("的"))
    told = [word for word in others if _PRICE.fullmatch(word) or _describes(word)][:1]
    if not (told or bare or before.endswith("的")):
        told = [fact for fact in _telling(lacking, request, base) if not contains(fact, named)][:1]
    return f"{before}{''.join(f'{word}的' for word in told)}{''.join(bare)}{base[at:]}"


def _describes(word: str) -> bool:
    """Whether it is surely a quality (可折叠), or what a thing is made of; 高中生 and 第一次 only look so."""
    if word.startswith(GIVEN):
        return False
    read = read_word(word)
    of_it = read is not None and "trait" in read.kinds and load_lexicon().is_quality(word)
    return of_it or stands_before(word)


def _quieter(base: str) -> str:
    for loud, quiet in _LOUD:
        base = base.replace(loud, quiet)
    return base.strip("，")


def _replace_folded(text: str, old: str, new: str) -> str:
    """Replace whatever the case or width; lengths must agree after folding, else the text stays."""
    folded = fold(text)
    if len(folded) != len(text):
        return text
    out, start, wanted = "", 0, fold(old)
    while (at := folded.find(wanted, start)) >= 0:
        out += text[start:at] + new
        start = at + len(wanted)
    return out + text[start:]
