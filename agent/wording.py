"""Which words the generator writes about: the user's own first, then the product's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from agent.brief import Brief, BriefEdit
from agent.readers.products import head_noun
from agent.readers.style import FIGURES
from agent.readers.subjects import common_name
from models.catalog import Advertiser, Product
from models.generator.lexicon import load_lexicon
from models.generator.words import read_word
from models.text import contains, is_mark

MAX_KEYWORDS = 4
LONGEST_WISH = 8
MEMES_AT_ONCE = 3  # of those looked up, in one list of titles
MOST_PARTED = 8  # characters; what is longer is a sentence
_LISTED = re.compile(r"[、，]|(?<![0-9A-Za-z])[,/]|[,/](?![0-9A-Za-z])")  # 24/7 and 3,000元 are one word each
_SAID_OF = re.compile(r"[也都能不就会可要用必很太更最]")  # 雨天也能玩 says one thing
_CLAUSE = re.compile(r"[，。；、,;!！?？:：\s]+")
_MEASURE = re.compile(
    r"\d+(?:\.\d+)?[万亿]?(?:毫升|毫克|毫安时?|毫米|厘米|平米|公斤|公里|公升|千克|千瓦|分钟|小时|分贝|个月|[A-Za-z%℃]+"
    r"|[一-鿿])"
)
_MODEL_NUMBER = re.compile(r"^[\u4e00-\u9fff]{0,4}[A-Za-z]*\d+[A-Za-z]*(?=[\u4e00-\u9fff]{2})")


def title_keywords(brief: Brief, product: Product | None, brand: str = "") -> tuple[str, ...]:
    """At most four keywords, the most wanted first; words the Brief avoids are left out."""
    named = [common_name(brief.subject)] if brief.subject else []
    words = [*([brief.opening] if brief.opening else []), *brief.must_include, *named, *angles(brief)]
    if product is not None:
        words += _product_words(product, words, brand)
    kept: list[str] = []
    for word in words:
        banned = any(contains(word, avoided) for avoided in brief.avoid)
        if word and not is_mark(word) and not banned and not any(contains(other, word) for other in kept):
            kept.append(word)
    return tuple(kept[:MAX_KEYWORDS])


def angles(brief: Brief) -> list[str]:
    """What the user wants put forward, in the words a title can hold (地铁通勤降噪、轻 -> 地铁通勤, 降噪, 轻)."""
    topic = [part for word in _parts([brief.topic] if brief.topic else []) for part in _from_occasion(word)]
    return [*_parts(brief.keywords), *topic]


def _parts(listed: Iterable[str]) -> list[str]:
    said = [part for text in listed for part in _LISTED.split(text) if part]
    return [part for word in said for part in (load_lexicon().parts(word) if len(word) <= MOST_PARTED else (word,))]


def _from_occasion(word: str) -> tuple[str, ...]:
    """冬天 and 看雪 of 冬天看雪: an occasion, and what is said of it, have places of their own in a title."""
    for size in range(min(len(word), MOST_PARTED) - 2, 1, -1):
        occasion, rest = read_word(word[:size]), word[size:].removeprefix("的")
        if occasion and "moment" in occasion.kinds and 1 < len(rest) < 5 and not _SAID_OF.match(rest):
            return (word[:size], rest)
    return (word,)


def wished_words(brief: Brief) -> list[str]:
    """The user's own angle in words short enough to stand in a title."""
    words = [word for word in angles(brief) if len(word) <= LONGEST_WISH]
    return [word for word in dict.fromkeys(words) if not any(contains(word, avoided) for avoided in brief.avoid)]


def telling(brief: Brief, product: Product | None) -> list[str]:
    """Short facts of the product that hold a word wished for, and so say what it is of (不推销: 不推销办卡)."""
    wished = [word for word in wished_words(brief) if len(word) > 1]
    facts = [part for text in (product.facts if product else ()) for part in _CLAUSE.split(text)]
    known = [fact for fact in facts if len(fact) <= LONGEST_WISH and any(contains(fact, word) for word in wished)]
    return [fact for fact in dict.fromkeys(known) if not any(contains(fact, word) for word in brief.avoid)]


