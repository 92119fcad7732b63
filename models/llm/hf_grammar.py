"""Which tokens of a vocabulary a grammar allows next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from weakref import WeakKeyDictionary

from models.llm.gbnf import Grammar, State


class Interrupted(Exception):
    """The walk was told to stop."""


@dataclass
class _Node:
    ids: list[int] = field(default_factory=list)
    children: dict[str, _Node] = field(default_factory=dict)


class TokenTrie:
    """The vocabulary's texts as a tree of characters. Tokens that are single bytes or special are left out."""

    def __init__(self, tokenizer: Any) -> None:
        """The tree of a transformers tokenizer whose pieces write a space as `▁`."""
        self._root = _Node()
        self._allowed: WeakKeyDictionary[Grammar, dict[State, list[int]]] = WeakKeyDictionary()
        special = set(tokenizer.all_special_ids)
        for piece, number in tokenizer.get_vocab().items():
            if number not in special and not (len(piece) == 6 and piece.startswith("<0x")):
                self._add(piece.replace("▁", " "), number)

    def _add(self, text: str, number: int) -> None:
        node = self._root
        for character in text:
            node = node.children.setdefault(character, _Node())
        node.ids.append(number)

    def allowed(self, grammar: Grammar, state: State, stop: Callable[[], bool]) -> list[int]:
        """Ids of the tokens that may follow `state`. A state is walked once for each grammar object.

        A walk may take seconds; raises Interrupted soon after `stop()` turns true.
        """
        known = self._allowed.setdefault(grammar, {})
        if state not in known:
            known[state] = self._walk(grammar, state, stop)
        return known[state]

    def _walk(self, grammar: Grammar, state: State, stop: Callable[[], bool]) -> list[int]:
        result: list[int] = []
        todo = [(self._root, state)]
        while todo:
            node, now = todo.pop()
            if stop():
                raise Interrupted
            result.extend(node.ids)
            for character, child in node.children.items():
                after = grammar.step(now, character)
                if after:
                    todo.append((child, after))
        return result
