"""Import a user's own products, titles and memes from CSV, XLSX, JSONL or Parquet, row by row and safely repeatable."""

from tools.importing.importers import import_memes, import_products, import_titles
from tools.importing.report import ImportReport, RowError
from tools.importing.source import ImportProblem

__all__ = ["ImportProblem", "ImportReport", "RowError", "import_memes", "import_products", "import_titles"]
