"""A model may word a simulated advertiser's messages, never change what they ask for."""

import random

from evals.cases import Case, CaseTurn
from evals.checks import check_case
from evals.oracle import Oracle
from evals.phrasing import PHRASES
from evals.records import Observation
from evals.simulated import SimulatedAdvertiser
from evals.voice import ModelVoice, RecordedVoice, recording
from models.catalog import Advertiser
from models.llm import Completion

ACCOUNT = Advertiser.model_validate({"id": "x", "name": "店", "products": [{"name": "雾灯", "price": "59元"}]})


class Says:
    """A model that answers each call with the given lines."""

    def __init__(self, *lines: str) -> None:
        self.lines = lines

    def complete(self, prompts: list[str], sampling: object) -> list[Completion]:
        return [Completion(text=line, tokens=5, finish="stop") for line in self.lines]


def _ask(*lines: str) -> tuple[str, ModelVoice]:
    voice = ModelVoice(Says(*lines))
    return voice("ask", random.Random(0), product="雾灯", count=4), voice


def test_the_first_wording_that_keeps_every_value_is_said() -> None:
    text, voice = _ask("给我灯的标题", "雾灯要4条，59元起", "雾灯那边麻烦想4句")
    assert text == "雾灯那边麻烦想4句"
    assert (voice.said, voice.written) == (1, 0)


def test_without_such_a_wording_a_written_phrase_is_said_and_counted() -> None:
    text, voice = _ask("雾灯来40条", "随便写点", "雾灯 4条")
    assert text in {phrase.format(product="雾灯", count=4) for phrase in PHRASES["ask"]}
    assert (voice.said, voice.written) == (0, 1)


def test_a_talk_in_other_words_can_be_won_and_is_replayed_as_a_case() -> None:
    user = SimulatedAdvertiser(ACCOUNT.products[0], 5, voice=ModelVoice(Says("嗯，按这个意思弄吧")))
    oracle = Oracle(Case(id="x", advertiser=ACCOUNT, turns=(CaseTurn(user=""),)))
    turns: list[CaseTurn] = []
    seen: list[Observation] = []
    while turn := user.next(seen[-1] if seen else None, turns[-1].expect if turns else None):
        turns.append(turn)
        seen.append(oracle.answer(turn.user, turn.expect))
    assert "嗯，按这个意思弄吧" in [turn.user for turn in turns], "acts without values are said in the model's words"
    case = Case(id="x", advertiser=ACCOUNT, turns=tuple(turns))
    again = Case.model_validate_json(case.model_dump_json(exclude_defaults=True))
    assert [turn.user for turn in again.turns] == [turn.user for turn in turns]
    assert all(one.passed for row in check_case(again, seen) for one in row)


def test_recorded_words_are_said_again_while_the_same_is_meant() -> None:
    lines: list[str] = []
    first = RecordedVoice(7, ModelVoice(Says("雾灯那边麻烦想4句")), {}, lines.append)
    told = [first("ask", random.Random(0), product="雾灯", count=4), first("thanks", random.Random(0))]
    silent, recorded = ModelVoice(Says()), len(lines)
    again = RecordedVoice(7, silent, recording(lines), lines.append)
    assert again("ask", random.Random(9), product="雾灯", count=4) == told[0]
    assert (silent.written, len(lines)) == (0, recorded), "and not recorded twice"
    other = again("ask", random.Random(9), product="雾灯", count=5)
    assert "5" in other and (silent.written, len(lines)) == (1, recorded + 1), "another wish takes new words"
    assert recording(lines)[(7, 2)]["text"] == other, "the last wording of a message stands"
    stranger = RecordedVoice(8, silent, recording(lines), lines.append)
    stranger("ask", random.Random(9), product="雾灯", count=4)
    assert silent.written == 2, "another talk has its own words"
