"""From what was read to the edit of the Brief."""

from __future__ import annotations

import re

from agent.brief import BriefEdit, ClearableField
from agent.plan import Intent, PlannerContext
from agent.planner.manner import is_after_one, points_of_one
from agent.planner.reading import Reading
from agent.readers.complaints import read_lack
from agent.readers.concepts import banned_strings
from agent.readers.numerals import NUMBER
from agent.readers.openings import read_opening_words
from agent.readers.pasted import listed_beside
from agent.readers.style import as_people, drops_memes
from agent.readers.subjects import read_subject, read_subject_meant
from agent.readers.themes import read_theme
from agent.readers.topic import read_keywords, read_topic
from agent.readers.values import value_of
from models.catalog import Product
from models.generator.narrators import narrator_of
from models.generator.words import is_scene, read_word
from models.text import contains, is_mark
from models.types import Verdict

_MISTAKE = re.compile(r"(?:写|说|打|搞|弄|记)(?:错|反|岔)|口误|手误|不对|更正|纠正|my mistake|i meant", re.I)
DECORATION = 2  # characters that a topic may have beside its theme and say nothing more: 国庆节的, 国庆主题
_MEME_WORDS = ("梗", "热梗", "meme", "memes")
_FACT_NOUN = re.compile(r"(?:的)?(?:具体)?(?:数据|数量|数字|参数)$")
_OF_A_TITLE = re.compile(rf"第\s?{NUMBER}\s?[条个句]")  # 第1条不错
_TELLER = re.compile(r"视角|角度|人称|身份|拟人")
_ADDRESS = re.compile(r"^(?:面向|针对|写给|适合|给|为|for\s)|(?:的|看的?|人群|群体)$", re.I)


def build_edit(reading: Reading, context: PlannerContext, intent: Intent) -> BriefEdit:
    """The edit for this intent: questions and choices change little, writing changes all that was said."""
    edit = BriefEdit(product_id=_product_id(reading, context))
    if intent in (Intent.REFUSE, Intent.SMALLTALK, Intent.EXPLAIN, Intent.SCORE, Intent.SAVE, Intent.COMPLIANCE):
        return BriefEdit()
    if intent in (Intent.ENTITY, Intent.MEME):
        return edit
    if intent is Intent.RACE:
        return BriefEdit()
    if intent is Intent.ASSOCIATE:
        return edit.model_copy(update={"count": reading.count, **_lengths(reading)})
    return _writing_edit(reading, context, intent, edit)


def _writing_edit(reading: Reading, context: PlannerContext, intent: Intent, edit: BriefEdit) -> BriefEdit:
    words = reading.words
    include = tuple(word for word in words.include if _may_be_claimed(word, context))
    include += tuple(word for word in _kept_opening(reading, context, intent) if word not in include)
    clear: list[ClearableField] = ["min_chars", "max_chars"] if reading.lengths.clear else []
    lengthened = _lengths(reading)
    if (
        reading.lengths.high
        and reading.lengths.low is None
        and context.brief.min_chars
        and context.brief.min_chars > reading.lengths.high
    ):
        clear.append("min_chars")
    avoid = tuple(word for word in (*words.avoid, *_unknown_facts(reading)) if word not in include)
    if drops_memes(reading.message):
        clear.append("memes")
        clear += ["hook"] if "梗" in (context.brief.hook or "") else []
        avoid = tuple(word for word in avoid if word not in _MEME_WORDS)
    opening = read_opening_words(reading.message, context.brief.opening)
    if opening is not None:
        include = tuple(word for word in include if word != opening)
        avoid = tuple(word for word in avoid if "开头" not in word and "打头" not in word)
        clear += [] if opening else ["opening"]
    taken = _taken_over(reading, context)
    edit = edit.model_copy(
        update={
            "count": _count(reading, intent),
            **lengthened,
            "include_add": include + tuple(new for _old, new in taken if new not in include),
            "include_any": tuple(value_of(word, reading.standing) or word for word in words.include_any),
            "include_drop": tuple(words.drop) + tuple(old for old, _new in taken),
            "avoid_add": avoid + tuple(word for word in _exchanged(reading) if word not in avoid),
            "avoid_drop": tuple(words.allow) + _corrected(reading, context) + _priced(include, reading, context),
            "tone": reading.tone,
            "audience": as_people(_readers(reading)),
            "hook": reading.hook,
            "opening": opening or None,
            "memes": reading.memes,
            "clear": tuple(clear),
        }
    )
    edit = _with_switch(edit, reading, context)
    if intent is Intent.GENERATE:
        return _as_told(_with_theme(_with_subject(edit, reading, context), reading, context))
    return _as_told(_with_theme(edit.model_copy(update={"keywords": read_keywords(reading.message)}), reading, context))


