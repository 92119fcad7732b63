"""The generator around a scripted model: constraints hold, sources compete, and shortages are explained."""

from __future__ import annotations

import itertools
import threading

import pytest

from models.generator import Generator, TitleRequest
from models.generator.bank import Bank, Entry
from models.generator.candidate import Candidate
from models.generator.editing import cuts, edits
from models.generator.filters import fault, is_garbled, stutters, tidy
from models.generator.naming import names_product, topic_coverage
from models.generator.patterns import load_patterns
from models.generator.ranking import rank
from models.generator.weaving import filled
from models.llm import Completion
from models.types import Compliance, Scores, Title, Verdict

LINES = (
    "地铁上戴降噪耳机，我坐过了三站",
    "降噪耳机一戴，全世界都开了静音",
    "通勤路上的噪音，终于有人治了",
    "室友打呼那晚，我下单了降噪耳机",
    "降噪耳机降噪耳机降噪耳机",
    "工位旁边装修，我靠它活到了下班",
    "降噪耳机续航99小时是真的吗",
    "老板喊我三遍，通勤时养成的习惯",
    "戴上降噪耳机听见自己的",
)


class Scripted:
    """A language model that writes the given lines in turn, whatever the prompt."""

    name = "scripted"
    adapter = "test"

    def __init__(self, lines=LINES):
        self.lines = itertools.cycle(lines)
        self.prompts = []

    def complete(self, prompts, sampling, *, grammar=None, cancel=None):
        self.prompts += prompts
        return [Completion(text=next(self.lines), tokens=9, finish="stop") for _ in prompts]


class ByLength:
    """Scorers that like long titles."""

    def scores(self, titles, keywords=None):
        return [Scores(fluency=0.5, style=0.5, quality=min(1, len(t) / 40), sense=0.5, source="test") for t in titles]


BANK = Bank(
    (
        Entry("数码", ("真无线耳机", "运动"), "我的真无线耳机比我先跑完五公里"),
        Entry("数码", ("真无线耳机", "运动"), "谁家真无线耳机会自己找主人"),
        Entry("食品", ("火锅底料",), "火锅底料一开，室友全醒了"),
    )
)


def generator(lines=LINES, **options):
    return Generator(Scripted(lines), BANK, **{"scorers": ByLength(), **options})


def request(**fields):
    return TitleRequest(**{"keywords": ("降噪耳机", "通勤"), **fields})


def test_titles_are_distinct_and_carry_where_they_came_from():
    found = generator().draw(request(), 5)
    texts = [title.text for title in found.titles]
    assert len(set(texts)) == 5
    assert all(title.scores for title in found.titles)
    by_model = next(title for title in found.titles if title.provenance.source == "model")
    assert by_model.provenance.model == "scripted"
    assert by_model.provenance.prompt
    assert by_model.provenance.seed is not None


def test_broken_and_invented_candidates_are_counted_and_dropped():
    found = generator().draw(request(), 4)
    texts = [title.text for title in found.titles]
    assert not any("99" in text or text.endswith("的") or text.count("降噪耳机") > 1 for text in texts)
    assert found.rejected["garbled"] >= 2
    assert found.rejected["invented_number"] >= 1


def test_numbers_of_the_sources_may_be_used():
    found = generator(LINES[6:7]).draw(request(sources=("续航99小时",)), 1)
    assert "99" in found.titles[0].text


@pytest.mark.parametrize("limit", [12, 16, 20])
def test_hard_constraints_hold_for_every_title(limit):
    wanted = request(max_chars=limit, must_include=("耳机",), avoid=("室友",))
    for title in generator().draw(wanted, 5).titles:
        assert len(title.text) <= limit
        assert "耳机" in title.text
        assert "室友" not in title.text


def test_a_word_the_model_never_writes_is_put_in_by_code():
    found = generator().draw(request(must_include=("包邮",)), 2)
    assert len(found.titles) == 2
    assert all("包邮" in title.text for title in found.titles)


def test_titles_shown_before_are_not_repeated():
    first = generator().draw(request(), 2)
    shown = tuple(title.text for title in first.titles)
    second = generator().draw(request(exclude=shown), 2)
    assert not set(shown) & {title.text for title in second.titles}


