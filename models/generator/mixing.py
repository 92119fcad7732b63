"""How much of a list may be what people wrote, and which near repeats it loses."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import islice

from models.generator.filters import bigrams, is_near
from models.generator.ranking import Ranked

HELP, MOST_HELP = ("pattern", "retrieved"), 0.75  # of a list, and never all of it, where enough else is left
WISHED = 0.4  # of a list, where so many hold a word wished for and make sense: a word asked for is not passed over


def helps(one: Ranked) -> bool:
    return one.candidate.source in HELP


def mixed(ranked: Sequence[Ranked], n: int, is_wished: Callable[[Ranked], bool]) -> list[Ranked]:
    """What people wrote for `MOST_HELP` of `n` titles at most, unless too little else is left that is not doubted.

    Of it the best that hold a word wished for come first, for `WISHED` of `n` titles.
    """
    helped = [one for one in ranked if helps(one)]
    wished = list(islice(filter(is_wished, helped), math.ceil(WISHED * n)))
    helped = [*wished, *(one for one in helped if one not in wished)]
    most = min(round(MOST_HELP * n), n - 1) if n > 1 else n
    others = sum(not helps(one) and not one.doubted for one in ranked)
    allowed = helped[: max(most, n - others)]
    return [one for one in ranked if not helps(one) or one in allowed]


def apart(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The ranked without near repeats of better ones."""
    kept: list[Ranked] = []
    pairs: list[frozenset[str]] = []
    for one in ranked:
        if not is_near(one.candidate.text, pairs):
            kept.append(one)
            pairs.append(bigrams(one.candidate.text))
    return kept
