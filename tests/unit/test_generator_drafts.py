"""How drafts are asked for."""

from __future__ import annotations

from itertools import groupby

from said import Says

from models.generator.bank import load_bank
from models.generator.drafts import A_PROMPT, Drafts
from models.generator.request import TitleRequest


def first_round(request: TitleRequest, n: int) -> list[str]:
    """The prompts of the first draw."""
    model = Says("周末搬出露营椅坐到天黑", -0.5)
    next(Drafts(request, n, model, load_bank(), None).rounds(lambda: 0))
    return [prompt for prompt, _grammar in model.asked]


def test_equal_prompts_stand_together_so_that_each_is_read_once() -> None:
    prompts = first_round(TitleRequest(keywords=("露营椅", "折叠"), facts=("承重120斤",)), 4)
    runs = [len(list(run)) for _prompt, run in groupby(prompts)]
    assert len(prompts) == 24
    assert len(runs) <= len(prompts) / A_PROMPT
    assert len(set(prompts)) > 4


def test_an_odd_number_of_drafts_is_kept() -> None:
    assert len(first_round(TitleRequest(keywords=("露营椅",), base="露营椅到家第一天", effort=0.9), 1)) == 9