def test_violations_are_dropped():
    def check(text):
        return Compliance(verdict=Verdict.VIOLATION if "静音" in text else Verdict.CLEAN)

    asked: list[int] = []
    found = generator(law=lambda: asked.append(1) or check).draw(request(), 4)
    assert asked == [1], "one request is judged by one state of the law"
    assert not any("静音" in title.text for title in found.titles)
    assert all(title.compliance and title.compliance.verdict is Verdict.CLEAN for title in found.titles)
    assert found.rejected["compliance"] >= 1


def test_fewer_titles_come_with_a_reason():
    found = generator(["嗯"]).draw(request(keywords=("充电宝",), min_chars=8), 3)
    assert len(found.titles) < 3
    assert found.note
    assert "要 3 条" in found.note


def test_patterns_of_the_bank_are_rewritten_for_the_keyword():
    found = generator(["嗯"]).draw(request(), 2)
    assert {title.text for title in found.titles} <= {"我的降噪耳机比我先跑完五公里", "谁家降噪耳机会自己找主人"}
    assert {title.provenance.source for title in found.titles} == {"retrieved"}


def test_what_the_model_copied_from_the_bank_is_dropped():
    found = generator(["火锅底料一开，室友全醒了"]).draw(request(keywords=("充电宝",)), 1)
    assert not found.titles
    assert found.rejected["copy"] >= 1


def test_proven_titles_compete():
    proven = Title(id="t1", text="戴着降噪耳机通勤的人，早就听不见闹钟和老板的声音了")
    found = generator(["嗯"]).draw(request(), 1, candidates=[proven])
    assert found.titles[0].text == proven.text
    assert found.titles[0].provenance.source == "library"


def test_replacement_is_exact():
    wanted = request(base="室友打呼那晚，我下单了降噪耳机", replace=(("室友", "同桌"),))
    found = generator().draw(wanted, 1)
    assert [title.text for title in found.titles] == ["同桌打呼那晚，我下单了降噪耳机"]
    assert found.titles[0].provenance.source == "edit"


@pytest.mark.parametrize(
    ("base", "best"),
    [
        ("听降噪耳机，我坐过了站", "听降噪耳机，我坐过了站，续航40小时"),
        ("降噪耳机一戴，我坐过了站", "续航40小时的降噪耳机一戴，我坐过了站"),
        ("在降噪耳机里，我坐过了站", "在续航40小时的降噪耳机里，我坐过了站"),
    ],
)
def test_a_wanted_word_is_said_as_the_facts_have_it(base: str, best: str):
    wanted = request(base=base, must_include=("40小时",), facts=("头戴式，280克", "续航40小时"))
    assert best in edits(wanted)
    assert all("续航40小时" in text for text in edits(wanted))


def test_a_quality_is_put_before_the_measure_of_the_product():
    wanted = request(base="晃晃40小时的降噪耳机，我坐过了站", must_include=("40小时", "三模"), facts=("三模连接",))
    assert "晃晃三模的40小时的降噪耳机，我坐过了站" not in edits(wanted)  # 晃晃 may end a longer name
    opened = request(base="戴40小时的降噪耳机，我坐过了站", must_include=("40小时", "可折叠"))
    assert edits(opened)[0] == "戴可折叠的40小时的降噪耳机，我坐过了站"


def test_words_put_into_a_shown_title_come_before_a_draft_that_says_something_else():
    wanted = request(base="敲敲降噪耳机，我坐过了站", must_include=("40小时",), facts=("续航40小时",))
    found = generator(["40小时的降噪耳机，你会给自己买吗"]).draw(wanted, 1)
    assert [(title.text, title.provenance.source) for title in found.titles] == [
        ("敲敲续航40小时的降噪耳机，我坐过了站", "edit")
    ]


def test_a_fact_is_not_said_where_a_word_of_it_is_banned_or_there_is_no_room():
    base = "降噪耳机一戴，我坐过了站"
    banned = request(base=base, must_include=("40小时",), facts=("续航40小时",), avoid=("续航",))
    narrow = request(base=base, must_include=("40小时",), facts=("续航40小时",), max_chars=len(base) + 5)
    assert not any("续航" in text for one in (banned, narrow) for text in edits(one))


def test_a_replacement_that_is_too_long_loses_its_quotation_marks_first():
    base = "聊起降噪耳机，我只会“室友打呼”"
    wanted = request(base=base, replace=(("室友", "上铺那位"),), max_chars=len(base))
    found = generator(["上铺那位打呼，我有耳机"]).draw(wanted, 1)
    assert [title.text for title in found.titles] == ["聊起降噪耳机，我只会上铺那位打呼"]


