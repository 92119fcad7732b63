"""Everything the readers find in one message, before anybody decides what the message wants."""

from __future__ import annotations

from dataclasses import dataclass, field

from agent.plan import Intent, PlannerContext, TitleRef
from agent.readers.anaphora import read_told_fact
from agent.readers.corrections import read_correction
from agent.readers.counts import read_count
from agent.readers.cues import is_garbage, read_cues
from agent.readers.facts import read_conditional_wish, read_fact_wishes
from agent.readers.lengths import Lengths, read_lengths, read_revised_lengths
from agent.readers.meme_choice import read_meme_choice
from agent.readers.message import Message, read_message
from agent.readers.opinions import Told, only_turns_down, read_opinions
from agent.readers.pointed_words import with_words_quoted
from agent.readers.products import ProductReading, read_product
from agent.readers.references import read_reference
from agent.readers.relative import read_relative
from agent.readers.replacements import read_replacements
from agent.readers.requests import asks_status, keeps_so_many, read_pick, wants_start
from agent.readers.style import ChangeKind, read_audience, read_change_kind, read_hook, read_tone
from agent.readers.values import value_of
from agent.readers.words import Words, count_of_each, read_words
from models.catalog import Product
from models.text import contains


@dataclass(frozen=True)
class Reading:
    """One message as the readers see it; nothing here depends on the intent.

    The readers find a topic only once it is known that titles are to be written; `topic` is what the model says it is
    (empty: none).
    """

    message: Message
    cues: dict[Intent, float]
    garbage: bool
    count: int | None
    lengths: Lengths
    ref: TitleRef | None
    words: Words
    replace: tuple[tuple[str, str], ...]
    tone: str | None
    audience: str | None
    hook: str | None
    change: ChangeKind | None
    product: ProductReading
    memes: tuple[str, ...]
    fact_wishes: tuple[str, ...]
    pick: int | None
    start: bool
    status: bool
    standing: Product | None = field(default=None)
    topic: str | None = None
    relative: bool = False
    opinions: Told = field(default_factory=Told)
    turns_down: bool = False

    @property
    def sets_conditions(self) -> bool:
        """Whether the message changes what every title must be like."""
        words = self.words
        lengths = self.lengths
        return bool(
            words.include or words.include_any or words.avoid or words.drop or words.allow
            or lengths.low or lengths.high or lengths.clear or self.tone or self.audience or self.hook
        )  # fmt: skip


def read(raw: str, context: PlannerContext) -> Reading:
    """Run every reader on the message."""
    message = read_message(with_words_quoted(raw, context.shown))
    product = read_product(message, context.advertiser)
    standing = product.product or context.advertiser.product(context.brief.product_id)
    if standing is None and context.advertiser.products and not context.brief.subject:
        standing = context.advertiser.products[0]
    replace = read_replacements(message) or _corrected(message, context)
    words = read_words(message, context.brief, standing, context.advertiser.name)
    ref = read_reference(message, context.shown, context.last_intent)
    if told := read_told_fact(message, context.asked, standing):
        words.include[:] = list(dict.fromkeys([*words.include, told]))
    _restore(words, ref, message, context)
    sizes = {len(one.title_ids) for one in context.shown}
    _without_exchanged(words, replace)
    count, lengths = count_of_each(message) or read_count(message, sizes), read_lengths(message)
    if words.singles > 1 and count in (None, 1):
        count = words.singles
    if revised := read_revised_lengths(message, context.brief.min_chars, context.brief.max_chars):
        count, lengths = (count if count not in (revised.low, revised.high) else None), revised
    pick, cues = read_pick(message), read_cues(message, context.racing)
    if pick and keeps_so_many(message) and (words.include or words.include_any or lengths.low or lengths.high):
        pick, count = None, pick  # “留5条就够，每条带夜宵” writes on, it takes no finals
        cues.pop(Intent.RACE, None)
    relative = read_relative(message, _last_count(context))
    wish = read_conditional_wish(message)
    if wish and standing and any(contains(source, wish) for source in standing.sources):
        words.include_any[:] = [wish]
    rest = _without_forbidden(message, words)
    said = (message.raw, *context.brief.must_include, context.brief.topic or "")
    return Reading(
        message=message,
        cues=cues,
        garbage=is_garbage(message),
        count=relative or count,
        relative=relative is not None,
        lengths=lengths,
        ref=ref,
        words=words,
        replace=replace,
        tone=read_tone(rest),
        audience=read_audience(rest),
        hook=read_hook(rest),
        change=read_change_kind(message),
        product=product,
        memes=read_meme_choice(message, context.memes_shown, context.last_intent is Intent.MEME),
        fact_wishes=tuple(wish for wish in read_fact_wishes(message) if not _is_told(wish, standing, said)),
        pick=pick,
        start=wants_start(message),
        status=asks_status(message),
        standing=standing,
        opinions=read_opinions(message, context.shown),
        turns_down=only_turns_down(message, context.shown),
    )


def _restore(words: Words, ref: TitleRef | None, message: Message, context: PlannerContext) -> None:
    """“回到最早种田那几条”: a word forbidden since may be said again when an earlier list is named by it."""
    if ref is None or (ref.which == "latest" and ref.size is None):
        return
    for word in context.brief.avoid:
        if len(word) > 1 and contains(message.plain, word) and word not in (*words.avoid, *words.drop):
            words.allow.append(word)
            words.include.append(word)


def _corrected(message: Message, context: PlannerContext) -> tuple[tuple[str, str], ...]:
    wanted = (*reversed(context.brief.must_include), *context.brief.include_any, *context.brief.keywords)
    pair = read_correction(message, wanted, context.shown[-1].texts if context.shown else ())
    return (pair,) if pair else ()


def _last_count(context: PlannerContext) -> int:
    """How many titles the last order gave; a rewrite of one or two of them changes nothing about it."""
    sizes = [len(one.title_ids) for one in context.shown if one.intent is Intent.GENERATE and one.title_ids]
    return sizes[-1] if sizes else context.brief.count


def _is_told(wish: str, product: Product | None, said: tuple[str, ...]) -> bool:
    """Whether a fact wanted is in the conversation, or in the account under another name (收纳长度: “收纳后长78cm”)."""
    if value_of(wish, None, said) is not None:
        return True
    named = product is not None and any(contains(source, wish) for source in product.sources)
    return not named and value_of(wish, product) is not None


def _without_forbidden(message: Message, words: Words) -> Message:
    """The message with its words for and against single strings blanked: “别写松弛感” asks for no manner."""
    if not words.avoid:
        return message
    text = message.text
    for start, end in words.spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return Message(raw=message.raw, text=text, quotes=message.quotes, typed=message.typed)


def _without_exchanged(words: Words, replace: tuple[tuple[str, str], ...]) -> None:
    """A word that is exchanged is neither wanted nor dropped by itself."""
    exchanged = {part for pair in replace for part in pair}
    for group in (words.include, words.drop, words.avoid):
        group[:] = [word for word in group if word not in exchanged]
