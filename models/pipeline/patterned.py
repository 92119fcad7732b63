"""Examples made from the hand-written sentence patterns: what a sensible sentence about these keywords sounds like.

A model of this size learns sense from sentences whose frame people wrote; filled for many keyword sets, a few hundred
frames teach it how a keyword fits into one, and those of one kind of product each what its owners live through.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path

from models.generator.naming import class_of
from models.generator.pattern import SLOT, Filled
from models.generator.patterns import load_patterns
from models.generator.product_patterns import load_product_patterns, names_of_kinds
from models.generator.prompt import build_prompt
from models.generator.request import TitleRequest
from models.generator.variants import LIVELIER, SHORTER, SOFTER, Written
from models.pipeline.pairs import Example, hand_written, limit_for
from models.pipeline.rows import written_rows
from models.splits import part_of_keywords

TRIED = 12  # patterns filled for a set before the least used are taken


def keyword_sets(data: Path) -> list[tuple[str, ...]]:
    """Every keyword set of the hand-written titles outside the test part, in a fixed order."""
    sets = {tuple(words) for words, _title, _angle in hand_written(data, "native")}
    sets |= {tuple(row["keywords"]) for row in written_rows() if part_of_keywords(row["keywords"]) != "test"}
    return sorted(sets)


def patterned_examples(
    sets: Sequence[tuple[str, ...]], rng: random.Random, each: int = 2, most: int = 40
) -> list[Example]:
    """Up to `each` filled patterns a keyword set, the least used patterns first and none more than `most` times.

    A set of no known product class is left out: a pattern would fit it by chance only.
    """
    patterns, uses = load_patterns(), Counter[str]()
    found: list[Example] = []
    for words in rng.sample(sets, len(sets)):
        request = TitleRequest(keywords=words, seed=rng.randrange(10**6))
        if not class_of(request):
            continue
        rare = sorted(patterns.fill(request, TRIED), key=lambda one: uses[one.pattern.text])
        for one in islice((one for one in rare if uses[one.pattern.text] < most), each):
            uses[one.pattern.text] += 1
            found.append(Example(_prompt(words, one, rng), one.text, "pattern"))
    return found


def kind_examples(rng: random.Random, nouns_of: Callable[[str], Sequence[str]]) -> list[Example]:
    """One example of every pattern for one kind of product that names nothing else, in one of its versions.

    The keywords are a name of the kind and up to two of the nouns that `nouns_of` finds in the sentence: the scene.
    """
    names, found = names_of_kinds(), list[Example]()
    for kind, patterns in load_product_patterns().items():
        for one in patterns:
            if all(name == "product" for name, _kinds in SLOT.findall(one.written.pattern)):
                found.append(_kind_example(one.written, one.hook, rng.choice(names[kind]), nouns_of, rng))
    return found


TONES = {LIVELIER: ("活泼", "俏皮", "有趣"), SOFTER: ("温和", "治愈", "文艺")}


def _kind_example(
    written: Written, hook: str, name: str, nouns_of: Callable[[str], Sequence[str]], rng: random.Random
) -> Example:
    version = rng.choice((None, None, *written.versions))
    title = SLOT.sub(name, written.versions[version] if version else written.pattern)
    nouns = [noun for noun in nouns_of(title) if noun not in name and name not in noun]
    words = [name, *rng.sample(nouns, min(len(nouns), rng.randrange(3)))]
    prompt = build_prompt(
        words,
        tone=rng.choice(TONES[version]) if version in TONES else None,
        hook=hook if rng.random() < 0.3 else None,
        must_include=[rng.choice(words)] if rng.random() < 0.2 else (),
        max_chars=limit_for(title, rng) if version == SHORTER or rng.random() < 0.4 else None,
    )
    return Example(prompt, title, "kind")


def _prompt(words: Sequence[str], filled: Filled, rng: random.Random) -> str:
    inside = [word for word in words if word in filled.text]
    return build_prompt(
        rng.sample(words, len(words)) if rng.random() < 0.3 else words,
        hook=filled.pattern.hook if rng.random() < 0.4 else None,
        must_include=rng.sample(inside, 1) if inside and rng.random() < 0.3 else (),
        max_chars=limit_for(filled.text, rng) if rng.random() < 0.5 else None,
    )
