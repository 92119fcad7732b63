"""The material library: rules with reasons, states with who and when, undo, and a kill at any moment."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from models.catalog import Advertiser
from models.types import Compliance, Finding, Scores, Verdict
from tools.compliance.own import own_words, with_own
from tools.library import AdmissionSettings, Material, MaterialLibrary, State, WrongMaterial
from tools.store import Stores, open_stores
from tools.store.changes import ChangeLog


class Judge:
    """Scores by what a title holds: 糊 is not fluent, 平 is dull."""

    def scores(self, titles: Sequence[str]) -> list[Scores]:
        return [
            Scores(fluency=0.1 if "糊" in one else 0.9, style=0.5, quality=0.05 if "平" in one else 0.6, source="test")
            for one in titles
        ]


class Tags:
    def tag(self, titles: Sequence[str]) -> list[dict[str, float]]:
        return [{"问句": 0.9} if "吗" in one else {} for one in titles]


def law(titles: Sequence[str], account: Advertiser | None) -> list[Compliance]:
    """One word is illegal: what the real rules say of a title is tested where they live."""
    judged = [_illegal(one.index("第一")) if "第一" in one else Compliance(verdict=Verdict.CLEAN) for one in titles]
    return [with_own(found, one, own_words(account)) for one, found in zip(titles, judged, strict=True)]


def _illegal(at: int) -> Compliance:
    about = {"category": "absolute", "rule": "first", "article": "9(3)", "reason": "绝对化用语"}
    return Compliance(verdict=Verdict.VIOLATION, findings=(Finding(span="第一", start=at, end=at + 2, **about),))


def library_over(stores: Stores) -> MaterialLibrary:
    return MaterialLibrary(stores, Judge, Tags, law)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    opened.advertisers.put({"id": "a1", "name": "甲", "products": [{"name": "灯", "forbidden": ["月亮代班"]}]})
    yield opened
    opened.close()


@pytest.fixture
def library(stores: Stores) -> MaterialLibrary:
    return library_over(stores)


def _add(library: MaterialLibrary, *texts: str) -> list[str]:
    library.add(texts, advertiser_id="a1", by="导入员")
    by_text = {one.text: one.id for one in library.materials.find()}
    return [by_text[text] for text in texts]


def _failed(one: Material) -> list[str]:
    return [rule.rule for rule in one.judgements if not rule.passed]


@pytest.mark.parametrize(
    ("text", "rule", "reason"),
    [
        ("短", "length", "1 字"),
        ("全国第一好用的露营灯", "compliance", "第一"),
        ("今晚月亮代班的那盏灯", "compliance", "月亮代班"),
        ("帐篷里那盏小夜灯真亮！", "duplicate", "帐篷里那盏小夜灯真亮"),
        ("糊里糊涂一盏灯啊灯", "fluency", "0.10"),
        ("平平无奇的露营夜晚", "quality", "0.05"),
    ],
)
def test_each_rule_rejects_with_a_reason(library: MaterialLibrary, text: str, rule: str, reason: str) -> None:
    first, bad = _add(library, "帐篷里那盏小夜灯真亮", text)
    done = library.admit([first, bad], by="审核员")
    assert [one.id for one in done.admitted] == [first]
    assert _failed(done.rejected[0]) == [rule]
    assert reason in next(one.reason for one in done.rejected[0].judgements if not one.passed)
    assert (done.rejected[0].by, done.rejected[0].version) == ("审核员", 2)


def test_rules_can_be_tuned_and_turned_off_but_never_the_law(library: MaterialLibrary) -> None:
    dull, named, illegal = _add(library, "平平无奇的露营夜晚", "甲牌也有的那盏灯", "全国第一好用的露营灯")
    library.tune(AdmissionSettings(off=("quality", "compliance"), brand_words=("甲牌",)))
    done = library.admit([dull, named, illegal], by="审核员")
    assert [one.id for one in done.admitted] == [dull]
    assert [_failed(one) for one in done.rejected] == [["brand"], ["compliance"]]
    library.tune(AdmissionSettings())
    assert [one.id for one in library.admit([named], by="审核员").admitted] == [named]


def test_tags_come_with_the_import_and_the_same_words_once(library: MaterialLibrary, tmp_path: Path) -> None:
    path = tmp_path / "titles.csv"
    path.write_text("标题\n露营带灯了吗\n帐篷里那盏小夜灯\n露营带灯了吗\n\n")
    assert library.import_file(path, advertiser_id="a1", by="导入员") == (3, 2)
    assert library.import_file(path, advertiser_id="a1", by="导入员") == (3, 0)
    assert {one.text: one.tags for one in library.materials.find()} == {
        "露营带灯了吗": {"问句": 0.9},
        "帐篷里那盏小夜灯": {},
    }


def test_only_admitted_materials_retire_and_others_are_named(library: MaterialLibrary) -> None:
    good, other = _add(library, "帐篷里那盏小夜灯真亮", "露营带灯了吗朋友们")
    library.admit([good], by="审核员")
    with pytest.raises(WrongMaterial, match=other):
        library.retire([good, other], by="运营")
    assert library.retire([good], by="运营", note="换季") == [good]
    assert [(row.before, row.after, row.by, row.note) for row in library.materials.log(1)] == [
        (State.ADMITTED, State.RETIRED, "运营", "换季")
    ]
    with pytest.raises(WrongMaterial, match="mnone"):
        library.admit(["mnone"], by="审核员")


def test_undo_takes_batches_back_one_after_the_other(library: MaterialLibrary) -> None:
    ids = _add(library, "帐篷里那盏小夜灯真亮", "露营带灯了吗朋友们")
    library.admit(ids, by="审核员")
    library.retire(ids[:1], by="运营")
    assert library.materials.undo(by="主管") == (1, 0)
    assert {one.state for one in library.materials.many(ids)} == {State.ADMITTED}
    assert library.materials.undo(by="主管") == (2, 0)
    assert {one.state for one in library.materials.many(ids)} == {State.CANDIDATE}
    assert library.materials.undo(by="主管") == (2, 0)
    assert library.materials.find() == []
    with pytest.raises(WrongMaterial, match="没有可以撤销"):
        library.materials.undo(by="主管")


_DYING = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, {tests!r})
from test_library import library_over
from tools.compliance.own import own_words, with_own
from tools.library import State
from tools.compliance.own import own_words, with_own
from tools.library import materials
from tools.store import open_stores

stores = open_stores(Path({home!r}))
library = library_over(stores)
die = lambda *args, **kwargs: os.kill(os.getpid(), signal.SIGKILL)
if {moment!r} == "second batch of an import":
    put, calls = library.materials.put, []
    library.materials.put = lambda *args, **kwargs: die() if calls else (calls.append(1), put(*args, **kwargs))[1]
    library.import_file(Path({home!r}) / "many.csv", advertiser_id="a1", by="x")
library.import_file(Path({home!r}) / "many.csv", advertiser_id="a1", by="x")
ids = [one.id for one in library.materials.find()]
if {moment!r} == "inside an admission":
    materials._log = die
    library.admit(ids, by="x")
library.admit(ids, by="x")
die()
"""


