"""A learned second look at titles, beside the rules.

Rules cannot list every way to phrase an illegal claim. Linear models over n-grams (`learned.py`) score every title; the
few that they do not find harmless are read by an encoder (`judge/`), which also sees what is only implied. Findings
carry the rule id `learned`, so that everybody sees where they come from. How high the score must be depends on what the
rules say: nothing, or an allowed use. A violation that a rule finds needs no second look.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from tools.compliance.judge import Judge, load_judge
from tools.compliance.learned import Bars, Hint, Learned, Look, load_learned

RULE = "learned"
REASON = "与违法广告的写法很像（由模型提示，没有对应的词条），请改写或人工核对"
ARTICLES = {
    **{"absolute": "9(3)", "medical_term": "17", "uncited_data": "11", "education": "24", "finance": "25"},
    **{"medical_guarantee": "16", "false": "28", "disparage": "13", "alcohol": "23", "realestate": "26"},
    **{"state": "9(2)", "superstition": "9(8)", "gambling": "9(8)", "drug": "15", "vulgar": "9(8)"},
    **{"tobacco": "22", "minor": "10", "discrimination": "9(9)", "breastmilk": "20"},
}


class SecondLook:
    """The n-grams, and the judge where its artefact is there; without it the n-grams decide by their own bars."""

    def __init__(self, ngrams: Learned, judge: Judge | None) -> None:
        self._ngrams, self._judge = ngrams, judge
        self.bars = ngrams.bars if judge is None else Bars(judge.blend.silent, judge.blend.excused)

    def scores(self, looks: Sequence[Look]) -> list[float | None]:
        """How much each text reads like a violation, see `Bars`; None where it is harmless or too short to tell."""
        scores = self._ngrams.scores(looks)
        if self._judge is None:
            return scores
        blend = self._judge.blend
        asked = [place for place, score in enumerate(scores) if score is not None and score >= blend.gate]
        odds = self._judge.odds([looks[i].text.chars for i in asked], [looks[i].industry for i in asked])[:, 0]
        found: list[float | None] = [None] * len(looks)
        for place, said in zip(asked, odds.tolist(), strict=True):
            found[place] = blend.of_ngram * (scores[place] or 0.0) + blend.of_judge * said + blend.bias
        return found

    def hint(self, look: Look) -> Hint:
        """Where and of which category the violation is that a text is likely to be."""
        return self._ngrams.hint(look)


@lru_cache(maxsize=1)
def load_second_look() -> SecondLook | None:
    """The shipped models; None when the n-grams' file has been removed, and the rules then stand alone."""
    ngrams = load_learned()
    return SecondLook(ngrams, load_judge()) if ngrams else None
