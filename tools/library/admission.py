"""Admission (准入): rules with a name, a reason in Chinese, and settings that an operator can tune."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from models.text import title_length
from models.types import Compliance, Finding, Scores, Verdict
from tools.compliance.explaining import article_name
from tools.compliance.own import find
from tools.indexes.analysis import characters, pairs

RULES = ("length", "compliance", "brand", "duplicate", "fluency", "quality")


class AdmissionSettings(BaseModel):
    """What the rules hold a material to. `off` names rules that do not apply; compliance cannot be turned off."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_chars: int = Field(default=4, ge=1, le=200)
    max_chars: int = Field(default=30, ge=1, le=200)
    min_fluency: float = Field(default=0.35, ge=0, le=1)
    min_quality: float = Field(default=0.20, ge=0, le=1)
    duplicate_overlap: float = Field(default=0.80, gt=0, le=1, description="share of character pairs in common")
    brand_words: tuple[str, ...] = Field(default=(), description="names of others that no title may use")
    off: tuple[str, ...] = Field(default=(), description="any of length, brand, duplicate, fluency, quality")


class Judgement(BaseModel):
    """What one rule says of one material. `reason` is Chinese and empty when it passed."""

    model_config = ConfigDict(frozen=True)

    rule: str
    passed: bool
    reason: str = ""


@dataclass(frozen=True)
class Candidate:
    """A material with what the models say of it."""

    text: str
    compliance: Compliance
    scores: Scores


class Known:
    """Texts that are admitted already, for finding one that is nearly the same."""

    def __init__(self, texts: Iterable[str] = ()) -> None:
        self._texts: list[str] = []
        self._grams: list[set[str]] = []
        self._holders: dict[str, list[int]] = {}
        for text in texts:
            self.add(text)

    def add(self, text: str) -> None:
        grams = set(pairs(characters(text)))
        for gram in grams:
            self._holders.setdefault(gram, []).append(len(self._texts))
        self._texts.append(text)
        self._grams.append(grams)

    def nearest(self, text: str) -> tuple[str, float]:
        """The text with the largest overlap (Jaccard, of character pairs), and that overlap; ("", 0) without any."""
        grams = set(pairs(characters(text)))
        shared: dict[int, int] = {}
        for gram in grams:
            for holder in self._holders.get(gram, ()):
                shared[holder] = shared.get(holder, 0) + 1
        overlaps = [(count / len(grams | self._grams[held]), held) for held, count in shared.items()]
        if not overlaps:
            return "", 0.0
        overlap, held = max(overlaps, key=lambda one: (one[0], -one[1]))
        return self._texts[held], overlap


def judge(candidates: Sequence[Candidate], settings: AdmissionSettings, known: Known) -> list[list[Judgement]]:
    """Every rule's judgement on each candidate, in order; one that passes all joins `known` for those after it."""
    judged = []
    for candidate in candidates:
        found = [_judgement(rule, candidate, settings, known) for rule in RULES if _applies(rule, settings)]
        if all(one.passed for one in found):
            known.add(candidate.text)
        judged.append(found)
    return judged


def _applies(rule: str, settings: AdmissionSettings) -> bool:
    return rule == "compliance" or rule not in settings.off


def _judgement(rule: str, candidate: Candidate, settings: AdmissionSettings, known: Known) -> Judgement:
    reason = _REASONS[rule](candidate, settings, known)
    return Judgement(rule=rule, passed=not reason, reason=reason)


def _length(candidate: Candidate, settings: AdmissionSettings, *_: object) -> str:
    length = title_length(candidate.text)
    if settings.min_chars <= length <= settings.max_chars:
        return ""
    return f"{length} 字，应为 {settings.min_chars} 到 {settings.max_chars} 字"


def _compliance(candidate: Candidate, *_: object) -> str:
    if candidate.compliance.verdict is not Verdict.VIOLATION:
        return ""
    findings = [one for one in candidate.compliance.findings if not one.exempt]
    return "；".join(map(_told, findings)) or "不合广告法"


def _told(finding: Finding) -> str:
    article = f"（{article_name(finding.article)}）" if finding.article else ""
    return f"“{finding.span}”：{finding.reason}{article}"


def _brand(candidate: Candidate, settings: AdmissionSettings, *_: object) -> str:
    """Found as the account's own words are, which count as compliance: no operator can turn those off."""
    found = list(dict.fromkeys(one.span for one in find(candidate.text, settings.brand_words)))
    return f"含有不能用的词：{'、'.join(found)}" if found else ""


def _duplicate(candidate: Candidate, settings: AdmissionSettings, known: Known, *_: object) -> str:
    text, overlap = known.nearest(candidate.text)
    return f"与已入库的“{text}”重复 {overlap:.0%}" if overlap >= settings.duplicate_overlap else ""


def _fluency(candidate: Candidate, settings: AdmissionSettings, *_: object) -> str:
    found = candidate.scores.fluency
    return "" if found >= settings.min_fluency else f"流畅度 {found:.2f}，低于 {settings.min_fluency:.2f}"


def _quality(candidate: Candidate, settings: AdmissionSettings, *_: object) -> str:
    found = candidate.scores.quality
    return "" if found >= settings.min_quality else f"质量 {found:.2f}，低于 {settings.min_quality:.2f}"


_REASONS: dict[str, Callable[[Candidate, AdmissionSettings, Known], str]] = {
    "length": _length,
    "compliance": _compliance,
    "brand": _brand,
    "duplicate": _duplicate,
    "fluency": _fluency,
    "quality": _quality,
}
