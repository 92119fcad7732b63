"""The advertiser's catalogue: accounts, their products and facts, as every layer sees them."""

from __future__ import annotations

import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator


def _as_words(value: Any) -> Any:
    """Accept one string where a list is meant."""
    return [value] if isinstance(value, str) else value or []


class Product(BaseModel):
    """Something advertised. `facts` are the only source of claims a title may make."""

    model_config = ConfigDict(frozen=True)

    id: str = ""
    name: str = Field(min_length=1)
    category: str | None = None
    facts: tuple[str, ...] = ()
    price: str | None = None
    audience: tuple[str, ...] = ()
    selling_points: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = Field(default=(), description="claims the advertiser must not make")
    keywords: tuple[str, ...] = ()

    _lists = field_validator("facts", "audience", "selling_points", "forbidden", "keywords", mode="before")(_as_words)

    @field_validator("price", mode="before")
    @classmethod
    def _price_as_text(cls, value: Any) -> Any:
        return str(value) if isinstance(value, int | float) else value

    @property
    def sources(self) -> list[str]:
        """Every text a number in a title may come from."""
        return [self.name, *self.facts, *([self.price] if self.price else []), *self.selling_points]


class PastTitle(BaseModel):
    """A title that ran before, with what it earned."""

    model_config = ConfigDict(frozen=True)

    title: str
    impressions: int = Field(default=0, ge=0)
    clicks: int = Field(default=0, ge=0)
    date: datetime.date | None = None


class Advertiser(BaseModel):
    """An account. Products without an id get `<account>-p<n>`, counted from 1."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    industry: str | None = None
    business_line: str | None = None
    products: tuple[Product, ...]
    recent_queries: tuple[str, ...] = ()
    history: tuple[PastTitle, ...] = ()

    def model_post_init(self, _context: Any) -> None:
        named = tuple(
            product if product.id else product.model_copy(update={"id": f"{self.id}-p{number}"})
            for number, product in enumerate(self.products, 1)
        )
        object.__setattr__(self, "products", named)

    def product(self, product_id: str | None) -> Product | None:
        """The product of that id, or none."""
        return next((product for product in self.products if product.id == product_id), None)
