"""One request's way from candidates to titles: filter, rank, check the law, choose."""

from __future__ import annotations

import math
import threading
import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from models.generator.bank import Bank
from models.generator.candidate import READ, Candidate
from models.generator.drafts import Drafts
from models.generator.editing import joined, replacements
from models.generator.filters import bigrams, fault, is_near
from models.generator.hooks import hook_of
from models.generator.mixing import WISHED, apart, helps, mixed
from models.generator.naming import (
    holds_any,
    kind_of_product,
    names_product,
    plainly,
    topic_coverage,
    wishes,
)
from models.generator.narrators import narrator_of
from models.generator.pattern import Pattern
from models.generator.patterns import Echo, PatternBank
from models.generator.ranking import Ranked, TitleScorers, diverse, judged, puts_words, rank
from models.generator.request import TitleRequest
from models.generator.sense import SenseJudge
from models.generator.variants import KINDS as VERSIONS
from models.generator.variants import kind_of_tone
from models.generator.weaving import Weave, woven
from models.llm import LanguageModel
from models.text import fold
from models.types import Compliance, Provenance, Title, Verdict

Check = Callable[[str], Compliance]
Law = Callable[[], Check]
"""The check as it is now: asked for once a request."""
SURPLUS = 2  # candidates wanted for each title, so that ranking has a choice
PATTERNS_PER_TITLE, STANDING_IN = 3, 6  # for a base there are more, so that what is like it may be among them
WISH_COST = 1.5  # of a title's value at most, for one that holds such a word; set by hand
LEAST_KEPT = 0.25  # of the character pairs of a base, in what is a version of it
JUDGED = 2  # candidates for each title that the judge of sense is asked about
BRIEFLY = 12  # characters of a message that only says shorter, livelier or softer
SHORTLIST = 3  # candidates for each title that are checked against the law: one check costs more than one draft


@dataclass(frozen=True)
class Sources:
    """What a search draws on and judges with. `seconds`: after so long, as many titles as asked for are enough.

    `rerank` off takes titles in the order drawn.
    """

    model: LanguageModel | None
    bank: Bank
    patterns: PatternBank | None
    scorers: TitleScorers | None
    judge: SenseJudge | None
    law: Law | None
    seconds: float
    rerank: bool = True


