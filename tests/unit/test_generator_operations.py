"""Words put before and behind a title, and one title made of several."""

from models.generator import Generator, TitleRequest
from models.generator.bank import Bank
from models.generator.editing import joined, lengthened, replaced
from models.generator.filters import is_garbled


def wording(base: str, **asked: object) -> str | None:
    return replaced(TitleRequest.model_validate({"base": base} | asked))


def test_words_stand_where_they_were_asked_for() -> None:
    assert wording("猫在门口等饭", tail="那咋了") == "猫在门口等饭，那咋了"
    assert wording("猫在门口等饭？", tail="那咋了") == "猫在门口等饭？那咋了"
    assert wording("猫在门口等饭。", tail="！") == "猫在门口等饭！"
    assert wording("猫在门口等饭", head="真的") == "真的，猫在门口等饭"
    assert wording("猫在门口等饭", head="救命！") == "救命！猫在门口等饭"
    assert wording("猫在门口等饭", tail="那咋了", replace=(("门口", "桌边"),)) == "猫在桌边等饭，那咋了"
    assert wording("猫在门口等饭") is None


def test_the_generator_gives_just_that_title() -> None:
    request = TitleRequest(base="猫在门口等饭", tail="那咋了", keywords=("猫粮",))
    titles = Generator(None, Bank([])).draw(request, 1).titles
    assert [title.text for title in titles] == ["猫在门口等饭，那咋了"]


def test_titles_are_joined_clause_by_clause_in_the_order_named() -> None:
    request = TitleRequest(base="下班到家，猫在门口等", joined=("袋子一响，它从柜顶飞下来",))
    texts = joined(request)
    assert texts[0] == "下班到家，它从柜顶飞下来"
    assert "袋子一响，猫在门口等" in texts


def test_joined_clauses_do_not_say_the_same_word() -> None:
    request = TitleRequest(base="猫粮到了，猫先坐好", joined=("开门那刻，猫粮见底",))
    assert all(text.count("猫粮") <= 1 for text in joined(request))


def test_what_does_not_fit_is_no_title() -> None:
    request = TitleRequest(base="下班到家第一件事是换鞋开灯", joined=("袋子一响它就从柜顶飞下来了",), max_chars=12)
    generation = Generator(None, Bank([])).draw(request, 1)
    assert generation.titles == [] and generation.rejected["length"]


def test_a_title_is_made_longer_by_what_the_account_says_of_the_product() -> None:
    facts = ("上脸不假白", "50毫升净含量", "成膜快，不搓泥", "快")
    assert lengthened("防晒乳已经在我脸上打卡了", facts) == ["防晒乳已经在我脸上打卡了，上脸不假白"]
    assert lengthened("防晒乳已经在我脸上打卡了", facts[1:]) == ["防晒乳已经在我脸上打卡了，50毫升净含量"]
    assert lengthened("防晒乳到底涂还是不涂？", facts) == [], "a fact does not answer a question"
    request = TitleRequest(base="防晒乳已经打卡了", instruction="更长", facts=facts, keywords=("防晒乳",))
    assert Generator(None, Bank([])).draw(request, 1).titles[0].text == "防晒乳已经打卡了，上脸不假白"


def test_no_sentence_goes_on_after_its_end() -> None:
    assert is_garbled("到底是谁教我们的？，谢谢支持")
    assert not is_garbled("到底是谁教我们的？我说了算")