def _as_told(edit: BriefEdit) -> BriefEdit:
    """Who tells the titles (猫的视角) is their hook and nothing else."""
    if not narrator_of(edit.hook):
        return edit
    topic = None if edit.topic and _TELLER.search(edit.topic) else edit.topic
    keywords = tuple(word for word in edit.keywords if not _TELLER.search(word))
    tone = None if edit.tone and _TELLER.search(edit.tone) else edit.tone
    return edit.model_copy(update={"topic": topic, "keywords": keywords, "tone": tone})


def _with_theme(edit: BriefEdit, reading: Reading, context: PlannerContext) -> BriefEdit:
    """A theme named as such is the topic, and takes the place of occasions asked for before."""
    found = read_theme(reading.message)
    if found is None:
        return edit
    theme, sure = found
    gone = (*edit.avoid_add, *edit.include_drop, *(old for old, _new in reading.replace))
    if any(contains(word, theme) for word in (*gone, edit.audience or "", edit.subject or "")):
        return edit
    stale = tuple(word for word in context.brief.must_include if is_scene(word) and word not in edit.include_add)
    edit = edit.model_copy(update={"include_drop": (*edit.include_drop, *stale)})
    said = any(contains(word, theme) for word in (*edit.keywords, *edit.include_add, *edit.include_any))
    says_more = edit.topic is not None and len(edit.topic) > len(theme) + DECORATION and not sure
    if said or says_more:
        return edit
    tone = None if edit.tone and contains(edit.tone, theme) else edit.tone
    return edit.model_copy(update={"topic": theme, "tone": tone})


def _readers(reading: Reading) -> str | None:
    """Whom titles address; whom they have too little of, where that is found wanting (没有情侣感)."""
    lack = read_lack(reading.message)
    read = read_word(lack) if lack else None
    lacking = lack if read and read.name == "audience" and len(read.text) > 1 else None
    return re.sub(r"看的?$", "", reading.audience or "") or lacking


_PRICE = re.compile(r"\d元|\d块|[¥￥]\d|价")
_ALL_THE_SAME = re.compile(
    r"同样|一样|照[旧样这]|不变|还是(?:要|带|那)|也(?:要|得)?(?:带|有|写上|按|照)|保持|保留|(?:条件|要求)(?:都)?(?:不|相)|same",
    re.I,
)
_POINTING = re.compile(r"[这那][几两俩三四五]?个?$")  # “X”这几个字


def _unknown_facts(reading: Reading) -> tuple[str, ...]:
    """A fact wanted in a title that the account does not give may not be claimed."""
    product = reading.standing
    sources = product.sources if product else []
    found: list[str] = []
    for wish in reading.fact_wishes:
        core = _FACT_NOUN.sub("", wish)
        if len(core) >= 2 and not _POINTING.match(core) and not any(contains(source, core) for source in sources):
            found += banned_strings(core, product)
    return tuple(word for word in found if not word.isascii() or not word.isalpha())


