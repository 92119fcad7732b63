"""What is said of titles by their scores: each alone, in an order, compared, explained; and what one is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.outcome import Outcome
from agent.readers.message import read_message
from agent.readers.ordering import asks_meaning, compares, sorted_by, sorts
from agent.standing import Place, place_of
from agent.verdicts import Say, explained, extreme, extreme_raced, percent
from agent.wording import common_noun, default_product
from models.text import contains, numbers, title_length
from models.types import Title
from tools.worth import overall, standing

EXPLAINED = 3  # titles of which the reasons are told at once
LISTED = 10  # saved titles told at once
CLOSE = 0.05  # of the overall worth: titles nearer than that are not told apart by it
_ASKING = ("？", "?", "吗", "为什么", "怎么", "多少", "谁")


def scores(say: Say, outcome: Outcome) -> list[str]:
    """Titles with their scores: the best or worst by name, two compared in words, a list in its order or sorted."""
    view, scored = outcome.view, _titles(outcome)
    if not scored:
        return []
    if view.plan.given:
        return [explained(say, scored[0], Place(), outcome.reasons(scored[0]), compare=False)]
    ref, message = view.plan.ref, read_message(view.message)
    if _is_comparison(outcome, scored):
        return _compared(say, outcome, scored)
    if len(scored) == 1 and ref is not None and ref.by is not None and ref.metric is None:
        return [_extreme(say, outcome, scored[0], ref.by)]
    header = "scored"
    if view.plan.order == "ctr":
        header = "ranked" if outcome.offered else "scored"
    elif len(scored) > 1 and sorts(message):
        by = sorted_by(message)
        header = f"sorted_{by}" if by else "sorted"
        scored = sorted(scored, key=lambda one: percent(one)[by] if by else standing(one), reverse=True)
    rows = [_line(say, _number(outcome, title, place), title) for place, title in enumerate(scored, 1)]
    told = [say("estimated")] if header == "scored" and any(title.ctr for title in scored) else []
    unranked = [say("unranked")] if view.plan.order == "ctr" and not outcome.offered else []
    return [*unranked, say(header, lines="\n".join(rows)), *told]


def explanations(say: Say, outcome: Outcome) -> list[str]:
    """Why titles score as they do, what one is about, or what is asked of titles in general."""
    view = outcome.view
    if topic := view.plan.know_how:
        return [_library(say, outcome) if topic == "library" else say(f"know_{topic}")]
    scored = _titles(outcome)
    if not scored:
        return [] if "check_compliance" in view.results else [say("explained_none")]
    if len(scored) == 1 and asks_meaning(read_message(view.message)):
        return [_meaning(say, outcome, scored[0])]
    if _is_comparison(outcome, scored):
        return _compared(say, outcome, scored)
    few = scored[:EXPLAINED]
    return [explained(say, one, _place(outcome, one), outcome.reasons(one), compare=len(few) == 1) for one in few]


def _library(say: Say, outcome: Outcome) -> str:
    """What the account saved, the newest first; what still waits is told after every answer."""
    saved = outcome.saved
    if not saved:
        return say("library_empty")
    rows = "\n".join(f"- {title.text}" for title in saved[:LISTED])
    return say("library_some" if len(saved) > LISTED else "library_all", n=len(saved), shown=LISTED, lines=rows)


def _is_comparison(outcome: Outcome, scored: Sequence[Title]) -> bool:
    """Whether a few titles, each named by its number, are to be held against one another."""
    ref = outcome.view.plan.ref
    several = ref is not None and 1 < len(ref.numbers) == len(scored) <= EXPLAINED
    return several and compares(read_message(outcome.view.message))


def _compared(say: Say, outcome: Outcome, scored: Sequence[Title]) -> list[str]:
    """One line on what each title is like, then the one to choose, or that scores do not tell them apart."""
    first, second, *_rest = sorted(scored, key=standing, reverse=True)
    lines = [
        say("compared_line", number=_number(outcome, title, place), text=title.text, marks=_marks(say, outcome, title))
        + say("compared_scores", **percent(title))
        for place, title in enumerate(scored, 1)
    ]
    numbered = {title.id: _number(outcome, title, place) for place, title in enumerate(scored, 1)}
    if overall(first) - overall(second) < CLOSE and standing(first)[0] == standing(second)[0]:
        return [*lines, say("compared_close")]
    weakest = max(("quality", "style", "fluency"), key=lambda name: percent(first)[name] - percent(second)[name])
    told = {"number": numbered[first.id], "text": first.text, "score": say(f"score_{weakest}")}
    return [*lines, say("compared_pick", **told, more=percent(first)[weakest] - percent(second)[weakest])]


def _marks(say: Say, outcome: Outcome, title: Title) -> str:
    """What can be told of a title without judging it: its length, its form, what it names."""
    found = [say("mark_length", n=title_length(title.text))]
    found += [say("mark_question")] if any(word in title.text for word in _ASKING) else []
    found += [say("mark_first_person")] if "我" in title.text else []
    found += [say("mark_number")] if numbers(title.text) else []
    found += [say("mark_meme", memes="、".join(title.memes))] if title.memes else []
    named = _named(outcome, title)
    found.append(say("mark_names", words="、".join(named)) if named else say("mark_names_none"))
    return say("comma").join(found)


def _named(outcome: Outcome, title: Title) -> list[str]:
    """Which of the words it was written for, and of the product's name, stand in the title."""
    view = outcome.view
    product = view.advertiser.product(title.product_id) or default_product(view.brief, view.advertiser)
    nouns = [product.name, common_noun(product, view.advertiser.name)] if product else []
    said = [word for word in dict.fromkeys((*nouns, *title.keywords)) if word and contains(title.text, word)]
    return [word for word in said if not any(word != other and contains(other, word) for other in said)]


def _meaning(say: Say, outcome: Outcome, title: Title) -> str:
    """What a title speaks of, with what its memes mean; that is all that is known of it."""
    number = _place(outcome, title).number
    parts = [say("meaning", place=say("place", number=number) if number else "", text=title.text)]
    named = _named(outcome, title)
    parts.append(say("meaning_names", words="、".join(named)) if named else say("meaning_names_none"))
    parts += [say("meaning_meme", term=term, meaning=text) for term, text in outcome.memes.items()]
    return say("next_sentence").join([*parts, say("meaning_offer", number=number or 1)])


def _extreme(say: Say, outcome: Outcome, title: Title, end: str) -> str:
    place, raced, ref = _place(outcome, title), outcome.view.raced, outcome.view.plan.ref
    leads = raced and raced.get(title.id) == (max if end == "best" else min)(raced.values())
    if leads and ref and ref.metric is None:
        return extreme_raced(say, title, end, place, raced[title.id])
    return extreme(say, title, end, place, outcome.reasons(title))


def _place(outcome: Outcome, title: Title) -> Place:
    return place_of(title, outcome.view.shown, outcome.view.titles)


def _number(outcome: Outcome, title: Title, place: int) -> int:
    """The number by which messages mean the title; its place among those told where it has none, or is offered anew."""
    return place if outcome.offered else _place(outcome, title).number or place


def _line(say: Say, number: int, title: Title) -> str:
    line = say("score_line", number=number, text=title.text, **percent(title))
    if title.ctr is None:
        return line
    rates = {name: f"{getattr(title.ctr, name):.2%}" for name in ("mean", "low", "high")}
    return line + say("score_rate", **rates)


def _titles(outcome: Outcome) -> list[Title]:
    rows: list[dict[str, Any]] = outcome.view.results.get("score_titles", {}).get("scored", [])
    return [Title.model_validate(row) for row in rows]
