"""GBNF, llama.cpp's grammar notation (grammars/README.md there): a parser, and a matcher that goes by characters.

The matcher keeps every way in which the text so far can be continued: a set of stacks of symbols still to come.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from models.llm.errors import ModelRequestError

ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
CODE_LENGTHS = {"x": 2, "u": 4, "U": 8}
NAME = re.compile(r"[A-Za-z0-9-]+")
COUNT = re.compile(r"\{\s*(\d+)\s*(?:(,)\s*(\d*)\s*)?\}")
BLANK = re.compile(r"(?:[ \t]|#[^\n]*)*")
BLANK_LINES = re.compile(r"(?:\s|#[^\n]*)*")
DEEPEST = 400


@dataclass(frozen=True)
class Characters:
    """One character out of ranges of code points, or out of all others where `negated`."""

    ranges: tuple[tuple[int, int], ...]
    negated: bool = False

    def holds(self, character: str) -> bool:
        """Whether `character` is one of them."""
        code = ord(character)
        return any(first <= code <= last for first, last in self.ranges) != self.negated


Symbol = Characters | str  # a string names a rule
Sequence = tuple[Symbol, ...]
Stack = tuple["Symbol", "Stack"] | None
State = frozenset[Stack]


@dataclass(eq=False)
class Grammar:
    """Rules by name, each a list of alternatives; matching starts at `root`."""

    rules: dict[str, list[Sequence]] = field(default_factory=dict)
    _steps: dict[tuple[State, str], State] = field(default_factory=dict, repr=False)

    def start(self) -> State:
        """The state before any text."""
        return self._open([("root", None)])

    def step(self, state: State, character: str) -> State:
        """The state after one more character; empty where the grammar does not allow it."""
        key = (state, character)
        if key not in self._steps:
            matching = [s for s in state if s is not None and isinstance(s[0], Characters) and s[0].holds(character)]
            self._steps[key] = self._open([stack[1] for stack in matching])
        return self._steps[key]

    def read(self, text: str, state: State | None = None) -> State:
        """The state after `text`."""
        now = self.start() if state is None else state
        for character in text:
            now = self.step(now, character)
        return now

    def matches(self, text: str) -> bool:
        """Whether the whole of `text` is what the grammar describes."""
        return None in self.read(text)

    def _open(self, stacks: list[Stack]) -> State:
        """Replace rules on top of stacks by their alternatives until characters (or nothing) are on top."""
        result: set[Stack] = set()
        todo = [(stack, 0) for stack in stacks]
        seen: set[Stack] = set()
        while todo:
            stack, depth = todo.pop()
            if stack in seen:
                continue
            seen.add(stack)
            if stack is None or isinstance(stack[0], Characters):
                result.add(stack)
                continue
            if depth > DEEPEST:
                raise ModelRequestError(f"the grammar's rule {stack[0]!r} starts with itself; rewrite it")
            for alternative in self.rules[stack[0]]:
                top = stack[1]
                for symbol in reversed(alternative):
                    top = (symbol, top)
                todo.append((top, depth + 1))
        return frozenset(result)


def parse_grammar(text: str) -> Grammar:
    """Read GBNF. Raises ModelRequestError with the place where it is not understood."""
    return _Parser(text).grammar()


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.rules: dict[str, list[Sequence]] = {}

    def grammar(self) -> Grammar:
        self._skip(BLANK_LINES)
        while self.at < len(self.text):
            name = self._name()
            self._expect("::=")
            self._skip(BLANK_LINES)
            self.rules[name] = self._alternatives(nested=False, owner=name)
            self._skip(BLANK_LINES)
        named = {s for rule in self.rules.values() for sequence in rule for s in sequence if isinstance(s, str)}
        for name in sorted((named | {"root"}) - set(self.rules)):
            raise ModelRequestError(f"the grammar has no rule {name!r}; add it")
        return Grammar(self.rules)

    def _alternatives(self, *, nested: bool, owner: str) -> list[Sequence]:
        blank = BLANK_LINES if nested else BLANK
        result = [self._sequence(blank, nested, owner)]
        while self._peek() == "|":
            self.at += 1
            self._skip(BLANK_LINES)
            result.append(self._sequence(blank, nested, owner))
        return result

    def _sequence(self, blank: re.Pattern[str], nested: bool, owner: str) -> Sequence:
        symbols: list[Symbol] = []
        self._skip(blank)
        while (next_ := self._peek()) and next_ not in "|)\r\n":
            item = self._item(owner)
            symbols.extend(self._repeated(item, owner))
            self._skip(blank)
        if nested and not self._peek():
            raise self._error("a closing bracket")
        return tuple(symbols)

    def _item(self, owner: str) -> Sequence:
        start = self._peek()
        if start == '"':
            return self._literal()
        if start == "[":
            return (self._class(),)
        if start == ".":
            self.at += 1
            return (Characters((), negated=True),)
        if start == "(":
            self.at += 1
            inner = self._alternatives(nested=True, owner=owner)
            self._expect(")")
            return (self._rule(owner, inner),)
        return (self._name(),)

    def _repeated(self, item: Sequence, owner: str) -> Sequence:
        sign = self._peek()
        if sign and sign in "*+?":
            self.at += 1
            least, most = {"*": (0, None), "+": (1, None), "?": (0, 1)}[sign]
        elif match := COUNT.match(self.text, self.at):
            self.at = match.end()
            least = int(match[1])
            most = (int(match[3]) if match[3] else None) if match[2] else least
        else:
            return item
        tail: Sequence = ()
        if most is None:
            name = self._rule(owner, [()])
            self.rules[name] = [(*item, name), ()]
            tail = (name,)
        for _ in range((most or least) - least):
            tail = (self._rule(owner, [(*item, *tail), ()]),)
        return item * least + tail

    def _literal(self) -> Sequence:
        self.at += 1
        symbols: list[Symbol] = []
        while self._peek() != '"':
            code = ord(self._character())
            symbols.append(Characters(((code, code),)))
        self.at += 1
        return tuple(symbols)

    def _class(self) -> Characters:
        self.at += 1
        negated = self._peek() == "^"
        self.at += negated
        ranges = []
        while self._peek() != "]":
            first = last = ord(self._character())
            if self._peek() == "-" and self.text[self.at + 1 : self.at + 2] != "]":
                self.at += 1
                last = ord(self._character())
            ranges.append((first, last))
        self.at += 1
        return Characters(tuple(ranges), negated)

    def _character(self) -> str:
        character = self._peek()
        if not character or character in "\r\n":
            raise self._error("a character or a closing quote")
        self.at += 1
        if character != "\\":
            return character
        escaped = self._peek()
        self.at += 1
        if length := CODE_LENGTHS.get(escaped):
            digits = self.text[self.at : self.at + length]
            self.at += length
            try:
                return chr(int(digits, 16))
            except (ValueError, OverflowError):
                raise self._error("hexadecimal digits") from None
        return ESCAPES.get(escaped, escaped)

    def _rule(self, owner: str, alternatives: list[Sequence]) -> str:
        name = f"{owner}_{len(self.rules)}"  # an underscore occurs in no name of the grammar's own
        self.rules[name] = alternatives
        return name

    def _name(self) -> str:
        match = NAME.match(self.text, self.at)
        if not match:
            raise self._error("a rule's name")
        self.at = match.end()
        return match[0]

    def _expect(self, token: str) -> None:
        self._skip(BLANK)
        if not self.text.startswith(token, self.at):
            raise self._error(repr(token))
        self.at += len(token)

    def _skip(self, blank: re.Pattern[str]) -> None:
        if match := blank.match(self.text, self.at):
            self.at = match.end()

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _error(self, wanted: str) -> ModelRequestError:
        near = self.text[self.at : self.at + 20]
        return ModelRequestError(f"the grammar is wrong at character {self.at} ({near!r}): {wanted} was expected")
