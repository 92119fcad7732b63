"""Which candidates cannot be shown, and why. Pure functions of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from models.generator.candidate import READ, Candidate
from models.generator.request import TitleRequest
from models.text import contains, fold, invented_numbers, title_length

_PLAIN = re.compile(
    r"^[\u4e00-\u9fffA-Za-z0-9ａ-ｚＡ-Ｚ０-９ ，。！？、：；“”‘’…（）《》「」『』【】—·,.!?:;()'\"%+\-~～×&/#°¥￥→=]+$"
)
_PAIRS = ("“”", "‘’", "（）", "()", "《》", "「」", "『』", "【】")
_UNFINISHED = re.compile(
    r"[，、：；,:;“‘（(《「『【—]$|(?:的|和|与|把|被|让|跟|因为|如果|但是|而且|以及|为了|比如|从|对|向|是)$"
)
_STRAY = re.compile(r"[？！?!。][，,、]|谢谢支持|感谢支持")  # a sentence goes on after its end; thanks for nothing
_CLOSING = "。！？!?…～~ "
_BLANK = re.compile(r"(?<![A-Za-z])XX(?![A-Za-z])")  # the slot of a meme, left open
_FIELDS = re.compile(r"关键词|标题|必含|不含|字数|钩子|卖点|改法|语气|人群")
_LETTERS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_SAID_TWICE = frozenset("年天聊看试听读学练泡尝逛玩挑比跳跑唱吃喝躺洗")  # 今年 + 年货, 聊 + 聊天
_HAN = re.compile(r"[\u4e00-\u9fff]")
_REPEAT = re.compile(r"([\u4e00-\u9fff]{2,})(?:[^\u4e00-\u9fff]*\1){2,}|(.{3,})\W?\2|(.)\3{4,}")
NEAR = 0.7
LEAST_CUT = 16  # a title asked to be shorter loses one character, and one more for each so many it has


def tidy(text: str) -> str:
    """One line, without the spaces and closing marks that models leave at the ends."""
    text = " ".join(text.split()).strip(" ，、；,;。")
    for opening, closing in ("“”", "「」", '""'):
        inner = text[1:-1]
        if text[:1] == opening and text[-1:] == closing and opening not in inner and closing not in inner:
            text = inner
    return text


def fault(candidate: Candidate, request: TitleRequest) -> str | None:
    """The first reason against a candidate, or none. Reasons are the keys of `Generation.rejected`."""
    text = candidate.text
    if candidate.truncated:
        return "truncated"
    rest = _without(text, [*request.must_include, *request.include_any, request.prefix or ""])
    if is_garbled(rest, drawn=candidate.source not in READ):
        return "garbled"
    named = (*request.words, *request.must_include, *request.wished, request.product or "")
    if stutters(text, named, (*named, *request.include_any, request.prefix or "", request.base or "")):
        return "garbled"
    if not request.min_chars <= title_length(text) <= request.max_chars:
        return "length"
    if request.base and not _follows(text, request.base, request.instruction or ""):
        return "length"
    replacing = [new for _old, new in request.replace if new] if request.base else []
    if any(not contains(text, word) for word in (*request.must_include, *replacing)):
        return "must_include"
    if request.include_any and not any(contains(text, word) for word in request.include_any):
        return "include_any"
    if any(word and contains(text, word) for word in request.avoid):
        return "avoid"
    if request.prefix and not text.startswith(request.prefix):
        return "prefix"
    if invented_numbers(text, request.number_sources):
        return "invented_number"
    return "keyword_list" if _only_lists(text, request.words) else None


def _without(text: str, words: list[str]) -> str:
    """The text with asked-for words that hold unusual characters (emoji, kana) blotted out: those were typed."""
    for word in words:
        if word and (not _PLAIN.match(word) or _BLANK.search(word)):
            text = text.replace(word, "字词")
    return text


def _follows(text: str, base: str, instruction: str) -> bool:
    """Whether a rewrite got shorter or longer where that was asked for; shorter by more than a closing mark."""
    length, before = (title_length(one.rstrip(_CLOSING)) for one in (text, base))
    if "更短" in instruction or "短一" in instruction or "短点" in instruction:
        return length < before - before // LEAST_CUT
    return length > before if "更长" in instruction or "长一" in instruction or "长点" in instruction else True


def is_garbled(text: str, drawn: bool = True) -> bool:
    """Broken by form alone: foreign characters, open quotes or slots, an unfinished end, a stutter, a prompt field.

    Only what a model has `drawn` ends too early; people end a sentence with 的 as well.
    """
    if len(_LETTERS.findall(text)) < 2 or not _PLAIN.match(text):
        return True
    if any(text.count(pair[0]) != text.count(pair[1]) for pair in _PAIRS) or text.count('"') % 2:
        return True
    unfinished = drawn and (_UNFINISHED.search(text) or _STRAY.search(text))
    return bool(unfinished or _FIELDS.search(text) or _BLANK.search(text) or _REPEAT.search(text))


def stutters(text: str, words: Iterable[str], given: Sequence[str] = ()) -> bool:
    """Whether what stands beside one of the words ends as it begins, or begins as it ends: 打开 + 开放世界.

    A character said twice inside a word (天天, 妈妈们) is none, nor one said thrice or more (好好好), a day or year
    before its own word (今年年货), a verb tried (聊聊天), or what stands so in a text `given`.
    """
    return any(
        _doubled(text, seam) and not any(text[seam - 1 : seam + 1] in one for one in given)
        for word in words
        if len(word) > 1
        for found in re.finditer(re.escape(word), text)
        for seam in (found.end(), *(() if word[0] in _SAID_TWICE else (found.start(),)))
    )


def _doubled(text: str, seam: int) -> bool:
    """Whether the same Chinese character stands on both sides of the seam, and neither before nor behind the two."""
    pair = text[max(seam - 1, 0) : seam + 1]
    if len(pair) < 2 or pair[0] != pair[1] or not _HAN.match(pair):
        return False
    return text[max(seam - 2, 0) : seam - 1] != pair[0] and text[seam + 1 : seam + 2] != pair[0]


def _only_lists(text: str, words: tuple[str, ...]) -> bool:
    rest = fold(text)
    for word in sorted(words, key=len, reverse=True):
        rest = rest.replace(fold(word), "")
    return len(words) > 1 and len(_LETTERS.findall(rest)) < 2


def bigrams(text: str) -> frozenset[str]:
    """Character pairs of the folded text without punctuation."""
    letters = "".join(_LETTERS.findall(fold(text)))
    return frozenset(letters[start : start + 2] for start in range(len(letters) - 1)) or frozenset((letters,))


def similarity(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard similarity of two sets of character pairs, in [0, 1]."""
    return len(one & other) / len(one | other) if one or other else 1.0


def is_near(text: str, others: list[frozenset[str]], near: float = NEAR) -> bool:
    """Whether the text nearly repeats one of `others`."""
    mine = bigrams(text)
    return any(similarity(mine, other) >= near for other in others)


def coverage(text: str, words: tuple[str, ...]) -> float:
    """Share of `words` in the text; a word met only in part counts half. 1.0 without words."""
    if not words:
        return 1.0
    folded = fold(text)
    mine = bigrams(text)
    whole = [1.0 if fold(word) in folded else 0.5 if bigrams(word) & mine else 0.0 for word in words]
    return sum(whole) / len(whole)
