"""Pasted links, labels and lists become what the readers know; other messages stay as they are."""

from __future__ import annotations

import pytest

from agent.readers.pasted import unpasted


@pytest.mark.parametrize(
    ("pasted", "plain"),
    [
        ("关键词：\n露营\n折叠椅\n来3条", "关键词：露营、折叠椅\n来3条"),
        ("关键词：\n- 露营\n- 折叠椅", "关键词：露营、折叠椅"),
        ("商品链接：https://a.example/i.htm?id=9\n商品名：轻椅\n卖点：两秒展开\n来3条", "轻椅\n突出两秒展开\n来3条"),
        ("https://a.example/i?x=1 轻椅，写3条", "轻椅，写3条"),
        ("https://a.example/i", "https://a.example/i"),
        ("第二个再短点", "第二个再短点"),
        ("关键词：露营，来3条\n20字以内", "关键词：露营，来3条\n20字以内"),
        ("卖点：", "卖点："),
        ("", ""),
    ],
)
def test_what_is_pasted_is_read(pasted: str, plain: str) -> None:
    assert unpasted(pasted) == plain
