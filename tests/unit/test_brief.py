from agent.brief import Brief, BriefEdit, apply_edit


def test_one_message_changes_one_field_and_keeps_the_rest() -> None:
    brief = Brief(max_chars=20, must_include=("续航",), count=10)
    after = apply_edit(brief, BriefEdit(max_chars=12))
    assert after == brief.model_copy(update={"max_chars": 12})


def test_clear_lifts_a_limit() -> None:
    assert apply_edit(Brief(max_chars=16), BriefEdit(clear=("max_chars",))).max_chars is None


def test_the_latest_word_wins_between_wanted_and_forbidden() -> None:
    brief = apply_edit(Brief(must_include=("厚底", "显高")), BriefEdit(avoid_add=("厚底",)))
    assert brief.must_include == ("显高",)
    assert brief.avoid == ("厚底",)
    back = apply_edit(brief, BriefEdit(include_add=("厚底",)))
    assert back.must_include == ("显高", "厚底")
    assert back.avoid == ()


def test_a_new_product_drops_the_old_topic() -> None:
    brief = Brief(product_id="p1", topic="显高", max_chars=17)
    after = apply_edit(brief, BriefEdit(product_id="p2"))
    assert (after.product_id, after.topic, after.max_chars) == ("p2", None, 17)


def test_a_new_limit_beats_an_old_one_it_crosses() -> None:
    assert apply_edit(Brief(min_chars=16), BriefEdit(max_chars=10)).min_chars is None
    assert apply_edit(Brief(max_chars=10), BriefEdit(min_chars=16)).max_chars is None


def test_words_are_not_repeated() -> None:
    assert apply_edit(Brief(avoid=("神器",)), BriefEdit(avoid_add=("神器", "神器"))).avoid == ("神器",)


def test_the_latest_message_wins_over_words_that_hold_its_own():
    before = Brief(must_include=("190g", "碳纤维"), avoid=("爽",))
    after = apply_edit(before, BriefEdit(avoid_add=("0", "1"), include_add=("清爽",)))
    assert after.must_include == ("碳纤维", "清爽")
    assert after.avoid == ("0", "1")
