"""Import a user's own products, titles and memes from CSV, XLSX, JSONL or Parquet, row by row and safely repeatable."""

from tools.importing.importers import import_memes, import_products, import_titles
from tools.importing.reading import ImportProblem
from tools.importing.report import ImportReport, RowError

__all__ = ["ImportProblem", "ImportReport", "RowError", "import_memes", "import_products", "import_titles"]
