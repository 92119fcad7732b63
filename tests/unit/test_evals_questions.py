"""Closed questions: the key can be trusted, every part answers from what it knows, a cut-off run goes on."""

from collections import Counter
from pathlib import Path

import pytest

from agent.planner import build_planner
from evals.answerers import by_critique, by_letter, by_likelihood, by_lookup, by_scores
from evals.cases import CaseError
from evals.checks import TurnView, check_turn
from evals.questions import ANSWERS, Answer, Question, ask, chance, load_answers, load_questions, table
from evals.records import Observation, SeenTitle
from models.catalog import Advertiser
from models.llm import Completion
from models.types import Scores
from tools.demo import demo_advertisers

QUESTIONS = load_questions()
ACCOUNTS = {account.id: account for account in demo_advertisers()}
BY_ID = {question.id: question for question in QUESTIONS}


def _broken(question: Question, option: str) -> bool:
    seen = Observation(user=question.question, titles=(SeenTitle(id="1", text=option),))
    products = ACCOUNTS[question.advertiser].products
    return not all(one.passed for one in check_turn(TurnView(expect=question.rule, seen=seen, products=products)))


def test_every_category_is_large_and_no_letter_gives_the_answer_away() -> None:
    for category in ("factual", "reasoning", "marketing"):
        own = [question for question in QUESTIONS if question.category == category]
        letters = Counter(question.answer for question in own)
        assert len(own) >= 40
        assert len(letters) == 4
        assert max(letters.values()) < 0.4 * len(own)
    assert len({question.question for question in QUESTIONS}) == len(QUESTIONS)
    assert all(len(set(question.options)) == 4 and question.advertiser in ACCOUNTS for question in QUESTIONS)


def test_of_titles_that_must_meet_conditions_exactly_the_key_does() -> None:
    ruled = [question for question in QUESTIONS if question.rule]
    assert len(ruled) >= 30
    for question in ruled:
        fit = [place for place, option in enumerate(question.options) if not _broken(question, option)]
        assert fit == [question.key], question.id


def _account(question: Question) -> Advertiser:
    return ACCOUNTS[question.advertiser]


def test_lookup_answers_from_the_account_and_says_what_is_not_said() -> None:
    for name in ("f05", "f08", "f28"):
        assert by_lookup(BY_ID[name], _account(BY_ID[name])) == BY_ID[name].key
    asked = BY_ID["f05"].model_copy(update={"options": ("八千块", "九千块", "一万块", "都不是")})
    assert by_lookup(asked, _account(asked)) is None, "no option is borne out"


def test_critique_reads_the_conditions_and_finds_the_title_that_meets_them() -> None:
    choose = by_critique(build_planner())
    ruled = [question for question in QUESTIONS if question.rule]
    right = sum(choose(question, _account(question)) == question.key for question in ruled)
    assert right >= 0.85 * len(ruled)


class Fixed:
    """Scores a title by its length."""

    def scores(self, titles: list[str], keywords: object = None) -> list[Scores]:
        return [Scores(fluency=min(1, len(one) / 40), style=0.5, quality=0.5, source="fixed") for one in titles]


def test_scores_choose_among_lawful_titles_only() -> None:
    question = BY_ID["m01"].model_copy(update={"options": ("一条", "全网最好用的键盘，今晚闭眼入就对了", "两条字")})
    assert by_scores(Fixed())(question, _account(question)) == 2


class Told:
    """A model that finds one text likely and writes one letter."""

    def __init__(self, likely: str, letter: str) -> None:
        self.likely, self.letter, self.prompts = likely, letter, []

    def tokenize(self, text: str) -> list[int]:
        return list(text.encode())

    def mean_logprobs(self, texts: list[str]) -> list[float]:
        return [-0.5 if self.likely in text else -1.0 for text in texts]

    def complete(self, prompts: list[str], sampling: object, *, grammar: str | None = None) -> list[Completion]:
        self.prompts += prompts
        return [Completion(text=f"选{self.letter}。", tokens=2, finish="stop") for _ in prompts]


def test_a_model_answers_by_likelihood_and_by_letter() -> None:
    question = BY_ID["f01"]
    model = Told(likely=question.options[2], letter="D")
    assert by_likelihood(model)(question, _account(question)) == 2
    assert by_letter(model)(question, _account(question)) == 3
    assert all(option in model.prompts[0] for option in question.options)
    assert by_letter(Told("", "?"))(question, _account(question)) is None


def test_a_run_goes_on_where_it_was_cut_off_and_its_table_shows_chance(tmp_path: Path) -> None:
    some = QUESTIONS[:4]
    asked: list[str] = []

    def answer(question: Question) -> Answer:
        asked.append(question.id)
        return Answer(question=question.id, by="key", choice=question.key)

    ask(some, "key", answer, tmp_path)
    lines = (tmp_path / ANSWERS).read_text(encoding="utf-8").splitlines()
    (tmp_path / ANSWERS).write_text("\n".join(lines[:2]) + "\n" + lines[2][:20], encoding="utf-8")
    asked.clear()
    ask(some, "key", answer, tmp_path)
    assert asked == [question.id for question in some[2:]]
    header, guess, told = table(some, load_answers(tmp_path))
    assert (header[1], guess[1], told[0], told[-1]) == ("factual (4)", "0.25", "key", "4/4")
    assert told[1].startswith("1.00")
    assert chance(some) == 0.25


def test_a_faulty_file_is_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "q.jsonl"
    path.write_text(QUESTIONS[0].model_dump_json() + "\n{}\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"q\.jsonl line 2"):
        load_questions(path)
