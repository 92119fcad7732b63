"""Titles pointed at by what they say or how long they are: 带猫那条, 讲老板的那个, “直播”那句, 有问号那条, the one about coffee."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.plan import ShownList, TitleRef
from agent.readers.marks import MARKS, mark_of
from agent.readers.message import QUOTE, Message
from agent.readers.numerals import NUMBER, to_number
from models.text import contains, title_length

_VERB = r"(?:带着?|写到?|说到?|讲到?|提到?及?|聊到?|有|含|用了?|关于|里面?有|出现|包含)"
# Verbs after which one character may be what a title says; 写好, 说短, 用老 say how.
_SURE_VERB = re.compile(r"带着?|讲到?|提到|写到|说到|聊到|有|含|里面?有|关于|包含|出现")
# 那个 and 那版 of what is not a title (那个视频, 那版包装) go on with a noun; so do 条 and 句 of goods and of words.
_DONE = r"(?=$|[,。;!?\s再也太改换短长删存留不还更有挺好可打重怎为合进和跟缩加去吧呢呗啊])"
_MEASURE = rf"(?:条(?!狗|鱼|裤|裙|街|路|线|命|毛|围|被)|句(?!话)|(?:一?个|[版则]){_DONE})"
_SEVERAL = r"[俩几两三]\s?(?:条|句|个)"
_LEAD = r"(?:^|[,。;!?\s把将给让用和跟]|就|先|那|下|喜欢|觉得|要|选|留)"
_WORD = rf"[^\s,。;!?、{QUOTE[1:-1]}]{{1,8}}?"
_SAID = (
    # “红笔”那句, 带“猫”这条, 有问号那条: the word is sure.
    re.compile(rf"(?P<word>{QUOTE}|{MARKS})的?[那这](?:一?{_MEASURE}|{_SEVERAL})", re.I),
    # 带猫那条, 讲老板的这个. A bare 这 names the title shown last (带上这条).
    re.compile(rf"{_LEAD}(?P<verb>{_VERB})\s?(?P<word>{_WORD})(?:的[那这]|那)(?:一?{_MEASURE}|{_SEVERAL})"),
    # 追球的那条.
    re.compile(rf"{_LEAD}(?P<word>{_WORD})的那(?:一?{_MEASURE}|{_SEVERAL})"),
    # 我妈说那条: two characters or more.
    re.compile(rf"{_LEAD}(?P<word>[^\s,。;!?、{QUOTE[1:-1]}]{{2,8}}?)那一?{_MEASURE}"),
)
_ENGLISH = re.compile(
    rf"\b(?:the|that) (?:one|title|line)s? (?:about|with|that (?:says|mentions|has)|mentioning|saying)\s(?:the\s|an?\s)?(?P<word>{QUOTE}|[\u4e00-\u9fff]+|\w{{2,}})",
    re.I,
)
_SHORTEST = 2
# Which list, when, how good or whose, not what a title says.
_NO_CONTENT = re.compile(
    r"刚|之前|原来|上面|下面|现在|目前|[这那上下]次|[这那上]一?[轮批]|最[早初后先新近]|开头|末尾|改过?|选中?|喜欢|满意|推荐|意思|问题|毛病|感觉|创意|风险"
    r"|^[我你他她它咱俺客]|(?:[选写存留删发投挑说给提觉想要看定评审打改]|得好)$"
)
# Words that only say how a verb went: 带上, 用一下, 写好, 说得好, 有点长, 有趣, 带感.
_EMPTY = re.compile(
    r"[上到过着了得的好完出来去下进回给就都也还又先没不别很太更挺要一二两三个些说讲写看改用选存留删发投挑长短新旧老快梗趣感劲货料错]+|点.*"
)


# 最短的那条, 字数最多那句, 15字那条, 超过20字的都.
_EXTREME = re.compile(
    rf"(?<![条个])(?:(?P<least>最(?:短|简短|精简)|字(?:数)?最少)|(?P<most>最(?:长|啰嗦)(?!用)|字(?:数)?最多))的?(?:[那这]?一?{_MEASURE}|(?=[,。;!?\s]|$)|(?=和|跟|留|改|删|换|都|再))"
)
_OF_SIZE = re.compile(rf"(?<![\d不超过到于])(?P<size>{NUMBER})\s?个?字的?[那这]一?{_MEASURE}")
_BEYOND = re.compile(
    rf"(?:(?P<over>超过?|大于|多于|超出|长于)|(?P<under>不到|不足|少于|小于|短于))\s?(?P<size>{NUMBER})\s?个?字的(?:那?[几些]?[条个句]?)(?=都|全|改|缩|删|换|再|要|,|重|也|$)"
)


def read_by_size(text: str, shown: Sequence[ShownList]) -> list[tuple[int, int]]:
    """Where titles of the latest list of several are named by their length, and their numbers."""
    texts = next((one.texts for one in reversed(shown) if len(one.texts) > 1), ())
    sizes = [title_length(one) for one in texts]
    found: list[tuple[int, int]] = []
    for match in _EXTREME.finditer(text) if sizes else ():
        found.append((match.start(), sizes.index(min(sizes) if match["least"] else max(sizes)) + 1))
    for match in _OF_SIZE.finditer(text):
        found += [(match.start(), n) for n, size in enumerate(sizes, 1) if size == to_number(match["size"])]
    for match in _BEYOND.finditer(text):
        limit = to_number(match["size"]) or 0
        found += [
            (match.start(), n) for n, size in enumerate(sizes, 1) if (size > limit if match["over"] else size < limit)
        ]
    return found


def read_by_content(message: Message, shown: Sequence[ShownList]) -> TitleRef | None:
    """The titles of the latest list that say so; none when no title does, or all of them."""
    if not shown or len(shown[-1].texts) < 2:
        return None
    texts = shown[-1].texts
    numbers: list[int] = []
    for pattern in (*_SAID, _ENGLISH):
        for match in pattern.finditer(message.text):
            found = _meant(message, match, texts)
            numbers += [number for number in found if number not in numbers]
    return TitleRef(numbers=tuple(numbers)) if numbers else None


def _meant(message: Message, match: re.Match[str], texts: Sequence[str]) -> list[int]:
    word = message.unmask(match["word"])
    if match.re in (_SAID[0], _ENGLISH):
        return _holding(word, texts)
    if _EMPTY.fullmatch(word) or _NO_CONTENT.search(word):
        return []
    verb = match.groupdict().get("verb")
    if len(word) < _SHORTEST and not (verb and _SURE_VERB.fullmatch(verb)):
        return []
    if verb:
        return _whole(verb + word, texts) or _holding(word, texts)
    # Without a verb it may say how the title is: one title must say so, in these characters.
    found = _whole(word, texts) or _spread(word, texts)
    return found if len(found) == 1 else []


def _holding(word: str, texts: Sequence[str]) -> list[int]:
    """Numbers of the titles that hold `word`, its end, or its characters in order; fewer than all of them."""
    mark = mark_of(word)
    if mark != word:
        return _whole(mark, texts)
    for start in range(max(1, len(word) - 1)):
        if found := _whole(word[start:], texts):
            return found
    return _spread(word, texts)


def _whole(word: str, texts: Sequence[str]) -> list[int]:
    found = [number for number, text in enumerate(texts, 1) if contains(text, word)]
    return found if len(found) < len(texts) else []


def _spread(word: str, texts: Sequence[str]) -> list[int]:
    found = [number for number, text in enumerate(texts, 1) if len(word) >= _SHORTEST and _in_order(word, text)]
    return found if len(found) == 1 else []


def _in_order(word: str, text: str) -> bool:
    rest = iter(text)
    return all(char in rest for char in word)
