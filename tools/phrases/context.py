"""What is known of the moment in which a title is shown."""

from __future__ import annotations

import datetime

from pydantic import BaseModel, ConfigDict, Field

from models.catalog import Product


class PhraseContext(BaseModel):
    """`label` names it in a preview. `audience` is the viewer's group; without one the product's first is meant."""

    model_config = ConfigDict(frozen=True)

    today: datetime.date
    city: str | None = None
    audience: str | None = None
    product: Product | None = None
    deadline: datetime.date | None = Field(default=None, description="last day of the offer")
    label: str = ""
