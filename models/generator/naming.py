"""What a product is called: by its own name, or by the word of the request that says what it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from models.generator.filters import coverage
from models.generator.lexicon import MOST_KNOWN, WARE, load_lexicon
from models.generator.meaning import joined_words
from models.generator.product_class import class_by_ending, product_classes, wider
from models.generator.product_patterns import kind_by_ending, topic_by_ending
from models.generator.request import TitleRequest
from models.generator.words import audience_words, is_scene, read_word
from models.text import contains

LONGEST_KIND, SHORT = 8, 2  # 家居 is a branch, 台灯 a thing
HEADS = ("套装", "套餐", "礼盒", "礼包", "全套", "组合", "培训", "体验", "课程", "服务")  # say nothing by themselves
# A lesson in what another word says: 寒假班, 就业班, 考证课.
LESSON = re.compile(
    r"^(?:(?:寒假|暑假|暑期|周末|就业|协议|衔接|冲刺|集训|兴趣|培训|全日制|小|晚)班|(?:体验|直播|录播|公开|入门|在线|试听|考证|考级|网|小班)课|(?:训练|集训|冬令|夏令)营)$"
)
LONGEST_LESSON = 9
ACT = re.compile(r"(?:报名|报价|预约|办理|咨询|选购)$")
CHOOSING = re.compile(r"配(?:眼镜|电脑)$")  # 配眼镜 is an act; what is worn are 眼镜
# What names a whole branch files a product, and does not name it.
BRANCH = re.compile(r"(?:培训|口腔|场馆|服务|软件|装备|材料|设备|用品|团购|数码)$")


def class_of(request: TitleRequest) -> str:
    """The class of the request's product, empty where it is not known."""
    return _class(_said(request), request.product)


def kind_of_product(request: TitleRequest) -> str | None:
    """The word that says what the product is, made into a thing where it is none; None where nothing says it.

    What the account files it under says it, unless that is a whole branch (数码) or a word ends like a product of its
    class and so says it more closely (硬笔书法课, filed under 兴趣网课; 折叠椅 says nothing of a game). A name that
    tells what it is itself (登山杖) goes only with words that it takes up: 护膝 beside it is another thing.
    """
    filed = request.category
    if not filed or not _names_a_thing(filed):
        return _kind(request.words, request.product)
    words = tuple(word for word in request.words if not _is_another(word, filed))
    return _kind(words, request.product) if any(_says_more_closely(word, filed) for word in words) else filed


def _says_more_closely(word: str, filed: str) -> bool:
    """Whether the word ends like a product of the class of what is filed so; 开黑 is what games are for."""
    ends = class_by_ending(word) or (kind_by_ending(word) and not class_by_ending(filed))
    return bool(ends) and not is_scene(word)


def _is_another(word: str, filed: str) -> bool:
    """Whether the word ends like a product of another class than what is filed so.

    Of what is filed as mere goods (彩妆套装) nothing sold is another, nor is what ends alike: 电动车, 电动自行车.
    """
    classes = {wider(class_by_ending(text)) for text in (word, filed)}
    return "" not in classes and len(classes) > 1 and class_by_ending(filed) != WARE and not _alike(word, filed)


def _alike(word: str, filed: str) -> bool:
    return word[-1] == filed[-1] and len(set(word) & set(filed)) > 1


def _names_a_thing(filed: str) -> bool:
    if len(filed) > LONGEST_KIND or BRANCH.search(filed):
        return False
    return len(filed) > SHORT or load_lexicon().is_thing(filed)


def prepare(request: TitleRequest, others: Iterable[str] = ()) -> None:
    """Have at once read what the naming of the product, and the roles of `others`, will be told by."""
    words, name = _said(request), request.product
    joined = joined_words([*((name,) if name else ()), *_telling(words, name)])
    load_lexicon().prepare([joined, *_naming(words, name), *(text for text in others if read_word(text) is None)])


def _said(request: TitleRequest) -> tuple[str, ...]:
    """The request's words, after what the product is filed under."""
    filed = (request.category,) if request.category and request.category not in request.words else ()
    return (*filed, *request.words)


# Many drafts of one request ask the same.
@lru_cache(maxsize=MOST_KNOWN)
def _class(words: tuple[str, ...], name: str | None) -> str:
    return load_lexicon().class_of(_telling(words, name), name)


