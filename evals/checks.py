"""The checks of a case, as pure functions over what was observed. Each returns what is wrong, or none.

"Every title" holds when no title was offered; "at least one" does not. Inclusion ignores case only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from evals.cases import Case, Expect
from evals.legality import violations
from evals.records import Observation, SeenTitle
from models.catalog import Product
from models.text import invented_numbers, title_length


class CheckResult(BaseModel):
    """One check of one turn; `detail` says what was seen when it failed."""

    model_config = ConfigDict(frozen=True)

    key: str
    passed: bool
    detail: str = ""


class TurnView(BaseModel):
    """All that the checks of one turn may look at: the turn, those before it, and the products."""

    model_config = ConfigDict(frozen=True)

    expect: Expect
    seen: Observation
    before: tuple[Observation, ...] = ()
    products: tuple[Product, ...] = ()


def check_case(case: Case, turns: Sequence[Observation]) -> list[list[CheckResult]]:
    """Check every turn of `case`; turns that never ran fail all of theirs.

    A turn that offered titles carries one check more, unasked: `legal`, that none of them breaks the law.
    """
    illegal = violations((title.text for turn in turns for title in turn.titles), case.advertiser.industry)
    return [[*check_turn(view), *_legal(view.seen, illegal)] for view in views(case, turns)]


def views(case: Case, turns: Sequence[Observation]) -> Iterator[TurnView]:
    """What the checks of each turn of `case` look at; a turn that never ran is `skipped`."""
    for index, wanted in enumerate(case.turns):
        seen = turns[index] if index < len(turns) else Observation(user=wanted.user, status="skipped")
        yield TurnView(expect=wanted.expect, seen=seen, before=tuple(turns[:index]), products=case.advertiser.products)


def _legal(seen: Observation, illegal: Mapping[str, Sequence[str]]) -> list[CheckResult]:
    if not seen.titles:
        return []
    found = next((title.text for title in seen.titles if title.text in illegal), None)
    detail = "" if found is None else f"{found!r} breaks the law by {', '.join(illegal[found])}"
    return [CheckResult(key="legal", passed=found is None, detail=detail)]


def check_turn(view: TurnView) -> list[CheckResult]:
    """Run the checks that the turn carries. A turn that did not finish fails one more, named `ran`."""
    results = []
    broken = None if view.seen.status == "ok" else f"{view.seen.status}: {view.seen.error or 'never ran'}"
    if broken:
        results.append(CheckResult(key="ran", passed=False, detail=broken))
    for key in view.expect.carried():
        fault = broken or CHECKS[key](view)
        results.append(CheckResult(key=key, passed=fault is None, detail=fault or ""))
    return results


def _has(text: str, part: str) -> bool:
    return part.lower() in text.lower()


def _texts(view: TurnView) -> list[str]:
    return [title.text for title in view.seen.titles]


def _intent(view: TurnView) -> str | None:
    wanted = str(view.expect.intent)
    return None if view.seen.intent == wanted else f"handled as {view.seen.intent}, wanted {wanted}"


def _count(view: TurnView) -> str | None:
    offered = len(view.seen.titles)
    return None if offered == view.expect.count else f"{offered} titles, wanted {view.expect.count}"


def _min_count(view: TurnView) -> str | None:
    offered, wanted = len(view.seen.titles), view.expect.min_count or 0
    return None if offered >= wanted else f"{offered} titles, wanted at least {wanted}"


def _max_chars(view: TurnView) -> str | None:
    limit = view.expect.max_chars or 0
    return _worst(view, lambda text: title_length(text) > limit, lambda text: f"{title_length(text)} > {limit}")


def _min_chars(view: TurnView) -> str | None:
    limit = view.expect.min_chars or 0
    return _worst(view, lambda text: title_length(text) < limit, lambda text: f"{title_length(text)} < {limit}")


def _include_all(view: TurnView) -> str | None:
    def lacking(text: str) -> list[str]:
        return [part for part in view.expect.include_all if not _has(text, part)]

    return _worst(view, lambda text: bool(lacking(text)), lambda text: f"lacks {lacking(text)}")


def _include_any(view: TurnView) -> str | None:
    words = view.expect.include_any
    return _worst(view, lambda text: not any(_has(text, word) for word in words), lambda _: f"has none of {words}")


def _avoid(view: TurnView) -> str | None:
    def found(text: str) -> list[str]:
        return [part for part in view.expect.avoid if _has(text, part)]

    return _worst(view, lambda text: bool(found(text)), lambda text: f"has {found(text)}")


def _some_include(view: TurnView) -> str | None:
    words = view.expect.some_include
    return None if any(_has(text, word) for text in _texts(view) for word in words) else f"no title has any of {words}"


def _no_titles(view: TurnView) -> str | None:
    return f"{len(view.seen.titles)} titles were offered" if view.seen.titles else None


def _differs_from_previous(view: TurnView) -> str | None:
    known = {title.text for turn in view.before for title in turn.titles}
    for text in _texts(view):
        if text in known:
            return f"repeats {text!r}"
        known.add(text)
    return None


def base_of(view: TurnView) -> SeenTitle | None:
    """The title that `keeps` means: of that number in the latest earlier list that had so many."""
    number = view.expect.keeps or 0
    return next((turn.titles[number - 1] for turn in reversed(view.before) if len(turn.titles) >= number > 0), None)


def _keeps(view: TurnView) -> str | None:
    base = base_of(view)
    if base is None:
        return f"no earlier list had {view.expect.keeps} titles"
    if not view.seen.titles:
        return "no title was offered"
    for title in view.seen.titles:
        if title.parent_id != base.id:
            return f"{title.text!r} names parent {title.parent_id}, wanted {base.id} ({base.text!r})"
        if title.product_id != base.product_id:
            return f"{title.text!r} is for product {title.product_id}, its base for {base.product_id}"
        if base.keywords and not set(base.keywords) & set(title.keywords):
            return f"{title.text!r} has keywords {title.keywords}, its base {base.keywords}"
    return None


def _tools_any(view: TurnView) -> str | None:
    ran = [call.name for call in view.seen.tools if call.status != "failed"]
    return None if set(ran) & set(view.expect.tools_any) else f"ran {ran}, wanted one of {view.expect.tools_any}"


def _tools_none(view: TurnView) -> str | None:
    wrong = [call.name for call in view.seen.tools if call.name in view.expect.tools_none]
    return f"ran {wrong}" if wrong else None


def _reply_any(view: TurnView) -> str | None:
    words = view.expect.reply_any
    return None if any(_has(view.seen.reply, word) for word in words) else f"reply has none of {words}"


def _reply_none(view: TurnView) -> str | None:
    found = [word for word in view.expect.reply_none if _has(view.seen.reply, word)]
    return f"reply has {found}" if found else None


def _no_invented_numbers(view: TurnView) -> str | None:
    return next((f"{text!r} invents {wrong}" for text, wrong in inventions(view)), None)


def inventions(view: TurnView) -> Iterator[tuple[str, list[str]]]:
    """Titles of the turn with their numbers that neither their product's data nor the user's messages hold."""
    said = [turn.user for turn in (*view.before, view.seen)]
    for title in view.seen.titles:
        own = [product for product in view.products if product.id == title.product_id] or view.products
        known = [text for product in own for text in (product.name, *product.facts, product.price or "")]
        if wrong := invented_numbers(title.text, known + said):
            yield title.text, list(wrong)


def _worst(view: TurnView, bad: Callable[[str], bool], why: Callable[[str], str]) -> str | None:
    wrong = [text for text in _texts(view) if bad(text)]
    return f"{len(wrong)} of {len(view.seen.titles)}: {wrong[0]!r} {why(wrong[0])}" if wrong else None


CHECKS: dict[str, Callable[[TurnView], str | None]] = {
    "intent": _intent,
    "count": _count,
    "min_count": _min_count,
    "max_chars": _max_chars,
    "min_chars": _min_chars,
    "include_all": _include_all,
    "include_any": _include_any,
    "avoid": _avoid,
    "some_include": _some_include,
    "no_titles": _no_titles,
    "differs_from_previous": _differs_from_previous,
    "keeps": _keeps,
    "tools_any": _tools_any,
    "tools_none": _tools_none,
    "reply_any": _reply_any,
    "reply_none": _reply_none,
    "no_invented_numbers": _no_invented_numbers,
}
