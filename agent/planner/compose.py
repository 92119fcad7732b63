"""From an intent and a reading to a whole Plan."""

# ruff: noqa: E501 - a pattern reads better whole

from __future__ import annotations

import re

from agent.brief import Brief, BriefEdit, apply_edit
from agent.conflicts import find_conflict, find_denied
from agent.plan import Change, Intent, Plan, PlannerContext, TitleRef
from agent.planner.edits import build_edit
from agent.planner.manner import is_after_one
from agent.planner.operations import plan_of_operation, plan_of_own_title
from agent.planner.reading import Reading
from agent.planner.rules import KEPT_WORDS
from agent.readers.counts import read_count
from agent.readers.cues import read_cues
from agent.readers.know_how import read_know_how
from agent.readers.language import language_conflict
from agent.readers.message import Message, fold_width, read_message
from agent.readers.numerals import NUMBER
from agent.readers.ordering import orders_by_rate
from agent.readers.references import spares_some
from agent.readers.requests import (
    goes_back,
    goes_to_the_first,
    keeps_so_many,
    read_asked_claim,
    read_opening,
    read_text_given,
    wants_similar,
)
from agent.readers.style import tones_down
from agent.readers.subjects import read_subject_meant
from agent.readers.vocabulary import ORDERED
from models.generator.narrators import narrator_of

# Order in which things asked for in one breath are done.
_CHAIN = (Intent.GENERATE, Intent.REFINE, Intent.COMPLIANCE, Intent.SCORE, Intent.EXPLAIN, Intent.RACE, Intent.SAVE)
_FOLLOWERS = (Intent.SCORE, Intent.EXPLAIN, Intent.RACE, Intent.SAVE)
_CHECKS = re.compile(r"(?:看|查|审|检|测|过)[^,。]{0,6}(?:规|法|审|极限词|敏感词)|合不合|违不违|过不过")
_DECIDES = re.compile(r"定(?:这|它|了|稿|下|第)|敲定|就(?:它|这)|挑|拍板")
_PUTS_LIVE = re.compile(r"赛马|上线|开跑|开赛|定稿|[挑选]|\brace\b|launch|go live|pick")
_STORES = re.compile(r"存|库|收藏|归档|\bsave\b|librar", re.I)
# “再来四条玩梗的” orders titles; “来四个梗”, “找几条能用的梗” look for memes.
_WITH_MEMES = re.compile(
    rf"{NUMBER}\s?{ORDERED}(?:标题|文案)?[^,。;个找能]{{0,3}}[带玩用加蹭含塞有](?:点|些|个|上|了)?(?:热|新|流行|老)?梗"
)
_TRANSLATES = re.compile(r"翻译?成(?!大?白话|人话|普通话)|译成|翻译一?下|\btranslate\b", re.I)
_ORDERS = re.compile(rf"(?:写|来|出|整|补|想|生成|给我|搞|弄)(?:我|上|出)?\s?{NUMBER}\s?(?:条|个(?:标题|文案))")
_ORDERS_SOME = re.compile(
    rf"{_ORDERS.pattern}|(?:写|来|出|整|想|生成|给我|搞|弄|脑暴)(?:我|上|出)?几\s?(?:条|个(?:标题|文案))"
)
_STRONG = 3.0
_POINTING = (Intent.REFINE, Intent.SCORE, Intent.EXPLAIN, Intent.RACE, Intent.SAVE, Intent.COMPLIANCE)
_MAX_INSTRUCTION = 60
_MAX_QUERY = 60


