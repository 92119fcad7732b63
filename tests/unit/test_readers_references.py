"""Which titles, product and memes a message points at."""

import pytest

from agent.plan import Intent, ShownList, TitleRef
from agent.readers.meme_choice import read_meme_choice
from agent.readers.message import read_message
from agent.readers.products import head_noun, read_product
from agent.readers.references import read_reference
from models.catalog import Advertiser, Product


def shown(*sizes: int) -> tuple[ShownList, ...]:
    return tuple(
        ShownList(
            turn=turn,
            intent=Intent.GENERATE,
            title_ids=tuple(f"{turn}.{n}" for n in range(size)),
            texts=("标题",) * size,
        )
        for turn, size in enumerate(sizes)
    )


@pytest.mark.parametrize(
    ("message", "ref"),
    [
        ("第二个再短点", TitleRef(numbers=(2,))),
        ("三号再短 12字内", TitleRef(numbers=(3,))),
        ("第一条和第三条都加上“通勤”", TitleRef(numbers=(1, 3))),
        ("1、3、5号存一下", TitleRef(numbers=(1, 3, 5))),
        ("2和3进赛马 现在就开", TitleRef(numbers=(2, 3))),
        ("倒数第二条改改", TitleRef(numbers=(-2,))),
        ("最后一条太长", TitleRef(numbers=(-1,))),
        ("前两个太官方", TitleRef(numbers=(1, 2))),
        ("make the second one cheekier", TitleRef(numbers=(2,))),
        ("一开始那4条里挑2条定了", TitleRef(which="first", size=4, all=True)),
        ("还是用刚才4个里第2个", TitleRef(numbers=(2,), size=4)),
        ("质量最低那条解释下", TitleRef(by="worst", take=1, metric="quality")),
        ("打分，前三进赛马", TitleRef(by="best", take=3)),
        ("三条全放进赛马跑着", TitleRef(all=True)),
        ("上一轮第1条也要", TitleRef(numbers=(1,), which="previous")),
        ("3️⃣那条好心酸", TitleRef(numbers=(3,))),
        ("第二條短一點", TitleRef(numbers=(2,))),
        ("No.2可以，改改", TitleRef(numbers=(2,))),
        ("首条太硬", TitleRef(numbers=(1,))),
        ("中间那条缩到12字", TitleRef(numbers=(2,))),
        ("第2和第3还行，其余的都换掉", TitleRef(numbers=(1, 4))),
        ("2和4不错，1、3重来", TitleRef(numbers=(1, 3))),
        ("make the 2nd one funnier", TitleRef(numbers=(2,))),
        ("A/B就用1和4", TitleRef(numbers=(1, 4))),
        ("只留前俩，存了", TitleRef(numbers=(1, 2))),
        ("launch the top two", TitleRef(by="best", take=2)),
        ("最好带上续航", None),
        ("来5条新的", None),
        ("全网销量第一写上去", None),
    ],
)
def test_reference(message: str, ref: TitleRef | None) -> None:
    assert read_reference(read_message(message), shown(4), Intent.GENERATE) == ref


def test_it_is_the_only_title_shown_last_or_stays_open() -> None:
    message = read_message("这条再改改")
    assert read_reference(message, shown(4, 1), Intent.REFINE) == TitleRef(numbers=(1,))
    assert read_reference(message, shown(4), Intent.GENERATE) is None


ACCOUNT = Advertiser(
    id="a",
    name="底盘部落",
    products=(
        Product(name="底盘部落全包围脚垫", category="汽车脚垫"),
        Product(name="底盘部落后备箱垫", category="汽车内饰"),
    ),
)


@pytest.mark.parametrize(
    ("message", "product_id"),
    [("脚垫先铺6条", "a-p1"), ("后备箱垫同样来6条", "a-p2"), ("底盘部落的标题来几条", None), ("垫子", None)],
)
def test_product_by_any_part_of_its_name_that_no_other_shares(message: str, product_id: str | None) -> None:
    product = read_product(read_message(message), ACCOUNT).product
    assert (product.id if product else None) == product_id


def test_head_noun_cannot_mean_the_other_product() -> None:
    assert head_noun(*ACCOUNT.products) == "脚垫"


@pytest.mark.parametrize(
    ("message", "chosen"),
    [("第一个好玩！用它写5条", ("甲梗",)), ("用上 再整2条", ("甲梗",)), ("乙梗不错", ("乙梗",)), ("都不喜欢", ())],
)
def test_meme_choice(message: str, chosen: tuple[str, ...]) -> None:
    assert read_meme_choice(read_message(message), ("甲梗", "乙梗")) == chosen


def test_the_others_are_those_the_last_rewrite_left_alone() -> None:
    ids = ("a", "b", "c")
    listed = ShownList(turn=0, intent=Intent.GENERATE, title_ids=ids, texts=("夜里跑步", "雨天通勤", "周末爬山"))
    changed = ShownList(turn=1, intent=Intent.REFINE, title_ids=("d",), texts=("雨天也通勤",))
    message = read_message("另外两条也改短点")
    assert read_reference(message, (listed, changed), Intent.REFINE) == TitleRef(numbers=(1, 3), size=3)
    assert read_reference(message, (listed,), Intent.GENERATE) is None


TITLES = ("地铁上背完五十音", "老板飙英语，我懵了", "猫追着球跑", "红笔救了我", "每天15分钟，能学会吗？")


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("带猫那条再短点", (3,)),
        ("讲老板的那个太土", (2,)),
        ("“红笔”那句存了", (4,)),
        ("有问号那条合规吗", (5,)),
        ("追球的那条打个分", (3,)),
        ("前两条之外全部重写", (3, 4, 5)),
        ("除了最后一条，其它全换", (1, 2, 3, 4)),
        ("the one about 地铁 is too long", (1,)),
    ],
)
def test_titles_pointed_at_by_what_they_say(message: str, numbers: tuple[int, ...]) -> None:
    one = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b", "c", "d", "e"), texts=TITLES)
    assert read_reference(read_message(message), (one,), Intent.GENERATE) == TitleRef(numbers=numbers)


def test_what_no_title_says_points_at_none() -> None:
    one = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b"), texts=TITLES[:2])
    assert read_reference(read_message("带火锅那条再短点"), (one,), Intent.GENERATE) is None