class Search:
    """Run it once; then read `drawn`, `rejected` and `tokens`."""

    def __init__(
        self,
        sources: Sources,
        request: TitleRequest,
        n: int,
        proven: Sequence[Title],
        cancel: threading.Event | None,
    ) -> None:
        self._sources = sources
        self._request = request
        self._n = n
        self._proven = proven
        self._cancel = cancel
        self._drafts = Drafts(request, n, sources.model, sources.bank, cancel)
        self._kept: list[Candidate] = []
        known = (*request.exclude, *((request.base,) if request.base else ()))
        self._seen = [bigrams(text) for text in known]
        self._banned = {fold(text) for text in known}
        self._check = sources.law() if sources.law else None
        called = kind_of_product(request)
        self._kind = None if request.base else called
        self._said = bigrams(_unnamed(request.base, request.product, called)) if request.base else frozenset[str]()
        self._wishes = wishes(request)
        self._verdicts: dict[str, Compliance] = {}
        self._odds: dict[str, float] = {}
        self._patterns: dict[str, Pattern] = {}
        self.started = time.monotonic()
        self.drawn = 0
        self.rejected: Counter[str] = Counter()

    @property
    def tokens(self) -> int:
        """Tokens the model wrote so far."""
        return self._drafts.tokens

    def run(self) -> list[Title]:
        titles = self._found() if self._n > 0 else []
        patterns, pattern = self._sources.patterns, self._patterns.get(titles[0].text) if titles else None
        if patterns is not None and pattern is not None:
            patterns.opened(pattern, self._request)
        return titles

    def _found(self) -> list[Title]:
        """The best legal titles, best first."""
        if self._is_plain_replacement():
            return self._titles(self._exact())
        if self._request.joined:
            self._consider([Candidate(text, "edit") for text in joined(self._request)])
            return self._titles(self._choose())
        if len(versions := self._versions()) >= self._n and self._asks_for_no_more():
            return self._titles(versions)
        self._consider(self._drafts.from_code())
        self._consider(self._filled())
        if self._request.base is None and not self._request.prefix:
            self._consider([Candidate(title.text, "library") for title in self._proven])
        chosen: list[Ranked] = []
        for batch in self._drafts.rounds(lambda: len(self._kept)):
            self._consider(batch)
            if self._stopped():
                break
            if self._is_enough() and len(chosen := self._choose()) >= self._n:
                return self._titles(chosen)
        return self._titles(self._choose())

    def note(self, found: int) -> str | None:
        """In Chinese, why there are fewer titles than asked for."""
        if found >= self._n:
            return None
        if self._stopped():
            return f"已停止，写好了 {found} 条。"
        reasons = [REASONS.get(reason, reason) for reason, _count in self.rejected.most_common(3)]
        why = f"，其余候选多因{'、'.join(reasons)}落选" if reasons else ""
        return f"要 {self._n} 条，只找到 {found} 条合格的{why}；放宽字数或必含词会更容易。"

    def _is_enough(self) -> bool:
        """Whether there is a choice; titles that name nothing of what was asked for do not count."""
        request = self._request
        kept = [one.text for one in self._kept]
        usable = kept if request.base else [text for text in kept if topic_coverage(text, request) > 0]
        wished = [text for text in usable if not request.wished or holds_any(text, request.wished)]
        late = time.monotonic() - self.started > self._sources.seconds
        return len(usable) >= (self._n if late else SURPLUS * self._n) and (late or len(wished) >= self._n / 2)

    def _choose(self) -> list[Ranked]:
        """The best legal titles that differ from one another."""
        ranked = rank(self._kept, self._request, self._sources.scorers)
        if not self._sources.rerank:
            ranked.sort(key=lambda one: self._kept.index(one.candidate))
        ranked = self._judged(self._mixed(apart(ranked), 2 * self._n))  # so that drafts are on the shortlist too
        legal: list[Ranked] = []
        wanted = self._n if self._stopped() else SHORTLIST * self._n  # Stop waits for no choice
        for one in ranked:
            if len(legal) >= wanted:
                break
            if self._is_illegal(one.candidate.text):
                self.rejected["compliance"] += 1
                self._kept.remove(one.candidate)
            else:
                legal.append(one)
        if not self._sources.rerank:
            return legal[: self._n]
        return self._granting(diverse(self._mixed(legal, self._n), self._n), legal)

    def _judged(self, ranked: Sequence[Ranked]) -> list[Ranked]:
        """The ranked anew, the foremost of what nobody has read by the judge's word too; later drafts are doubted.

        A meme's wording breaks rules on purpose, so the judge has no say in it; Stop waits for no judge.
        """
        judge, request = self._sources.judge, self._request
        if judge is None or request.meme or not self._sources.rerank or self._stopped():
            return list(ranked)
        candidates = (one.candidate for one in ranked)
        open_to_doubt = (one.text for one in candidates if one.source not in READ and not puts_words(one, request))
        new = [text for text in islice(open_to_doubt, JUDGED * self._n) if text not in self._odds]
        told = [plainly(text, request) for text in new]
        self._odds.update(zip(new, judge.log_odds(told, request.words, self._cancel), strict=True))
        heard = (judged(one, self._odds.get(one.candidate.text)) for one in ranked)
        return sorted(heard, key=lambda one: -one.value)

    def _mixed(self, ranked: Sequence[Ranked], n: int) -> list[Ranked]:
        """Not only what people wrote, except about a meme or in another's voice, which only they can do."""
        theirs = self._request.meme or narrator_of(self._request.hook)
        return list(ranked) if theirs else mixed(ranked, n, self._is_wished)

    def _is_wished(self, one: Ranked) -> bool:
        """Whether it holds a word wished for and is as good as any: a word asked for is not passed over."""
        candidate = one.candidate
        return holds_any(candidate.text, self._wishes) and not (
            one.doubted or candidate.last_resort or candidate.unsaid
        )

    def _granting(self, chosen: list[Ranked], ranked: Sequence[Ranked]) -> list[Ranked]:
        """The chosen, until `WISHED` of them hold a word wished for: others give way to titles hardly worse.

        What people wrote gives way to what people wrote, so that drafts stay; of one title the best is wanted.
        """
        if self._request.base or self._request.meme or not self._wishes or len(chosen) == 1:
            return chosen
        kept = list(chosen)
        others = [one for one in reversed(kept) if not holds_any(one.candidate.text, self._wishes)]
        enough = len(kept) - math.ceil(WISHED * len(kept))
        for new in filter(self._is_wished, ranked):
            if new in chosen or len(others) <= enough:
                continue
            alike = (one for one in others if helps(one) == helps(new) and one.value - new.value < WISH_COST)
            if (old := next(alike, None)) is not None:
                others.remove(old)
                kept[kept.index(old)] = new
        return sorted(kept, key=lambda one: -one.value)

    def _filled(self) -> list[Candidate]:
        """Filled patterns. For a base they are other titles that may stand in for it, in the tone asked for."""
        patterns, request = self._sources.patterns, self._request
        if patterns is None or request.replace:
            return []
        if stands_in := request.base is not None:
            tone = kind_of_tone(request.instruction) or request.tone
            left_out = (*request.exclude, request.base or "")
            told = {"tone": tone, "hook": hook_of(request.hook, request.instruction), "exclude": left_out}
            request = request.model_copy(update={"base": None, **told})
        filled = patterns.fill(request, (STANDING_IN if stands_in else PATTERNS_PER_TITLE) * self._n)
        self._patterns = {one.text: one.pattern for one in filled}
        return [
            Candidate(
                one.text, "pattern", appeal=one.appeal, last_resort=one.forced and not stands_in, stands_in=stands_in
            )
            for one in filled
        ]

    def _versions(self) -> list[Ranked]:
        """What people wrote as the version asked for of the pattern that the base was made of."""
        request = self._request
        if not request.base or self._sources.patterns is None or request.replace:
            return []
        named = [word for word in (request.product, kind_of_product(request), *request.words) if word]
        texts = self._sources.patterns.variants.of(request.base, request.instruction or "", named)
        self._consider([Candidate(text, "pattern") for text in texts])
        return self._choose() if self._kept else []

    def _asks_for_no_more(self) -> bool:
        """Whether the instruction says little beside the version asked for."""
        said = self._request.instruction or ""
        for kind in VERSIONS:
            said = said.replace(kind, "")
        return len(said) <= BRIEFLY

    def _is_plain_replacement(self) -> bool:
        request = self._request
        exact = request.replace or request.head or request.tail
        return bool(exact) and not request.instruction and self._n == 1 and bool(self._exact())

    def _exact(self) -> list[Ranked]:
        """The asked word-for-word replacement. Only the constraints may refuse it, not its style."""
        for text in replacements(self._request):
            candidate = Candidate(text, "edit")
            self.drawn = max(self.drawn, 1)
            refused = fault(candidate, self._request) not in (None, "garbled", "keyword_list")
            if not (refused or fold(text) in self._banned or self._is_illegal(text)):
                return rank([candidate], self._request, self._sources.scorers)
        return []

    def _consider(self, batch: Sequence[Candidate]) -> None:
        """Keep what passes every filter; count the rest by its reason."""
        for candidate in batch:
            self.drawn += 1
            reason = fault(candidate, self._request) or self._repeats(candidate)
            echo = self._echo(candidate) if reason is None else Echo.NONE
            if reason or echo is Echo.UNSUITED:
                self.rejected[reason or "unsuited"] += 1
                continue
            unsaid = not names_product(candidate.text, self._request, self._kind)
            other = candidate.stands_in or (candidate.source == "model" and not self._keeps_base(candidate.text))
            self._kept.append(replace(candidate, echo=echo is Echo.SUITED, unsaid=unsaid, stands_in=other))
            self._banned.add(fold(candidate.text))

    def _echo(self, candidate: Candidate) -> Echo:
        """What a draft has of a pattern; nothing in a rewrite, which keeps what its base says."""
        patterns, request = self._sources.patterns, self._request
        if candidate.source != "model" or patterns is None or request.base:
            return Echo.NONE
        return patterns.echo(candidate.text, request)

    def _keeps_base(self, text: str) -> bool:
        """Whether enough of what the base says, beside the product's name, is still said; without a base, yes."""
        said = self._said
        return not said or len(said & bigrams(text)) >= LEAST_KEPT * len(said)

    def _repeats(self, candidate: Candidate) -> str | None:
        text = fold(candidate.text)
        if text in self._banned:
            return "repeat"
        if candidate.source == "model" and text in self._sources.bank.texts:
            return "copy"
        # An edit stays close to its base by intent.
        if self._request.base is None and is_near(candidate.text, self._seen):
            return "repeat"
        return None

    def _is_illegal(self, text: str) -> bool:
        if self._check is None:
            return False
        if text not in self._verdicts:
            self._verdicts[text] = self._check(text)
        return self._verdicts[text].verdict is Verdict.VIOLATION

    def _stopped(self) -> bool:
        return self._cancel is not None and self._cancel.is_set()

    def _titles(self, ranked: Sequence[Ranked]) -> list[Title]:
        return [self._title(one) for one in ranked]

    def _memes(self, text: str) -> tuple[str, ...]:
        """The meme asked for, when the title holds it."""
        meme = self._request.meme
        return (meme,) if meme and woven(text, meme, self._request.meme_pattern) is not Weave.ABSENT else ()

    def _title(self, one: Ranked) -> Title:
        candidate, request = one.candidate, self._request
        model = self._sources.model if candidate.prompt is not None else None
        return Title(
            id=uuid.uuid4().hex,
            text=candidate.text,
            keywords=request.words,
            memes=self._memes(candidate.text),
            scores=one.scores,
            compliance=self._verdicts.get(candidate.text),
            provenance=Provenance(
                source=candidate.source,
                model=model.name if model else None,
                adapter=model.adapter if model else None,
                prompt=candidate.prompt,
                seed=candidate.seed,
                round=candidate.round,
                stands_in=candidate.stands_in,
            ),
        )


def _unnamed(text: str, *names: str | None) -> str:
    for name in filter(None, names):
        text = text.replace(name, "")
    return text


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
    "unsuited": "说法不合这类产品",
    "compliance": "不合广告法",
}