def test_what_is_replaced_is_in_whatever_is_written_instead():
    base = "室友打呼那晚，我下单了降噪耳机"
    wanted = request(base=base, replace=(("室友", "上铺的兄弟"),), max_chars=len(base))  # no room for it there
    found = generator(["上铺的兄弟打呼，我有耳机", "通勤也离不开耳机"]).draw(wanted, 1)
    assert [title.text for title in found.titles] == ["上铺的兄弟打呼，我有耳机"]


@pytest.mark.parametrize(("word", "fits"), [("周末", True), ("静音", False)])
def test_a_word_of_time_is_put_before_the_base_without_a_comma(word: str, fits: bool) -> None:
    base = "通勤路上我离不开它"
    assert (word + base in edits(request(base=base, must_include=(word,)))) is fits


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("67W", "还有67W充电器"),
        ("可折叠", "还有可折叠的充电器"),
        ("99元", "还有99元的充电器"),
        ("氮化镓", "还有氮化镓充电器"),
        ("送线", None),
        ("续航", None),
        ("24小时发货", None),
        ("7天无理由", None),
        ("95后", None),
        ("第一次", None),
        ("满300减50元", None),
        ("高中生", None),
        ("无锡", None),
        ("超市", None),
    ],
)
def test_a_measure_or_quality_is_put_to_the_product(word: str, said: str | None) -> None:
    asked = request(base="出差忘带的两样：牙刷，还有充电器", must_include=(word,), keywords=("充电器",))
    made = [text for text in edits(asked) if "还有" in text and not text.endswith(word) and not text.startswith(word)]
    assert made == ([f"出差忘带的两样：牙刷，{said}"] if said else [])


def test_two_things_are_put_to_the_product_in_turn():
    assert edits(request(base="绕着充电器看三处", must_include=("67W",), keywords=("充电器",))) == [
        "绕着67W充电器看三处"
    ]
    asked = request(base="牙刷，还有充电器", must_include=("67W", "99元"), keywords=("充电器",))
    assert edits(asked) == ["牙刷，还有99元的67W充电器"]


@pytest.mark.parametrize(
    ("base", "word", "asked"),
    [
        ("这副降噪耳机陪我坐地铁", "防水", {"keywords": ("耳机",)}),
        ("我把USB-C充电器忘了", "67W", {"keywords": ("充电器",)}),
        ("轻便的帐篷", "防水", {"keywords": ("帐篷",)}),
        ("《猫町邮局》里的猫", "免费", {"keywords": ("养猫游戏",), "product": "猫町邮局"}),
    ],
)
def test_nothing_is_put_into_a_longer_name_or_behind_another_quality(base: str, word: str, asked: dict) -> None:
    made = edits(request(base=base, must_include=(word,), **asked))
    assert made and all(base in text for text in made)


@pytest.mark.parametrize(
    ("base", "word", "thing", "made"),
    [
        ("我的充电器被借走了", "67W", "充电器", "我的67W充电器被借走了"),
        ("我靠充电器续命", "67W", "充电器", "我靠67W充电器续命"),
        ("华为手机用了三年", "防水", "手机", None),
        ("平台游戏真好玩", "免费", "游戏", None),
    ],
)
def test_what_may_stand_before_the_word(base: str, word: str, thing: str, made: str | None) -> None:
    found = edits(request(base=base, must_include=(word,), keywords=(thing,)))
    assert found == [made] if made else all(base.rstrip("。") in text for text in found)


def test_words_beside_the_base_are_a_last_resort_where_they_can_be_told_of_the_product() -> None:
    asked = request(base="我把充电器忘了", must_include=("67W",), keywords=("充电器",))
    assert edits(asked) == ["我把67W充电器忘了"]
    assert "67W：我把充电器忘了" in cuts(asked)
    assert cuts(request(base="我把充电器忘了", must_include=("24小时发货",), keywords=("充电器",))) == []


def test_where_code_has_made_edits_the_model_drafts_less() -> None:
    drafts = []
    for limit in (30, 10):  # in ten characters no edit of the base has room for the word
        model = Scripted()
        Generator(model, BANK).draw(request(base="通勤路上我离不开它", must_include=("周末",), max_chars=limit), 1)
        drafts.append(len(model.prompts))
    assert drafts[0] == 5 and drafts[1] >= 10


