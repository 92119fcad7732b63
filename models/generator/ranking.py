"""Best of many: one score a candidate, then a list whose titles differ (maximal marginal relevance)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from models.diversity import mmr
from models.generator.candidate import READ, TYPICAL_APPEAL, Candidate
from models.generator.filters import bigrams, similarity
from models.generator.naming import topic_coverage
from models.generator.request import TitleRequest
from models.generator.weaving import Weave, woven
from models.text import contains, title_length
from models.types import Scores

# Sense and fluency in the proportions of a logistic regression on drafts judged by hand. Style and quality cannot tell
# sense from nonsense, which sounds native too, but of drafts that make sense half please much (appeal 4 or 5) with a
# style above 0.9, and one in eight below 0.9; quality tells hardly anything, and orders what is alike otherwise.
WEIGHTS = {"sense": 0.4, "quality": 0.3, "style": 0.8, "fluency": 0.6}
COVERAGE_WEIGHT = 0.15
OFF_TOPIC = 1.0  # a title that names nothing of what was asked for comes after all that do
MEME_WEIGHT = 0.5
WISH_WEIGHT = 0.6
BASE_WEIGHT = 0.6
_MEME_SHARE = {Weave.USED: 1.0, Weave.GLUED: 0.4, Weave.ABSENT: 0.0}
# What each source is trusted with beyond its scores, beside a filled pattern; words put before a drawn text fit less,
# and of 13 titles of the bank rewritten for another product readers passed four. Set by hand.
SOURCE_BONUS = {"model": 0.0, "library": -0.1, "edit": -0.25, "retrieved": -0.8, "meme": -0.55, "pattern": 0.0}
# The adapter's own likelihood, in nats per token, tells which of its drafts make sense (AUC 0.79 by itself): above
# -0.4 nine in ten do, below -1.2 four in ten. What people wrote makes sense as often as a draft of the typical value.
LOGPROB_WEIGHT = 0.8
TYPICAL_LOGPROB = -0.42
# Of the log odds that a title makes sense. Of the best three of a list 74 % made sense without them and 89 % with them,
# at any weight between 0.3 and 0.5 (30 requests kept from that judge's training, before patterns had typed slots).
JUDGE_WEIGHT = 0.4
BELIEVED = 4.7  # of 57 drafts for fresh requests with log odds of 3 and more half made sense, of 10 from here on nine
DOUBT = 1.5  # set by hand
READ_ODDS = 4.0  # what people read counts as drafts of which the judge is as sure, and none counts more; set by hand
UNASKED_ODDS = 2.0  # of edits, memes and retrieved titles too far behind to ask about; set by hand
APPEAL_WEIGHT = 0.3  # of a sentence pattern's, by people; no score here tells one from another
ECHO = 0.6  # the model likes best what it read most often: a few patterns would fill every list
WORDED = 0.8  # a shown title with the wanted words put in, before a draft that says something else; set by hand
LAST_RESORT, UNSAID = 3.0, 1.0  # behind all that is whole; behind what names the product: both set by hand
# Behind what keeps to the base: of 20 wishes for one title, free drafts ("更有悬念一点") hardly ever kept to theirs.
# The value is set by hand.
STANDS_IN = 1.5
LENGTH_WEIGHT, FREE_LENGTH = 0.015, 10
RELEVANCE = 0.75


class TitleScorers(Protocol):
    """What the generator needs of the scorers."""

    def scores(self, titles: Sequence[str], keywords: Sequence[Sequence[str]] | None = None) -> list[Scores]: ...


@dataclass(frozen=True)
class Ranked:
    """A candidate with its scores (none without scorers) and the value it is ranked by."""

    candidate: Candidate
    scores: Scores | None
    value: float
    doubted: bool = False


def judged(one: Ranked, odds: float | None) -> Ranked:
    """The ranked candidate with the judge's log odds in its value; a draft of which it is not sure comes far behind.

    `odds` is none where the judge was not asked: what people read is then taken to make sense as it mostly does.
    """
    unasked = READ_ODDS if one.candidate.source in READ else UNASKED_ODDS
    sure = min(unasked if odds is None else odds, READ_ODDS)
    if one.candidate.source != "model":
        return replace(one, value=one.value + JUDGE_WEIGHT * sure)
    doubted = odds is None or odds < BELIEVED
    heard = 0.0 if odds is None else JUDGE_WEIGHT * sure
    return replace(one, value=one.value + heard - (DOUBT if doubted else 0.0), doubted=doubted)


def rank(candidates: Sequence[Candidate], request: TitleRequest, scorers: TitleScorers | None) -> list[Ranked]:
    """Candidates with their values, highest first."""
    texts = [candidate.text for candidate in candidates]
    words = [list(request.words)] * len(texts)
    scored: Sequence[Scores | None] = scorers.scores(texts, words) if scorers and texts else [None] * len(texts)
    ranked = [
        Ranked(candidate, scores, value(candidate, scores, request))
        for candidate, scores in zip(candidates, scored, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.value)


def value(candidate: Candidate, scores: Scores | None, request: TitleRequest) -> float:
    """Weighted scores, how well the candidate keeps to keywords, meme and base, and how its pattern pleased people."""
    covered = topic_coverage(candidate.text, request)
    total = COVERAGE_WEIGHT * covered + SOURCE_BONUS.get(candidate.source, 0.0)
    if candidate.logprob is not None:
        total += LOGPROB_WEIGHT * max(candidate.logprob, -4.0)
        total -= LENGTH_WEIGHT * max(0, title_length(candidate.text) - max(FREE_LENGTH, request.min_chars))
    elif candidate.source != "model":
        total += LOGPROB_WEIGHT * TYPICAL_LOGPROB
    if candidate.echo:
        total -= ECHO
    if candidate.appeal is not None:
        total += APPEAL_WEIGHT * (candidate.appeal - TYPICAL_APPEAL)
    total -= LAST_RESORT * candidate.last_resort + UNSAID * candidate.unsaid + STANDS_IN * candidate.stands_in
    if scores is not None:
        sense = scores.sense if scores.sense is not None else scores.fluency
        total += WEIGHTS["sense"] * sense + WEIGHTS["quality"] * scores.quality
        total += WEIGHTS["style"] * scores.style + WEIGHTS["fluency"] * scores.fluency
    if request.meme:
        total += MEME_WEIGHT * _MEME_SHARE[woven(candidate.text, request.meme, request.meme_pattern)]
    if request.wished:
        total += WISH_WEIGHT * sum(contains(candidate.text, word) for word in request.wished) / len(request.wished)
    if request.base is None and covered == 0:
        total -= OFF_TOPIC
    if request.base:
        total += BASE_WEIGHT * similarity(bigrams(candidate.text), bigrams(request.base))
        total += WORDED * puts_words(candidate, request)
    return total


def puts_words(candidate: Candidate, request: TitleRequest) -> bool:
    """Whether it is the base with wanted words put in by code, or made longer by a fact of the product.

    People read the base, and the account vouches for the fact, so no judge need doubt it.
    """
    if not request.base or candidate.source != "edit":
        return False
    longer = "更长" in (request.instruction or "") and contains(candidate.text, request.base.rstrip("。！!，, "))
    return longer or any(not contains(request.base, word) for word in request.must_include)


def diverse(ranked: Sequence[Ranked], n: int, relevance: float = RELEVANCE) -> list[Ranked]:
    """`n` of the ranked candidates that do not repeat one another, highest value first; `relevance` is λ of `mmr`."""
    pairs = [bigrams(one.candidate.text) for one in ranked]
    values = [one.value for one in ranked]
    places = mmr(values, lambda a, b: similarity(pairs[a], pairs[b]), n, (1 - relevance) / relevance)
    return sorted((ranked[place] for place in places), key=lambda one: -one.value)
