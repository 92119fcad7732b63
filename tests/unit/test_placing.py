"""A placement that a message names sets the length; a length that is said wins."""

from __future__ import annotations

import pytest

from agent.brief import BriefEdit
from agent.placing import fit_placement
from agent.plan import Intent, Plan

LIMITS = {"信息流": 30, "信息流小图": 18}


@pytest.mark.parametrize(
    ("message", "intent", "edit", "limit"),
    [
        ("给信息流小图写5条", Intent.GENERATE, BriefEdit(), 18),
        ("给信息流写5条，12字以内", Intent.GENERATE, BriefEdit(max_chars=12), 12),
        ("信息流，字数不限", Intent.REFINE, BriefEdit(clear=("max_chars",)), None),
        ("写5条", Intent.GENERATE, BriefEdit(), None),
        ("信息流是什么", Intent.SMALLTALK, BriefEdit(), None),
    ],
)
def test_the_length_that_follows(message: str, intent: Intent, edit: BriefEdit, limit: int | None) -> None:
    assert fit_placement(Plan(intent=intent, edit=edit), message, LIMITS).edit.max_chars == limit