def test_a_shorter_version_keeps_to_the_base():
    base = "地铁上戴着降噪耳机听完整张专辑，结果我居然坐过了三站"
    found = generator(["嗯"]).draw(request(base=base, instruction="更短"), 1)
    assert len(found.titles[0].text) < len(base)
    assert "降噪耳机" in found.titles[0].text


@pytest.mark.parametrize(
    ("base", "banned", "whole"),
    [
        ("宿舍断电那晚，降噪耳机救了我", "宿舍", True),
        ("早八人的降噪耳机，我看到了什么", "早八", False),  # what is left names nothing
        ("人在工位，魂被降噪耳机接走了", "工位", True),
        ("上班以后，还好有降噪耳机陪着", "降噪耳机", False),
    ],
)
def test_a_base_without_an_unwanted_word_stands_only_where_it_is_whole(base: str, banned: str, whole: bool) -> None:
    asked = request(base=base, avoid=(banned,))
    left = cuts(asked)
    assert (left[0] in edits(asked)) is whole
    assert all(banned not in text for text in left)


def test_another_pattern_stands_in_for_a_base_that_a_ban_spoils():
    base = "早八人的降噪耳机，我看到了什么"
    found = generator(["嗯"], patterns=load_patterns()).draw(request(base=base, avoid=("早八",)), 1)
    (title,) = found.titles
    assert title.provenance.source == "pattern" and title.provenance.stands_in and "耳机" in title.text
    kept = generator(["嗯"], patterns=load_patterns()).draw(
        request(base="宿舍断电那晚，降噪耳机救了我", avoid=("宿舍",)), 1
    )
    assert [(title.text, title.provenance.stands_in) for title in kept.titles] == [("降噪耳机救了我", False)]


def test_another_pattern_stands_in_for_a_base_that_no_cut_makes_shorter():
    base = "降噪耳机的路人几点下班？"
    asked = request(base=base, instruction="更短", max_chars=len(base) - 1)
    (title,) = generator(["嗯"], patterns=load_patterns()).draw(asked, 1).titles
    assert title.provenance.source == "pattern" and len(title.text) < len(base)
    kept = generator(["嗯"], patterns=load_patterns()).draw(
        request(base="其实降噪耳机的路人真的下班了", instruction="更短", max_chars=13), 1
    )
    assert [title.text for title in kept.titles] == ["降噪耳机的路人下班了"]


def test_another_title_stands_in_for_a_wish_that_no_version_grants():
    base = "早八人的降噪耳机，我看到了什么"
    asked = request(base=base, instruction="更有悬念一点")
    (title,) = generator(["通勤路上的噪音，终于有人治了"], patterns=load_patterns()).draw(asked, 1).titles
    assert title.provenance.source == "pattern" and title.provenance.stands_in and "耳机" in title.text
    near = "早八人的降噪耳机，到底看到了什么"
    (kept,) = generator([near], patterns=load_patterns()).draw(asked, 1).titles
    assert (kept.text, kept.provenance.stands_in) == (near, False)


def test_a_word_replaced_takes_what_stands_around_it_already():
    asked = request(base="想找可以随便换的降噪耳机", replace=(("随便", "可以换"),))
    (title,) = generator(["嗯"]).draw(asked, 1).titles
    assert title.text == "想找可以换的降噪耳机"


def test_patterns_hold_one_of_the_words_of_which_one_is_wanted():
    asked = request(include_any=("40小时", "7克"), facts=("续航40小时",), wished=("续航40小时",))
    filled = load_patterns().fill(asked, 8)
    assert filled and all("40小时" in one.text for one in filled)


def test_a_meme_pattern_is_filled():
    found = generator().draw(request(meme="来都来了", meme_pattern="「来都来了，{X}」", max_chars=24), 3)
    assert any(title.text.startswith("来都来了，") for title in found.titles)
    assert any(title.memes == ("来都来了",) for title in found.titles)


def test_a_meme_whose_name_has_a_slot_is_written_with_the_slot_filled():
    wanted = request(meme="古希腊掌管XX的神", meme_pattern="「古希腊掌管{X}的神」", max_chars=24)
    found = generator(["古希腊掌管XX的神来了"]).draw(wanted, 3)
    assert "古希腊掌管降噪耳机的神" in [title.text for title in found.titles]
    assert not any("XX" in title.text for title in found.titles)
    assert found.rejected["garbled"]


