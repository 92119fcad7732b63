"""Types that every layer shares: a title, its scores, where it came from, and what the law says of it."""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Verdict(StrEnum):
    """Outcome of a compliance check. `exempt` holds a risky word in a use the law allows."""

    VIOLATION = "violation"
    EXEMPT = "exempt"
    CLEAN = "clean"


class Finding(BaseModel):
    """One place in a title that a rule matched.

    `start` and `end` are character offsets into the title as it was given (end exclusive);
    `article` names the provision of the PRC Advertising Law, such as "9(3)".
    """

    model_config = ConfigDict(frozen=True)

    span: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)
    category: str
    rule: str
    article: str
    reason: str
    rewrite: str | None = None
    exempt: bool = False


class Compliance(BaseModel):
    """The verdict on one title and what led to it."""

    model_config = ConfigDict(frozen=True)

    verdict: Verdict
    findings: tuple[Finding, ...] = ()


class Scores(BaseModel):
    """Calibrated scores, each in 0..1. `source` names the scorer that gave them."""

    model_config = ConfigDict(frozen=True)

    fluency: float = Field(ge=0, le=1)
    style: float = Field(ge=0, le=1)
    quality: float = Field(ge=0, le=1)
    sense: float | None = Field(default=None, ge=0, le=1)
    source: str


class CtrEstimate(BaseModel):
    """Predicted click-through rate with a 90 % interval, as fractions of impressions."""

    model_config = ConfigDict(frozen=True)

    mean: float = Field(ge=0, le=1)
    low: float = Field(ge=0, le=1)
    high: float = Field(ge=0, le=1)
    source: str


class Provenance(BaseModel):
    """How a title came to be: enough to make it again."""

    model_config = ConfigDict(frozen=True)

    # model, library, edit (rewritten by code), user (edited by hand), given (a text of the user's), retrieved, meme,
    # pattern. Rows from before `user` and `given` have `edit` for all three.
    source: str = "model"
    model: str | None = None
    adapter: str | None = None
    prompt: str | None = None
    seed: int | None = None
    parent_id: str | None = None
    template: str | None = Field(default=None, description="the title with its dynamic phrases, such as {city}")
    round: int = Field(default=0, ge=0)
    stands_in: bool = Field(default=False, description="another title, for one that could not be changed as asked")


class Title(BaseModel):
    """An ad title (广告标题) with everything known about it. Immutable: use `model_copy(update=...)`."""

    model_config = ConfigDict(frozen=True)

    id: str
    text: str
    product_id: str | None = None
    keywords: tuple[str, ...] = ()
    memes: tuple[str, ...] = ()
    scores: Scores | None = None
    compliance: Compliance | None = None
    ctr: CtrEstimate | None = None
    provenance: Provenance = Provenance()
