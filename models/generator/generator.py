"""Best of many: draw candidates from several sources, filter them in code, score them, keep the best few."""

from __future__ import annotations

import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from models.generator.bank import Bank
from models.generator.candidate import Candidate
from models.generator.editing import clauses_of, edits, meme_titles, patched, replaced
from models.generator.filters import bigrams, coverage, fault, is_near, tidy
from models.generator.prompting import Drawer
from models.generator.ranking import Ranked, TitleScorers, diverse, rank
from models.generator.request import Generation, TitleRequest
from models.llm import LanguageModel, Sampling
from models.text import contains, fold
from models.types import Compliance, Provenance, Title, Verdict

Check = Callable[[str], Compliance]
OnTitle = Callable[[Title], None]
FIRST_DRAW, BASE_DRAW, REFILL = 32, 12, 16  # a list is rewritten base by base: each gets a smaller draw
MAX_ROUNDS = 6
TEMPERATURE = 0.45  # what a request's temperature of 1 means; above it a small model loses its sense
TOP_K = 50  # cut before top_p: sorting the whole vocabulary for every token costs more than the model itself
SURPLUS = 2  # candidates wanted for each title, so that ranking has a choice


class Generator:
    """Writes titles with a language model; without one, from its other sources only. Safe to share between threads."""

    def __init__(
        self,
        model: LanguageModel | None,
        bank: Bank,
        *,
        scorers: TitleScorers | None = None,
        check: Check | None = None,
        seconds: float = 2.0,
    ) -> None:
        """`seconds`: after this long no further round is drawn once there are enough titles."""
        self._model = model
        self._bank = bank
        self._scorers = scorers
        self._check = check
        self._seconds = seconds

    def generate(self, keywords: Sequence[str], n: int, **constraints: Any) -> list[Title]:
        """`n` titles (fewer where that many cannot be found); `constraints` are fields of TitleRequest."""
        return self.draw(TitleRequest(keywords=tuple(keywords), **constraints), n).titles

    def draw(
        self,
        request: TitleRequest,
        n: int,
        *,
        candidates: Sequence[Title] = (),
        cancel: threading.Event | None = None,
        on_title: OnTitle | None = None,
    ) -> Generation:
        """Up to `n` distinct titles that hold every constraint, best first.

        `candidates` are proven titles that compete with the new ones, as they are or with this request's keyword.
        `on_title` is called with each title of the result. Setting `cancel` ends drawing; what was found is returned.
        """
        search = _Search(self, request, n, candidates, cancel)
        titles = search.run()
        for title in titles:
            if on_title is not None:
                on_title(title)
        return Generation(
            titles=titles,
            drawn=search.drawn,
            rejected=dict(search.rejected),
            seconds=time.monotonic() - search.started,
            tokens=search.tokens,
            note=search.note(len(titles)),
        )


