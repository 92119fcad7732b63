from tools.compliance import check, check_request, explain, rewrite


def test_a_superlative_is_a_violation_with_its_place() -> None:
    result = check("这才是最好用的炒锅")
    assert result.verdict == "violation"
    finding = result.findings[0]
    assert (finding.category, finding.article) == ("absolute", "9(3)")
    assert "这才是最好用的炒锅"[finding.start : finding.end] == finding.span


def test_disguised_words_point_at_what_was_typed() -> None:
    title = "仓库清空蕞 低-价"
    finding = check(title).findings[0]
    assert finding.span == "蕞 低-价"
    assert title[finding.start : finding.end] == finding.span


def test_an_industry_changes_the_category() -> None:
    assert check("抗癌灵芝粉", "保健食品").findings[0].category == "medical_guarantee"
    assert check("抗癌灵芝粉", "食品零食").findings[0].category == "medical_term"


def test_an_innocent_use_is_exempt() -> None:
    assert check("第一次养猫要准备什么").verdict == "exempt"


def test_an_ordinary_title_is_clean() -> None:
    assert check("牙线棒和牙线怎么选").verdict == "clean"


def test_rewriting_keeps_the_legal_clause() -> None:
    assert rewrite("最好用的炒锅，煎蛋滑溜溜") == "煎蛋滑溜溜"
    assert rewrite("线上百家乐今晚开桌") is None


def test_a_request_to_write_a_claim_is_found_and_one_to_avoid_it_is_not() -> None:
    assert check_request("写成全网第一").verdict == "violation"
    assert check_request("不要写最好").verdict == "clean"


def test_an_explanation_names_word_and_article() -> None:
    text = explain(check("最好用的炒锅"))
    assert "最好用" in text and "《广告法》第九条第三项" in text and "违规" in text