def figures(brief: Brief, product: Product | None) -> tuple[list[str], list[str]]:
    """(measures, short facts that hold one) of a product, where titles are to hold a figure; both empty where not."""
    if brief.hook != FIGURES or product is None:
        return [], []
    said = [text for text in product.sources if not any(contains(text, word) for word in brief.avoid)]
    facts = [part for text in said for part in _CLAUSE.split(text) if _MEASURE.search(part)]
    measures = [found[0] for part in facts for found in _MEASURE.finditer(part)]
    return list(dict.fromkeys(measures)), [fact for fact in dict.fromkeys(facts) if len(fact) <= LONGEST_WISH]


def wants_memes(brief: Brief) -> bool:
    """Whether titles are to use a meme, whichever."""
    hook = brief.hook or ""
    return "梗" in hook or "meme" in hook.lower()


def fitting_memes(found: Sequence[Mapping[str, Any]], brief: Brief, product: Product | None) -> list[str]:
    """Of the memes looked up for titles that want some, a few: first those that sentences were written for.

    What the product itself is called makes no joke.
    """
    names = (product.name, product.category or "") if product else (brief.subject or "",)
    fresh = [row for row in found if not any(contains(name, row["term"]) for name in names)]
    ranked = sorted(fresh, key=lambda row: not row["written"])
    return [row["term"] for row in ranked[:MEMES_AT_ONCE]] if wants_memes(brief) else []


def unsaid(edit: BriefEdit, avoid: Sequence[str], texts: Sequence[str]) -> list[str]:
    """What an edit wants put forward and no text says, not even two of its characters in a row."""
    wished = wished_words(Brief(topic=edit.topic, keywords=edit.keywords, avoid=tuple(avoid)))

    def said(word: str) -> bool:
        pairs = [word[at : at + 2] for at in range(max(1, len(word) - 1))]
        return any(contains(text, pair) for text in texts for pair in pairs)

    return [word for word in wished if not said(word)]


def _product_words(product: Product, words: list[str], brand: str) -> list[str]:
    """What names the product, unless the user's words already do. Selling points are left to the generator to vary."""
    named = any(contains(product.name, word) or contains(word, product.name) for word in words)
    nouns = [word for word in product.keywords if not any(contains(word, other) for other in words)][:1]
    return [] if named else nouns or [common_noun(product, brand)]


def common_noun(product: Product, brand: str = "") -> str:
    """What people call the product: the kind its category names when the name holds it, else the name without brand
    and model (墨触P1平板电容笔 -> 平板电容笔). Nothing is cut in the middle of a word: in doubt the name stays whole.
    """
    name = product.name
    for size in (4, 3, 2):
        kind = (product.category or "")[-size:]
        if len(kind) == size and kind in name:
            return kind
    bare = _MODEL_NUMBER.sub("", _without_brand(name, brand))
    return bare if len(bare) >= 2 else name


def _without_brand(name: str, brand: str) -> str:
    """`name` without what it begins with in common with the account's name, when that is two characters or more."""
    shared = 0
    while shared < min(len(name), len(brand)) and name[shared] == brand[shared]:
        shared += 1
    return name[shared:] if shared >= 2 else name


def other_nouns(brief: Brief, advertiser: Advertiser) -> list[str]:
    """What the account's other products are called: no title of the one chosen names them unless that was asked for."""
    chosen = advertiser.product(brief.product_id)
    if chosen is None:
        return []
    asked = (*brief.must_include, *brief.include_any, *brief.keywords, brief.topic or "")
    nouns = (head_noun(other, chosen) for other in advertiser.products if other.id != chosen.id)
    return [noun for noun in dict.fromkeys(nouns) if noun and not any(contains(word, noun) for word in asked)]


def default_product(brief: Brief, advertiser: Advertiser) -> Product | None:
    """The product of the Brief, or the account's first: an answer can be corrected, a question costs a turn.

    None where the Brief is about a thing that the account does not list.
    """
    if brief.subject:
        return None
    return advertiser.product(brief.product_id) or (advertiser.products[0] if advertiser.products else None)
