import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from evals.bench.compliance import measure, part_of, read
from models.types import Compliance
from tools.compliance import check, check_many, check_request, explain, load_checker, rewrite
from tools.compliance.rules import CATEGORIES, RuleError
from tools.compliance.trial import failures, split
from tools.compliance.trial import main as trial

OWN = Path(__file__).parent.parent / "data" / "compliance_own.jsonl"
CHECK = OWN.with_name("compliance_check.jsonl")
SUBTLE = OWN.with_name("compliance_subtle.jsonl")
IMPLIED = OWN.with_name("compliance_implied.jsonl")
ORDINARY = Path(__file__).parents[2] / "models" / "training" / "data"


def own() -> list[dict[str, str]]:
    return [json.loads(line) for line in OWN.read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("message", "verdict"),
    [
        ("不要打工人", "clean"),
        ("不要外地人，别的不动", "clean"),
        ("招聘信息要写明不要外地人", "violation"),
        ("不要外地人这么写行吗", "violation"),
    ],
)
def test_a_ban_that_would_be_illegal_as_a_title_is_an_instruction(message: str, verdict: str) -> None:
    assert check_request(message).verdict == verdict


@pytest.mark.parametrize(
    ("message", "verdict"),
    [
        ("里最温柔的一条", "clean"),
        ("就用里最温柔的一条再改改", "clean"),
        ("改成最有烟火气的那句", "clean"),
        ("写全网里最温柔的一条", "violation"),
        ("写最柔软的一条裤子", "violation"),
        ("给不想肝的打工人写几条", "clean"),
        ("卖点写轻到一斤", "clean"),
        ("写成躺着轻十斤", "violation"),
    ],
)
def test_a_superlative_of_the_titles_and_plain_words_of_the_goods_claim_nothing(message: str, verdict: str) -> None:
    assert check_request(message).verdict == verdict


def test_a_superlative_is_a_violation_with_its_place() -> None:
    title = "这才是最好用的炒锅"
    result = check(title)
    finding = result.findings[0]
    assert (result.verdict, finding.category, finding.article) == ("violation", "absolute", "9(3)")
    assert title[finding.start : finding.end] == finding.span


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("仓库清空，蕞低价出清", "蕞低价"),
        ("ding级手办开箱", "ding级"),
        ("第 / 一品牌面膜", "第 / 一品牌"),
        ("ＴＯＰ１猫砂到货", "ＴＯＰ１"),
        ("最\u200b好用的炒锅", "最\u200b好用的"),
        ("治療糖尿病的紅薯粉", "治療糖尿病"),
        ("wen赚项目，日结", "wen赚"),
        ("弓虽效祛痘", "祛痘"),
        ("行业第—的铁锅", "行业第—的"),
        ("碳板跑鞋No.❶到货", "No.❶"),
        ("亚洲「最」大的沙盘", "亚洲「最」大的沙盘"),
        ("擦两天shī疹全消", "shī疹全消"),
    ],
)
def test_disguised_words_point_at_what_was_typed(title: str, shown: str) -> None:
    finding = check(title).findings[0]
    assert finding.span == shown == title[finding.start : finding.end]


def test_a_hidden_name_is_no_excuse() -> None:
    assert check("把羊汤做到极致，是他的念头").verdict == "exempt"
    assert check("把羊汤做到极⭐致，是他的念头").verdict == "violation"


@pytest.mark.parametrize(
    ("excused", "claimed"),
    [
        ("我们店里最好吃的是牛肉面", "我们家的牛肉面最好吃"),
        ("全系列里续航最长的一台", "我们系列的粉底是市面上最服帖的"),
        ("想做最懂小个子的裤子", "想吃最好的火锅就来这里"),
        ("哪家火锅最好吃", "哪家火锅最好吃？当然是我们"),
        ("什么才是最好的床垫？先看脊椎", "为什么它是最好的扫地机"),
        ("谁说最贵的就最好", "谁说平价没有顶级音质"),
        ("商家说的“全网最低”是真的吗", "“全网最低价”今晚开抢"),
        ("品牌名就是“无敌”，卖剪刀的", "无敌的剪刀"),
        ("2024年天猫毛巾类目销量第一，榜单截图见详情", "2024年最好用的吸尘器就是它"),
    ],
)
def test_a_principle_excuses_a_use_and_not_the_claim_beside_it(excused: str, claimed: str) -> None:
    assert check(excused).verdict == "exempt"
    assert check(claimed).verdict == "violation"