@lru_cache(maxsize=MOST_KNOWN)
def _kind(words: tuple[str, ...], name: str | None) -> str | None:
    if not name or name in words:
        product_class = _class(words, name)
        return _by_ending(words, _known(load_lexicon().kind(words, product_class), words, product_class))
    return load_lexicon().thing(_naming(words, name))


def _known(found: str | None, words: tuple[str, ...], product_class: str) -> str | None:
    """What was found as the known kind of product is called: 小龙虾, not 小龙虾食品; 机甲游戏, not 机甲."""
    known = product_classes().get(product_class)
    if not found or LESSON.match(found) or known is None or not known.noun or kind_by_ending(known.noun):
        return found
    bare = found.removesuffix(known.noun)
    if bare != found and bare in words and kind_by_ending(bare) and load_lexicon().is_thing(bare):
        return bare
    return found + known.noun if not kind_by_ending(found) and kind_by_ending(found + known.noun) else found


def _by_ending(words: tuple[str, ...], found: str | None) -> str | None:
    """What was found, unless words of the request tell a known kind of product where that does not.

    Two words may tell it together (挖掘机、培训) or more closely (猫、玩具), and one without its act (驾校报名). What
    was found stays where it is one of the words, and where an act was put to it (苹果手机租赁).
    """
    if found and LESSON.match(found):
        named = (word for word in words if word.endswith(found) and word != found)
        return next(named, None) or _subject(words, found) + found
    if found and CHOOSING.match(found) and kind_by_ending(found[1:]) == kind_by_ending(found) != "":
        found = found[1:]
    known = found not in HEADS and kind_by_ending(found or "")
    for first, second in pairwise(words):
        part_of_it = found in (first, second) or found not in words
        told = {"", kind_by_ending(second), kind_by_ending(first) if first == found else ""}
        if (part_of_it or not known) and kind_by_ending(first + second) not in told:
            return first + second
    if known:
        return found
    if found in HEADS:
        before = [word for word in words[: words.index(found)] if len(word + found) <= LONGEST_KIND]
        return before[-1] + found if before else found
    for word in words if found not in words else ():
        bare = ACT.sub("", word)
        if kind_by_ending(bare):
            return found if found and bare == word and word in found else bare
    return found


def _subject(words: tuple[str, ...], lesson: str) -> str:
    """The first word that the lesson may be in; empty where there is none."""
    short = (word for word in words if word not in lesson and len(word + lesson) <= LONGEST_LESSON)
    return next(filter(load_lexicon().is_subject, short), "")


def _telling(words: tuple[str, ...], name: str | None) -> tuple[str, ...]:
    """The words that tell most of the product."""
    return words[: 3 if name else 4]


def _naming(words: tuple[str, ...], name: str | None) -> tuple[str, ...]:
    """The words that may say what the product is."""
    if name and name not in words and class_by_ending(name):
        return tuple(word for word in words if set(word) & set(name))
    return words


def topic_of(request: TitleRequest) -> str | None:
    """What titles can speak of where nothing asked for is a thing (戒烟、第七天): an activity, event or trouble."""
    spoken_of = load_lexicon().topic(request.words)
    return next((word for word in request.words if word == spoken_of or topic_by_ending(word)), None)


def wishes(request: TitleRequest) -> tuple[str, ...]:
    """The words wished for that say more than what the product is called, and whom it is for."""
    called = (request.product or "", kind_of_product(request) or "")
    wished = tuple(word for word in request.wished if not any(contains(name, word) for name in called))
    return wished + tuple(word.text for word in audience_words(request.audience or ""))


def holds_any(text: str, words: Sequence[str]) -> bool:
    """Whether one of the words is in the text."""
    return any(contains(text, word) for word in words)


def plainly(text: str, request: TitleRequest) -> str:
    """The text with the product called what it is (浮砂纪行 -> 开放世界手游): keywords and judges know no names."""
    if not request.product or not request.words or request.product in request.words:
        return text
    return text.replace(request.product, kind_of_product(request) or request.words[0])


def names_product(text: str, request: TitleRequest, kind: str | None) -> bool:
    """Whether the text says what is advertised, by name or by its `kind`, in part at least; yes where none is known."""
    named = request.product is not None and request.product in text
    return named or kind is None or coverage(text, (kind,)) > 0


def topic_coverage(text: str, request: TitleRequest) -> float:
    """Share of the request's words in the text (`coverage`); the product's own name says what it is, too."""
    return coverage(plainly(text, request), request.words)
