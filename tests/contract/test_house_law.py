"""Rules of the house: tried, added, edited, switched off, undone; and they hold in every process at once."""

from __future__ import annotations

import datetime
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from models.catalog import Advertiser
from models.embeddings.sentence import SentenceHead
from models.types import Title, Verdict
from tools.associate import open_association
from tools.compliance import check, explain, load_checker
from tools.compliance.house import HouseDesk, WrongRule, as_rule, make_rule
from tools.compliance.lawbook import Lawbook
from tools.compliance.trying import try_rule
from tools.indexes import open_indexes
from tools.library import State
from tools.library.materials import Change, MaterialStore, material_id
from tools.store import Stores, open_stores
from tools.store.changes import CannotUndo, ChangeLog
from ui.cli import app

DATA = Path(__file__).parents[1] / "data"
URGING = {"words": ("闭眼囤", "闭眼冲"), "reason": "不用催单的话", "exempt": ("闭眼囤货局",), "rewrite": "慢慢挑"}
TITLES = ["帐篷到了，闭眼囤", "闭眼囤货局，帐篷还有货", "帐篷里听雨", "全网最低价的帐篷"]


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    opened.advertisers.ensure("shared", "公共标题")
    opened.titles.add([Title(id=f"s{n}", text=text) for n, text in enumerate(TITLES)], advertiser_id="shared")
    opened.library.save("shared", [f"s{n}" for n in range(4)])
    yield opened
    opened.close()


@pytest.fixture
def desk(stores: Stores) -> HouseDesk:
    return HouseDesk(ChangeLog(stores.database))


def _verdicts(stores: Stores, *titles: str, industry: str | None = None) -> list[str]:
    return [str(Lawbook(stores).check(title, industry).verdict) for title in titles]


def _waive_all(title: str, stores: Stores, desk: HouseDesk) -> list[str]:
    """Switch off whatever rule finds something, until none does; which ones."""
    done: list[str] = []
    while found := Lawbook(stores).check(title).findings:
        done.append(found[0].rule)
        desk.waive(found[0].rule, "价格有公证", by="ann")
    return done


def test_a_rule_is_tried_before_it_is_kept_and_holds_nowhere_yet(stores: Stores) -> None:
    found = try_rule("催单", make_rule(**URGING), stores)
    assert (found.of, found.hit) == (4, ((TITLES[0], "闭眼囤"),))
    assert _verdicts(stores, TITLES[0]) == ["clean"]


def test_a_rule_is_tried_on_the_newest_when_not_on_all(tmp_path: Path) -> None:
    days = (datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC) + datetime.timedelta(days=n) for n in itertools.count())
    stores = open_stores(tmp_path, clock=lambda: next(days))
    stores.advertisers.ensure("shared", "公共标题")
    materials = MaterialStore(stores.database, lambda: next(days))
    for number in range(4):
        stores.titles.add([Title(id=f"s{number}", text=f"存的{number}")], advertiser_id="shared")
        stores.library.save("shared", [f"s{number}"])
        materials.put([(f"收的{number}", {})], advertiser_id="shared", kind="title", by="ann")
        made = material_id("shared", "title", f"收的{number}")
        step = Change(material_id=made, before=State.CANDIDATE, after=State.ADMITTED)
        assert materials.change([step], by="ann", note="入库") == [made]
    rule = make_rule(pattern="[存收]的", reason="不许这么说")
    found = try_rule("存收", rule, stores, most=2)
    assert (found.of, {text for text, _ in found.hit}) == (4, {"存的3", "存的2", "收的3", "收的2"})
    assert try_rule("存收", rule, stores).of == 8
    stores.close()


def test_a_rule_holds_at_once_also_in_another_process_and_through_disguise(
    stores: Stores, desk: HouseDesk, tmp_path: Path
) -> None:
    other = open_stores(tmp_path)
    assert _verdicts(other, TITLES[0]) == ["clean"]
    desk.put("催单", make_rule(**URGING), by="ann")
    assert not desk.put("催单", make_rule(**URGING), by="ann", was="催单"), "no change was logged as one"
    disguised = ["帐篷到了，闭 眼·囤", "帐篷到了，闭yan囤", "帐篷上新，bi眼囤"]
    assert _verdicts(other, *TITLES[:3], *disguised) == ["violation", "exempt", "clean", *["violation"] * 3]
    (finding,) = Lawbook(other).check(TITLES[0]).findings
    assert (finding.rule, finding.category, finding.rewrite) == ("house.催单", "house", "慢慢挑")
    told = explain(Lawbook(other).check(TITLES[0]))
    assert "不合本站规则：不用催单的话" in told and "广告法" not in told
    other.close()