def test_an_unknown_principle_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        'category: absolute\narticle: "9(3)"\nreason: x\nexcused: [luck]\nrules:\n  - {id: mine.bad, words: [好]}\n',
        "utf-8",
    )
    with pytest.raises(RuleError, match="unknown principle luck"):
        load_checker(tmp_path)


def test_an_industry_changes_the_category() -> None:
    assert check("抗癌灵芝粉", "保健食品").findings[0].category == "medical_guarantee"
    assert check("抗癌灵芝粉", "食品零食").findings[0].category == "medical_term"
    assert check("抗癌灵芝粉", "没听过的行业").findings[0].category == "medical_term"


@pytest.mark.parametrize(
    "title", ["第一次养猫要准备什么", "最近很火的露营椅", "《最强蜗牛》周年庆", "一级水效马桶账单"]
)
def test_an_innocent_use_is_exempt(title: str) -> None:
    assert check(title).verdict == "exempt"


@pytest.mark.parametrize("title", ["", " ", "牙线棒和牙线怎么选", "。。。", "🦊🦊", "a" * 5000])
def test_ordinary_and_odd_titles_are_clean(title: str) -> None:
    assert check(title) == Compliance(verdict="clean")


def rates() -> Iterator[tuple[str, float]]:
    rows = [row for row in own() if "title" in row]
    for verdict in ("violation", "exempt", "clean"):
        part = [row for row in rows if row["verdict"] == verdict]
        fired = sum(check(row["title"], row["industry"]).verdict == "violation" for row in part)
        yield verdict, fired / len(part)


def test_own_titles_are_judged_as_labelled() -> None:
    fired = dict(rates())
    assert fired["violation"] >= 0.97
    assert fired["exempt"] <= 0.05
    assert fired["clean"] <= 0.02


def test_titles_that_nothing_was_trained_on_are_judged_as_labelled() -> None:
    result = measure("check", read(CHECK))
    assert result.rows >= 100
    assert result.recall >= 0.93 and result.precision >= 0.9 and result.exempt_passed >= 0.9


@pytest.mark.parametrize(
    ("part", "recall", "precision", "passed"), [("open", 0.98, 0.92, 0.96), ("unseen", 0.9, 0.85, 0.9)]
)
def test_subtle_titles_written_before_the_rules_were_read(
    part: str, recall: float, precision: float, passed: float
) -> None:
    """Rules were mended on the open half alone, so the unseen one tells what they know of new wordings."""
    rows = [row for row in read(SUBTLE) if part_of(row) == part]
    result = measure(part, rows)
    assert result.rows == 150 and result.category >= 0.95
    assert result.recall >= recall and result.precision >= precision and result.exempt_passed >= passed


def test_implied_claims_are_where_the_check_is_weakest() -> None:
    """What a story or a wink promises, by hands that had read no rule; nothing was mended on these titles."""
    rows = read(IMPLIED)
    result = measure("implied", rows)
    assert result.rows == 399 and result.category >= 0.8
    assert result.recall >= 0.7 and result.precision >= 0.87 and result.exempt_passed >= 0.83


def test_no_rule_lists_a_title_that_it_is_measured_on() -> None:
    examples = {
        split(one)[0] for rule in load_checker().rules.values() for one in (*rule.illegal, *rule.legal, *rule.words)
    }
    assert not examples & {row["title"] for row in read(SUBTLE)}


def test_a_second_look_is_excused_by_what_excuses_the_rules() -> None:
    assert check("咱们家卖过的电锅里，这口最重", "家电").verdict != "violation"


