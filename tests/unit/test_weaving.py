"""A meme is used, stuck on, or not there."""

from __future__ import annotations

import pytest

from models.generator.weaving import Weave, woven


@pytest.mark.parametrize(
    ("text", "meme", "pattern", "found"),
    [
        ("别人内卷我卷被子", "内卷", "「{X}内卷」", Weave.USED),
        ("内卷，这款耳机续航五十小时", "内卷", "「{X}内卷」", Weave.GLUED),
        ("续航五十小时的耳机！内卷啊", "内卷", "「{X}内卷」", Weave.GLUED),
        ("续航五十小时的耳机 #内卷", "内卷", None, Weave.GLUED),
        ("【内卷】续航五十小时的耳机", "内卷", None, Weave.GLUED),
        ("翻盖手感回来了，爷青回", "爷青回", "「{X}，爷青回」", Weave.USED),
        ("续航五十小时的耳机", "内卷", None, Weave.ABSENT),
        ("露营的尽头是一张好床", "XX的尽头是XX", None, Weave.USED),
        ("的尽头是一张好床", "XX的尽头是XX", None, Weave.ABSENT),
        ("论出门带伞绳的重要性", "论XX的重要性", "「论{X}的重要性」", Weave.USED),
        ("贫穷限制了我的冰箱", "贫穷限制了我的想象力", "「贫穷限制了我的{X}」", Weave.USED),
        ("新中式茶台，板凳也能当边几", "新中式XX", "「新中式{X}」", Weave.USED),
        ("社恐友好的健身房，没人推销课", "社恐", "「社恐{X}」", Weave.USED),
        ("随便", "XX", "「{X}」", Weave.ABSENT),
        ("装修的尽头是收纳", "X的尽头是Y", None, Weave.USED),
        ("这副Y2K墨镜", "Y2K", None, Weave.USED),
    ],
)
def test_how_a_title_holds_a_meme(text: str, meme: str, pattern: str | None, found: Weave) -> None:
    assert woven(text, meme, pattern) is found