def _exchanged(reading: Reading) -> tuple[str, ...]:
    """Words that may not come back, with the other spellings of a model number (WiFi7, WiFi 7, Wi-Fi 7)."""
    if not _is_for_all(reading):
        return ()
    found: list[str] = []
    facts = reading.standing.sources if reading.standing else []
    for old, new in reading.replace:
        if contains(new, old):
            continue
        found.append(old)
        if match := re.fullmatch(r"([A-Za-z]{2,})[\s-]?(\d{1,3})", old):
            spelt = re.compile(r"[\s-]?".join(match[1]), re.I)
            stems = {match[1], *(hit[0] for fact in facts for hit in spelt.finditer(fact))}
            found += [stem + gap + match[2] for stem in sorted(stems) for gap in ("", " ")]
    return tuple(dict.fromkeys(found))


def _corrected(reading: Reading, context: PlannerContext) -> tuple[str, ...]:
    """“写错了，是不能出现学字”: a ban that clashed with a word wanted gives way to the one that corrects it."""
    if not reading.words.avoid or not _MISTAKE.search(reading.message.plain):
        return ()
    wanted = context.brief.must_include
    return tuple(banned for banned in context.brief.avoid if any(contains(word, banned) for word in wanted))


def _priced(include: tuple[str, ...], reading: Reading, context: PlannerContext) -> tuple[str, ...]:
    """“价格还是加上吧”: a price that is wanted lifts the ban on all that tells one."""
    if not any(_PRICE.search(word) for word in include):
        return ()
    return tuple(word for word in banned_strings("价格", reading.standing) if word in context.brief.avoid)


def _taken_over(reading: Reading, context: PlannerContext) -> tuple[tuple[str, str], ...]:
    """Pairs whose old word every title had to hold, exchanged everywhere: the new word takes over."""
    wanted = context.brief.must_include
    return tuple(pair for pair in reading.replace if pair[1] and pair[0] in wanted) if _is_for_all(reading) else ()


def _is_for_all(reading: Reading) -> bool:
    """An exchange over the whole list, or a correction, holds for later titles too; one in a single title does not."""
    return reading.ref is None or reading.ref.all


def _count(reading: Reading, intent: Intent) -> int | None:
    if reading.count is not None and not (
        intent is Intent.REFINE and reading.ref is not None and reading.ref.size == reading.count
    ):
        return reading.count
    return None


def _lengths(reading: Reading) -> dict[str, int | None]:
    return {"min_chars": reading.lengths.low, "max_chars": reading.lengths.high}


def _may_be_claimed(word: str, context: PlannerContext) -> bool:
    """A word to include that the law forbids is left to the compliance step, which says why."""
    outcome = context.check(word, context.advertiser.industry)
    listed = any(finding.rule != "learned" and not finding.exempt for finding in outcome.findings)
    return outcome.verdict is not Verdict.VIOLATION or not listed


def _product_id(reading: Reading, context: PlannerContext) -> str | None:
    product = reading.product.product
    if product is None or not reading.product.certain:
        return None
    return None if product.id == context.brief.product_id else product.id


def _with_switch(edit: BriefEdit, reading: Reading, context: PlannerContext) -> BriefEdit:
    """Another product takes over: words wanted for the old one do not stay wanted, nor does whoever told its titles.

    What is said of a time, a place or of people goes with any product, as does everything where the message says so.
    """
    old, new = context.advertiser.product(context.brief.product_id), context.advertiser.product(edit.product_id)
    if old is None or new is None or old.id == new.id:
        return edit
    same = bool(_ALL_THE_SAME.search(reading.message.plain))
    stale = tuple(word for word in context.brief.must_include if _is_of(old, new, word, same))
    allowed = tuple(word for word in context.brief.avoid if contains(new.name, word))
    teller = narrator_of(context.brief.hook)
    others: tuple[ClearableField, ...] = ("hook",) if teller and edit.hook is None and not same else ()
    return edit.model_copy(
        update={
            "include_drop": edit.include_drop + stale,
            "avoid_drop": edit.avoid_drop + allowed,
            "clear": edit.clear + others,
        }
    )