def test_only_a_slot_that_is_a_clause_takes_a_clause():
    assert filled("「救命，{X}」", ["耳机"], ["我坐过了站"]) == ["救命，我坐过了站", "救命，耳机"]
    assert filled("「别被{X}CPU了」", ["耳机"], ["我坐过了站"]) == ["别被耳机CPU了"]
    assert filled("内卷", ["耳机"], []) == []


def test_cancelling_ends_drawing():
    stop = threading.Event()
    stop.set()
    found = generator(["嗯"]).draw(request(keywords=("充电宝",)), 3, cancel=stop)
    assert found.note
    assert "已停止" in found.note


def test_without_an_adapter_examples_open_the_prompt():
    model = Scripted()
    model.adapter = None
    Generator(model, BANK, scorers=ByLength()).draw(request(), 1)
    assert model.prompts[0].count("标题：") > 1


def test_words_in_unusual_characters_are_kept_when_they_were_asked_for():
    found = generator().draw(request(must_include=("ノイズ🤣",)), 2)
    assert len(found.titles) == 2
    assert all("ノイズ🤣" in title.text for title in found.titles)


def test_when_free_drafts_miss_the_model_is_held_to_the_length():
    class Obedient(Scripted):
        """Writes too little, unless a grammar asks for more."""

        def complete(self, prompts, sampling, *, grammar=None, cancel=None):
            long = (f"{chr(0x5000 + n)}在地铁上睡着了，醒来发现坐过了三站" for n in itertools.count())
            self.lines = long if grammar else itertools.repeat("耳机真好")
            return super().complete(prompts, sampling)

    model = Obedient()
    found = Generator(model, BANK, scorers=ByLength()).draw(request(min_chars=20, must_include=("耳机",)), 2)
    assert found.titles
    assert all(len(title.text) >= 20 and "耳机" in title.text for title in found.titles)


def test_a_title_about_the_topic_comes_before_one_about_nothing():
    found = generator(["今天也是想躺平的一天，先躺会儿再说吧", "耳机在，人在"]).draw(request(keywords=("耳机",)), 1)
    assert "耳机" in found.titles[0].text


def test_a_title_that_calls_the_product_by_its_name_is_about_the_topic():
    asked = request(keywords=("开放世界手游",), product="浮砂纪行", seed=3)
    assert topic_coverage("浮砂纪行的开局，我重来了三次", asked) == 1
    assert topic_coverage("今天也是想躺平的一天", asked) == 0
    lines = ["今天也是想躺平的一天", "浮砂纪行的开局，我卡了一晚上"]
    assert rank([Candidate(text, "model") for text in lines], asked, None)[0].candidate.text == lines[1]


@pytest.mark.parametrize(
    "text", ["戴上降噪耳机的", "“没说完", "关键词：耳机", "哈", "耳机耳机耳机", "降噪ノイズ", "我喜欢，我喜欢，我喜欢"]
)
def test_broken_forms(text):
    assert is_garbled(text)


@pytest.mark.parametrize("text", ["地铁上戴降噪耳机，我坐过了三站", "“你听见了吗？”他摘下耳机", "哈哈哈，这也行！"])
def test_whole_forms(text):
    assert not is_garbled(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("打开开放世界手游，我迷路了", ("开放世界手游",)),
        ("我给给娃买的书，自己先看完了", ("给娃买的书",)),
        ("收好好物清单再出门", ("好物清单",)),
        ("这款防晒霜霜体很轻", ("防晒霜",)),
    ],
)
def test_a_word_that_ends_as_its_neighbour_begins_is_a_stutter(text, words):
    assert stutters(text, words)
    assert fault(Candidate(text), request(keywords=words)) == "garbled"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("天天开心的秘诀，是早点下班", ("开心", "下班")),
        ("看看别人家的书桌", ("书桌", "别人家")),
        ("慢慢来，阅读器比较快", ("阅读器", "慢慢来")),
        ("妈妈们的宝宝椅，坐得住吗", ("宝宝椅", "妈妈们")),
        ("好好好，降噪耳机你赢了", ("降噪耳机", "好好")),
        ("真香香香，这锅酸辣粉", ("真香", "酸辣粉")),
        ("高高兴兴出门，安安静静降噪", ("降噪", "出门")),
        ("谢谢爸爸，奶奶的毛毯到了", ("毛毯", "爸爸", "奶奶")),
        ("奶奶爱喝的豆豆茶，试试才知道", ("豆豆茶", "奶奶")),
        ("人人都说贵，偏偏常常断货", ("断货", "人人")),
        ("渐渐懂了，刚刚好的音量才叫降噪", ("降噪", "音量")),
        ("ABB Bb套装，玩玩再说", ("ABB", "套装")),
        ("来来来，聊聊降噪耳机", ("降噪耳机",)),
        ("暖暖的羽绒服，穿上就不想脱", ("羽绒服", "暖暖")),
        ("今年年货怎么囤，听我一句", ("年货",)),
        ("今天天气正好，拍照去", ("天气",)),
        ("睡前聊聊天，就不焦虑了", ("聊天",)),
    ],
)
def test_what_is_said_twice_on_purpose_is_no_stutter(text, words):
    assert not stutters(text, words)


