"""What a product is called: by its own name, or by the word of the request that says what it is."""

from __future__ import annotations

from collections.abc import Sequence

from models.generator.filters import coverage
from models.generator.product_class import class_by_ending
from models.generator.request import TitleRequest
from models.generator.words import read_word


def main_word(words: Sequence[str]) -> str:
    """The word that names the product: the first that ends like a product, if anything else does not tell it apart."""
    if class_by_ending(words[0]):
        return words[0]
    unknown = [word for word in words if read_word(word) is None]
    return next((word for word in unknown if class_by_ending(word)), unknown[0] if unknown else words[0])


def plainly(text: str, request: TitleRequest) -> str:
    """The text with the product called what it is (浮砂纪行 -> 开放世界手游): keywords and judges know no names."""
    if not request.product or not request.words or request.product in request.words:
        return text
    return text.replace(request.product, main_word(request.words))


def topic_coverage(text: str, request: TitleRequest) -> float:
    """Share of the request's words in the text (`coverage`); the product's own name says what it is, too."""
    return coverage(plainly(text, request), request.words)