def _is_of(old: Product, new: Product, word: str, same: bool) -> bool:
    """Whether a word wanted goes with `old` and not with `new`; where all shall stay the `same`, by its facts alone."""
    if any(contains(source, word) for source in new.sources):
        return False
    if same or is_scene(word) or is_mark(word):
        return any(contains(source, word) for source in old.sources)
    read = read_word(word)
    return read is None or read.name != "audience"


def _with_subject(edit: BriefEdit, reading: Reading, context: PlannerContext) -> BriefEdit:
    message = reading.message
    after_one = is_after_one(reading)
    keywords = read_keywords(message) or (points_of_one(reading, context) if after_one else ())
    names = tuple(
        name
        for name in (reading.product.word, reading.product.product.name if reading.product.product else None)
        if name
    )
    style = tuple(part for text in (reading.tone, reading.audience, reading.hook) if text for part in text.split("，"))
    topic = reading.topic
    if topic is None:
        topic = read_topic(message, reading.words.spans, names, style)
    subject = None if reading.product.product else read_subject(message, context.advertiser)
    if meant := read_subject_meant(message, context.advertiser):
        subject, edit = meant, edit.model_copy(update={"product_id": None})
    if subject and topic and (contains(subject, topic) or contains(topic, subject)):
        topic = None
    if topic and _ADDRESS.sub("", topic) in style:
        topic = None  # “面向上班族” says whom it is for, which is read already
    if after_one or any(contains(topic or "", term) for term in reading.memes) or _is_told(topic, edit, keywords):
        topic = None
    if (listed := _listed(edit, reading, names)) and not (keywords or after_one):
        beside = topic and not any(contains(topic, word) or contains(word, topic) for word in listed)
        keywords, topic = ((topic, *listed) if beside and topic else listed), None
    if topic and _OF_A_TITLE.search(topic):
        topic = None
    update = {"subject": subject, "keywords": keywords, "topic": topic or None}
    if edit.audience and subject and contains(subject, edit.audience):
        update["audience"] = None  # “给螺蛳粉写” says what for, not for whom
    if edit.tone in keywords:
        update["tone"] = None
    return edit.model_copy(update=update)


def _listed(edit: BriefEdit, reading: Reading, names: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a list with nothing said of them (小电，停车难、女生、上下班) that no other reader took."""
    taken = (*names, *edit.include_add, *edit.include_any, *edit.avoid_add, *edit.include_drop, *edit.memes)
    listed = listed_beside(reading.message, reading.words.spans)
    manner = "".join(text for text in (edit.audience, edit.tone, edit.hook) if text)
    if any(contains(manner, word) for word in listed):
        return ()
    return tuple(word for word in listed if not any(contains(one, word) or contains(word, one) for one in taken))


def _is_told(topic: str | None, edit: BriefEdit, keywords: tuple[str, ...]) -> bool:
    """Whether the words to write about say the topic already."""
    if not topic:
        return False
    told = any(contains(word, topic) or contains(topic, word) for word in (*edit.include_add, *keywords))
    return told and (len(topic) <= 6 or any(contains(topic, word) for word in keywords))


def _kept_opening(reading: Reading, context: PlannerContext, intent: Intent) -> tuple[str, ...]:
    """Refining a continuation keeps the words it continues."""
    if intent is not Intent.REFINE or not context.shown or context.shown[-1].intent is not Intent.ASSOCIATE:
        return ()
    texts = context.shown[-1].texts
    opening = _common_opening(texts).strip("，,。！!？? ") if len(texts) > 1 else ""
    return (opening,) if len(opening) >= 4 else ()


def _common_opening(texts: tuple[str, ...]) -> str:
    shortest = min(texts, key=len)
    length = next((n for n, char in enumerate(shortest) if any(text[n] != char for text in texts)), len(shortest))
    return shortest[:length]
