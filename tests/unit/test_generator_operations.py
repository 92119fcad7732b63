"""Words put before and behind a title, and one title made of several."""

from models.generator import Generator, TitleRequest
from models.generator.bank import Bank
from models.generator.editing import joined, replaced


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