def test_its_own_wording_is_put_in_place_of_what_it_forbids(stores: Stores, desk: HouseDesk) -> None:
    desk.put("催单", make_rule(**URGING), by="ann")
    assert Lawbook(stores).rewrite("帐篷到了，营灯闭 眼囤", None) == "帐篷到了，营灯慢慢挑"
    desk.put("催单", make_rule(**URGING | {"rewrite": ""}), by="ann", was="催单")
    assert Lawbook(stores).rewrite("帐篷到了别再等，营灯闭眼囤", None) == "帐篷到了别再等"


def test_a_rule_of_an_industry_holds_there_alone_and_may_name_an_article(stores: Stores, desk: HouseDesk) -> None:
    rule = make_rule(
        pattern="一晚.{0,4}见效", category="medical_term", industries=("cosmetics",), reason="x", article="17"
    )
    desk.put("见效", rule, by="ann")
    title = "这瓶一晚上就见效"
    assert "house.见效" in {one.rule for one in Lawbook(stores).check(title, "美妆护肤").findings}
    assert "第十七条" in explain(Lawbook(stores).check(title, "美妆护肤"))
    assert all(one.rule != "house.见效" for one in Lawbook(stores).check(title, "家电").findings)


def test_a_list_is_judged_by_one_reading_of_the_rules_which_are_put_together_once(
    stores: Stores, desk: HouseDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = make_rule(**URGING | {"rewrite": "", "reason": "只在这里说的理由"})  # nothing is remembered of it
    desk.put("催单", rule, by="ann")
    law, read, made = Lawbook(stores), stores.database.read, []
    reads: list[int] = []
    monkeypatch.setattr(stores.database, "read", lambda: reads.append(1) or read())
    monkeypatch.setattr("tools.compliance.lawbook.as_rule", lambda *one: made.append(one) or as_rule(*one))
    account = Advertiser(id="a", name="甲", products=())
    verdicts = [str(one.verdict) for one in law.judge_texts(TITLES, account)]
    assert verdicts == ["violation", "exempt", "clean", "violation"] and len(reads) == 1
    assert law.rewrite("帐篷到了别再等，营灯闭眼囤", account) == "帐篷到了别再等" and len(reads) == 2
    check = law.now()
    assert [str(check(one).verdict) for one in TITLES] == verdicts and len(reads) == 3
    edition = law.edition()
    desk.switch("催单", False, by="ann")
    assert _verdicts(stores, TITLES[0]) == ["clean"] and law.edition() not in ("", edition)
    assert str(check(TITLES[0]).verdict) == "violation", "a job under way goes on as it began"
    desk.switch("催单", True, by="ann")
    assert law.edition() == edition and _verdicts(stores, TITLES[0]) == ["violation"] and len(made) == 1


def test_every_change_is_logged_and_undone_in_order(stores: Stores, desk: HouseDesk) -> None:
    log = ChangeLog(stores.database)
    desk.put("催单", make_rule(**URGING), by="ann")
    desk.put("催单", make_rule(words=("速来",), reason="改了"), by="bob", was="催单")
    desk.switch("催单", False, by="cat")
    assert _verdicts(stores, "速来") == ["clean"]
    switched, edited, added = log.list()
    assert [one.by for one in (added, edited, switched)] == ["ann", "bob", "cat"]
    with pytest.raises(CannotUndo, match="后来又改过"):
        log.undo(added.seq, by="ann")
    log.undo(switched.seq, by="ann")
    assert _verdicts(stores, "速来", TITLES[0]) == ["violation", "clean"]
    log.undo(edited.seq, by="ann")
    assert _verdicts(stores, "速来", TITLES[0]) == ["clean", "violation"]
    log.undo(added.seq, by="ann")
    assert _verdicts(stores, TITLES[0]) == ["clean"] and not desk.get().rules
    desk.put("催单", make_rule(**URGING), by="ann")
    desk.drop("催单", by="ann")
    assert not desk.get().rules


def test_a_rule_is_renamed_and_keeps_its_state_and_takes_no_other_s_name(stores: Stores, desk: HouseDesk) -> None:
    desk.put("催单", make_rule(**URGING), by="ann")
    desk.put("赶人", make_rule(words=("速来",), reason="x"), by="ann")
    desk.switch("催单", False, by="ann")
    for was in ("", "催单"):
        with pytest.raises(WrongRule, match="已经有规则 赶人"):
            desk.put("赶人", make_rule(**URGING), by="bob", was=was)
    assert desk.get().rules["赶人"].words == ("速来",)
    assert desk.put("催促", make_rule(**URGING), by="bob", was="催单")
    assert {name: rule.on for name, rule in desk.get().rules.items()} == {"赶人": True, "催促": False}
    (renamed, *_) = ChangeLog(stores.database).list()
    assert renamed.note == "修改规则 催促"
    ChangeLog(stores.database).undo(renamed.seq, by="bob")
    assert set(desk.get().rules) == {"催单", "赶人"} and _verdicts(stores, TITLES[0]) == ["clean"]


def test_a_rule_of_law_is_switched_off_for_a_reason_only_and_nothing_guesses_it_again(
    stores: Stores, desk: HouseDesk
) -> None:
    title = TITLES[3]
    rules = [one.rule for one in load_checker().by_rules(title).findings]
    for reason in ("", "  "):
        with pytest.raises(WrongRule, match="理由"):
            desk.waive(rules[0], reason, by="ann")
    with pytest.raises(WrongRule):
        desk.waive("no.such.rule", "试试", by="ann")
    rules = _waive_all(title, stores, desk)
    assert "价格有公证" in ChangeLog(stores.database).list()[0].note
    assert _verdicts(stores, title) == ["clean"]
    assert load_checker().check(title).verdict is Verdict.VIOLATION, "the built-in rules changed for others"
    for rule in rules:
        desk.restore(rule, by="ann")
    assert _verdicts(stores, title) == ["violation"]


@pytest.mark.parametrize(
    ("title", "industry", "rule"),
    [
        ("吃过这么多牛肉干，还是它家最香", "食品零食", "absolute.superlative"),  # the rule allows it here
        ("女孩子学什么编程，报个烘焙班就够", "教育培训", "alcohol.minor"),  # the rule is of another industry
    ],
)
def test_a_switched_off_rule_that_would_have_said_nothing_leaves_the_second_look(
    stores: Stores, desk: HouseDesk, title: str, industry: str, rule: str
) -> None:
    assert _verdicts(stores, title, industry=industry) == ["violation"]
    desk.waive(rule, "误报太多", by="ann")
    assert _verdicts(stores, title, industry=industry) == ["violation"]


def test_the_second_look_can_be_switched_off_too(stores: Stores, desk: HouseDesk) -> None:
    rows = map(json.loads, (DATA / "compliance_own.jsonl").read_text("utf-8").splitlines())
    guessed = next(
        one for one in rows if {f.rule for f in check(one["title"], one["industry"]).findings} == {"learned"}
    )
    desk.waive("learned", "误报太多", by="ann")
    assert Lawbook(stores).check(guessed["title"], guessed["industry"]).verdict is not Verdict.VIOLATION


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"words": ("x",)}, "理由"),
        ({"pattern": "(", "reason": "x"}, "句式"),
        ({"pattern": "a*", "reason": "x"}, "什么都不写"),
        ({"pattern": "(a+)+b", "reason": "x"}, "一层套一层"),
        ({"pattern": "(x)?(?(1)(a+)+b|c)", "reason": "x"}, "一层套一层"),
        ({"pattern": "a.*b.*c.*d", "reason": "x"}, "能长能短"),
        ({"pattern": ".{0,9}" * 8 + "X", "reason": "x"}, "能长能短"),
        ({"pattern": "a?" * 30 + "X", "reason": "x"}, "能长能短"),
        ({"pattern": "(?:哈|哈哈)" * 20 + "X", "reason": "x"}, "能长能短"),
        ({"pattern": "(?:哈|哈哈)+吗", "reason": "x"}, "一层套一层"),
        ({"pattern": "(?:.{1,12}){1,12}吗", "reason": "x"}, "一层套一层"),
        ({"words": ("x",), "reason": "x", "category": "nonsense"}, "类别"),
        ({"words": ("x",), "reason": "x", "industries": ("moon",)}, "行业"),
        ({"words": ("x",), "reason": "x", "article": "第九条"}, "法条"),
    ],
)
def test_what_cannot_be_kept_says_why(wrong: dict[str, Any], why: str) -> None:
    with pytest.raises(WrongRule, match=why):
        make_rule(**wrong)


