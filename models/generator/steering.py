"""Drafts that cannot miss: the wanted words are written first, and a grammar holds the rest to the length asked for.

Free drafts come first, because they read better; these fill what free drafts leave open.
"""

from __future__ import annotations

import random
from itertools import permutations

from models.generator.request import TitleRequest
from models.text import contains, is_mark

_HAN = "\u4e00-\u9fff"
_BODY = f"{_HAN}，。！？：“”…"
_ENDS = f"{_HAN}！？"
_JOINS = ("、", "，", "", "的")
_LEADS = ("：", "，", "")
_LEAST_REST = 2


def openings(request: TitleRequest, rng: random.Random) -> list[str]:
    """Beginnings that hold every wanted word and leave room for a few characters, in random order."""
    if request.prefix:
        return [request.prefix]
    words = wanted(request)
    found = [
        join.join(order) + lead
        for order in list(permutations(words))[:6]
        for join in (_JOINS if len(words) > 1 else _JOINS[:1])
        for lead in _LEADS
    ]
    room = request.max_chars - _LEAST_REST
    fitting = [text for text in dict.fromkeys(found) if len(text) <= room]
    rng.shuffle(fitting)
    return fitting or ([""] if not words else [])


def wanted(request: TitleRequest) -> tuple[str, ...]:
    """The words a title must hold, one of `include_any` among them; else the first keyword that leaves room."""
    words = [word for word in request.must_include if not is_mark(word)]
    some = request.include_any
    if some and not any(contains(word, one) for word in words for one in some):
        words.append(min(some, key=len))
    words = [word for word in words if not any(word != other and contains(other, word) for other in words)]
    if words:
        return tuple(dict.fromkeys(words))
    allowed = [word for word in request.words if not any(contains(word, banned) for banned in request.avoid if banned)]
    return tuple(word for word in allowed[:1] if len(word) + _LEAST_REST <= request.max_chars)


def bare(request: TitleRequest) -> list[str]:
    """The wanted words alone: all there is when they fill the title."""
    return [join.join(wanted(request)) for join in _JOINS]


def grammar(request: TitleRequest, opening: str) -> str:
    """GBNF for what follows `opening`: Chinese of the length still open, ended by a newline."""
    most = max(1, request.max_chars - len(opening))
    least = min(max(_LEAST_REST, request.min_chars - len(opening)), most)
    if most < _LEAST_REST:
        return f'root ::= [{_ENDS}] "\\n"'
    return f'root ::= [{_HAN}] [{_BODY}]{{{least - 2},{most - 2}}} [{_ENDS}] "\\n"'