def test_what_was_asked_for_is_no_stutter():
    text = "大学生生活费怎么花，听学姐一句"
    assert fault(Candidate(text), request(keywords=("生活费",))) == "garbled"
    assert fault(Candidate(text), request(keywords=("生活费",), must_include=("大学生生活费",))) is None


def test_a_title_is_no_shorter_for_losing_its_closing_mark():
    asked = request(base="手冲壶退货的人，都是因为什么？", instruction="更短", keywords=("手冲壶",))
    assert fault(Candidate("手冲壶退货的人，都是因为什么"), asked) == "length"
    assert fault(Candidate("手冲壶退货的人，都是为啥？"), asked) is None


def test_tidy_takes_off_loose_ends():
    assert tidy(" “我摘下了耳机。” ") == "我摘下了耳机。"
    assert tidy("到站了，") == "到站了"


def test_the_user_s_own_words_come_first():
    lines = ["耳机一戴，今天的会议都与我无关了", "地铁耳机", "耳机坏了，我才听见全世界在吵"]
    found = generator(lines).draw(request(keywords=("耳机",), wished=("地铁",)), 1)
    assert found.titles[0].text == "地铁耳机"


def test_two_titles_in_five_hold_a_word_wished_for_that_no_name_says_anyway():
    """The patterns for this very kind are liked far more, and hold none of the words."""
    asked = request(
        keywords=("组队", "开黑", "周末", "开放世界"),
        wished=("组队", "开黑", "周末", "开放世界"),
        product="浮砂纪行",
        category="开放世界冒险手游",
    )
    for seed in range(3):
        found = generator(["嗯"], patterns=load_patterns()).draw(asked.model_copy(update={"seed": seed}), 5)
        texts = [title.text for title in found.titles]
        assert sum(any(word in text for word in ("组队", "开黑", "周末")) for text in texts) >= 2, texts


def test_filled_patterns_are_three_quarters_of_the_list_and_all_of_it_where_nothing_else_holds():
    def sources(lines, n):
        found = generator(lines, patterns=load_patterns()).draw(request(), n)
        return [title.provenance.source for title in found.titles]

    assert sources(LINES, 4).count("pattern") <= 3
    assert sources(["嗯"], 6).count("pattern") >= 4


def test_a_draft_that_names_the_product_comes_before_one_that_never_does():
    ranked = rank([Candidate(LINES[2], unsaid=True), Candidate(LINES[0])], request(), ByLength())
    assert [one.candidate.text for one in ranked] == [LINES[0], LINES[2]]
    assert names_product("戴上耳机", request(), "降噪耳机") and not names_product(LINES[2], request(), "降噪耳机")


def test_without_reranking_titles_come_in_the_order_drawn():
    lines = ("地铁上戴降噪耳机坐过站", "降噪耳机一戴，全世界都开了静音", "室友打呼那晚，我下单了那副最贵的降噪耳机")
    plain, ranked = (
        [title.text for title in generator(lines, rerank=rerank).draw(request(), 5).titles] for rerank in (False, True)
    )
    assert [text for text in plain if text in lines] == list(lines)
    assert len(ranked[0]) == max(map(len, ranked)) > len(plain[0]), (
        "scorers that like long titles bring the longest first"
    )