def test_ordinary_titles_are_not_called_violations() -> None:
    lines = [line for path in sorted(ORDINARY.glob("titles_*.jsonl")) for line in path.read_text("utf-8").splitlines()]
    rows = [json.loads(line) for line in lines if line]
    judged = check_many([row["title"] for row in rows], [row["category"] for row in rows])
    called = [
        (found.findings[0].rule, row["title"])
        for row, found in zip(rows, judged, strict=True)
        if found.verdict == "violation"
    ]
    assert len(rows) >= 3800
    assert len(called) <= 0.002 * len(rows), called  # the second look was trained on them: figures unseen are in `fit`
    assert all(rule == "learned" for rule, _ in called), called


@pytest.mark.parametrize("title", ["这把键盘全网最好用", "市面上最好用的拖把", "这支笔最好用！"])
def test_best_to_use_is_no_advice(title: str) -> None:
    assert check(title).verdict == "violation"
    assert check("装之前最好用卷尺量一遍").verdict == "exempt"


def test_own_requests_are_read_as_labelled() -> None:
    rows = [row for row in own() if "request" in row]
    wrong = [row["request"] for row in rows if check_request(row["request"], row["industry"]).verdict != row["verdict"]]
    assert len(rows) >= 80
    assert len(wrong) <= 2, wrong


def test_every_finding_lies_in_its_title() -> None:
    for row in own():
        title = row.get("title") or row["request"]
        for finding in check(title, row["industry"]).findings:
            assert title[finding.start : finding.end] == finding.span != ""


def test_rewriting_keeps_the_legal_clause() -> None:
    assert rewrite("最好用的炒锅，煎蛋滑溜溜") == "很好用的炒锅，煎蛋滑溜溜"
    assert rewrite("全城找不出第二家，煎蛋滑溜溜又嫩") == "煎蛋滑溜溜又嫩"
    assert rewrite("煎蛋滑溜溜") == "煎蛋滑溜溜"
    assert rewrite("线上百家乐今晚开桌") is None


@pytest.mark.parametrize(
    "title",
    [
        "吃了不胖的拌面",
        "吃了也不胖，半山拌面管够",
        "吃不胖的零食",
        "喝了不长肉的奶茶",
        "不长肉的零食",
        "深夜加餐，怎么吃都不长肉",
    ],
)
def test_no_food_leaves_one_thin(title: str) -> None:
    assert {one.category for one in check(title, "食品").findings} == {"false"}
    assert rewrite(title, "食品") is None and rewrite(f"全网第一的拌面，{title}", "食品") is None


@pytest.mark.parametrize(
    "title",
    [
        "吃不胖的体质羡慕了",
        "羡慕吃不胖的同桌",
        "不长肉的植物",
        "多肉不长肉怎么办",
        "猫咪只长毛不长肉",
    ],
)
def test_a_constitution_is_no_claim(title: str) -> None:
    assert check(title, "食品").verdict != "violation"


def test_a_rewrite_keeps_the_commas() -> None:
    assert rewrite("全网第一的拌面，今晚就煮，真香", "食品") == "拌面，今晚就煮，真香"


def test_rewrites_are_legal() -> None:
    rows = [row for row in own() if row["verdict"] == "violation" and "title" in row]
    fixed = [(text, row["industry"]) for row in rows if (text := rewrite(row["title"], row["industry"]))]
    assert len(fixed) >= 40
    assert all(check(text, industry).verdict != "violation" for text, industry in fixed)


def test_every_finding_says_all_that_it_must_and_its_rewrite_is_legal() -> None:
    rows = [row for row in own() if "title" in row]
    judged = check_many([row["title"] for row in rows], [row["industry"] for row in rows])
    findings = {
        (finding, row["industry"]) for row, found in zip(rows, judged, strict=True) for finding in found.findings
    }
    assert len(findings) > 600
    for finding, _ in findings:
        assert finding.category in CATEGORIES and finding.article[0].isdigit() and finding.reason
        assert finding.exempt == (finding.rewrite is None)
    proposed = sorted({(finding.rewrite, kind or "") for finding, kind in findings if finding.rewrite})
    verdicts = check_many([text for text, _ in proposed], [kind for _, kind in proposed])
    assert [text for text, found in zip(proposed, verdicts, strict=True) if found.verdict == "violation"] == []


