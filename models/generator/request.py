"""What is asked of the generator and what it gives back."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, model_validator

from models.types import Title


class TitleRequest(BaseModel):
    """Constraints on titles. Lengths count every character as 1; an empty field asks for nothing."""

    model_config = ConfigDict(frozen=True)

    keywords: tuple[str, ...] = ()
    product: str | None = None
    category: str | None = Field(default=None, description="what the account files the product under, such as 机械键盘")
    max_chars: int = Field(default=30, ge=1)
    min_chars: int = Field(default=1, ge=1)
    must_include: tuple[str, ...] = ()
    include_any: tuple[str, ...] = Field(default=(), description="at least one of them occurs")
    avoid: tuple[str, ...] = ()
    wished: tuple[str, ...] = Field(default=(), description="the user's own words: titles that hold some come first")
    tone: str | None = None
    audience: str | None = None
    hook: str | None = None
    meme: str | None = None
    meme_pattern: str | None = Field(default=None, description="a pattern with slots, such as 「来都来了，{X}」")
    prefix: str | None = Field(default=None, description="words every title starts with")
    base: str | None = Field(default=None, description="a title to rewrite")
    instruction: str | None = Field(default=None, description="how to rewrite it, such as 更短")
    replace: tuple[tuple[str, str], ...] = Field(default=(), description="exact replacements in the base")
    head: str | None = Field(default=None, description="words to put before the base")
    tail: str | None = Field(default=None, description="words to put behind the base")
    joined: tuple[str, ...] = Field(default=(), description="titles to make one of with the base")
    facts: tuple[str, ...] = ()
    sources: tuple[str, ...] = Field(default=(), description="texts that numbers may come from")
    exclude: tuple[str, ...] = Field(default=(), description="texts never to repeat")
    temperature: float = Field(default=1.0, ge=0, le=2, description="relative: 1 is the generator's own, 0 is greedy")
    seed: int = 0
    effort: float = Field(default=1.0, gt=0, le=1, description="share of the usual drafts: less for each of many")

    @model_validator(mode="after")
    def _lengths_fit(self) -> TitleRequest:
        if self.min_chars > self.max_chars:
            raise ValueError(f"min_chars {self.min_chars} is above max_chars {self.max_chars}")
        return self

    @property
    def words(self) -> tuple[str, ...]:
        """What the titles are about: the keywords, or else the product."""
        return self.keywords or ((self.product,) if self.product else self.must_include)

    @property
    def number_sources(self) -> list[str]:
        """Every text a number in a title may come from."""
        known = [*self.sources, *self.facts, *self.keywords, *self.must_include, *self.include_any]
        known += [*(new for _old, new in self.replace), *self.joined, self.head or "", self.tail or ""]
        return [*known, *(text for text in (self.product, self.base, self.prefix, self.meme, self.instruction) if text)]


class Generation(BaseModel):
    """Titles, best first, and how they were found. `rejected` counts candidates by reason."""

    model_config = ConfigDict(frozen=True)

    titles: list[Title]
    drawn: int = Field(ge=0, description="candidates considered, from every source")
    rejected: dict[str, int]
    seconds: float = Field(ge=0)
    tokens: int = Field(default=0, ge=0)
    note: str | None = Field(default=None, description="in Chinese: why there are fewer titles than asked for")
