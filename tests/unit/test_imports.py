"""Imports run one way, between the packages and between the modules; imports for types alone count too."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("prompts", "models", "tools", "agent", "evals", "ui")  # each may import those before it
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for package in PACKAGES
    for path in (ROOT / package).rglob("*.py")
}


def imported(path: Path) -> Iterator[str]:
    """The project's modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from {name if name in MODULES else node.module for name in names} & MODULES.keys()
        elif isinstance(node, ast.Import):
            yield from {alias.name for alias in node.names} & MODULES.keys()


def test_imports_run_one_way() -> None:
    graph = {name: set(imported(path)) - {name} for name, path in MODULES.items()}
    order = list(TopologicalSorter(graph).static_order())
    assert len(order) == len(MODULES)
    rank = {package: place for place, package in enumerate(PACKAGES)}
    upward = [
        (name, used)
        for name, others in graph.items()
        for used in others
        if rank[used.partition(".")[0]] > rank[name.partition(".")[0]]
    ]
    assert not upward
