import pytest

from agent.replies import _bans, reply_language


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("爆款", "神器"), ["不含“爆款”", "不含“神器”"]),
        (tuple("0123456789"), ["不含数字"]),
        (("爆款", "😂", "🤣", "✨", "🥐", "😋"), ["不含“爆款”", "不含表情"]),
        (("😂",), ["不含“😂”"]),
    ],
)
def test_bans_are_told_in_few_words(words: tuple[str, ...], told: list[str]):
    assert _bans(words) == told


@pytest.mark.parametrize(
    ("message", "language"),
    [("lip balm写3条title，each under 15 chars", "en"), ("帮我写 iPhone 壳", "zh"), ("make it shorter", "en")],
)
def test_a_reply_speaks_the_message_s_language(message: str, language: str):
    assert reply_language(message, "zh") == language
