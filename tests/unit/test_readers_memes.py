"""A meme named in a message is used as a meme: its name is no word that every title must hold."""

import pytest

from agent.brief import Brief
from agent.readers.meme_choice import read_meme_choice
from agent.readers.message import read_message
from agent.readers.words import read_words

GOD = "古希腊掌管加班的神"


def named(text: str) -> tuple[tuple[str, ...], list[str]]:
    """(memes taken up, words that titles must hold)."""
    message = read_message(text)
    return read_meme_choice(message, ()), read_words(message, Brief(), None).include


@pytest.mark.parametrize(
    "text",
    [
        f"用“{GOD}”这个梗写3条",
        f"用「{GOD}」的梗给帆布鞋写5条标题",
        f"把“{GOD}”那个梗用上，来3条",
        f"用一下“{GOD}”这梗，写3条",
        f"带上“{GOD}”这个热梗，再来3条",
        f"来3条，梗用“{GOD}”",
        f"不超过15字，用“{GOD}”这个梗写3条",
        f"第二条换成“{GOD}”这个梗",
        f"use the meme “{GOD}”, 3 titles",
        f'write 3 titles with the meme called "{GOD}"',
        f'3 titles, use the "{GOD}" meme',
    ],
)
def test_a_named_meme_is_taken_up_and_no_required_word(text: str) -> None:
    assert named(text) == ((GOD,), [])


def test_several_memes_are_named_at_once() -> None:
    assert named("用“松弛感”和“显眼包”这两个梗写4条") == (("松弛感", "显眼包"), [])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (f"来3条，玩“{GOD}”的梗，每条要带“厚底”", ["厚底"]),
        ("用“摸鱼”这个梗来三条，每条都带“摸鱼”", ["摸鱼"]),
        ("每条都带“摸鱼”，写3条", ["摸鱼"]),
    ],
)
def test_words_asked_for_stay_required(text: str, words: list[str]) -> None:
    assert named(text)[1] == words


@pytest.mark.parametrize(
    "text",
    [
        f"不要用“{GOD}”这个梗，写3条",
        f"“{GOD}”这个梗太老了，别用",
        f"“{GOD}”这个梗是什么意思",
        f'don\'t use the "{GOD}" meme, 3 titles',
    ],
)
def test_a_meme_that_is_refused_or_asked_about_is_not_taken_up(text: str) -> None:
    assert named(text) == ((), [])


def test_a_refused_meme_stays_out_of_titles() -> None:
    assert GOD in read_words(read_message(f"不要用“{GOD}”这个梗，写3条"), Brief(), None).avoid


@pytest.mark.parametrize(
    ("text", "just_shown", "chosen"),
    [
        ("第1条再短点", False, ()),
        ("带上“葱油拌面”这几个字", False, ()),
        ("带上“葱油拌面”这几个字", True, ()),
        ("用第2个梗写3条", False, ("难绷",)),
        ("第2个不错，写3条", True, ("难绷",)),
    ],
)
def test_a_number_points_at_memes_only_where_memes_are_spoken_of(
    text: str, just_shown: bool, chosen: tuple[str, ...]
) -> None:
    assert read_meme_choice(read_message(text), ("哈气", "难绷"), just_shown) == chosen