def compose(
    intent: Intent,
    confidence: float,
    source: str,
    reading: Reading,
    context: PlannerContext,
    told: frozenset[str] = frozenset(),
) -> Plan:
    """Fill the fields that `intent` uses.

    `source` names who chose the intent: reader, model or both; `told` the parts of the reading that the model gave.
    """
    clash = _clash(reading, context)
    if clash is not None and intent is not Intent.REFUSE:
        intent = Intent.GENERATE
    if intent is Intent.REFINE and reading.ref is None and _switches(reading, context):
        intent = Intent.GENERATE
    if intent is Intent.REFINE and reading.ref is None and read_subject_meant(reading.message, context.advertiser):
        intent = Intent.GENERATE
    if intent is Intent.REFINE and _orders_so_many(reading):
        intent = Intent.GENERATE
    if intent is Intent.MEME and reading.count and _WITH_MEMES.search(reading.message.plain):
        intent = Intent.GENERATE
    if topic := read_know_how(reading.message):
        return Plan(intent=Intent.EXPLAIN, know_how=topic, confidence=confidence, sources={"intent": source})
    if intent is Intent.REFINE and _TRANSLATES.search(reading.message.plain):
        return Plan(intent=Intent.REFUSE, confidence=confidence, sources={"intent": source})
    if context.shown and goes_back(reading.message):
        first = TitleRef(which="first", all=True) if goes_to_the_first(reading.message) else None
        return Plan(intent=Intent.REFINE, back=True, ref=first, confidence=confidence, sources={"intent": source})
    if intent is Intent.REFINE and reading.ref and reading.ref.which == "own" and not (reading.change or reading.tone):
        intent = Intent.SAVE  # “就用我那句”
    if plan := plan_of_own_title(reading, context, intent) or plan_of_operation(reading, context, intent):
        return plan.model_copy(update={"confidence": confidence, "sources": {"intent": source}})
    intent, then = _chain(intent, reading, context)
    edit = build_edit(reading, context, intent)
    on_new = _is_on_new(intent, then, reading)
    if intent is Intent.GENERATE and then:  # “最好的两条存了” says nothing of how many to write
        ordered = next((part for part in reading.message.clauses if _ORDERS.search(part)), "")
        edit = edit.model_copy(update={"count": read_count(read_message(ordered)) or edit.count})
    conflict = clash if intent in (Intent.GENERATE, Intent.REFINE) else None
    if conflict is None and intent in (Intent.GENERATE, Intent.REFINE) and not edit.is_empty:
        conflict = find_conflict(apply_edit(context.brief, edit))
    change = _change(intent, reading)
    plan = Plan(
        intent=intent,
        edit=edit,
        ref=_reference(intent, then, reading, context),
        on_new=on_new,
        change=change,
        anew=intent is Intent.REFINE
        and (_turns_elsewhere(edit, reading) or (reading.turns_down and _is_undirected(edit, change))),
        liked=reading.opinions.liked,
        disliked=reading.opinions.disliked,
        query=_query(intent, reading),
        pick=_pick(intent, then, reading),
        status=_is_status(intent, reading, context),
        similar=intent is Intent.ASSOCIATE and wants_similar(reading.message),
        order="ctr" if intent is Intent.SCORE and orders_by_rate(reading.message, context.racing) else None,
        fact_questions=reading.fact_wishes if intent in (Intent.GENERATE, Intent.REFINE) else (),
        conflict=conflict,
        then=then,
        confidence=confidence,
    )
    return plan.model_copy(update={"sources": _sources(plan, source, told)})


def _turns_elsewhere(edit: BriefEdit, reading: Reading) -> bool:
    """Whether titles are to begin otherwise, be told by another, or a whole list is to be about something else.

    No rewriting gives that.
    """
    if edit.opening is not None or narrator_of(edit.hook):
        return True
    return edit.topic is not None and (reading.ref is None or (reading.ref.all and not reading.ref.numbers))


def _is_undirected(edit: BriefEdit, change: Change | None) -> bool:
    """Whether nothing is said of what the titles are to be like."""
    directed = change is not None and (change.kind not in (None, "other") or bool(change.replace))
    return not directed and edit.model_copy(update={"count": None, "product_id": None}).is_empty


def _orders_so_many(reading: Reading) -> bool:
    """“把抠图带上，两条”: a number of titles with a word is an order, when nothing shown is pointed at or altered."""
    words = reading.words
    altered = reading.ref or reading.change or reading.replace or words.drop or words.avoid
    return bool(reading.count and (words.include or words.include_any)) and not altered


def _switches(reading: Reading, context: PlannerContext) -> bool:
    """Titles of one product are not rewritten for another: they are written anew."""
    product = reading.product.product
    return product is not None and reading.product.certain and context.brief.product_id not in (None, product.id)


def _clash(reading: Reading, context: PlannerContext) -> str | None:
    """A contradiction within the words of the message; whoever writes one orders titles."""
    words = reading.words
    own = Brief(must_include=tuple(words.include), avoid=tuple(words.avoid))
    facts = reading.standing.facts if reading.standing else ()
    told = language_conflict(reading.message, (*context.brief.must_include, *words.include))
    return told or find_conflict(own) or find_denied((*words.include, *words.include_any), facts)


