"""What a product is called: by its own name, or by the word of the request that says what it is."""

from __future__ import annotations

from models.generator.filters import coverage
from models.generator.lexicon import load_lexicon
from models.generator.product_class import class_by_ending
from models.generator.request import TitleRequest


def class_of(request: TitleRequest) -> str:
    """The class of the request's product, empty where it is not known."""
    return load_lexicon().class_of(request.words[: 3 if request.product else 4], request.product)


def kind_of_product(request: TitleRequest) -> str | None:
    """The word that says what the product is, made into a thing where it is none; None where nothing says it.

    A name that tells what it is itself (登山杖) goes only with words that it takes up: 护膝 beside it is another thing.
    """
    words, name = request.words, request.product
    if not name or name in words:
        return load_lexicon().kind(words, class_of(request))
    if class_by_ending(name):
        words = tuple(word for word in words if set(word) & set(name))
    return load_lexicon().thing(words)


def topic_of(request: TitleRequest) -> str | None:
    """What titles can speak of where nothing asked for is a thing (戒烟、第七天): an activity, event or trouble."""
    return load_lexicon().topic(request.words)


def plainly(text: str, request: TitleRequest) -> str:
    """The text with the product called what it is (浮砂纪行 -> 开放世界手游): keywords and judges know no names."""
    if not request.product or not request.words or request.product in request.words:
        return text
    return text.replace(request.product, kind_of_product(request) or request.words[0])


def topic_coverage(text: str, request: TitleRequest) -> float:
    """Share of the request's words in the text (`coverage`); the product's own name says what it is, too."""
    return coverage(plainly(text, request), request.words)
