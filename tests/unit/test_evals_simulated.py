"""The simulated advertiser: seeded, consistent with what it said, and gone when its patience is."""

from evals.cases import Case, CaseTurn
from evals.checks import check_case
from evals.drivers import NothingDriver
from evals.oracle import Oracle
from evals.records import Observation, SeenTitle
from evals.simulated import SimulatedAdvertiser
from evals.talks import converse
from models.catalog import Advertiser

ACCOUNT = Advertiser.model_validate(
    {
        "id": "x",
        "name": "店",
        "products": [{"name": "雾灯", "category": "夜灯", "price": "59元", "facts": ["续航12小时"]}],
    }
)


def _talk(seed: int) -> tuple[list[CaseTurn], list[Observation]]:
    """A talk with an oracle that is told each turn's checks."""
    user = SimulatedAdvertiser(ACCOUNT.products[0], seed, length=9)
    oracle = Oracle(Case(id="x", advertiser=ACCOUNT, turns=(CaseTurn(user=""),)))
    turns: list[CaseTurn] = []
    seen: list[Observation] = []
    while turn := user.next(seen[-1] if seen else None, turns[-1].expect if turns else None):
        turns.append(turn)
        seen.append(oracle.answer(turn.user, turn.expect))
    return turns, seen


def test_a_talk_can_be_won_and_is_the_same_for_the_same_seed() -> None:
    for seed in range(20):
        turns, seen = _talk(seed)
        case = Case(id="x", advertiser=ACCOUNT, turns=tuple(turns))
        assert [result for row in check_case(case, seen) for result in row if not result.passed] == []
        assert [turn.user for turn in turns] == [turn.user for turn in _talk(seed)[0]]
    assert len({tuple(turn.user for turn in _talk(seed)[0]) for seed in range(20)}) == 20


def test_wishes_stay_until_they_are_dropped() -> None:
    for seed in range(20):
        avoided: set[str] = set()
        for turn in _talk(seed)[0]:
            if turn.expect.max_chars or turn.expect.count:
                assert avoided <= set(turn.expect.avoid) or turn.expect.intent == "race"
            avoided |= set(turn.expect.avoid)


def test_an_unmet_wish_is_complained_about_until_patience_ends() -> None:
    case, trajectory = converse(NothingDriver(), ACCOUNT, seed=3)
    rows = check_case(case, trajectory.turns)
    assert not all(result.passed for row in rows for result in row)
    user = SimulatedAdvertiser(ACCOUNT.products[0], 3, patience=2)
    user._wishes.max_chars = 20
    turn = user.next(None, None)
    complaints = 0
    while turn is not None:
        bad = Observation(user=turn.user, titles=tuple(_long_titles()))
        turn = user.next(bad, turn.expect)
        complaints = 2 - user.patience
    assert complaints == 2


def _long_titles() -> list[SeenTitle]:
    return [SeenTitle(id=str(number), text="长" * 60) for number in range(3)]
