"""Which product a message is about, and what the account's facts say about it."""

from tools.entities.lookup import EntityAnswer, lookup_entities
from tools.entities.matching import match_product, product_scores

__all__ = ["EntityAnswer", "lookup_entities", "match_product", "product_scores"]
