"""The prompts that one request is drawn with: several framings, so that the candidates differ."""

from __future__ import annotations

import random
from collections.abc import Iterator

from models.generator.bank import Bank
from models.generator.hooks import SENSIBLE_HOOKS, hook_of
from models.generator.prompt import build_prompt
from models.generator.request import TitleRequest
from models.generator.weaving import has_slot, opening_of

EXAMPLES = 5
SHORT_FACT = 10
SHORT_TITLE = 13
LONGEST_FACT = 24
LONGEST_TRAINED = 30


class Drawer:
    """Builds (prompt, forced opening) pairs for a request, endlessly and reproducibly."""

    def __init__(self, request: TitleRequest, bank: Bank, *, adapted: bool) -> None:
        self._request = request
        self._rng = random.Random(request.seed)
        # A model without an adapter sees examples first; one opening a request keeps the prompt's cache warm.
        self._opening = "" if adapted else bank.examples(request.words, EXAMPLES, self._rng)

    @property
    def _meme(self) -> str | None:
        """The meme's name, where it can be written as it is."""
        meme = self._request.meme
        return None if meme and has_slot(meme) else meme

    def prompts(self) -> Iterator[tuple[str, str]]:
        """(prompt, opening): the title is the opening and what the model writes after the prompt."""
        turn = 0
        while True:
            opening = self._forced(turn)
            yield self._opening + self._framing(turn, opening), opening
            turn += 1

    def continuation(self, start: str) -> tuple[str, str]:
        """A prompt that goes on from `start`."""
        return self._opening + self._framing(0, start), start

    def _framing(self, turn: int, opening: str) -> str:
        request = self._request
        words = self._words(turn)
        base = request.base if request.base and turn % 4 < 2 else None
        wished = hook_of(request.hook, request.tone, request.instruction)
        hook = wished if wished and turn % 4 != 2 else (self._rng.choice(SENSIBLE_HOOKS) if turn % 4 == 3 else None)
        facts = [fact for fact in request.facts if len(fact) <= LONGEST_FACT] if turn % 3 == 1 and not base else []
        return build_prompt(
            words,
            audience=request.audience if turn % 2 == 0 and not base else None,
            tone=request.tone if turn % 3 != 2 and not base else None,
            hook=hook,
            facts=[self._rng.choice(facts)] if facts else (),
            must_include=request.must_include if turn % 2 == 0 else (),
            max_chars=self._limit(turn),
            base=base,
            instruction=(request.instruction or "更活泼") if base else None,
            prefix=opening,
        )

    def _limit(self, turn: int) -> int | None:
        """The limit asked for, by turns with a shorter one: short drafts make sense more often."""
        request = self._request
        if turn % 2 == 0 and request.min_chars < SHORT_TITLE < request.max_chars and not request.base:
            return SHORT_TITLE
        return request.max_chars if request.max_chars < LONGEST_TRAINED else None

    def _words(self, turn: int) -> list[str]:
        """Three keywords at most; now and then in another order, or with a short fact, the audience or the meme."""
        request = self._request
        words = list(request.words)
        extras = [fact for fact in request.facts if len(fact) <= SHORT_FACT]
        extras += [one for one in (request.audience, self._meme) if one and len(one) <= SHORT_FACT]
        if turn % 3 == 1 and extras:
            return list(dict.fromkeys([*words[:2], self._rng.choice(extras)]))
        if turn % 3 == 2:
            words = [*words[:1], *self._rng.sample(words[1:], min(1, len(words[1:])))]
        return words[:3]

    def _forced(self, turn: int) -> str:
        """What the title must start with: the user's prefix, the meme's opening, or now and then a wanted word."""
        request = self._request
        if request.prefix:
            return request.prefix
        if request.base and "长" in (request.instruction or "") and turn % 2 == 0:
            return request.base.rstrip("。！!，, ") + "，"
        if request.meme and turn % 3 == 0:
            return opening_of(request.meme, request.meme_pattern)
        wanted = request.must_include or request.include_any
        if wanted and turn % 3 == 1:
            return self._rng.choice(wanted)
        return ""