def _chain(intent: Intent, reading: Reading, context: PlannerContext) -> tuple[Intent, tuple[Intent, ...]]:
    """The first thing to do and what follows it, from what the clauses ask for one by one."""
    if intent not in _CHAIN or (intent is Intent.EXPLAIN and len(reading.message.clauses) == 1):
        return intent, ()
    wanted = {intent}
    for part in reading.message.clauses:
        if cues := read_cues(Message(raw=part, text=part, quotes=()), context.racing):
            best = max(cues, key=lambda one: cues[one])
            if (
                (best in _FOLLOWERS or (best is Intent.COMPLIANCE and _CHECKS.search(part)))
                and cues[best] >= _STRONG
                and (intent in _FOLLOWERS or best is not Intent.EXPLAIN)
                and not (intent is Intent.GENERATE and reading.fact_wishes)
                and not (best is Intent.SAVE and tones_down(part) and not _STORES.search(part))
                and not (best is Intent.SAVE and (KEPT_WORDS.search(part) or _spares(reading, part)))
                and not (
                    intent in (Intent.GENERATE, Intent.SAVE) and best is Intent.RACE and not _PUTS_LIVE.search(part)
                )
            ):
                wanted.add(best)
    shown = any(one.title_ids for one in context.shown)
    if not shown and intent is Intent.GENERATE and not _is_on_new(intent, (Intent.RACE,), reading):
        wanted.discard(Intent.RACE)  # “我们要上线一款新游戏，帮我想几条标题”
    if intent in (Intent.SAVE, Intent.RACE) and any(map(_ORDERS.search, reading.message.clauses)):
        wanted.add(Intent.GENERATE)
    if intent in _FOLLOWERS and not shown and reading.count and Intent.GENERATE in reading.cues:
        wanted.add(Intent.GENERATE)
    if intent is not Intent.RACE and reading.pick is None and keeps_so_many(reading.message):
        wanted.discard(Intent.RACE)
    if intent is Intent.RACE and _is_status(intent, reading, context):
        wanted = {intent}
    ordered = [one for one in _CHAIN if one in wanted]
    if Intent.EXPLAIN in ordered and Intent.RACE in ordered and reading.pick:
        ordered.remove(Intent.EXPLAIN)
    if Intent.EXPLAIN in ordered and Intent.SCORE not in ordered and ordered[0] is not Intent.EXPLAIN:
        ordered.remove(Intent.EXPLAIN)
    return ordered[0], tuple(ordered[1:])


def _spares(reading: Reading, part: str) -> bool:
    """Whether a clause keeps titles in the list while the others are rewritten: nothing goes to the library."""
    return spares_some(reading.message.text) and not _STORES.search(part)


def _is_on_new(intent: Intent, then: tuple[Intent, ...], reading: Reading) -> bool:
    """Whether what follows an order is meant for the titles ordered: “写5条，存起来”, not “第2条存了，再写3条”."""
    if intent is not Intent.GENERATE or not {Intent.SAVE, Intent.RACE} & {*then}:
        return False
    parts = reading.message.clauses
    ordered = next((place for place, part in enumerate(parts) if _ORDERS_SOME.search(part)), 0)
    kept = next((place for place, part in enumerate(parts) if _PUTS_LIVE.search(part) or _STORES.search(part)), ordered)
    return kept >= ordered


def _reference(intent: Intent, then: tuple[Intent, ...], reading: Reading, context: PlannerContext) -> TitleRef | None:
    if intent is Intent.GENERATE and (is_after_one(reading) or {Intent.SAVE, Intent.RACE} & {*then}):
        return reading.ref
    if intent not in _POINTING:
        return None
    if intent is Intent.COMPLIANCE and (reading.message.quotes or _asked_claim(reading)):
        return None
    if intent is Intent.REFINE and reading.opinions.alone and reading.opinions.disliked:
        return reading.opinions.disliked
    ref = reading.ref
    asks_of_law = re.search(r"(?:不能|不让|不可以|不许|凭什么不)(?:写|用|说|提|发)|违规|违法", reading.message.plain)
    if asks_of_law and intent is Intent.EXPLAIN and ref is not None and not ref.numbers:
        return None
    if (
        ref is None
        and not asks_of_law
        and intent is Intent.EXPLAIN
        and context.shown
        and len(context.shown[-1].title_ids) == 1
    ):
        return TitleRef(numbers=(1,))
    return ref


