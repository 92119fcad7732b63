"""From a plan to tool calls: which tool runs next, and with what arguments.

Every intent is a short list of builders. A builder looks at the turn so far (a later step may need what an
earlier one found) and returns the call to make, or none when there is nothing to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from agent.plan import Change, Intent, Plan
from agent.readers.requests import goes_live
from agent.references import candidates_for
from agent.targets import bases_to_change
from agent.turn_view import Step, TurnView
from agent.wording import (
    default_product,
    figures,
    fitting_memes,
    other_nouns,
    telling,
    title_keywords,
    wants_memes,
    wished_words,
)
from models.generator.narrators import voice_of
from models.text import contains
from tools.racing import pick_finals

DEFAULT_PICK = 3
# “写个包过的”: one claim is ordered, and nothing shown is to be changed.
_CLAIM_ORDERED = re.compile(
    r"^(?:那|再|就|要不|给我|帮我|麻烦|,|，|\s)*(?:写|来|出|整|搞|弄)(?:个|一个|一?条|一句)?[^，。；！？,;!?改换]{2,12}[。!！~\s]*$"
)
_PAUSE = re.compile(r"[，：；。！？…,:;!?]+")
INSTRUCTIONS = {"shorter": "更短", "longer": "更长", "livelier": "更活泼", "softer": "更温和"}


Builder = Callable[[TurnView], Step | None]


def next_step(view: TurnView, stage: int) -> tuple[Step | None, int]:
    """The first call at or after `stage`, and the stage after it; (None, last) when the turn is done."""
    stages = [one for intent in (view.plan.intent, *view.plan.then) for one in _stages(intent, view)]
    for number in range(stage, len(stages)):
        builder, group = stages[number]
        if (step := builder(view.of_group(group))) is not None:
            return replace(step, group=group), number + 1
    return None, len(stages)


def _stages(intent: Intent, view: TurnView) -> list[tuple[Builder, int | None]]:
    """The builders of an intent; those that write, once for each group of titles ordered."""
    if intent is not Intent.GENERATE or not view.groups:
        return [(builder, None) for builder in BUILDERS[intent]]
    once = [(builder, None) for builder in BUILDERS[intent] if builder not in WRITERS]
    return once + [(builder, place) for place in range(len(view.groups)) for builder in WRITERS]


def _check_claims(view: TurnView) -> Step | None:
    if not view.claims or "check_compliance" in view.results:
        return None
    return Step("check_compliance", {"texts": list(view.claims)})


def _look_up_asked_facts(view: TurnView) -> Step | None:
    if not view.plan.fact_questions or "lookup_entities" in view.results:
        return None
    questions = list(view.plan.fact_questions)
    return Step("lookup_entities", {"fact_questions": questions, "product_id": view.brief.product_id})


def _look_up(view: TurnView) -> Step | None:
    if view.plan.fact_questions:
        return _look_up_asked_facts(view)
    asked = view.plan.edit.product_id
    return Step("lookup_entities", {"query": view.plan.query or view.message, "product_id": asked})


def _search_memes(view: TurnView) -> Step | None:
    product = default_product(view.brief, view.advertiser)
    query = view.plan.query or " ".join(title_keywords(view.brief, product, view.advertiser.name)) or view.message
    return Step("search_memes", {"query": query})


def _wanted_memes(view: TurnView) -> Step | None:
    """Look memes up before writing only when some are wanted and none is named."""
    wants = wants_memes(view.brief) and not view.brief.memes
    return _search_memes(view) if wants and "search_memes" not in view.results else None


def only_illegal(view: TurnView) -> bool:
    """Whether all the message asks for is what the law forbids: then there is nothing to write."""
    plan = view.plan
    nothing_else = plan.change is None or bool(_CLAIM_ORDERED.match(view.message))
    return bool(view.claims) and plan.edit.is_empty and nothing_else and plan.ref is None


def _generate(view: TurnView) -> Step | None:
    if only_illegal(view) and view.plan.intent is not Intent.GENERATE:
        return None
    return Step("generate_titles", _arguments(view) | {"n": view.brief.count})


def _refine(view: TurnView) -> Step | None:
    if view.plan.back or only_illegal(view) or _asks_only_for_unknown_facts(view):
        return None
    change = view.plan.change
    if not view.plan.given and (not any(one.title_ids for one in view.shown) or _wants_more(view)):
        return _generate(view)
    if change and (change.joins or change.keeps):
        return _rearranged(view, change)
    bases = bases_to_change(view)
    if not bases:
        return None
    pairs = [list(pair) for pair in change.replace] if change else []
    held = any(contains(view.titles[one].text, old) for one in bases for old, _new in pairs)
    single, anew = len(bases) == 1, view.plan.anew
    per_base = (view.plan.edit.count or 1) if single else 1
    arguments = _arguments(view)
    # A word to put in where its counterpart stands nowhere is simply a word to put in.
    added = [] if held else [new for _old, new in pairs if new and new not in arguments["must_include"]]
    return Step(
        "generate_titles",
        arguments
        | {
            "n": len(bases) * per_base,
            "per_base": per_base,
            "base_ids": list(bases),
            "anew": anew,
            "instruction": None if anew else _instruction(view),
            "replace": pairs,
            "head": change.head if change else None,
            "tail": change.tail if change else None,
            "must_include": [*arguments["must_include"], *added],
            **({"keywords": list(view.titles[bases[0]].keywords)} if single and not view.plan.edit.keywords else {}),
        },
    )


def _rearranged(view: TurnView, change: Change) -> Step | None:
    """One title of several, or titles that begin like the one pointed at; an end that is to stay gives no start."""
    bases, count = list(view.referred()), view.plan.edit.count or 1
    arguments = _arguments(view) | {"base_ids": bases, "keywords": list(view.titles[bases[0]].keywords)}
    if change.joins:
        return Step("generate_titles", arguments | {"n": 1, "joins": True})
    opening = first_half(view.titles[bases[0]].text)
    if change.keeps == "tail" or opening is None:
        return None
    return Step("generate_titles", arguments | {"n": count, "per_base": count, "anew": True, "prefix": opening})


def first_half(text: str) -> str | None:
    """A title up to the comma or the like nearest to its middle, that included; none where it has only one part."""
    ends = [match.end() for match in _PAUSE.finditer(text) if match.end() < len(text)]
    return text[: min(ends, key=lambda end: abs(end - len(text) / 2))] if ends else None


def _score_own_title(view: TurnView) -> Step | None:
    """A title handed in is judged beside what it is rewritten to."""
    if not view.plan.given or "score_titles" in view.results:
        return None
    return Step("score_titles", {"title_ids": list(view.referred())})


def _wants_more(view: TurnView) -> bool:
    """Whether a whole list is to become longer than it is: that takes new titles."""
    whole = view.plan.is_for_whole_list
    return whole and len(view.referred()) > 1 and (view.plan.edit.count or 0) > len(view.referred())


def _asks_only_for_unknown_facts(view: TurnView) -> bool:
    missing = view.results.get("lookup_entities", {}).get("missing")
    edit = view.plan.edit.model_copy(update={"count": None, "product_id": None})
    return bool(missing) and edit.is_empty and view.plan.change is None


def _instruction(view: TurnView) -> str | None:
    change = view.plan.change
    if change is None or change.head or change.tail:
        return None
    parts = [INSTRUCTIONS.get(change.kind or "", ""), change.instruction or ""]
    return "，".join(part for part in dict.fromkeys(parts) if part) or None


def _arguments(view: TurnView) -> dict[str, Any]:
    """The Brief in the generator's terms."""
    brief = view.brief
    product = default_product(brief, view.advertiser)
    measures, measured = figures(brief, product)
    found = view.results.get("search_memes", {}).get("memes", [])
    return {
        "product_id": product.id if product else None,
        "keywords": list(title_keywords(brief, product, view.advertiser.name)),
        "min_chars": brief.min_chars or 1,
        "max_chars": brief.max_chars or view.max_chars,
        "must_include": list(brief.must_include),
        "prefix": brief.opening,
        "include_any": list(brief.include_any) or measures or [word for word in [voice_of(brief.hook)] if word],
        "avoid": list(dict.fromkeys((*brief.avoid, *other_nouns(brief, view.advertiser)))),
        "wished": list(dict.fromkeys((*wished_words(brief), *telling(brief, product), *measured))),
        "tone": brief.tone,
        "audience": brief.audience,
        "hook": None if measures else brief.hook,
        "memes": list(brief.memes or fitting_memes(found, brief, product)),
        "seed": view.seed,
    }