class _Search:
    """One request's way from candidates to titles."""

    def __init__(
        self,
        generator: Generator,
        request: TitleRequest,
        n: int,
        proven: Sequence[Title],
        cancel: threading.Event | None,
    ) -> None:
        self._owner = generator
        self._request = request
        self._n = n
        self._proven = proven
        self._cancel = cancel
        self._kept: list[Candidate] = []
        self._seen = [bigrams(text) for text in (*request.exclude, *((request.base,) if request.base else ()))]
        self._banned = {fold(text) for text in (*request.exclude, *((request.base,) if request.base else ()))}
        self._verdicts: dict[str, Compliance] = {}
        self._raw: list[str] = []
        self.started = time.monotonic()
        self.drawn = self.tokens = 0
        self.rejected: Counter[str] = Counter()

    def run(self) -> list[Title]:
        if self._n < 1:
            return []
        if self._is_plain_replacement():
            return self._titles(self._exact())
        self._consider(self._from_code())
        for number, batch in enumerate(self._rounds()):
            self._consider(batch)
            enough = len(self._kept) >= SURPLUS * self._n
            late = time.monotonic() - self.started > self._owner._seconds and len(self._kept) >= self._n
            if enough or late or self._stopped() or number + 1 >= MAX_ROUNDS:
                break
        if len(self._kept) < self._n and not self._stopped():
            self._consider(self._mended())
        ranked = rank(self._kept, self._request, self._owner._scorers)
        return self._titles(diverse(_apart(ranked), self._n))

    def note(self, found: int) -> str | None:
        """In Chinese, why there are fewer titles than asked for."""
        if found >= self._n:
            return None
        if self._stopped():
            return f"已停止，写好了 {found} 条。"
        reasons = [REASONS.get(reason, reason) for reason, _count in self.rejected.most_common(3)]
        why = f"，其余候选多因{'、'.join(reasons)}落选" if reasons else ""
        return f"要 {self._n} 条，只找到 {found} 条合格的{why}；放宽字数或必含词会更容易。"

    def _is_plain_replacement(self) -> bool:
        request = self._request
        return bool(request.replace) and not request.instruction and self._n == 1 and bool(self._exact())

    def _exact(self) -> list[Ranked]:
        """The asked word-for-word replacement. Only the constraints may refuse it, not its style."""
        text = replaced(self._request)
        if text is None:
            return []
        candidate = Candidate(text, "edit")
        self.drawn = max(self.drawn, 1)
        reason = fault(candidate, self._request)
        if reason not in (None, "garbled", "keyword_list") or self._is_illegal(text):
            return []
        return rank([candidate], self._request, self._owner._scorers)

    def _from_code(self) -> list[Candidate]:
        """Candidates that need no model: edits of the base, proven titles, and the bank's patterns for these words."""
        request = self._request
        found = [Candidate(text, "edit") for text in edits(request)]
        if request.base is None and not request.prefix:
            found += [Candidate(title.text, "library") for title in self._proven]
            found += [Candidate(text, "retrieved") for text in self._owner._bank.rewritten(request.words, 2 * self._n)]
        return found

    def _rounds(self) -> Iterator[list[Candidate]]:
        """Batches of candidates drawn from the model; memes are filled with what it wrote."""
        model = self._owner._model
        if model is None:
            yield self._memes()
            return
        drawer = Drawer(self._request, self._owner._bank, adapted=model.adapter is not None)
        prompts = drawer.prompts()
        first = FIRST_DRAW if self._request.base is None else BASE_DRAW
        seed, size = self._request.seed, max(first, SURPLUS * self._n)
        for number in range(MAX_ROUNDS):
            pairs = [next(prompts) for _ in range(size)]
            yield [*self._completed(model, pairs, seed, number), *self._memes()]
            seed, size = seed + size, REFILL

    def _completed(self, model: LanguageModel, pairs: list[tuple[str, str]], seed: int, number: int) -> list[Candidate]:
        request = self._request
        # A Chinese token holds 1.5 characters or so; the limit only stops what would be too long anyway.
        sampling = Sampling(
            max_tokens=request.max_chars + 4,
            temperature=TEMPERATURE * request.temperature,
            top_p=0.9,
            top_k=TOP_K,
            seed=seed,
            logprobs=True,
        )
        completions = model.complete([prompt for prompt, _ in pairs], sampling, cancel=self._cancel)
        found = []
        for index, ((prompt, opening), completion) in enumerate(zip(pairs, completions, strict=True)):
            self.tokens += completion.tokens
            candidate = Candidate(
                tidy(opening + completion.text),
                "model",
                prompt,
                seed + index,
                completion.finish != "stop",
                number,
                completion.mean_logprob,
            )
            found.append(candidate)
            if candidate.truncated:
                continue
            self._raw.append(candidate.text)
            if (mended := patched(candidate.text, request)) is not None:
                found.append(replace(candidate, text=mended, source="edit"))
        return found

    def _memes(self) -> list[Candidate]:
        return [Candidate(text, "meme") for text in meme_titles(self._request, clauses_of(self._raw))]

    def _mended(self) -> list[Candidate]:
        """A last source: first clauses of what was drawn, opened with the words that must occur."""
        found = []
        for clause in clauses_of(self._raw, longest=self._request.max_chars):
            text = patched(clause, self._request)
            if text or coverage(clause, self._request.words) > 0:
                found.append(Candidate(text or clause, "edit"))
        return found

    def _consider(self, batch: Sequence[Candidate]) -> None:
        """Keep what passes every filter; count the rest by its reason."""
        for candidate in batch:
            self.drawn += 1
            reason = fault(candidate, self._request) or self._repeats(candidate)
            if reason is None and self._is_illegal(candidate.text):
                reason = "compliance"
            if reason is None:
                self._kept.append(candidate)
                self._banned.add(fold(candidate.text))
            else:
                self.rejected[reason] += 1

    def _repeats(self, candidate: Candidate) -> str | None:
        text = fold(candidate.text)
        if text in self._banned:
            return "repeat"
        if candidate.source == "model" and text in self._owner._bank.texts:
            return "copy"
        # An edit stays close to its base by intent.
        if self._request.base is None and is_near(candidate.text, self._seen):
            return "repeat"
        return None

    def _is_illegal(self, text: str) -> bool:
        if self._owner._check is None:
            return False
        if text not in self._verdicts:
            self._verdicts[text] = self._owner._check(text)
        return self._verdicts[text].verdict is Verdict.VIOLATION

    def _stopped(self) -> bool:
        return self._cancel is not None and self._cancel.is_set()

    def _titles(self, ranked: Sequence[Ranked]) -> list[Title]:
        model = self._owner._model
        return [self._title(one, model) for one in ranked]

    def _title(self, one: Ranked, model: LanguageModel | None) -> Title:
        candidate = one.candidate
        from_model = candidate.prompt is not None and model is not None
        request = self._request
        return Title(
            id=uuid.uuid4().hex,
            text=candidate.text,
            keywords=request.words,
            memes=(request.meme,) if request.meme and contains(candidate.text, request.meme) else (),
            scores=one.scores,
            compliance=self._verdicts.get(candidate.text),
            provenance=Provenance(
                source=candidate.source,
                model=model.name if from_model and model else None,
                adapter=model.adapter if from_model and model else None,
                prompt=candidate.prompt,
                seed=candidate.seed,
                round=candidate.round,
            ),
        )


def _apart(ranked: Sequence[Ranked]) -> list[Ranked]:
    """The ranked without near repeats of better ones."""
    kept: list[Ranked] = []
    pairs: list[frozenset[str]] = []
    for one in ranked:
        if not is_near(one.candidate.text, pairs):
            kept.append(one)
            pairs.append(bigrams(one.candidate.text))
    return kept


REASONS = {
    "truncated": "没写完",
    "garbled": "不通顺",
    "length": "字数不合",
    "must_include": "缺必含词",
    "include_any": "缺可选词",
    "avoid": "含要避开的词",
    "prefix": "开头不符",
    "invented_number": "数字没有依据",
    "keyword_list": "只是关键词罗列",
    "repeat": "和已有的重复",
    "copy": "照抄样例",
    "compliance": "不合广告法",
}
