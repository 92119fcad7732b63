"""What is said of titles by their scores, in words."""

import pytest

from agent.brief import Brief
from agent.outcome import Outcome
from agent.plan import Intent, Plan, ShownList, TitleRef
from agent.readers.message import read_message
from agent.readers.ordering import asks_meaning, compares, sorts
from agent.replies import compose
from agent.turn_view import TurnView
from models.catalog import Advertiser, Product
from models.types import Scores, Title

SHOP = Advertiser(id="a", name="霁橙", products=(Product(name="霁橙防晒乳", category="防晒乳"),))
TITLES = [
    Title(
        id="t1", text="外面是阴天，防晒乳到底涂还是不涂？", scores=Scores(fluency=0.8, style=1, quality=0.6, source="x")
    ),
    Title(id="t2", text="后背够不着，我转了3圈", scores=Scores(fluency=0.6, style=1, quality=0.3, source="x")),
    Title(id="t3", text="太阳上班前，防晒乳先打卡", scores=Scores(fluency=0.8, style=1, quality=0.59, source="x")),
]
LIST = ShownList(
    turn=0, intent=Intent.GENERATE, title_ids=tuple(t.id for t in TITLES), texts=tuple(t.text for t in TITLES)
)


def reply(message: str, plan: Plan, scored: list[Title], language: str = "zh", **told: object) -> str:
    view = TurnView(
        message=message,
        plan=plan,
        brief=Brief(),
        advertiser=SHOP,
        shown=[LIST],
        titles={title.id: title for title in TITLES},
        results={"score_titles": {"scored": [title.model_dump(mode="json") for title in scored]}},
    )
    return compose(Outcome(view=view, **told), language)  # type: ignore[arg-type]


def score(*numbers: int) -> Plan:
    return Plan(intent=Intent.SCORE, ref=TitleRef(numbers=numbers) if numbers else None)


def test_of_two_titles_one_is_chosen_with_what_tells_them_apart() -> None:
    said = reply("第1条和第2条哪个好", score(1, 2), TITLES[:2])
    assert "我会选第 1 条" in said and "质量，它高 30 分" in said
    first, second = said.splitlines()[:2]
    assert "17 字，用问句，点到“防晒乳”" in first
    assert "第 2 条" in second and "第一人称，带数字，没有点到商品" in second


def test_titles_that_scores_do_not_tell_apart_are_said_to_be_so() -> None:
    said = reply("1和3比一比", score(1, 3), [TITLES[0], TITLES[2]])
    assert "我会选" not in said and "拉不开差距" in said and "第 3 条" in said


def test_a_list_is_sorted_and_keeps_its_numbers() -> None:
    said = reply("帮我排个序，从好到差", score(), TITLES)
    assert [line[:2] for line in said.splitlines()[1:]] == ["1.", "3.", "2."]
    by_style = reply("按质量排个序", score(), TITLES)
    assert by_style.startswith("按质量分") and [line[:2] for line in by_style.splitlines()[1:]] == ["1.", "3.", "2."]
    plain = reply("打个分", score(), TITLES)
    assert [line[:2] for line in plain.splitlines()[1:]] == ["1.", "2.", "3."]


def test_titles_named_by_number_keep_it() -> None:
    assert "3. 太阳上班前" in reply("给1和3打分", score(1, 3), [TITLES[0], TITLES[2]])


def test_what_a_title_says_is_told_without_its_scores() -> None:
    plan = Plan(intent=Intent.EXPLAIN, ref=TitleRef(numbers=(1,)))
    said = reply("第一条啥意思", plan, TITLES[:1], memes={"显眼包": "爱出风头的人"})
    assert "点到的是“防晒乳”" in said and "“显眼包”是个梗：爱出风头的人" in said and "流畅" not in said
    assert "没有直接点到商品" in reply(
        "第2条看不懂", Plan(intent=Intent.EXPLAIN, ref=TitleRef(numbers=(2,))), TITLES[1:2]
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_saved_titles_are_listed(language: str) -> None:
    plan = Plan(intent=Intent.EXPLAIN, know_how="library")
    assert "外面是阴天" in reply("我存过哪些", plan, [], language, saved=TITLES)
    many = [TITLES[0]] * 12
    assert "12" in reply("我存过哪些", plan, [], language, saved=many)
    assert reply("我存过哪些", plan, [], language, saved=many).count("外面是阴天") == 10
    assert "外面" not in reply("我存过哪些", plan, [], language)


@pytest.mark.parametrize(
    ("message", "reader"),
    [
        ("第1条和第3条哪个好", compares),
        ("2和4有什么区别", compares),
        ("这两条比一比", compares),
        ("帮我排个序", sorts),
        ("从好到差排一下", sorts),
        ("第二条啥意思", asks_meaning),
        ("这条在说什么", asks_meaning),
        ("没看懂第3条", asks_meaning),
    ],
)
def test_what_is_asked_of_titles(message: str, reader: object) -> None:
    assert callable(reader) and reader(read_message(message))


@pytest.mark.parametrize("message", ["写5条", "第2条改短", "打个分", "排队场景来3条", "给我看看第3条"])
def test_other_messages_ask_nothing_of_the_kind(message: str) -> None:
    assert not any(reader(read_message(message)) for reader in (compares, sorts, asks_meaning))
