"""What the folder of a run holds: `run.json`, `cases.jsonl`, and `trajectories.jsonl`, a conversation a line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from evals.cases import Case
from evals.records import Trajectory

TRAJECTORIES, RUN = "trajectories.jsonl", "run.json"


def load_trajectories(folder: Path) -> list[Trajectory]:
    """The conversations saved in a run's folder; the half line that a kill may leave at the end is dropped."""
    return [Trajectory.model_validate_json(line) for line in whole_lines(folder / TRAJECTORIES)]


def whole_lines(path: Path) -> list[str]:
    """Lines that were written to their end, without blank ones; [] where there is no file."""
    if not path.exists():
        return []
    return [line for line in path.read_text(encoding="utf-8").split("\n")[:-1] if line.strip()]


def write_lines(path: Path, lines: Sequence[str]) -> None:
    """Leave old lines or new ones, never half of them; what is no file, such as a pipe, takes them as they come."""
    text = "".join(f"{line}\n" for line in lines)
    if path.exists() and not path.is_file():
        path.write_text(text, encoding="utf-8")
        return
    target = path.resolve()
    written = target.with_name(f"{target.name}.part")
    written.write_text(text, encoding="utf-8")
    written.replace(target)


def write_cases(cases: Sequence[Case], path: Path) -> None:
    """Write cases as JSON lines, with the id of each account, so that they are read again as they are."""
    write_lines(path, [case.model_dump_json(exclude_defaults=True) for case in cases])


@contextmanager
def appended(path: Path, kept: Sequence[str]) -> Iterator[Callable[[str], None]]:
    """Writes the lines `kept` and then each line it is given, which a kill right after cannot take away."""
    write_lines(path, kept)
    with path.open("a", encoding="utf-8") as file:

        def append(line: str) -> None:
            file.write(f"{line}\n")
            file.flush()

        yield append