def _change(intent: Intent, reading: Reading) -> Change | None:
    if intent is not Intent.REFINE:
        return None
    deletions = tuple((word, "") for word in reading.words.drop if reading.ref is not None)
    replace = reading.replace + deletions
    text = reading.message.raw.strip()
    only_words = reading.change is None and not reading.tone and not replace and _only_conditions(reading)
    if only_words:
        return None
    kind = reading.change or (None if replace and not reading.tone else "other")
    return Change(kind=kind, instruction=None if replace and kind is None else text[:_MAX_INSTRUCTION], replace=replace)


def _only_conditions(reading: Reading) -> bool:
    """Whether all the message does is set words, lengths or a count for a list."""
    words = reading.words
    stated = (
        words.include or words.avoid or words.drop or words.include_any or reading.lengths != type(reading.lengths)()
    )
    return bool(stated) and reading.ref is None


def _query(intent: Intent, reading: Reading) -> str | None:
    message = reading.message
    if intent is Intent.ASSOCIATE:
        return read_opening(message)
    if intent is Intent.COMPLIANCE and (claim := _asked_claim(reading)):
        return claim
    if intent in (Intent.COMPLIANCE, Intent.SCORE):
        given = read_text_given(message) if reading.ref is None or message.quotes else None
        return _as_written(message, given) if given else None
    if intent is Intent.ENTITY:
        return message.raw.strip()
    if intent is Intent.MEME:
        return _meme_query(message)
    return None


def _asked_claim(reading: Reading) -> str | None:
    """A claim asked about, where the message names no title by its number."""
    named = reading.ref is not None and (reading.ref.numbers or reading.ref.by)
    return None if named else read_asked_claim(reading.message)


def _as_written(message: Message, given: str) -> str:
    """A title in the message with its own commas: what is judged and rewritten is shown again."""
    start = fold_width(message.raw).find(given)
    return given if start < 0 else message.raw[start : start + len(given)]


def _meme_query(message: Message) -> str | None:
    """What the memes should fit: quoted words, or the message without its asking."""
    if message.quotes:
        return " ".join(message.quotes)
    rest = re.sub(
        r"(?:有没有|有啥|有什么|有哪些|帮我|给我|搜搜?|找找?|查查?|推荐|来点|来几个|看看|看下|一下|最近|现在|当下|最新|热门|流行|适合|关于|能用|可以用|可以蹭|能蹭|蹭|合适|什么|哪些|啥|的|梗|没有|没|吗|嘛|呢|呀|点|几个|memes?|any|got|about|for|i can use|trending|what'?s|the|are|there|\d+个?|网络|b站|热)+",
        " ", message.plain, flags=re.I,
    )  # fmt: skip
    rest = re.sub(r"[\s,。?!~;:]+", " ", rest).strip()
    return rest[:_MAX_QUERY] if len(rest) >= 2 else None


def _pick(intent: Intent, then: tuple[Intent, ...], reading: Reading) -> int | None:
    if not {intent, *then} & {Intent.RACE, Intent.SAVE}:
        return None
    if reading.pick is not None:
        return reading.pick
    ref = reading.ref
    if ref is not None and (ref.numbers or ref.by) and Intent.RACE in (intent, *then):
        return len(ref.numbers) or ref.take
    return reading.count if intent is Intent.RACE and reading.count and not reading.status else None


def _is_status(intent: Intent, reading: Reading, context: PlannerContext) -> bool:
    if intent is not Intent.RACE or reading.pick is not None:
        return False
    if context.racing and reading.ref is None and not reading.start and not _DECIDES.search(reading.message.plain):
        return True
    return reading.status and (context.racing or not reading.start)


def _sources(plan: Plan, source: str, told: frozenset[str]) -> dict[str, str]:
    """Who read which field: the intent by `source`, the rest by the readers or, where they found nothing, the model."""
    fields = [name for name in ("ref", "change", "query", "pick", "conflict") if getattr(plan, name) is not None]
    edited = [name for name, value in plan.edit if value not in (None, ())]
    given = {_PARTS.get(name, name) for name in told}
    by = {name: "model" if name in given else "reader" for name in (*fields, *edited)}
    return {"intent": source} | {f"edit.{name}" if name in edited else name: by[name] for name in by}


# A field of the plan's edit and the part of the reading it comes from, where they have different names.
_PARTS = {"include": "include_add", "avoid": "avoid_add", "lengths": "max_chars"}
