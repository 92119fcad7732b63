"""Tool `lookup_entities`: the account's products and facts, and what the account does not say."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, Field

from models.catalog import Product
from tools.base import Tool, ToolContext, ToolResult
from tools.entities import EntityAnswer, ask_of, lookup_entities, split_by_product


class LookupEntitiesArgs(BaseModel):
    """`query` is what the user asks for; `product_id` narrows the answer to one product."""

    query: str = ""
    product_id: str | None = None
    fact_questions: tuple[str, ...] = Field(default=(), description="single facts asked for, e.g. 承重")


class LookupEntities(Tool[LookupEntitiesArgs]):
    name = "lookup_entities"
    description = "查账号关联的商品和资料"
    args = LookupEntitiesArgs

    def run(self, args: LookupEntitiesArgs, context: ToolContext) -> ToolResult:
        advertiser = context.advertiser
        parts = [] if args.fact_questions else split_by_product(advertiser, args.query)
        if parts:
            return _answered(parts, [ask_of(product, text) for product, text in parts])
        wanted = advertiser.product(args.product_id)
        answers = [lookup_entities(advertiser, question, wanted) for question in args.fact_questions or (args.query,)]
        missing = [name for answer in answers for name in answer.missing]
        facts = list(dict.fromkeys(fact for answer in answers for fact in answer.facts))
        named = next((answer.product for answer in answers if answer.product), None)
        products = [wanted or named] if wanted or named else list(advertiser.products)
        summary = f"找到 {len(products)} 个商品" + (f"，资料里没有：{'、'.join(missing)}" if missing else "")
        data = {
            "products": [_card(product) for product in products if product],
            "facts": facts,
            "missing": list(dict.fromkeys(missing)),
        }
        return ToolResult(summary, data=data)


def _answered(parts: Sequence[tuple[Product, str]], answers: Sequence[EntityAnswer]) -> ToolResult:
    """The answers to questions about several products, each with the name of its own."""
    told = list(zip((product for product, _text in parts), answers, strict=True))
    facts = [f"{product.name}：{'、'.join(answer.facts)}" for product, answer in told if answer.facts]
    missing = [f"{product.name}的{name}" for product, answer in told for name in answer.missing]
    products = list({product.id: _card(product) for product, _answer in told}.values())
    summary = f"找到 {len(products)} 个商品" + (f"，资料里没有：{'、'.join(missing)}" if missing else "")
    return ToolResult(summary, data={"products": products, "facts": facts, "missing": missing})


def _card(product: Product) -> dict[str, object]:
    return {"id": product.id, "name": product.name, "price": product.price, "facts": list(product.facts)}
