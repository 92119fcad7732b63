"""Plans for what is said of wordings: a title of the user's own, and what code does to titles as told."""

from __future__ import annotations

from agent.brief import BriefEdit
from agent.plan import Change, Intent, Plan, PlannerContext, TitleRef
from agent.planner.edits import build_edit
from agent.planner.reading import Reading
from agent.readers.operations import read_operation
from agent.readers.own_titles import read_own_title
from agent.readers.subjects import subject_of
from models.text import contains

VERSIONS = 3  # of a title handed in, or of one whose half stays: something to choose from
MAX_INSTRUCTION = 60
_KEEPING = (Intent.REFINE, Intent.SAVE, Intent.ASSOCIATE, Intent.GENERATE, Intent.EXPLAIN)


def plan_of_own_title(reading: Reading, context: PlannerContext, intent: Intent) -> Plan | None:
    """A title that the user wrote is judged, or rewritten; so is the one judged last when it is to be changed now."""
    own = None if Intent.REFUSE in reading.cues else read_own_title(reading.message)
    if own is None and context.own and _changes_it(reading, intent):
        return _rewriting(context.own, reading, context)
    if own is None:
        return None
    if not own.changes:
        return Plan(intent=Intent.SCORE, given=own.text, query=own.text)
    return _rewriting(own.text, reading, context)


def _rewriting(text: str, reading: Reading, context: PlannerContext) -> Plan:
    edit = build_edit(reading, context, Intent.REFINE)
    include = tuple(word for word in edit.include_add if not contains(text, word) and not contains(word, text))
    subject = subject_of(text, context.advertiser)
    about = {"subject": subject, "product_id": None} if subject else {}
    edit = edit.model_copy(update={"include_add": include, "count": edit.count or VERSIONS, **about})
    said = reading.message.raw.replace(text, "").strip()
    change = Change(kind=reading.change or "other", instruction=said[:MAX_INSTRUCTION])
    return Plan(intent=Intent.REFINE, edit=edit, given=text, change=change)


def plan_of_operation(reading: Reading, context: PlannerContext, intent: Intent) -> Plan | None:
    """Words put before or behind titles shown, a half of one that stays, one made of several; none for other things."""
    done = read_operation(reading.message)
    lists = [one for one in context.shown if one.title_ids]
    if done is None or not lists or intent not in _KEEPING:
        return None
    ref = reading.ref or (TitleRef(numbers=(1,)) if len(lists[-1].title_ids) == 1 else None)
    limits = BriefEdit(min_chars=reading.lengths.low, max_chars=reading.lengths.high)
    if done.joins:
        several = ref is not None and (len(ref.numbers) > 1 or (ref.take or 1) > 1)
        return Plan(intent=Intent.REFINE, edit=limits, ref=ref, change=Change(joins=True)) if several else None
    if done.keeps:
        if ref is None or not (len(ref.numbers) == 1 or (ref.by and ref.take == 1)):
            return None
        words = {"include_add": tuple(reading.words.include), "avoid_add": tuple(reading.words.avoid)}
        edit = limits.model_copy(update=words | {"count": reading.count or VERSIONS})
        return Plan(intent=Intent.REFINE, edit=edit, ref=ref, change=Change(keeps=done.keeps))
    if (intent is Intent.GENERATE and reading.count) or reading.change not in (None, "other"):
        return None  # written anew, or by a version of the title's own
    put = done.head or done.tail
    edit = build_edit(reading, context, Intent.REFINE)
    if ref is not None and not ref.all:  # said of one title, it holds for that alone
        edit = edit.model_copy(update={"include_add": tuple(word for word in edit.include_add if word != put)})
    dropped = tuple((word, "") for word in reading.words.drop)
    change = Change(head=done.head, tail=done.tail, replace=reading.replace + dropped)
    return Plan(intent=Intent.REFINE, edit=edit, ref=ref, change=change)


def _changes_it(reading: Reading, intent: Intent) -> bool:
    """“改短一点”, “这条再活泼点”, after a title was judged: what is said of one title, and orders none."""
    told = intent is Intent.REFINE or (intent is Intent.CLARIFY and reading.change is not None)
    return told and not reading.count and (reading.ref is None or reading.ref.numbers == (1,))
