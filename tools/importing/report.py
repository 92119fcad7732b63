"""What an import did."""

from __future__ import annotations

from pydantic import BaseModel, Field


class RowError(BaseModel):
    """One row that was left out. `row` is the line as an editor counts it (the header of a CSV is 1; in Parquet rows
    count from 1); `column` is the name it has in the file; `message` is Chinese and says what is expected."""

    row: int
    column: str
    message: str


class ImportReport(BaseModel):
    """`rows` = added + updated + skipped + rows with errors. `skipped` were there already, word for word."""

    rows: int = 0
    added: int = 0
    updated: int = 0
    skipped: int = 0
    errors: list[RowError] = Field(default_factory=list)
    kept_out: int = Field(default=0, description="titles with words their account forbids: history, never suggested")
    encoding: str | None = None
    columns: dict[str, str] = Field(default_factory=dict, description="field -> column of the file it was read from")
    ignored: list[str] = Field(default_factory=list, description="columns of the file that mean nothing to us")

    def summary(self) -> str:
        """One Chinese line."""
        text = (
            f"共 {self.rows} 行：新增 {self.added}，更新 {self.updated}，已有 {self.skipped}，有误 {len(self.errors)}"
        )
        text += f"；{self.kept_out} 条含账号自己的禁用词，只作历史数据，不会再推荐" if self.kept_out else ""
        return text + (f"（按 {self.encoding} 读取）" if self.encoding else "")