def test_many_titles_are_judged_as_each_alone() -> None:
    rows = [row for row in own() if "title" in row][::9]
    many = check_many([row["title"] for row in rows], [row["industry"] for row in rows])
    assert many == [check(row["title"], row["industry"]) for row in rows]
    assert check_many(["最好用的炒锅", "煎蛋滑溜溜"], "家居")[0].verdict == "violation"
    with pytest.raises(ValueError):
        check_many(["煎蛋滑溜溜"], ["家居", "食品"])


@pytest.mark.parametrize(
    "title",
    [
        "退退退，BOSS又来了",
        "退！退！退！辣椒别过来",
        "遥遥领先！我方水晶先爆了",
        "第一视角逛旧书市场",
        "今天是最后一天，下单记得备注",
        "国家图书馆联名书签",
        "绝对值函数写错了",
        "全麦100%的面包怎么做不硬",
    ],
)
def test_hard_negatives_pass(title: str) -> None:
    assert check(title).verdict != "violation"


@pytest.mark.parametrize("title", ["凡是说稳赚不赔的，都要绕着走", "别听“三天根治”，慢病要长期管理", "“包过”都是套路"])
def test_a_quoted_warning_is_exempt(title: str) -> None:
    for industry in ("金融理财", "药品", "教育培训"):
        assert check(title, industry).verdict != "violation"


def test_a_request_names_the_place_in_the_message() -> None:
    message = "台灯5条，不得出现“爆款”，再把“国家级实验室认证”写上"
    found = check_request(message, "家居").findings
    assert [message[f.start : f.end] for f in found] == ["国家级"]


def test_an_explanation_names_word_and_article() -> None:
    text = explain(check("最好用的炒锅"))
    assert "最好用" in text and "《广告法》第九条第三项" in text and "违规" in text
    assert "违规" in explain(check("第一次养猫"))
    assert "没有发现" in explain(check("煎蛋滑溜溜"))


def test_a_folder_adds_and_replaces_rules(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        'category: absolute\narticle: "9(3)"\nreason: 本店不用\nrules:\n  - {id: mine.words, words: [好到哭]}\n',
        "utf-8",
    )
    checker = load_checker(tmp_path)
    assert checker.check("好到哭的枕头").findings[0].rule == "mine.words"
    assert checker.check("最好用的枕头").verdict == "violation"
    assert check("好到哭的枕头").verdict == "clean"


def test_the_examples_of_every_rule_hold() -> None:
    checker = load_checker()
    assert list(failures(checker)) == []
    assert sum(len(rule.illegal) + len(rule.legal) for rule in checker.rules.values()) >= 4


def test_an_example_that_fails_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.yaml").write_text(
        'category: absolute\narticle: "9(3)"\nreason: x\nterms: {dishes: [汤面, 炒饭]}\nrules:\n'
        "  - {id: mine.bowl, patterns: ['哭的{dishes}'], "
        "illegal: [好到哭的汤面, 好到哭的稀饭 @餐饮], legal: [最好的炒饭]}\n",
        "utf-8",
    )
    assert trial(["--rules", str(tmp_path)]) == 1
    shown = capsys.readouterr().out
    assert "“好到哭的稀饭” is no violation of absolute" in shown and "“最好的炒饭” is legal, but" in shown
    assert trial(["好到哭的汤面", "--rules", str(tmp_path)]) == 0
    assert "mine.bowl" in capsys.readouterr().out


def test_an_unknown_list_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        'category: absolute\narticle: "9(3)"\nreason: x\nrules:\n  - {id: mine.bad, patterns: ["{nowhere}好"]}\n',
        "utf-8",
    )
    with pytest.raises(RuleError, match=r"unknown list \{nowhere\}"):
        load_checker(tmp_path)


def test_a_broken_rule_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        'category: absolute\narticle: "9(3)"\nreason: x\nrules:\n  - {id: mine.bad, patterns: ["("]}\n', "utf-8"
    )
    with pytest.raises(RuleError, match=r"mine\.yaml.*mine\.bad"):
        load_checker(tmp_path)
