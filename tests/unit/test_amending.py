from agent.amending import amend, asks_about_refused
from agent.brief import Brief, BriefEdit, apply_edit
from agent.plan import Change, Intent, Plan, TitleRef
from agent.reading import wants_written


def test_words_keep_the_width_they_were_typed_in():
    plan = Plan(intent=Intent.REFINE, edit=BriefEdit(include_add=("!", "vip")))
    assert amend(plan, "末尾加“！”，带VIP", Brief(), []).edit.include_add == ("！", "VIP")


def test_illegal_claims_leave_the_edit():
    plan = Plan(intent=Intent.GENERATE, edit=BriefEdit(topic="全网第一的壶", include_add=("全网第一", "手冲")))
    edit = amend(plan, "写全网第一的壶，带手冲", Brief(), ["全网第一"]).edit
    assert (edit.topic, edit.include_add) == (None, ("手冲",))


def test_a_required_word_changes_with_its_replacement():
    plan = Plan(
        intent=Intent.REFINE,
        edit=BriefEdit(avoid_add=("芋泥",)),
        ref=TitleRef(all=True),
        change=Change(replace=(("芋泥", "芋泥馅"),)),
    )
    before = Brief(must_include=("芋泥", "麻薯"))
    after = apply_edit(before, amend(plan, "全部把芋泥改成芋泥馅", before, []).edit)
    assert after.must_include == ("麻薯", "芋泥馅")
    assert after.avoid == ()


def test_one_title_s_replacement_leaves_the_rest_alone():
    plan = Plan(intent=Intent.REFINE, ref=TitleRef(numbers=(2,)), change=Change(replace=(("芋泥", "奶茶"),)))
    assert amend(plan, "第2条芋泥改奶茶", Brief(must_include=("芋泥",)), []).edit.is_empty


def test_only_a_question_about_the_law_asks_about_what_was_refused():
    asked = Plan(intent=Intent.EXPLAIN, ref=TitleRef(all=True))
    assert asks_about_refused(asked, "为什么不能写第一啊", ["第一"])
    assert asks_about_refused(Plan(intent=Intent.REFINE), "为啥不让写第一", [])
    best = Plan(intent=Intent.REFINE, ref=TitleRef(by="best"))
    assert asks_about_refused(best, "为啥不让写全国最好", ["全国最好"])
    assert not asks_about_refused(Plan(intent=Intent.REFINE), "第一条不能写这么长", [])
    assert not asks_about_refused(asked, "为什么这几条分低", [])
    assert not asks_about_refused(asked.model_copy(update={"ref": TitleRef(numbers=(1,))}), "第1条为什么不行", [])


def test_a_claim_in_what_seems_talk_is_heard_only_when_it_is_wanted_in_a_title():
    for message in ("老板要全网第一", "客户那边要有“全网第一”", "就说全网第一", "boss wants 全网第一 in there"):
        assert wants_written(message, ["全网第一"])
    for message in ("不要全网第一", "你真是全网第一，我要去睡了", "要睡了。你们全网第一"):
        assert not wants_written(message, ["全网第一"])
