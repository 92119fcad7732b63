"""Dynamic phrases that operators define beside the built-in ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from tools.phrases.phrase import BUILT_IN, Phrase
from tools.store.changes import ChangeLog

KEY = "phrases"
MOST_PHRASES = 100
Kept = Mapping[str, Any]  # phrases by name, as JSON


class WrongPhrase(ValueError):
    """A phrase that cannot be kept; the message is Chinese."""


class CustomPhrases:
    """Own phrases; those that ship can be neither changed nor taken away."""

    def __init__(self, log: ChangeLog) -> None:
        self._log = log

    def own(self) -> dict[str, Phrase]:
        """Operators' phrases by name."""
        return {name: Phrase.model_validate(one) for name, one in sorted((self._log.get(KEY) or {}).items())}

    def all(self) -> Mapping[str, Phrase]:
        """For `expand`: the built-in ones and the own."""
        return {**self.own(), **BUILT_IN}

    def put(self, name: str, source: str, values: str, default: str, *, by: str) -> Phrase:
        """Keep a phrase; `values` has lines such as 上海=魔都. Raises WrongPhrase."""
        if name in BUILT_IN:
            raise WrongPhrase(f"{{{name}}} 是自带的动态词，换个名字")
        table = _table(values)
        try:
            phrase = Phrase.model_validate(
                {"name": name, "source": source, "values": table, "default": default.strip() or None}
            )
        except ValidationError as error:
            raise WrongPhrase("名称用小写字母、数字和下划线，以字母开头；来源要从列表里选") from error
        if not table and phrase.default is None:
            raise WrongPhrase("至少写一条对应关系，或者一个默认值")

        def put(own: Kept) -> tuple[Kept, str]:
            if name not in own and len(own) >= MOST_PHRASES:
                raise WrongPhrase(f"最多 {MOST_PHRASES} 个自定义动态词")
            return {**own, name: phrase.model_dump(mode="json")}, f"{{{name}}}"

        self._change(put, by)
        return phrase

    def drop(self, name: str, *, by: str) -> None:
        """Raises WrongPhrase when there is none of that name."""

        def drop(own: Kept) -> tuple[Kept, str]:
            if name not in own:
                raise WrongPhrase(f"没有自定义动态词 {{{name}}}")
            return {one: phrase for one, phrase in own.items() if one != name}, f"去掉 {{{name}}}"

        self._change(drop, by)

    def _change(self, make: Callable[[Kept], tuple[Kept, str]], by: str) -> None:
        self._log.change(KEY, lambda kept: make(kept or {}), by=by)


def _table(lines: str) -> dict[str, str]:
    """Lines of WORD=INSTEAD; raises WrongPhrase naming the line that is not one."""
    found: dict[str, str] = {}
    for line in filter(None, (one.strip() for one in lines.replace("＝", "=").splitlines())):
        word, equals, instead = (part.strip() for part in line.partition("="))
        if not (word and equals and instead):
            raise WrongPhrase(f"“{line}”不是“词=替换”的写法")
        found[word] = instead
    return found
