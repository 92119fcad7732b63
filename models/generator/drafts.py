"""Where candidates come from: code, the model's free drafts, and, when those fall short, its steered drafts."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

from models.generator.bank import Bank
from models.generator.candidate import Candidate
from models.generator.editing import clauses_of, cuts, edits, meme_titles, patched
from models.generator.filters import tidy
from models.generator.naming import topic_coverage
from models.generator.prompting import Drawer
from models.generator.request import TitleRequest
from models.generator.steering import bare, grammar, openings
from models.llm import LanguageModel, Sampling
from models.text import fold

FIRST_DRAW, DRAW_PER_TITLE, LARGEST_DRAW = 8, 4, 40  # the first draw: so many, and so many more for each title
A_PROMPT = 2  # drafts of each prompt: reading it costs as much as one draft, and two seldom say the same
BASE_DRAW, REFILL = 10, 12  # a list is rewritten base by base: each gets a smaller draw
CODED = 2  # candidates by code for each title leave the model only a share of its first draw: beside edits, and
EDITED_SHARE, PATTERNED_SHARE = 0.5, 0.2  # beside patterns, of which few drafts are sure enough to stand
FREE_ROUNDS, STEERED_ROUNDS = 3, 3
HOPELESS = 8  # fewer than one usable draft in so many: free drafts do not fit these conditions
STEERED_OPENINGS, STEERED_DRAW = 3, 4  # beginnings tried in a round, and drafts of each
TEMPERATURE = 0.55  # what a request's temperature of 1 means; above it a small model loses its sense
STEERED_TEMPERATURE = 0.7  # a grammar leaves less to choose from
TOP_K = 50  # cut before top_p: sorting the whole vocabulary for every token costs more than the model itself


class Drafts:
    """One request's candidates, round by round. `tokens` counts what the model wrote."""

    def __init__(
        self, request: TitleRequest, n: int, model: LanguageModel | None, bank: Bank, cancel: threading.Event | None
    ) -> None:
        self._request = request
        self._n = n
        self._model = model
        self._bank = bank
        self._cancel = cancel
        self._raw: list[str] = []
        self._seed = request.seed
        self.tokens = 0

    def from_code(self) -> list[Candidate]:
        """Candidates that need no model: edits of the base, and the bank's patterns for these words."""
        request = self._request
        found = [Candidate(text, "edit") for text in edits(request)]
        found += [Candidate(text, "edit", last_resort=True) for text in cuts(request)]
        if request.base is None and not request.prefix:
            found += [Candidate(text, "retrieved") for text in self._bank.rewritten(request.words, 2 * self._n)]
        return found

    def rounds(self, kept: Callable[[], int]) -> Iterator[list[Candidate]]:
        """Batches, each to be asked for only when those before were not enough; drawn clauses fill the memes.

        `kept` tells how many candidates passed the filters so far: where hardly any do, free drafts end early.
        """
        model = self._model
        if model is None:
            yield self._memes()
            return
        drawer = Drawer(self._request, self._bank, adapted=model.adapter is not None)
        prompts = drawer.prompts()
        size = self._first_size(kept())
        for number in range(FREE_ROUNDS):
            framings = [next(prompts) for _ in range(-(-size // A_PROMPT))]
            pairs = [one for one in framings for _ in range(A_PROMPT)][:size]
            before = kept()
            yield [*self._free(model, pairs, number), *self._memes()]
            if (kept() - before) * HOPELESS < size:
                break
            size = REFILL
        yield self._mended()
        rng = random.Random(self._request.seed)
        for number in range(FREE_ROUNDS, FREE_ROUNDS + STEERED_ROUNDS):
            yield self._steered(model, drawer, rng, number)

    def _first_size(self, coded: int) -> int:
        """How many drafts to begin with, `coded` edits, filled patterns and titles of the library being there."""
        size, least, share = FIRST_DRAW + DRAW_PER_TITLE * self._n, 2 * self._n, PATTERNED_SHARE
        if self._request.base is not None:
            size, share = BASE_DRAW, EDITED_SHARE
        if coded >= CODED * self._n:
            size, least = round(size * share), self._n
        return max(min(round(size * self._request.effort), LARGEST_DRAW), least)

    def _free(self, model: LanguageModel, pairs: list[tuple[str, str]], number: int) -> list[Candidate]:
        found = []
        for candidate in self._complete(model, pairs, number, TEMPERATURE):
            found.append(candidate)
            if candidate.truncated:
                continue
            self._raw.append(candidate.text)
            if (mended := patched(candidate.text, self._request)) is not None:
                found.append(replace(candidate, text=mended, source="edit", last_resort=True))
        return found

    def _steered(self, model: LanguageModel, drawer: Drawer, rng: random.Random, number: int) -> list[Candidate]:
        """Drafts whose beginning holds the wanted words and whose length a grammar keeps."""
        begun = openings(self._request, rng)
        found = [] if begun else [Candidate(text, "edit", round=number) for text in bare(self._request)]
        for opening in begun[:STEERED_OPENINGS]:
            if self._cancel is not None and self._cancel.is_set():
                break
            pairs = [drawer.continuation(opening)] * STEERED_DRAW
            found += self._complete(model, pairs, number, STEERED_TEMPERATURE, grammar(self._request, opening))
        return found

    def _complete(
        self,
        model: LanguageModel,
        pairs: list[tuple[str, str]],
        number: int,
        temperature: float,
        rules: str | None = None,
    ) -> list[Candidate]:
        request = self._request
        # A Chinese token holds 1.5 characters or so; the limit only stops what would be too long anyway.
        sampling = Sampling(
            max_tokens=request.max_chars + 4,
            temperature=temperature * request.temperature,
            top_p=0.9,
            top_k=TOP_K,
            seed=self._seed,
            logprobs=True,
        )
        completions = model.complete([prompt for prompt, _ in pairs], sampling, grammar=rules, cancel=self._cancel)
        found = []
        for index, ((prompt, opening), completion) in enumerate(zip(pairs, completions, strict=True)):
            self.tokens += completion.tokens
            copied = fold(tidy(completion.text)) in self._bank.texts  # an opening does not make it new
            text = tidy(completion.text if copied else opening + completion.text)
            truncated = completion.finish != "stop"
            seed = self._seed + index
            found.append(Candidate(text, "model", prompt, seed, truncated, number, completion.mean_logprob))
        self._seed += len(pairs)
        return found

    def _memes(self) -> list[Candidate]:
        return [Candidate(text, "meme") for text in meme_titles(self._request, clauses_of(self._raw))]

    def _mended(self) -> list[Candidate]:
        """Clauses of what was drawn, opened with the words that must occur."""
        found = []
        for clause in clauses_of(self._raw, longest=self._request.max_chars):
            text = patched(clause, self._request)
            if text or topic_coverage(clause, self._request) > 0:
                found.append(Candidate(text or clause, "edit", last_resort=text is not None))
        return found
