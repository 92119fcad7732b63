"""What the JSON API takes and gives. Requests name every field they know; others are refused by name."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from models.types import Compliance, CtrEstimate, Scores, Title

MAX_TEXT, MAX_WORD, MAX_TEXTS, MAX_WORDS = 500, 60, 50, 20
_NO_NUL = r"^[^\x00]*$"

TitleText = Annotated[str, Field(min_length=1, max_length=MAX_TEXT, pattern=_NO_NUL)]
Word = Annotated[str, Field(min_length=1, max_length=MAX_WORD, pattern=_NO_NUL)]
Words = Annotated[list[Word], Field(max_length=MAX_WORDS)]
Id = Annotated[str, Field(min_length=1, max_length=160, pattern=_NO_NUL)]
Ids = Annotated[list[Id], Field(max_length=MAX_TEXTS)]
Texts = Annotated[list[TitleText], Field(min_length=1, max_length=MAX_TEXTS)]


def _request(example: dict[str, Any]) -> ConfigDict:
    return ConfigDict(extra="forbid", strict=True, json_schema_extra={"examples": [example]})


class _ForAccount(BaseModel):
    advertiser_id: Id | None = Field(default=None, description="One of the key's accounts; its first if absent.")


class GenerateRequest(_ForAccount):
    """The Brief. With `base_ids`, those titles are rewritten instead."""

    model_config = _request(
        {"keywords": ["续航", "通勤"], "n": 3, "max_chars": 20, "must_include": ["续航"], "tone": "轻松"}
    )

    keywords: Words = Field(default=[], description="The product's own where none are given.")
    n: int = Field(default=5, ge=1, le=20, description="Titles wanted; of each base where `base_ids` are given.")
    product_id: Id | None = Field(default=None, description="A product of the account; its facts may be used.")
    min_chars: int = Field(default=1, ge=1, le=200)
    max_chars: int = Field(default=30, ge=4, le=200, description="Every character counts as 1.")
    must_include: Words = []
    include_any: Words = []
    avoid: Words = []
    tone: Word | None = None
    audience: Word | None = None
    hook: Word | None = None
    memes: Words = []
    prefix: Word | None = Field(default=None, description="Words every title starts with.")
    base_ids: Annotated[list[Id], Field(max_length=10)] = Field(default=[], description="Titles to rewrite.")
    instruction: TitleText | None = Field(default=None, description="How to rewrite them, such as 更短.")
    seed: int = Field(
        default=0,
        ge=0,
        le=2**31 - 1,
        description="Same seed, same titles, but for sentences that opened lists of other keywords since.",
    )


class GenerateReply(BaseModel):
    """Only legal titles, best first. `notes` say in Chinese why there are fewer than asked for."""

    titles: list[Title]
    notes: list[str]
    drawn: int
    seconds: float


class ScoreRequest(_ForAccount):
    model_config = _request({"texts": ["地铁上戴降噪耳机，我坐过了三站"], "keywords": [["降噪耳机"]]})

    texts: Texts
    keywords: Annotated[list[Words], Field(max_length=MAX_TEXTS)] | None = Field(
        default=None, description="One list for each text; what the title was to be about."
    )


class Scored(BaseModel):
    """`ctr` is a predicted click-through rate, once events of races have taught a model that holds."""

    text: str
    scores: Scores
    ctr: CtrEstimate | None = None


class ScoreReply(BaseModel):
    results: list[Scored]


class CheckRequest(_ForAccount):
    model_config = _request({"texts": ["全网最低价的降噪耳机", "降噪耳机，通勤路上安静一点"]})

    texts: Texts
    industry: Word | None = Field(default=None, description="The account's own if absent.")
    product_id: Word | None = Field(
        default=None, description="Whose forbidden words hold; those of all the account's products if absent."
    )


class Checked(BaseModel):
    """`explanation` names the article; `rewrite` is a legal version of a violation, where one is known."""

    text: str
    compliance: Compliance
    explanation: str
    rewrite: str | None


class CheckReply(BaseModel):
    results: list[Checked]


class AssociateRequest(_ForAccount):
    model_config = _request({"text": "通勤路上", "k": 5, "mode": "complete"})

    text: TitleText
    k: int = Field(default=5, ge=1, le=20)
    mode: Literal["complete", "similar"] = Field(default="complete", description="Go on from the text, or say alike.")


class AssociateReply(BaseModel):
    titles: list[str]


class RaceRequest(_ForAccount):
    """Candidates: titles of the account by id, or texts of your own."""

    model_config = _request({"texts": ["地铁上戴降噪耳机，我坐过了三站", "室友打呼那晚，我下单了它"], "pick": 2})

    title_ids: Ids = []
    texts: Annotated[list[TitleText], Field(max_length=MAX_TEXTS)] = []
    pick: int | None = Field(default=None, ge=1, le=50, description="How many go on; all if absent.")


class Standing(BaseModel):
    """One title of a race. `probability_best` is 0..1."""

    title_id: str
    text: str
    impressions: int
    clicks: int
    probability_best: float


class RaceReply(BaseModel):
    """`id` is the id of the action to approve too. Until then the race is `pending`; standings come once it runs."""

    id: str
    advertiser_id: str
    thread_id: str
    state: Literal["pending", "running", "declined", "replaced"]
    name: str | None = Field(default=None, description="What it advertises and when it began, once it runs (Chinese).")
    summary: str
    titles: list[Title]
    standings: list[Standing]


class DecisionRequest(BaseModel):
    model_config = _request({"approve": True})

    approve: bool


class ActionReply(BaseModel):
    id: str
    kind: Literal["race", "save"]
    status: Literal["pending", "approved", "declined", "replaced"]
    summary: str
    title_ids: list[str]
    message: str = ""


class ProductItem(BaseModel):
    id: str
    name: str
    category: str | None


class AdvertiserItem(BaseModel):
    id: str
    name: str
    industry: str | None
    products: list[ProductItem]


class AdvertisersReply(BaseModel):
    advertisers: list[AdvertiserItem]


class RecommendReply(BaseModel):
    titles: list[Title]
