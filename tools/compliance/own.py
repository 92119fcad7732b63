"""Words that an advertiser keeps out of its own titles (禁用词): which hold for a title, and where it says one of them.

They are found as the rules find theirs: in other widths, with spaces and symbols between, in pinyin, by homophones and
split characters. Nothing excuses them: what may be said of an account is for the account to say. A claim is also found
in other words (`paraphrase.py`), there unless it is denied or asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from models.catalog import Advertiser, Product
from models.types import Compliance, Finding, Verdict
from tools.compliance.checker import load_checker
from tools.compliance.paraphrase import load_paraphrases
from tools.compliance.text import Text

CATEGORY = RULE = "own"
REASON = "账号自己定的禁用词"
_REMARK = re.compile(r"\s*[（(][^（）()]*[）)]\s*$")


def own_words(account: Advertiser | None, product_id: str | None = None) -> tuple[str, ...]:
    """The words that hold for a title: those of its product, or of all products where it is not known which it is."""
    if account is None:
        return ()
    product = account.product(product_id)
    return listed([product] if product else account.products)


def listed(products: Iterable[Product]) -> tuple[str, ...]:
    """The words of these products, each once and without a remark in brackets behind it."""
    return plain(word for product in products for word in product.forbidden)


def plain(words: Iterable[str]) -> tuple[str, ...]:
    """Each word once, without the remark in brackets behind it: “官方授权（未取得）” forbids 官方授权."""
    return tuple(dict.fromkeys(found for word in words if (found := _REMARK.sub("", word).strip() or word.strip())))


def find(title: str, words: Sequence[str]) -> list[Finding]:
    """Where `title` says one of `words`, in the order of the title; of two in one place the longer one."""
    return _finder(tuple(words)).find(title) if words else []


@lru_cache(maxsize=8192)
def says(title: str, words: tuple[str, ...]) -> bool:
    """Whether `title` says one of `words`; remembered, as titles come up again with every letter that is typed."""
    return bool(find(title, words))


def with_own(judged: Compliance, title: str, words: Sequence[str]) -> Compliance:
    """What the law says of a title, and the account's own words besides: one of them is a violation too."""
    found = find(title, words)
    if not found:
        return judged
    broken = [one for one in judged.findings if not one.exempt]
    excused = [one for one in judged.findings if one.exempt]
    return Compliance(verdict=Verdict.VIOLATION, findings=(*broken, *found, *excused))


class _Finder:
    def __init__(self, words: tuple[str, ...]) -> None:
        self._checker = load_checker()
        folded = {word: self._checker.fold(word).chars for word in words}
        self._words = sorted({chars for chars in folded.values() if chars}, key=len, reverse=True)
        self._marks = [word for word, chars in folded.items() if not chars]  # such as “～”, which folding drops
        self._decode = self._checker.decoder(word for word in self._words if len(word) > 1)
        self._paraphrases = load_paraphrases()
        others = [found for word in self._words if (found := self._paraphrases.pattern(word))]
        self._others = re.compile("|".join(others)) if others else None

    def find(self, title: str) -> list[Finding]:
        folded = self._checker.fold(title)
        texts = [self._decode(folded)]
        restored = self._checker.restore(title)
        texts += [restored] if restored is not folded else []
        places = {place for text in texts for place in self._places(text)}
        places |= {(start, start + len(mark)) for mark in self._marks for start in _starts(title, mark)}
        kept: list[tuple[int, int]] = []
        for start, end in sorted(places, key=lambda place: (place[0] - place[1], place)):
            if not any(start < other_end and other_start < end for other_start, other_end in kept):
                kept.append((start, end))
        return [_finding(title, start, end) for start, end in sorted(kept)]

    def _places(self, text: Text) -> Iterable[tuple[int, int]]:
        for word in self._words:
            for start in _starts(text.chars, word):
                yield text.origin(start, start + len(word))
        if self._others:
            for start, end in self._paraphrases.claimed(self._others, text.chars):
                yield text.origin(start, end)


def _starts(text: str, word: str) -> Iterable[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


def _finding(title: str, start: int, end: int) -> Finding:
    return Finding(span=title[start:end], start=start, end=end, category=CATEGORY, rule=RULE, article="", reason=REASON)


@lru_cache(maxsize=512)
def _finder(words: tuple[str, ...]) -> _Finder:
    return _Finder(words)
