"""Tool `check_compliance`: what the law and the account's own words say of a wording, and what to write instead."""

from __future__ import annotations

from pydantic import BaseModel, Field

from models.types import Compliance, Verdict
from tools.base import Tool, ToolContext, ToolResult
from tools.compliance import explain
from tools.compliance.lawbook import Lawbook
from tools.compliance.own import RULE
from tools.store import Stores


class CheckComplianceArgs(BaseModel):
    """Wordings to judge; the account's industry holds unless one is named.

    Of the account's own forbidden words those of the product hold, and all while no product is named.
    """

    texts: tuple[str, ...] = Field(min_length=1, max_length=50)
    industry: str | None = None
    product_id: str | None = None


class CheckCompliance(Tool[CheckComplianceArgs]):
    name = "check_compliance"
    description = "按广告法检查文案"
    args = CheckComplianceArgs

    def __init__(self, stores: Stores) -> None:
        self._law = Lawbook(stores)

    def run(self, args: CheckComplianceArgs, context: ToolContext) -> ToolResult:
        account, industry = context.advertiser, args.industry
        rows = []
        for text in args.texts:
            outcome = self._law.check_for(text, account, args.product_id, industry)
            violated = outcome.verdict is Verdict.VIOLATION
            rows.append(
                {
                    "text": text,
                    "verdict": outcome.verdict.value,
                    "by": _whose(outcome),
                    "explanation": explain(outcome) if outcome.findings else "",
                    "rewrite": self._law.rewrite(text, account, args.product_id, industry) if violated else None,
                }
            )
        bad = sum(row["verdict"] == Verdict.VIOLATION.value for row in rows)
        return ToolResult(
            f"检查 {len(rows)} 条，{bad} 条违规" if bad else f"检查 {len(rows)} 条，没有发现违规", data={"rows": rows}
        )


def _whose(outcome: Compliance) -> str:
    """Whose rules a violation breaks: `law`, and without any article `own`, the account's words, or `house`."""
    broken = [one for one in outcome.findings if not one.exempt]
    if not broken or any(one.article for one in broken):
        return "law"
    return "own" if all(one.rule == RULE for one in broken) else "house"
