from evals.cases import Expect
from evals.quality import scores_by_turn, tool_confusion, variety
from evals.records import Observation, SeenCall, SeenTitle


def turn(*titles: tuple[str, float], tools: tuple[str, ...] = ("generate_titles",)) -> Observation:
    seen = tuple(SeenTitle(id=text, text=text, scores={"quality": score}) for text, score in titles)
    return Observation(user="…", titles=seen, tools=tuple(SeenCall(name=name) for name in tools))


def test_scores_are_followed_over_writing_turns() -> None:
    talk = [turn(("甲", 0.2), ("乙", 0.4)), turn(tools=("lookup_entities",)), turn(("丙", 0.8))]
    table = scores_by_turn([talk])
    assert round(table["1"]["quality"], 6) == 0.3
    assert table["2"] == {"titles": 1, "quality": 0.8}


def test_variety_counts_character_pairs() -> None:
    assert variety([[turn(("甲乙丙", 0.1), ("甲乙丁", 0.1))]])["distinct-2 within a list"] == 0.75
    assert variety([[turn(("甲乙", 0.1))]]) == {}


def test_tools_wanted_and_run_are_counted() -> None:
    wanted, forbidden = Expect(tools_any=("search_memes",)), Expect(tools_none=("generate_titles",))
    table = tool_confusion([(wanted, turn()), (wanted, turn(tools=())), (forbidden, turn())])
    assert table == {
        "not generate_titles": {"generate_titles": 1},
        "search_memes": {"generate_titles": 1, "none": 1},
    }
