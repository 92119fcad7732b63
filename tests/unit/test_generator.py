"""The generator around a scripted model: constraints hold, sources compete, and shortages are explained."""

from __future__ import annotations

import itertools
import threading

import pytest
from scripted_generator import BANK, LINES, ByLength, Scripted, generator, request

from models.generator import Generator
from models.generator.candidate import Candidate
from models.generator.naming import names_product, topic_coverage
from models.generator.patterns import load_patterns
from models.generator.ranking import rank
from models.generator.weaving import filled
from models.types import Compliance, Title, Verdict


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