def test_a_rule_needs_something_to_find_and_a_name(desk: HouseDesk) -> None:
    with pytest.raises(WrongRule, match="至少"):
        as_rule("空", make_rule(words=("·",), reason="x"))
    for name in ("", "a b", "x" * 31, "<b>"):
        with pytest.raises(WrongRule, match="规则名"):
            desk.put(name, make_rule(**URGING), by="ann")
    for act in (desk.drop, desk.restore):
        with pytest.raises(WrongRule):
            act("没有", by="ann")


@pytest.mark.parametrize(
    "pattern",
    [
        "(?:手慢无|闭眼囤|速来|赶紧|别等).{0,8}(?:错过|后悔)",
        "最后.{0,3}[天时分].{0,9}(?:抢|冲)",
        "a.*b.*c",
    ],
)
def test_an_ordinary_pattern_is_kept(pattern: str) -> None:
    assert make_rule(pattern=pattern, reason="x").pattern == pattern


def test_no_pattern_that_is_kept_takes_long(stores: Stores, desk: HouseDesk) -> None:
    desk.put("长", make_rule(pattern="a.*b.*c", reason="x"), by="ann")
    started = time.perf_counter()
    Lawbook(stores).check("ab" * 100)
    assert time.perf_counter() - started < 1.0


def test_what_comes_up_while_typing_follows_at_once_both_ways(stores: Stores, desk: HouseDesk, tmp_path: Path) -> None:
    indexes = open_indexes(stores, tmp_path, SentenceHead(), background=False, known=None)
    association = open_association(stores=stores, indexes=indexes)
    try:
        assert TITLES[0] in association.complete("帐篷", 9)
        desk.put("催单", make_rule(**URGING), by="ann")
        assert TITLES[0] not in association.complete("帐篷", 9) and TITLES[2] in association.complete("帐篷", 9)
        desk.drop("催单", by="ann")
        assert TITLES[0] in association.complete("帐篷", 9)
        assert TITLES[3] not in association.complete("全网", 9)
        _waive_all(TITLES[3], stores, desk)
        assert TITLES[3] in association.complete("全网", 9)
    finally:
        indexes.close()


