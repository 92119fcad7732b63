"""What the generator shows for requests with and without conditions, and what it drafts before it filters."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import numpy as np

from evals.bench.bars import Figure
from evals.generators import Draft
from models.generator import Generator
from models.generator.bank import Bank
from models.generator.filters import coverage
from models.generator.request import Generation, TitleRequest
from models.text import contains, distinct, fold, invented_numbers, title_length

COMMON = 40  # the commonest pairs of characters, from which words to avoid are taken
LENGTHS = ((1, 30), (1, 18), (1, 30), (10, 24))  # characters at least and at most, by turns
_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")

Run = tuple[TitleRequest, Generation]


def common_pairs(bank: Bank) -> list[str]:
    """What hand-written titles say most often: pairs of Chinese characters, commonest first."""
    counts = Counter(pair for entry in bank.entries for pair in _PAIR.findall(entry.title))
    return [pair for pair, _ in counts.most_common(COMMON)]


def requests(sets: Sequence[tuple[str, ...]], common: Sequence[str]) -> list[TitleRequest]:
    """One a keyword set, by turns: no condition; a word that must occur, short; words to avoid; all three."""
    found = []
    for at, words in enumerate(sets):
        allowed = [pair for pair in common if not any(contains(word, pair) for word in words)]
        avoid = (allowed[at % len(allowed)], allowed[(7 * at + 3) % len(allowed)]) if at % 4 >= 2 else ()
        include = (words[at // 4 % len(words)],) if at % 2 else ()
        least, most = LENGTHS[at % 4]
        found.append(
            TitleRequest(keywords=words, must_include=include, avoid=avoid, min_chars=least, max_chars=most, seed=at)
        )
    return found


def show(generator: Generator, wanted: Sequence[TitleRequest], n: int) -> Iterator[Run]:
    """Each request with what the generator gives for it, as it comes."""
    for request in wanted:
        yield request, generator.draw(request, n)


def shown_bars(runs: Sequence[Run], n: int, trained: Collection[str]) -> list[Figure]:
    """Figures of what was shown; `trained` are the folded titles that were trained on."""
    pairs = [(request, title.text) for request, run in runs for title in run.titles]
    must = [contains(text, word) for request, text in pairs for word in request.must_include]
    avoided = [any(contains(text, word) for word in request.avoid) for request, text in pairs if request.avoid]
    within = [request.min_chars <= title_length(text) <= request.max_chars for request, text in pairs]
    invented = [bool(invented_numbers(text, request.number_sources)) for request, text in pairs]
    told = [len(run.titles) == n or run.note is not None for _, run in runs]
    seconds = [run.seconds for _, run in runs]
    return [
        Figure("must-include words met", _share(must), 1.0),
        Figure("titles with an avoided word", _share(avoided), 0.0, most=True),
        Figure("lengths within limits", _share(within), 1.0),
        Figure("invented numbers", _share(invented), 0.01, most=True),
        Figure("copies of training titles", _share([fold(text) in trained for _, text in pairs]), 0.01, most=True),
        Figure("distinct-2, one title a set", distinct([run.titles[0].text for _, run in runs if run.titles]), 0.80),
        Figure("as many as asked for, or the reason", _share(told), 1.0),
        Figure("as many as asked for", _share([len(run.titles) == n for _, run in runs])),
        Figure("titles that hold a keyword", _share([coverage(text, request.words) > 0 for request, text in pairs])),
        Figure(f"seconds for {n} titles, median", statistics.median(seconds), 2.5, most=True),
        Figure(f"seconds for {n} titles, 95 %", float(np.quantile(seconds, 0.95))),
    ]


def first_bars(drafts: Sequence[Draft], trained: Collection[str]) -> list[Figure]:
    """Figures of first drafts, before any filter; those with conditions are told apart."""
    free = [one for one in drafts if one.met is None]
    return [
        Figure("first drafts that hold a keyword", _share([one.covered for one in free]), 0.90),
        Figure("first drafts with an invented number", _share([one.invented for one in free])),
        Figure("first drafts that copy a training title", _share([fold(one.text) in trained for one in free])),
        Figure("first drafts that keep to conditions", _share([one.met for one in drafts if one.met is not None])),
        Figure("first drafts that pass the filters", _share([one.usable for one in free])),
        Figure("distinct-2 of first drafts, one a set", distinct(list({o.keywords: o.text for o in free}.values()))),
    ]


def _share(values: Sequence[bool]) -> float:
    """In 0..1; nan where there is nothing to count."""
    return sum(values) / len(values) if values else float("nan")
