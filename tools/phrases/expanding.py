"""Filling a template for a context, within the length and the law, or falling back in a fixed order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from models.text import title_length
from models.types import Compliance, Verdict
from tools.phrases.context import PhraseContext
from tools.phrases.phrase import BUILT_IN, PLACE, Phrase, UnknownPhrase, names_in

Check = Callable[[str], Compliance]
_MOST_MIXTURES = 64


class Expansion(BaseModel):
    """`text` is none when nothing fits, not even the fallback. `problems`: in Chinese, why words were passed over.

    `via` is values (all from the context), defaults (some stood in), fallback, or none.
    """

    model_config = ConfigDict(frozen=True)

    label: str
    text: str | None
    via: str
    used: dict[str, str] = {}
    problems: tuple[str, ...] = ()


def expand(
    template: str,
    context: PhraseContext,
    *,
    max_chars: int = 30,
    check: Check | None = None,
    fallback: str | None = None,
    phrases: Mapping[str, Phrase] = BUILT_IN,
) -> Expansion:
    """Values of the context first; then, as few as possible, defaults in their place; then `fallback`.

    Nothing longer than `max_chars` or that `check` calls a violation is ever returned.

    Raises:
        UnknownPhrase: the template names a phrase that `phrases` has not, or `fallback` names any.
    """
    names = names_in(template)
    unknown = [name for name in names if name not in phrases]
    if unknown or (fallback and PLACE.search(fallback)):
        known = "、".join(f"{{{name}}}" for name in phrases)
        raise UnknownPhrase(
            f"没有动态词 {{{(unknown or names_in(fallback or ''))[0]}}}；可用的有：{known}，备用标题里不能再有"
        )
    problems: list[str] = []
    for chosen, defaults in _mixtures([phrases[name] for name in names], context, problems):
        text = PLACE.sub(lambda found, chosen=chosen: chosen[found[1]], template)  # type: ignore[misc]
        problem = _problem(text, max_chars, check)
        if problem is None:
            return _expansion(context, text, "defaults" if defaults else "values", chosen, problems)
        problems.append(problem)
    if fallback is not None:
        problem = _problem(fallback, max_chars, check)
        if problem is None:
            return _expansion(context, fallback, "fallback", {}, problems)
        problems.append(f"备用标题{problem}")
    return _expansion(context, None, "none", {}, problems)


def preview(
    template: str,
    contexts: Sequence[PhraseContext],
    *,
    max_chars: int = 30,
    check: Check | None = None,
    fallback: str | None = None,
    phrases: Mapping[str, Phrase] = BUILT_IN,
) -> list[Expansion]:
    """The template as each of these contexts would show it. Raises UnknownPhrase."""
    return [
        expand(template, one, max_chars=max_chars, check=check, fallback=fallback, phrases=phrases) for one in contexts
    ]


def _mixtures(
    phrases: Sequence[Phrase], context: PhraseContext, problems: list[str]
) -> Iterator[tuple[dict[str, str], int]]:
    """Ways to fill the phrases and how many defaults each uses, fewest first; none when a phrase has no word at all."""
    options: list[list[tuple[int, str]]] = []
    for phrase in phrases:
        value = phrase.value(context)
        if value is None:
            problems.append(f"{{{phrase.name}}} 在这里没有值")
        words = [(0, value)] if value else []
        if phrase.default is not None and phrase.default != value:
            words.append((1, phrase.default))
        if not words:
            return
        options.append(words)
    mixed = list(itertools.islice(itertools.product(*options), _MOST_MIXTURES))
    names = [phrase.name for phrase in phrases]
    for mixture in sorted(mixed, key=lambda words: sum(default for default, _ in words)):
        chosen = dict(zip(names, (word for _, word in mixture), strict=True))
        yield chosen, sum(default for default, _ in mixture)


def _problem(text: str, max_chars: int, check: Check | None) -> str | None:
    if not text.strip():
        return "是空的"
    if title_length(text) > max_chars:
        return f"“{text}”有 {title_length(text)} 字，超过 {max_chars} 字"
    if check is not None:
        found = check(text)
        if found.verdict is Verdict.VIOLATION:
            spans = "、".join(f"“{finding.span}”" for finding in found.findings if not finding.exempt)
            return f"“{text}”不合广告法：{spans}"
    return None


def _expansion(
    context: PhraseContext, text: str | None, via: str, used: dict[str, str], problems: list[str]
) -> Expansion:
    return Expansion(label=context.label, text=text, via=via, used=used, problems=tuple(dict.fromkeys(problems)))
