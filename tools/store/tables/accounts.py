"""What is known of an account: its products, their facts, and the titles it ran before."""

from __future__ import annotations

from sqlalchemy import JSON, Column, Date, ForeignKeyConstraint, Integer, String, Table, Text

from tools.store.tables.base import UtcDateTime, metadata, owner

advertisers = Table(
    "advertisers",
    metadata,
    Column("id", String(128), primary_key=True),
    Column("name", Text, nullable=False),
    Column("industry", Text),
    Column("business_line", Text),
    Column("recent_queries", JSON, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

products = Table(
    "products",
    metadata,
    Column("advertiser_id", String(128), owner("advertisers"), primary_key=True),
    Column("id", String(160), primary_key=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("category", Text),
    Column("price", Text),
    Column("audience", JSON, nullable=False),
    Column("selling_points", JSON, nullable=False),
    Column("forbidden", JSON, nullable=False),
    Column("keywords", JSON, nullable=False),
)

facts = Table(
    "facts",
    metadata,
    Column("advertiser_id", String(128), primary_key=True),
    Column("product_id", String(160), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(
        ["advertiser_id", "product_id"], ["products.advertiser_id", "products.id"], ondelete="CASCADE"
    ),
)

past_titles = Table(
    "past_titles",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("advertiser_id", String(128), owner("advertisers"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("impressions", Integer, nullable=False),
    Column("clicks", Integer, nullable=False),
    Column("date", Date),
    Column("origin", String(16), nullable=False),
)
