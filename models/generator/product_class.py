"""Of what class a product is, by the ending of its name or category."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from prompts import load_prompt

# What is done where somebody grieves.
_SOLEMN = re.compile(r"火化|殡葬|墓|寿衣|骨灰|(?<!非)遗体|临终|悼|追思|告别仪式")
# No play on words where somebody grieves or is gravely ill, whatever is sold.
_GRAVE = re.compile(rf"{_SOLEMN.pattern}|化疗|放疗|癌|自闭|孤独症|抑郁|刚失去|离世|去世|纪念罐|留个念想")
# What is done to a thing is the product, not the thing: 空调 + 上门清洗.
_LABOUR = re.compile(r"^上门|(?:清洗|拆洗|维修|回收|租赁|日租|上门|保养|加盟|喂养)$")
CLASSES_FILE = "generator/classes.toml"


@dataclass(frozen=True)
class ProductClass:
    """What patterns may speak of. `of`: the wider class whose patterns suit it too, itself where there is none.

    `noun` makes a product of a word that names none (僵尸 + 游戏); empty where nothing fits them all. `examples` are
    unlike products of the class; for each of them people said which patterns suit it.
    """

    name: str
    of: str
    ending: re.Pattern[str]
    noun: str = ""
    examples: tuple[str, ...] = ()


@cache
def product_classes() -> dict[str, ProductClass]:
    """All classes by name, in the order in which they are tried."""
    found = {}
    for entry in tomllib.loads(load_prompt(CLASSES_FILE))["class"]:
        ending = re.compile(f"(?:{'|'.join(entry['endings'])})$", re.IGNORECASE)
        name = entry["name"]
        found[name] = ProductClass(
            name, entry.get("of", name), ending, entry.get("noun", ""), tuple(entry.get("examples", ()))
        )
    return found


def wider(name: str) -> str:
    """The wider class of a class; itself where there is none."""
    known = product_classes().get(name)
    return known.of if known else name


@lru_cache(maxsize=4096)
def class_by_ending(word: str) -> str:
    """The class that the word's ending tells; empty where it tells none."""
    return next((one.name for one in product_classes().values() if one.ending.search(word)), "")


def is_grave(texts: Sequence[str]) -> bool:
    """Whether grief or grave illness is spoken of, so that no joke is in place."""
    return any(_GRAVE.search(text) for text in texts)


def is_solemn(texts: Sequence[str]) -> bool:
    """Whether it is for where somebody grieves."""
    return any(_SOLEMN.search(text) for text in texts)


def class_of_words(words: Sequence[str], named: str | None) -> str:
    """By the product's words, most telling first, then by its own name; empty where no ending tells it."""
    if is_solemn((*words, named or "")):
        return "solemn"
    found = [name for word in (*words, named or "") if (name := class_by_ending(word))]
    if any(_LABOUR.search(word) for word in words) and "clinic" not in found:
        return "service"
    # 宠物用品 tells less than 喂食器: a narrower class of the same kind says more.
    return next((name for name in found if wider(name) == found[0] != name), found[0]) if found else ""
