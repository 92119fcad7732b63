"""Comparing adapters: the table's figures and their intervals."""

from __future__ import annotations

from evals.generators import Draft, interval, report, table


def draft(arm: str, keywords: tuple[str, ...], text: str, *, met: bool | None = None, quality: float = 0.5) -> Draft:
    return Draft(arm, keywords, text, -1.0, True, True, False, False, met, 0.9, 0.8, quality)


SOME = [
    draft("sft", ("耳机",), "耳机怎么选", quality=0.2),
    draft("sft", ("耳机",), "耳机也会累吗", quality=0.4, met=True),
    draft("sft", ("月饼",), "月饼切开的那一刻", quality=0.9),
]


def test_a_mean_is_over_drafts_that_have_the_figure() -> None:
    mean, half = interval(SOME, lambda one: one.quality)
    assert abs(mean - 0.5) < 1e-9
    assert half > 0
    assert interval(SOME, lambda one: one.met)[0] == 1.0


def test_more_keyword_sets_narrow_the_interval() -> None:
    def many(count: int) -> list[Draft]:
        return [draft("sft", (f"词{at}",), "标题", quality=at % 2) for at in range(count)]

    assert interval(many(200), lambda one: one.quality)[1] < interval(many(20), lambda one: one.quality)[1]


def test_the_table_has_a_column_an_arm_and_the_report_their_samples() -> None:
    arms = {"sft": SOME, "kton": [draft("kton", ("耳机",), "戴上耳机，世界静了")]}
    rows = table(arms)
    assert all(len(row) == 3 for row in rows)
    assert rows[-1][0] == "distinct-2"
    text = report(arms)
    assert "耳机怎么选 | 戴上耳机，世界静了" in text
