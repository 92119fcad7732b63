"""Tool `check_compliance`: what the PRC Advertising Law says of a wording, and what to write instead."""

from __future__ import annotations

from pydantic import BaseModel, Field

from models.types import Verdict
from tools.base import Tool, ToolContext, ToolResult
from tools.compliance import check, explain, rewrite


class CheckComplianceArgs(BaseModel):
    """Wordings to judge; the account's industry holds unless one is named."""

    texts: tuple[str, ...] = Field(min_length=1, max_length=50)
    industry: str | None = None


class CheckCompliance(Tool[CheckComplianceArgs]):
    name = "check_compliance"
    description = "按广告法检查文案"
    args = CheckComplianceArgs

    def run(self, args: CheckComplianceArgs, context: ToolContext) -> ToolResult:
        industry = args.industry or context.advertiser.industry
        rows = []
        for text in args.texts:
            outcome = check(text, industry)
            violated = outcome.verdict is Verdict.VIOLATION
            rows.append(
                {
                    "text": text,
                    "verdict": outcome.verdict.value,
                    "explanation": explain(outcome) if outcome.findings else "",
                    "rewrite": rewrite(text, industry) if violated else None,
                }
            )
        bad = sum(row["verdict"] == Verdict.VIOLATION.value for row in rows)
        return ToolResult(
            f"检查 {len(rows)} 条，{bad} 条违规" if bad else f"检查 {len(rows)} 条，没有发现违规", data={"rows": rows}
        )
