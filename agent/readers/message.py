"""A message prepared for reading: forms folded, quoted spans masked by one character each.

Masking keeps what is quoted (often a title, a pasted text, a word to include) from being read as an instruction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from agent.readers.dialects import fold_dialect
from agent.readers.scripts import fold_script, without_signs

QUOTE = "[\ue000-\ue0ff]"
_FIRST = 0xE000
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"), ("‘", "’"), ("【", "】"), ('"', '"'), ("”", "“"), ("`", "`"))
_SEPARATORS = re.compile(r"[,。;!?\n~…]+|\.(?!\d)|(?<![A-Za-z0-9])[ \t]+|[ \t]+(?![A-Za-z0-9])")
_LATIN_SPACE = re.compile(r"(?<=[A-Za-z0-9])[ \t]+(?=[A-Za-z0-9])")


def fold_width(text: str) -> str:
    """Full-width letters, digits and punctuation as half-width, character for character; case kept."""
    folded = (chr(ord(char) - 0xFEE0) if "！" <= char <= "～" else " " if char == "\u3000" else char for char in text)
    return "".join(folded)


_GIVEN = re.compile(
    r"^[^:,。;!?\n]{0,14}?(?:接|续|补|往下|起了个头|打(?:个|打|一下)?分|评(?:一?下|评|个?分)?|审(?:一?下|审)?|检[查测](?:一?下)?|查(?:一?下)?|把关|过一?遍|违规|合规|这句|这条|score|rate|check|finish|complete|continue)[^:,。;!?\n]{0,10}:\s*(?=\S{4})",
    re.I | re.A,
)


# “X两个字” names X by its length; “就三个字X” announces it.
_COUNTED = re.compile(
    r"(?:[这那](?:个)?)?(?:(?<=就)|(?<=就是))?(?<![十百一二两三四五六七八九\d])(?P<size>[俩两二仨三四五])个?字(?!以|之|内|左|封|数|眼|母|符|多|少|长|短|够|起|顶|打|的(?=标|就|吧))(?P<next>(?<=就.字)(?=\S)|(?<=就.个字)(?=\S))?"
)
# “X这个词”, at the head of a clause.
_CALLED = re.compile(
    r"(?:^|(?<=[,。;!?\s把])|(?<=别[提说写用带])|(?<=不要[提说写用带])|(?<=不许[提说写用带]))(?!(?:别|不要|不许)[提说写用带])"
    r"(?P<word>[\u4e00-\u9fffA-Za-z0-9]{2,5}?)(?=(?:这|那)个?(?:词儿?|字眼儿?|称呼|词语)(?!换|改))"
)
_SIZES = {"俩": 2, "两": 2, "二": 2, "仨": 3, "三": 3, "四": 4, "五": 5}
# Characters that begin or end no word for titles; a word of three or more may begin with a verb (有机肥, 不泛白).
_NO_HEAD = "和跟就都也还的我你他它把这那哪各第"
_NO_SHORT_HEAD = "再更写要有用带改换缩减删去少多超差短长最控压砍不没别里上"
_NO_NAME = re.compile(r"[了的在着到上下掉成出个条约过短长多少减缩写加删带有]$|字|[前后]面?$|标题|里面")


@dataclass(frozen=True)
class Message:
    """`text` is folded with quotes masked; `quotes[i]` is what the i-th mask character stands for.

    `typed` is `text` in the script it was typed in, character for character.
    """

    raw: str
    text: str
    quotes: tuple[str, ...]
    typed: str = ""

    def unmask(self, part: str) -> str:
        """`part` of `text` with the quoted words back in, without their marks."""
        return "".join(self._plain(char) for char in part)

    def quoted_in(self, part: str) -> tuple[str, ...]:
        """The quoted spans inside `part` of `text`."""
        return tuple(self._plain(char) for char in part if _is_mask(char))

    def as_typed(self, word: str) -> str:
        """A word read from `text` in the characters it was typed with."""
        start = self.text.find(word) if self.typed else -1
        return self.typed[start : start + len(word)] if start >= 0 else word

    @cached_property
    def clauses(self) -> tuple[str, ...]:
        """Parts between punctuation or between Chinese words set apart by spaces; masks stay whole."""
        return tuple(part.strip() for part in _SEPARATORS.split(self.text) if part.strip())

    @cached_property
    def alike(self) -> str:
        """`text` with one mask for all quotes of the same words, so that a pattern can ask for a word once more."""
        first = {quote: _FIRST + place for place, quote in reversed([*enumerate(self.quotes)])}
        return "".join(chr(first[self._plain(char)]) if _is_mask(char) else char for char in self.text)

    @cached_property
    def plain(self) -> str:
        """The folded message with quotes left out."""
        return re.sub(QUOTE, " ", self.text)

    def _plain(self, char: str) -> str:
        return self.quotes[ord(char) - _FIRST] if _is_mask(char) else char


def _is_mask(char: str) -> bool:
    return _FIRST <= ord(char) < _FIRST + 256


def read_message(raw: str) -> Message:
    """Mask what stands between quotation marks; a mark without its partner is left as it is."""
    folded = fold_width(without_signs(raw)).strip()
    quotes: list[str] = []
    out: list[str] = []
    position = 0
    while position < len(folded):
        end = _quote_end(folded, position) if len(quotes) < 256 else None
        if end is None:
            out.append(folded[position])
            position += 1
            continue
        out.append(chr(_FIRST + len(quotes)))
        quotes.append(folded[position + 1 : end].strip())
        position = end + 1
    typed = "".join(out)
    text, typed = _quote_counted(fold_dialect(fold_script(typed)), typed, quotes)
    if not quotes and (head := _GIVEN.match(text)):
        quotes.append(typed[head.end() :].strip())
        text, typed = head[0] + chr(_FIRST), typed[: head.end()] + chr(_FIRST)
    return Message(raw=raw, text=text, quotes=tuple(quotes), typed=typed)


def _quote_counted(text: str, typed: str, quotes: list[str]) -> tuple[str, str]:
    """“要有桂花两个字”: so many characters before their number are quoted as surely as by marks."""
    for match in reversed(list(_COUNTED.finditer(text))):
        size = _SIZES[match["size"]]
        start, end = match.start() - size, match.start()
        if match["next"] is not None:
            start, end = match.start("next"), match.start("next") + size
        word = typed[start:end] if start >= 0 else ""
        if len(word) < size or not re.fullmatch(r"[\u4e00-\u9fffA-Za-z0-9]+", word) or _is_no_name(text[start:end]):
            continue
        mask = chr(_FIRST + len(quotes))
        quotes.append(word)
        text, typed = text[:start] + mask + text[end:], typed[:start] + mask + typed[end:]
    for match in reversed(list(_CALLED.finditer(text))):
        if not _is_no_name(match["word"]):
            start, end = match.span("word")
            mask = chr(_FIRST + len(quotes))
            quotes.append(typed[start:end])
            text, typed = text[:start] + mask + text[end:], typed[:start] + mask + typed[end:]
    return text, typed


def _is_no_name(word: str) -> bool:
    heads = _NO_HEAD + (_NO_SHORT_HEAD if len(word) < 3 else "")
    return word[0] in heads or bool(_NO_NAME.search(word))


def _quote_end(text: str, start: int) -> int | None:
    for opening, closing in _PAIRS:
        if text[start] == opening:
            end = text.find(closing, start + 1)
            if end > start + 1 and text[start + 1 : end].strip():
                return end
    if text[start] == "'" and (start == 0 or text[start - 1] in " ,:("):
        match = re.compile(r"'([^']*[^'\s])'(?=$|[\s,.;:!?)])").match(text, start)
        return match.end() - 1 if match else None
    return None
