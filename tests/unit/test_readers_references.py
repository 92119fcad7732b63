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


SHOP = Advertiser(
    id="s",
    name="随行生活",
    products=(
        Product(name="纯棉四件套", category="床品"),
        Product(name="真丝眼罩", category="助眠"),
        Product(name="骑行头盔", category="护具"),
        Product(name="防水尾包", category="箱包"),
    ),
)


@pytest.mark.parametrize(
    ("message", "product_id"),
    [
        ("眼罩先放放，四件套来4条", "s-p1"),
        ("不写头盔了，尾包来3条", "s-p4"),
        ("头盔不要了，尾包来3条", "s-p4"),
        ("头盔够了，尾包来3条", "s-p4"),
        ("不是头盔，是尾包", "s-p4"),
        ("尾包就算了吧，写头盔", "s-p3"),
        ("别写眼罩，写头盔吧", "s-p3"),
    ],
)
def test_a_product_put_aside_is_not_meant(message: str, product_id: str) -> None:
    reading = read_product(read_message(message), SHOP)
    assert reading.product is not None and (reading.product.id, reading.certain) == (product_id, True)


@pytest.mark.parametrize(
    "message",
    [
        "眼罩和头盔，不要感叹号",
        "头盔和眼罩不要感叹号，来4条",
        "头盔不要写价格，尾包来3条",
        "头盔别写参数，尾包也别写",
        "是不是头盔比尾包好写",
        "要不要头盔和尾包各来3条",
        "头盔不推荐给新手，尾包随意",
        "头盔停产的消息和尾包一起写",
        "尾包算了一下价格，跟头盔一样",
        "不要头盔参数，头盔和尾包各来2条",
        "头盔 不要感叹号 尾包3条",
    ],
)
def test_a_wish_about_a_product_does_not_put_it_aside(message: str) -> None:
    assert not read_product(read_message(message), SHOP).certain


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


@pytest.mark.parametrize(
    ("message", "number"),
    [
        ("除头屑洗发水，第一条改短", 1),
        ("除了前面的要求，第2条加个价格", 2),
        ("除头皮屑的卖点写进第3条", 3),
        ("免除后顾之忧这句放第1条", 1),
        ("除了头条新闻的腔调，第2条都还行，改短点", 2),
        ("除了后两个字，第4条改短", 4),
        ("除了第一时间发货，第2条再加个价格", 2),
        ("第2条写上节假日除外", 2),
        ("删除前面的空格，第3条缩短", 3),
        ("第2条改短，另外给我再来3条", 2),
        ("除了最后的标点，第5条换个说法", 5),
        ("shorten number 2 except the price", 2),
    ],
)
def test_what_a_wish_leaves_out_is_no_title(message: str, number: int) -> None:
    read = read_reference(read_message(message), shown(5), Intent.GENERATE)
    assert read is None or read.numbers == (number,)


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("除了第2条，其他都改短", (1, 3)),
        ("第2条除外，全部重写", (1, 3)),
        ("除第三条外都改短", (1, 2)),
        ("除了第1和第2，全换", (3,)),
        ("除了前两条都换掉", (3,)),
        ("除开最后那条都改改", (1, 2)),
        ("除了第一个都不行", (2, 3)),
        ("第1条留着，另外两条换掉", (2, 3)),
        ("shorten everything except number 2", (1, 3)),
        ("rewrite all of them except the first one", (2, 3)),
    ],
)
def test_all_but_those_named(message: str, numbers: tuple[int, ...]) -> None:
    assert read_reference(read_message(message), shown(3), Intent.GENERATE) == TitleRef(numbers=numbers)


def test_what_no_title_says_points_at_none() -> None:
    one = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b"), texts=TITLES[:2])
    assert read_reference(read_message("带火锅那条再短点"), (one,), Intent.GENERATE) is None


PLAIN = (
    "就这样睡到天亮",
    "用过的人改一下就懂",
    "不要再带上伞，选它",
    "好的感觉，一下有问题都没了",
    "说好推荐给写作业的你",
)


@pytest.mark.parametrize(
    "message",
    [
        "就这条，存了", "用这条", "改这条", "选这条", "改一下这条", "不要这条", "带上这条", "就那条，存了",
        "用一下那条", "带感的那条存了", "有问题那条重写", "写好那条存了", "你推荐的那条", "不要的那条删了",
        "说好的那条呢", "我觉得好的那条", "带上伞这个点写写",
    ],
)  # fmt: skip
def test_a_verb_before_this_one_is_no_word_of_a_title(message: str) -> None:
    titles = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b", "c", "d", "e"), texts=PLAIN)
    ref = read_reference(read_message(message), (titles,), Intent.GENERATE)
    assert ref is None or not ref.numbers


@pytest.mark.parametrize("message", ["就这条，存了", "行，就这条", "改一下这条", "用这条吧"])
def test_this_one_is_the_title_shown_last(message: str) -> None:
    first = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b"), texts=PLAIN[:2])
    last = ShownList(turn=1, intent=Intent.REFINE, title_ids=("c",), texts=("夜里跑步",))
    assert read_reference(read_message(message), (first, last), Intent.REFINE) == TitleRef(numbers=(1,))


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("有问号的那条存了", (5,)),
        ("问号那条存了", (5,)),
        ("“红笔”这条太短", (4,)),
        ("讲老板的这条太土", (2,)),
        ("带“球”那条改改", (3,)),
        ("我喜欢带猫那条", (3,)),
        ("the one with a 猫 is good", (3,)),
        ("把提到地铁那句删了", (1,)),
    ],
)
def test_titles_pointed_at_by_a_verb_or_a_quote(message: str, numbers: tuple[int, ...]) -> None:
    one = ShownList(turn=0, intent=Intent.GENERATE, title_ids=("a", "b", "c", "d", "e"), texts=TITLES)
    assert read_reference(read_message(message), (one,), Intent.GENERATE) == TitleRef(numbers=numbers)


SIZED = [
    ShownList(
        turn=1,
        intent=Intent.GENERATE,
        title_ids=tuple("abcd"),
        texts=("猫砂真香，猫都说好用得很", "铲屎官的一天", "你家猫砂几天一换？", "新猫砂到了，猫先躺进箱子里不肯出来"),
    )
]


@pytest.mark.parametrize(
    ("message", "numbers"),
    [
        ("最短的那条改成疑问句", (2,)),
        ("字数最多那句缩一缩", (4,)),
        ("6个字那条不错", (2,)),
        ("第1条和最短的那条都改活泼点", (1, 2)),
        ("超过10个字的都缩短", (1, 4)),
        ("猫砂真香那条删了", (1,)),
    ],
)
def test_titles_named_by_their_length_or_their_words(message: str, numbers: tuple[int, ...]) -> None:
    ref = read_reference(read_message(message), SIZED, Intent.GENERATE)
    assert ref is not None and ref.numbers == numbers


@pytest.mark.parametrize("message", ["来5条最短的", "再短一点", "15字以内", "最多12个字"])
def test_lengths_wanted_name_no_title(message: str) -> None:
    ref = read_reference(read_message(message), SIZED, Intent.GENERATE)
    assert ref is None or not ref.numbers