def _associate(view: TurnView) -> Step | None:
    text = view.plan.query or view.associated
    if text is None and view.shown:
        text = view.shown[-1].texts[0]
    product = default_product(view.brief, view.advertiser)
    text = text or (product.name if product else view.message)
    return Step("associate_titles", {"text": text, "similar": view.plan.similar})


def _continue(view: TurnView) -> Step | None:
    """Write on from the text when the library holds too little: never for a search."""
    text = view.plan.query or view.associated
    if view.plan.similar or text is None:
        return None
    arguments = _arguments(view)
    limit = max(arguments["max_chars"], len(text) + 8) if view.brief.max_chars is None else arguments["max_chars"]
    wanted = view.plan.edit.count or view.brief.count
    return Step("generate_titles", arguments | {"n": wanted, "prefix": text, "max_chars": limit})


def _score(view: TurnView) -> Step | None:
    if view.plan.given:
        return _score_own_title(view)
    if view.plan.query and view.plan.ref is None:
        return Step("score_titles", {"texts": [view.plan.query]})
    order = {"order": view.plan.order} if view.plan.order else {}
    return Step("score_titles", {"title_ids": list(view.referred()), **order})


def _law_of_own_text(view: TurnView) -> Step | None:
    """The user's own words are scored and checked: a good score must not hide that they may not be written."""
    if not view.plan.query or view.plan.ref is not None or "check_compliance" in view.results:
        return None
    return Step("check_compliance", {"texts": [view.plan.query]})


