"""Intents that a message cannot have, whoever thinks so, by what the readers found in it for certain.

Kept to forms that leave no doubt: everything that takes weighing is the classifier's and the language model's.
"""

from __future__ import annotations

import re

from agent.plan import Intent, PlannerContext
from agent.planner.reading import Reading
from agent.readers.cues import read_cues
from agent.readers.message import read_message
from agent.readers.numerals import NUMBER
from agent.readers.opinions import whole
from agent.readers.ordering import orders_by_rate
from agent.readers.pasted import listed, listed_beside
from agent.readers.references import spares_some
from agent.readers.requests import changes_the_last, checks_given_text, continues_given_text, goes_back, withdraws
from agent.readers.style import tones_down
from models.text import contains

_READERSHIP = re.compile(
    r"(?:人群|受众|目标用户|读者)(?:包)?(?:就|再)?(?:是|换|改|定|为|:|,)|(?:换|改)(?:个|批|一批|成)?(?:人群|受众)"
)
_ORDER = re.compile(rf"(?:来|写|(?<![列说])出|整|搞|弄|生成)(?:个|上|出|点)?(?:几|{NUMBER})条")
_FIRST_ORDER = re.compile(
    rf"(?:来|写|给|出|整|搞|弄|想|拟|憋|脑暴|头脑风暴|策划|生成)(?:我们?|咱们?)?(?:先|个|上|出|点|一下)?\s?(?:几|{NUMBER})\s?(?:条|个标题|句|版)"
)
_LAW = re.compile(r"违规|合规|过审|审核|广告法|违法|极限词|敏感词|禁用词|能不能[写用说]|赛马|存")
_STORES = re.compile(r"存|库|收藏|归档")
_ASKS = re.compile(
    r"[?]|吗|呢$|什么|啥|多少|哪|怎么|告诉|查|介绍|资料|参数|[卖特优亮]点|优势|成分(?!党)|信息|(?<!性)价(?!格[实亲低])"
)


def possible(reading: Reading, context: PlannerContext) -> frozenset[Intent]:
    """The intents left over; never empty."""
    if continues_given_text(reading.message):
        return frozenset({Intent.ASSOCIATE, Intent.CLARIFY, Intent.REFUSE})
    if checks_given_text(reading.message):
        return frozenset({Intent.COMPLIANCE, Intent.REFUSE})
    if orders_by_rate(reading.message, context.racing) and context.shown:
        return frozenset({Intent.SCORE, Intent.REFUSE})
    if changes_the_last(reading.message) and any(one.title_ids for one in context.shown):
        return frozenset({Intent.REFINE})
    if goes_back(reading.message) and sum(bool(one.title_ids) for one in context.shown) > 1:
        return frozenset({Intent.REFINE})
    if spares_some(reading.message.text) and reading.ref and reading.ref.numbers:
        return frozenset({Intent.REFINE})
    if reading.ref and reading.ref.which == "own":
        asked = {Intent.SCORE, Intent.EXPLAIN, Intent.COMPLIANCE} & reading.cues.keys()
        return frozenset({Intent.SAVE, Intent.RACE, Intent.REFINE} | asked)
    told = reading.opinions
    if told and told.alone and not (reading.pick or reading.status or reading.start or reading.change):
        if told.disliked and told.disliked.numbers == whole(context.shown):
            return frozenset({Intent.GENERATE})
        praised = {Intent.SAVE, Intent.SMALLTALK, Intent.CLARIFY}
        return frozenset({Intent.REFINE} if told.disliked else praised)
    if listed(reading.message.plain):
        return frozenset({Intent.GENERATE, Intent.REFINE} | ({Intent.REFUSE} & reading.cues.keys()))
    if withdraws(reading.message):
        return frozenset({Intent.SMALLTALK, Intent.CLARIFY})
    if not any(one.title_ids for one in context.shown) and _begins(reading):
        return frozenset({Intent.GENERATE} | ({Intent.REFUSE, Intent.ASSOCIATE, Intent.MEME} & reading.cues.keys()))
    out: set[Intent] = set()
    if tones_down(reading.message.plain) and not _STORES.search(reading.message.plain):
        out.add(Intent.SAVE)
    picks = reading.pick or reading.start or reading.status or reading.ref or Intent.RACE in reading.cues
    if reading.count and not picks:
        out.add(Intent.RACE)
    if _orders(reading):
        out.add(Intent.ENTITY)
    if _sets_readership(reading):
        out.add(Intent.REFUSE)
    if _only_picks(reading, context):
        out.add(Intent.GENERATE)
    if reading.pick and not (Intent.SCORE in reading.cues or reading.count):
        out.add(Intent.SCORE)
    if _wants_known_word(reading, context) and not {Intent.REFUSE, Intent.SMALLTALK} & reading.cues.keys():
        out |= {Intent.REFUSE, Intent.SMALLTALK}
    if _wants_quoted_word(reading) and context.last_intent is not Intent.ASSOCIATE:
        out.add(Intent.ASSOCIATE)
    return frozenset(Intent) - out


def renormalised(chances: dict[Intent, float], left: frozenset[Intent]) -> dict[Intent, float]:
    """The chances (summing to 1) among the intents `left`, equal where none had any; zero for the others."""
    total = sum(chances[one] for one in left)
    shares = {one: chances[one] / total if total else 1 / len(left) for one in left}
    return {one: shares.get(one, 0.0) for one in chances}


def _begins(reading: Reading) -> bool:
    """“要投B站了，先给我脑暴几条标题”: titles are ordered, and nothing is asked of a wording."""
    plain = reading.message.plain
    return bool(_FIRST_ORDER.search(plain)) and not (reading.message.quotes or "?" in plain or _LAW.search(plain))


def _only_picks(reading: Reading, context: PlannerContext) -> bool:
    """“挑2条定稿” of titles that were shown: it says how many to pick, and nothing of writing."""
    cues, shown = reading.cues, any(one.title_ids for one in context.shown)
    return bool(shown and reading.pick and not reading.count and Intent.RACE in cues and Intent.GENERATE not in cues)


def _orders(reading: Reading) -> bool:
    """“划船机来几条，不吵邻居”, “帆布鞋，通勤、显高、好看”: titles are ordered, and nothing is asked."""
    orders = _ORDER.search(reading.message.plain) or listed_beside(reading.message, [])
    return bool(orders) and not _ASKS.search(reading.message.plain)


def _sets_readership(reading: Reading) -> bool:
    """“换个人群，给送女朋友的男生看”: private matters are told there of those who shall read, not of who asks.

    Whatever else must be refused besides those readers still can be.
    """
    plain = reading.message.plain
    if reading.audience is None or not _READERSHIP.search(plain):
        return False
    return Intent.REFUSE not in read_cues(read_message(plain.replace(reading.audience, " ")))


def _wants_known_word(reading: Reading, context: PlannerContext) -> bool:
    """“春熙路写进去”: what is wanted in the titles stands in the account's own facts."""
    facts = [fact for product in context.advertiser.products for fact in product.sources]
    return any(len(word) > 1 and contains(fact, word) for word in reading.words.include for fact in facts)


def _wants_quoted_word(reading: Reading) -> bool:
    quoted = any(word in reading.message.quotes for word in reading.words.include)
    return quoted and Intent.ASSOCIATE not in reading.cues
