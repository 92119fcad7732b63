"""The readers' own judgement of the intent: cues weighed in the light of the conversation."""

from __future__ import annotations

import math
import re

from agent.plan import Intent, PlannerContext
from agent.planner.reading import Reading

_NEED_TITLES = (Intent.REFINE, Intent.RACE, Intent.SAVE, Intent.EXPLAIN, Intent.SCORE)
_MORE = re.compile(r"再|多|更多|还有|继续|换|more|another|一共", re.I)
KEPT_WORDS = re.compile(r"(?:词|字|要求|条件|开头|结尾|风格)[^,。;]{0,4}(?:留着|保留|别丢|不变|照旧)")
_QUESTION = re.compile(r"[?]|吗|么$|呢$|不$|没$|来着|咋|啥|怎么|多少|几(?!条)|哪", re.I)
_WRITE_QUOTED = re.compile(r"[\ue000-\ue0ff][^。;!]{0,10}(?:写上去?|放上去?|用|加上|说|行|可以|能)?[^。;!]{0,4}\?")


def weigh(reading: Reading, context: PlannerContext) -> dict[Intent, float]:
    """A weight for every intent; the greatest is the readers' choice. Weights are additive and unbounded."""
    weights = {intent: reading.cues.get(intent, 0.0) for intent in Intent}
    shown = any(one.title_ids for one in context.shown)
    _weigh_writing(weights, reading, shown)
    _weigh_context(weights, reading, context)
    _weigh_questions(weights, reading)
    _weigh_refusal(weights, reading)
    if not shown:
        for intent in _NEED_TITLES:
            weights[intent] *= 0.9 if reading.message.quotes and intent is Intent.SCORE else 0.45
    if reading.garbage:
        weights[Intent.CLARIFY] += 20
    if max(weights.values()) < 0.8:
        weights[Intent.CLARIFY] += 0.8
    return weights


def probabilities(weights: dict[Intent, float]) -> dict[Intent, float]:
    """Softmax of the weights."""
    top = max(weights.values())
    powers = {intent: math.exp(weight - top) for intent, weight in weights.items()}
    total = sum(powers.values())
    return {intent: power / total for intent, power in powers.items()}


def _weigh_writing(weights: dict[Intent, float], reading: Reading, shown: bool) -> None:
    pointed = reading.ref is not None
    conditions = reading.sets_conditions
    if reading.count and not reading.pick:
        weights[Intent.GENERATE] += 1.0 if pointed and shown else 2.4
    if reading.product.word:
        weights[Intent.GENERATE] += 1.1
        weights[Intent.ENTITY] += 0.3
    if conditions or reading.replace or reading.fact_wishes:
        weights[Intent.REFINE if shown and not reading.count else Intent.GENERATE] += 1.8
    if reading.lengths.clear or reading.lengths.high or (reading.count and KEPT_WORDS.search(reading.message.plain)):
        weights[Intent.SAVE] = min(weights[Intent.SAVE], 0.5)
    if shown and reading.replace:
        weights[Intent.REFINE] += 2.5
    if shown and pointed:
        weights[Intent.REFINE] += 0.8 + (1.2 if conditions or reading.change else 0)
    if shown and reading.change and not reading.count:
        weights[Intent.REFINE] += 1.5


def _weigh_context(weights: dict[Intent, float], reading: Reading, context: PlannerContext) -> None:
    plain_more = not (reading.product.word or reading.ref or reading.words.include)
    if context.last_intent is Intent.ASSOCIATE and plain_more and _MORE.search(reading.message.plain):
        weights[Intent.ASSOCIATE] += 4.5
    if context.last_intent is Intent.MEME and reading.memes:
        weights[Intent.GENERATE] += 2.5
        weights[Intent.MEME] -= 1.0
    if context.racing and reading.status:
        weights[Intent.RACE] += 2.5
    if context.last_intent is Intent.COMPLIANCE and weights[Intent.EXPLAIN] > 0:
        weights[Intent.EXPLAIN] += 0.5
    switched = reading.product.product is not None and context.brief.product_id not in (
        None,
        reading.product.product.id,
    )
    if switched and not _QUESTION.search(reading.message.plain):
        weights[Intent.GENERATE] += 2.0


def _weigh_questions(weights: dict[Intent, float], reading: Reading) -> None:
    plain = reading.message.plain
    if reading.message.quotes and _WRITE_QUOTED.search(reading.message.text):
        weights[Intent.COMPLIANCE] += 2.6
    if reading.status:
        weights[Intent.RACE] += 1.0
    if weights[Intent.ASSOCIATE] >= 3 and reading.message.quotes:
        weights[Intent.ASSOCIATE] += 2.5
    if _asks_about_facts(reading):
        weights[Intent.ENTITY] += 1.2
    if weights[Intent.ENTITY] > 0 and _QUESTION.search(plain) and not reading.count:
        weights[Intent.ENTITY] += 1.0
    if weights[Intent.MEME] >= 3 and reading.count and weights[Intent.GENERATE] >= 3:
        weights[Intent.MEME] -= 2.0
    if weights[Intent.SMALLTALK] and (
        reading.count or reading.ref or reading.pick or reading.sets_conditions or len(plain) > 30
    ):
        weights[Intent.SMALLTALK] -= 2.5


def _asks_about_facts(reading: Reading) -> bool:
    """A question that shares two characters with what the account says of its products."""
    plain = reading.message.plain
    if reading.count or reading.standing is None or not _QUESTION.search(plain):
        return False
    told = "".join([*reading.standing.facts, reading.standing.category or ""])
    return any(plain[start : start + 2] in told for start in range(len(plain) - 1) if plain[start : start + 2].strip())


def _weigh_refusal(weights: dict[Intent, float], reading: Reading) -> None:
    """An advertiser's request may mention anything; a count, a product and conditions speak for an ad."""
    if not weights[Intent.REFUSE]:
        return
    for_an_ad = bool(reading.count) + bool(reading.product.word) + bool(reading.cues.get(Intent.GENERATE, 0) >= 2)
    if weights[Intent.REFUSE] < 4 or len(reading.message.plain) > 80:
        weights[Intent.REFUSE] -= 1.6 * for_an_ad
    else:
        weights[Intent.GENERATE] *= 0.5
