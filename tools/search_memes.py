"""Tool `search_memes`: memes that fit a product, a scene or a word."""

from __future__ import annotations

from pydantic import BaseModel, Field

from models.generator.meme_patterns import load_meme_patterns
from tools.base import Tool, ToolContext, ToolResult
from tools.memes import MemeSearch


class SearchMemesArgs(BaseModel):
    query: str = Field(min_length=1)
    k: int = Field(default=5, ge=1, le=20)


class SearchMemes(Tool[SearchMemesArgs]):
    name = "search_memes"
    description = "检索适合的梗"
    args = SearchMemesArgs

    def __init__(self, search: MemeSearch) -> None:
        self._search = search

    def run(self, args: SearchMemesArgs, context: ToolContext) -> ToolResult:
        memes = self._search.search_memes(args.query, k=args.k)
        terms = [meme.term for meme in memes]
        data = [
            {
                **{"term": meme.term, "meaning": meme.meaning, "pattern": meme.pattern, "example": meme.example},
                "written": meme.term in load_meme_patterns(),
            }
            for meme in memes
        ]
        return ToolResult(
            f"找到 {len(terms)} 个梗：{'、'.join(terms)}" if terms else "没有找到合适的梗", data={"memes": data}
        )
