"""Tool `generate_titles`: new titles for a product, or new versions of titles shown before."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence

from pydantic import BaseModel, Field

from models.catalog import Product
from models.generator import Generation, Generator, TitleRequest
from models.generator.naming import kind_of_product
from models.generator.weaving import has_slot
from models.text import contains, fold, title_length
from models.types import Title, Verdict
from tools.base import Estimate, Tool, ToolContext, ToolError, ToolResult, unestimated
from tools.compliance.lawbook import Lawbook
from tools.compliance.own import own_words
from tools.store import Stores

FEW, LIST_EFFORT = 2, 0.6  # each title of a longer list to rewrite gets fewer drafts


class GenerateTitlesArgs(BaseModel):
    """The Brief as the generator needs it. With `base_ids`, each of those titles is rewritten instead."""

    n: int = Field(default=5, ge=1, le=50)
    product_id: str | None = None
    keywords: tuple[str, ...] = ()
    min_chars: int = Field(default=1, ge=1)
    max_chars: int = Field(default=30, ge=1, le=200)
    must_include: tuple[str, ...] = ()
    include_any: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    wished: tuple[str, ...] = Field(default=(), description="words that titles should hold where they can")
    tone: str | None = None
    audience: str | None = None
    hook: str | None = None
    memes: tuple[str, ...] = ()
    prefix: str | None = Field(default=None, description="words every title starts with")
    base_ids: tuple[str, ...] = ()
    anew: bool = Field(default=False, description="write other titles in the place of `base_ids`")
    instruction: str | None = None
    replace: tuple[tuple[str, str], ...] = ()
    head: str | None = Field(default=None, description="words to put before each of `base_ids`")
    tail: str | None = Field(default=None, description="words to put behind each of them")
    joins: bool = Field(default=False, description="make one title of all `base_ids`")
    per_base: int = Field(default=1, ge=1, le=20)
    seed: int = 0


class GenerateTitles(Tool[GenerateTitlesArgs]):
    name = "generate_titles"
    description = "写标题，或改写之前的标题"
    args = GenerateTitlesArgs

    def __init__(self, generator: Generator, stores: Stores, estimated: Estimate = unestimated) -> None:
        self._generator = generator
        self._stores = stores
        self._law = Lawbook(stores)
        self._estimated = estimated

    def run(self, args: GenerateTitlesArgs, context: ToolContext) -> ToolResult:
        product = context.advertiser.product(args.product_id)
        replaced = self._bases(args.base_ids, context)
        bases: list[Title | None] = [None] if args.anew or not replaced else [*replaced]
        bases = bases[:1] if args.joins else bases
        written: list[Title] = []
        notes: list[str] = []
        drawn = tokens = 0
        for number, (base, meme, wanted) in enumerate(_orders(args, bases)):
            if context.cancel.is_set():
                break
            request = _request(args, product, base, context, written, args.seed + number)
            effort = LIST_EFFORT if len(bases) > FEW else 1.0
            # A name with slots (XX的尽头是XX) cannot stand in a title: such a meme is written by its pattern.
            pattern = self._stores.memes.pattern(meme) if meme and has_slot(meme) else None
            request = request.model_copy(update={"meme": meme, "meme_pattern": pattern, "effort": effort})
            if args.joins:
                request = request.model_copy(update={"joined": tuple(one.text for one in replaced[1:])})
            # Out of time, the rest of a list is changed by code alone, as far as that goes.
            cancel = _already_set() if context.stopped else context.cancel
            generation = self._generator.draw(request, wanted, cancel=cancel)
            drawn += generation.drawn
            tokens += generation.tokens
            notes += _notes(generation, base)
            parents = replaced * args.per_base if args.anew and replaced else [base] * len(generation.titles)
            made = zip(generation.titles, parents, strict=False)  # fewer are found where few fit
            written += self._legal([_attributed(one, product, parent, args) for one, parent in made], context)
        written = self._estimated(written, context.advertiser.id)
        self._stores.titles.add(written, advertiser_id=context.advertiser.id, thread_id=context.thread_id)
        summary = f"写出 {len(written)} 条（试写 {drawn} 条）"
        return ToolResult(summary, tuple(written), {"notes": notes, "drawn": drawn, "tokens": tokens})

    def _legal(self, titles: list[Title], context: ToolContext) -> list[Title]:
        """Those that may stand, with the verdict for this account: its industry, and its own words for the product."""
        judged = self._law.judge(titles, context.advertiser)
        return [
            title.model_copy(update={"compliance": found})
            for title, found in zip(titles, judged, strict=True)
            if found.verdict is not Verdict.VIOLATION
        ]

    def _bases(self, ids: Iterable[str], context: ToolContext) -> list[Title]:
        by_id = {title.id: title for title in context.shown}
        missing = [title_id for title_id in ids if title_id not in by_id]
        if missing:
            raise ToolError("要改的标题找不到了，请说明是第几条。")
        return [by_id[title_id] for title_id in ids]


def _orders(args: GenerateTitlesArgs, bases: Sequence[Title | None]) -> list[tuple[Title | None, str | None, int]]:
    """What to write one after another: the title to rewrite, the meme, and how many; several memes share new titles."""
    memes = args.memes[: args.n]
    if len(memes) < 2 or any(bases):
        return [(base, memes[0] if memes else None, args.per_base if base else args.n) for base in bases]
    shares = [args.n // len(memes) + (place < args.n % len(memes)) for place in range(len(memes))]
    return [(None, meme, share) for meme, share in zip(memes, shares, strict=True)]


def _already_set() -> threading.Event:
    event = threading.Event()
    event.set()
    return event


def _request(
    args: GenerateTitlesArgs,
    product: Product | None,
    base: Title | None,
    context: ToolContext,
    written: list[Title],
    seed: int,
) -> TitleRequest:
    sources = [context.user_text, *(product.sources if product else [])]
    if base:
        sources.append(base.text)
    least, most = _limits(args, base)
    replace = tuple((_as_called(old, new, base, product), new) for old, new in args.replace) if base else ()
    # A word that is to go but is not there cannot be exchanged: the title is rewritten without it.
    unmet = [old for old, new in replace if base and not contains(base.text, old) and not contains(new, old)]
    return TitleRequest(
        keywords=args.keywords or (base.keywords if base else ()),
        product=product.name if product else None,
        category=product.category if product else None,
        max_chars=most,
        min_chars=min(least, most),
        must_include=args.must_include,
        include_any=args.include_any,
        wished=args.wished,
        avoid=tuple(
            dict.fromkeys([*args.avoid, *unmet, *own_words(context.advertiser, product.id if product else None)])
        ),
        tone=args.tone,
        audience=args.audience,
        hook=args.hook,
        base=base.text if base else None,
        instruction=args.instruction,
        replace=tuple(pair for pair in replace if base and contains(base.text, pair[0])),
        head=args.head if base else None,
        tail=args.tail if base else None,
        prefix=args.prefix,
        facts=(*product.selling_points, *product.facts) if product else (),
        sources=tuple(sources),
        exclude=tuple(title.text for title in (*context.shown, *written)),
        seed=seed,
    )


def _as_called(old: str, new: str, base: Title, product: Product | None) -> str:
    """The word to exchange as the title has it: a title may call the product what it is (猫町邮局: 养猫游戏).

    The word itself where it is not the product's name, or most of it from either end, or where it would be lost
    what the product is.
    """
    name = old.strip('《》“”"「」')
    if product is None or not name or contains(base.text, old):
        return old
    if contains(base.text, name):
        return name
    if not _names(fold(name), fold(product.name)):
        return old
    kind = kind_of_product(TitleRequest(keywords=base.keywords, product=product.name, category=product.category))
    return kind if kind and new and not contains(new, kind) and contains(base.text, kind) else old


def _names(word: str, name: str) -> bool:
    return 2 * len(word) > len(name) and (name.startswith(word) or name.endswith(word))


def _limits(args: GenerateTitlesArgs, base: Title | None) -> tuple[int, int]:
    """(least, most) characters; “shorter” and “longer” are measured against the title they are said of."""
    least, most = args.min_chars, args.max_chars
    if base and args.instruction and "更短" in args.instruction:
        most = max(1, min(most, title_length(base.text) - 1))
    if base and args.instruction and "更长" in args.instruction:
        least = min(max(least, title_length(base.text) + 1), most)
    return least, most


def _notes(generation: Generation, base: Title | None) -> list[str]:
    if not generation.note:
        return []
    return [f"「{base.text}」：{generation.note}" if base else generation.note]


def _attributed(title: Title, product: Product | None, base: Title | None, args: GenerateTitlesArgs) -> Title:
    """The title with what only this tool knows: product, parent, further memes."""
    provenance = title.provenance.model_copy(update={"parent_id": base.id}) if base else title.provenance
    product_id = product.id if product else (base.product_id if base else None)
    memes = tuple(dict.fromkeys([*title.memes, *(term for term in args.memes if term in title.text)]))
    known = {"product_id": product_id, "memes": memes, "provenance": provenance}
    return title.model_copy(update=known)
