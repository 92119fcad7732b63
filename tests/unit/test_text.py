from models.text import contains, distinct, invented_numbers, numbers, title_length


def test_every_character_counts_as_one() -> None:
    assert title_length("a字🦊，") == 4


def test_inclusion_ignores_case_and_width() -> None:
    assert contains("ＷｉＦｉ６路由器", "wifi6")
    assert not contains("路由器", "wifi")


def test_numbers_are_digits_only() -> None:
    assert numbers("三天用了１２.5小时和7天") == ["12.5", "7"]


def test_a_number_is_invented_when_no_source_has_it() -> None:
    assert invented_numbers("续航10小时，打8折", ["续航约10小时", "119元"]) == ["8"]
    assert invented_numbers("续航10小时", ["续航约１０小时"]) == []


def test_variety_is_the_share_of_different_character_pairs() -> None:
    assert distinct(["甲乙丙", "甲乙丁"]) == 0.75
    assert distinct(["甲"]) == 0.0