def test_the_same_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stores: Stores) -> None:
    monkeypatch.setenv("MIAOTI_HOME", str(tmp_path))
    run = CliRunner().invoke
    add = ["law", "add", "催单", "-w", "闭眼囤", "--reason", "不用催单的话", "--exempt", "闭眼囤货局", "--by", "ann"]
    tried = run(app, [*add, "--try"])
    assert "4 条标题里的 1 条" in tried.output and TITLES[0] in tried.output
    assert _verdicts(stores, TITLES[0]) == ["clean"]
    assert run(app, add).exit_code == 0 and _verdicts(stores, TITLES[0]) == ["violation"]
    assert run(app, ["law", "off", "催单"]).exit_code == 0 and _verdicts(stores, TITLES[0]) == ["clean"]
    assert run(app, [*add, "--article", "9(3)"]).exit_code == 0 and _verdicts(stores, TITLES[0]) == ["clean"]
    assert "停用" in run(app, ["law", "list"]).output
    assert run(app, ["law", "on", "催单"]).exit_code == 0 and _verdicts(stores, TITLES[0]) == ["violation"]
    assert "第九条第三项" in explain(Lawbook(stores).check(TITLES[0]))
    assert run(app, ["law", "off", "learned"]).exit_code != 0
    assert "责任" in run(app, ["law", "off", "learned", "--reason", "误报太多"]).output
    assert run(app, ["law", "on", "learned"]).exit_code == 0
    assert run(app, ["law", "drop", "催单"]).exit_code == 0 and _verdicts(stores, TITLES[0]) == ["clean"]
    assert ChangeLog(stores.database).list()[-1].by == "ann"