@pytest.mark.parametrize(
    ("moment", "candidates", "admitted"),
    [("second batch of an import", 500, 0), ("inside an admission", 600, 0), ("after an admission", 0, 600)],
)
def test_a_kill_leaves_whole_batches(
    stores: Stores, tmp_path: Path, moment: str, candidates: int, admitted: int
) -> None:
    lines = [f"{chr(0x4E00 + 2 * n)}{chr(0x6000 + n)}{chr(0x7000 + n)}{chr(0x5000 + 3 * n)}" for n in range(600)]
    (tmp_path / "many.csv").write_text("标题\n" + "\n".join(lines) + "\n")
    code = _DYING.format(tests=str(Path(__file__).parent), home=str(tmp_path), moment=moment)
    child = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True, env=os.environ)
    assert child.returncode == -signal.SIGKILL, child.stderr
    library = library_over(stores)
    assert len(library.materials.find(state=State.CANDIDATE)) == candidates
    assert len(library.materials.find(state=State.ADMITTED)) == admitted
    assert library.import_file(tmp_path / "many.csv", advertiser_id="a1", by="x")[1] == 600 - candidates - admitted
    log = library.materials.log(5000)
    assert len(log) == 600 + admitted


def test_candidates_are_judged_without_moving_and_turned_down_by_hand(library: MaterialLibrary) -> None:
    good, dull = _add(library, "下班路上顺手带一盏", "平平的一条")
    found = library.judged([good, dull])
    assert [one.passed for one in found[good]] == [True] * len(found[good])
    assert [one.rule for one in found[dull] if not one.passed] == ["quality"]
    assert {one.state for one in library.materials.many([good, dull])} == {State.CANDIDATE}
    assert library.reject([good, dull], by="ann", note="重复了") == [good, dull]
    assert library.materials.many([good])[0].judgements[0].reason == "重复了"
    assert library.reject([good], by="ann") == [], "what is no candidate was rejected again"


def test_any_batch_can_be_undone_not_only_the_newest(library: MaterialLibrary) -> None:
    first, second = _add(library, "下班路上顺手带一盏", "窗边的光刚好够看书")
    library.reject([first], by="ann")
    library.reject([second], by="bob")
    latest, older, _ = library.materials.batches()
    assert (latest.by, latest.materials, older.undone) == ("bob", 1, False)
    library.materials.undo(by="ann", batch=older.batch)
    assert library.materials.many([first])[0].state is State.CANDIDATE
    assert library.materials.many([second])[0].state is State.REJECTED
    assert [one.undone for one in library.materials.batches()] == [False, False, True, False]
    with pytest.raises(WrongMaterial):
        library.materials.undo(by="ann", batch=older.batch)


def test_settings_are_logged_and_found_by_text(library: MaterialLibrary, stores: Stores) -> None:
    library.tune(AdmissionSettings(min_quality=0.5), by="ann")
    assert [(one.subject, one.by) for one in ChangeLog(stores.database).list()] == [("admission", "ann")]
    _add(library, "省50%的灯", "省钱的灯")
    assert [one.text for one in library.materials.find(containing="0%")] == ["省50%的灯"]