def _explain(view: TurnView) -> Step | None:
    """“为什么不能写第一” is answered by the law, “为什么这条分低” by the scores."""
    if view.plan.know_how:
        return None
    if view.claims and not (view.plan.ref and (view.plan.ref.numbers or view.plan.ref.by)):
        return _check_claims(view)
    if not any(one.title_ids for one in view.shown) and not view.plan.query:
        return None
    return None if "score_titles" in view.results else _score(view)


def _check(view: TurnView) -> Step | None:
    if view.plan.query and view.plan.ref is None:
        return Step("check_compliance", {"texts": [view.plan.query]})
    if view.claims and view.plan.ref is None:
        return _check_claims(view)
    texts = [view.titles[one].text for one in view.referred()] if view.shown else [view.message]
    return Step("check_compliance", {"texts": texts})


def _race(view: TurnView) -> Step | None:
    if view.plan.status:
        return Step("race_titles", {"status": True})
    ref = view.plan.ref
    wanted = view.plan.pick or DEFAULT_PICK
    candidates = _candidates(view, view.plan, wanted)
    arguments: dict[str, Any] = {"title_ids": list(candidates), "pick": view.plan.pick}
    if ref is not None and ref.by and ref.metric is None:  # so that the tool can say what they were the best of
        pool = _candidates(view, view.plan.model_copy(update={"ref": None}), wanted)
        arguments["among_ids"] = list(pool)
    if ref is not None and (ref.numbers or ref.by):
        arguments["pick"] = view.plan.pick or len(candidates)
        arguments |= {"named": True} if ref.numbers and arguments["pick"] == len(ref.numbers) else {}
    elif ref is None or not ref.all:
        arguments["pick"] = view.plan.pick or min(DEFAULT_PICK, len(candidates))
    if ref is None and view.shown:  # so that the tool can say what it left out
        arguments["title_ids"] += [one for one in view.shown[-1].title_ids if _is_disliked(view, one)]
    return Step("race_titles", arguments | ({} if _goes_live(view) else {"propose": False}))


def _candidates(view: TurnView, plan: Plan, wanted: int) -> tuple[str, ...]:
    """Titles to take finals from; what the conversation has since forbidden to all titles is not among them."""
    if plan.ref is not None and plan.ref.which == "own":
        return view.referred()
    return candidates_for(plan, view.shown, view.titles, wanted, view.opinions, view.raced, view.brief.avoid)


def _is_disliked(view: TurnView, title_id: str) -> bool:
    said = view.opinions.get(title_id)
    return said is not None and said.is_disliked


def _goes_live(view: TurnView) -> bool:
    """Whether a race is to be proposed: finals picked only to be kept are not put before viewers."""
    return Intent.SAVE not in view.plan.then or goes_live(view.message)


def _save(view: TurnView) -> Step | None:
    # “挑3条，定稿保存”: what is saved is what was picked, not what it was picked from.
    if picked := view.results.get("race_titles", {}).get("picked"):
        return Step("save_titles", {"title_ids": list(picked)})
    ref = view.plan.ref
    wanted = view.plan.pick
    if wanted is None or not (ref is None or ref.by is not None):
        return Step("save_titles", {"title_ids": list(view.referred())})
    ids = _candidates(view, view.plan, wanted)
    if ref is None:
        ids = tuple(one.id for one in pick_finals([view.titles[one] for one in ids], wanted, view.opinions))
    return Step("save_titles", {"title_ids": list(ids[:wanted])})


WRITERS: tuple[Builder, ...] = (_wanted_memes, _generate)
BUILDERS: dict[Intent, tuple[Builder, ...]] = {
    Intent.GENERATE: (_check_claims, _look_up_asked_facts, *WRITERS),
    Intent.REFINE: (_check_claims, _look_up_asked_facts, _score_own_title, _refine),
    Intent.ASSOCIATE: (_associate, _continue),
    Intent.MEME: (_search_memes,),
    Intent.ENTITY: (_look_up,),
    Intent.SCORE: (_score, _law_of_own_text),
    Intent.EXPLAIN: (_explain,),
    Intent.COMPLIANCE: (_check,),
    Intent.RACE: (_race,),
    Intent.SAVE: (_save,),
    Intent.CLARIFY: (),
    Intent.REFUSE: (),
    Intent.SMALLTALK: (),
}
