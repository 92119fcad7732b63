"""What operators change: settings, placements, phrases and memes are logged with who and when, and undone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.library.placements import Placements, WrongPlacement, named_in
from tools.memes.mining import Proposal
from tools.memes.queue import AREA, ProposalQueue, WrongProposal
from tools.phrases import PhraseContext, expand
from tools.phrases.custom import CustomPhrases, WrongPhrase
from tools.store import Stores, open_stores
from tools.store.changes import CannotUndo, ChangeLog


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def log(stores: Stores) -> ChangeLog:
    return ChangeLog(stores.database)


def proposal(term: str, z: float = 5.0, kind: str = "phrase") -> Proposal:
    return Proposal(term=term, kind=kind, texts=9, background_texts=1, z=z, burst=None, examples=(f"今天也{term}",))


def test_a_setting_is_logged_and_undone_once_and_in_order(log: ChangeLog) -> None:
    assert log.get("x") is None and log.set("x", {"a": 1}, by="ann", note="先")
    assert not log.set("x", {"a": 1}, by="ann"), "no change was logged as one"
    log.set("x", {"a": 2}, by="bob", note="后")
    second, first = log.list()
    assert (second.by, second.before, second.after) == ("bob", {"a": 1}, {"a": 2})
    with pytest.raises(CannotUndo, match="后来又改过"):
        log.undo(first.seq, by="ann")
    log.undo(second.seq, by="ann")
    assert log.get("x") == {"a": 1}
    for row in (second.seq, log.list()[0].seq, 999):
        with pytest.raises(CannotUndo):
            log.undo(row, by="ann")
    log.undo(first.seq, by="ann")
    assert log.get("x") is None and [one.undone for one in log.list()] == [False, False, True, True]


def test_placements_have_limits_that_messages_can_name(log: ChangeLog) -> None:
    places = Placements(log)
    places.put("信息流", 30, by="ann")
    places.put("信息流小图", 18, by="ann")
    assert named_in("给信息流小图写5条", places.limits()) == ("信息流小图", 18)
    assert named_in("写5条", places.limits()) is None
    for name, limit in (("", 20), ("很" * 21, 20), ("开屏", 2), ("开屏", 999)):
        with pytest.raises(WrongPlacement):
            places.put(name, limit, by="ann")
    places.drop("信息流", by="ann")
    assert places.limits() == {"信息流小图": 18}
    log.undo(log.list()[0].seq, by="ann")
    assert places.limits() == {"信息流": 30, "信息流小图": 18}


def test_own_phrases_expand_beside_the_built_in_ones(log: ChangeLog) -> None:
    phrases = CustomPhrases(log)
    phrases.put("nickname", "city", "上海=魔都\n成都＝蓉城", "你的城市", by="ann")
    context = PhraseContext(today=datetime.date(2026, 1, 2), city="上海市")
    assert expand("{nickname}的{weekday}", context, phrases=phrases.all()).text == "魔都的周五"
    for name, source, values, default in (
        ("city", "city", "a=b", ""), ("Bad", "city", "a=b", ""), ("ok", "moon", "a=b", ""), ("ok", "city", "a", ""),
        ("ok", "city", "", ""),
    ):  # fmt: skip
        with pytest.raises(WrongPhrase):
            phrases.put(name, source, values, default, by="ann")
    phrases.drop("nickname", by="ann")
    assert "nickname" not in phrases.all()


def test_a_proposal_becomes_a_meme_only_by_a_person_and_goes_again(stores: Stores, log: ChangeLog) -> None:
    queue = ProposalQueue(stores)
    assert queue.add([proposal("泰裤辣", 4), proposal("X的尽头是Y", 9, "pattern"), proposal("广告语")], by="挖掘") == 3
    assert queue.add([proposal("泰裤辣", 6)], by="挖掘") == 0
    strongest, slang, advert = queue.list()
    assert (strongest.proposal.term, slang.proposal.z) == ("X的尽头是Y", 6)
    with pytest.raises(WrongProposal, match="意思"):
        queue.admit(slang.id, meaning=" ", by="ann")
    meme = queue.admit(slang.id, meaning="太酷了", by="ann")
    assert stores.memes.many([meme.id])[meme.id].example == "今天也泰裤辣"
    assert queue.admit(strongest.id, meaning="万物归一", by="ann").pattern == "{X}的尽头是{Y}"
    queue.reject(advert.id, by="bob")
    for found in (slang.id, advert.id, "nothing"):
        with pytest.raises(WrongProposal):
            queue.admit(found, meaning="再来", by="ann")
    assert queue.add([proposal("广告语")], by="挖掘") == 0 and not queue.list(), "what was rejected came back"
    waiting = stores.outbox.count("text")
    rejected, _, admitted = log.list(area=AREA)
    assert (rejected.by, admitted.subject) == ("bob", "泰裤辣")
    log.undo(admitted.seq, by="ann", restore=queue.restore)
    assert not stores.memes.many([meme.id]) and stores.outbox.count("text") == waiting + 1
    assert [one.proposal.term for one in queue.list()] == ["泰裤辣"]
    with pytest.raises(CannotUndo):
        log.undo(admitted.seq, by="ann", restore=queue.restore)
