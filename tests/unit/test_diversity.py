from models.diversity import mmr

ALIKE = [[1.0, 0.9, 0.0], [0.9, 1.0, 0.1], [0.0, 0.1, 1.0]]


def chosen(values: list[float], n: int, penalty: float) -> list[int]:
    return mmr(values, lambda a, b: ALIKE[a][b], n, penalty)


def test_what_repeats_a_chosen_one_gives_way() -> None:
    # After 0, place 1 is worth 0.9 - 0.5 * 0.9 = 0.45 and place 2 is worth 0.5.
    assert chosen([1.0, 0.9, 0.5], 2, penalty=0.5) == [0, 2]
    assert chosen([1.0, 0.9, 0.5], 3, penalty=0.5) == [0, 2, 1]


def test_a_light_penalty_leaves_the_order_of_values() -> None:
    assert chosen([1.0, 0.9, 0.5], 3, penalty=0.1) == [0, 1, 2]


def test_of_equals_the_first_is_chosen_and_no_more_than_there_are() -> None:
    assert chosen([0.5, 0.5, 0.5], 9, penalty=0.0) == [0, 1, 2]
    assert mmr([], lambda _a, _b: 0.0, 3, 0.5) == []
    assert chosen([1.0, 0.9, 0.5], 0, penalty=0.5) == []
