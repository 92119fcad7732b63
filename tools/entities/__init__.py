"""Which product a message is about, and what the account's facts say about it."""

from tools.entities.lookup import EntityAnswer, ask_of, lookup_entities, split_by_product
from tools.entities.matching import match_product, product_scores

__all__ = ["EntityAnswer", "ask_of", "lookup_entities", "match_product", "product_scores", "split_by_product"]
