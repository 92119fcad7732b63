"""The wall time of a run, kept in its folder: one stretch for each time that it was begun or resumed."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from evals.records import Trajectory
from evals.saved import whole_lines, write_lines

CLOCK = "clock.jsonl"


class Stretch(BaseModel):
    """`seconds` of wall time from the opening of the first driver to the end of the last of `talks`."""

    model_config = ConfigDict(frozen=True)

    began: AwareDatetime
    seconds: float = Field(ge=0)
    talks: int = Field(ge=0, description="held to their end; those that the surroundings stopped are not among them")
    in_flight: int = Field(ge=1)


def load_clock(folder: Path) -> tuple[Stretch, ...]:
    """The stretches of the run in a folder; none where its time was not taken."""
    return tuple(Stretch.model_validate_json(line) for line in whole_lines(folder / CLOCK))


class Watch:
    """Starts when it is made. What it has counted is in the folder after every talk, so that no kill takes it away."""

    def __init__(self, folder: Path, in_flight: int) -> None:
        self._path = folder / CLOCK
        self._lines = whole_lines(self._path)
        self._began, self._started = datetime.datetime.now(datetime.UTC), time.perf_counter()
        self._in_flight, self._talks = in_flight, 0

    def ended(self, talk: Trajectory) -> None:
        """Count a talk that has just ended."""
        self._talks += talk.infrastructure is None
        now = Stretch(
            began=self._began,
            seconds=round(time.perf_counter() - self._started, 3),
            talks=self._talks,
            in_flight=self._in_flight,
        )
        write_lines(self._path, [*self._lines, now.model_dump_json()])


def one_clock(stretches: Sequence[Stretch], talks: int) -> Stretch | None:
    """The stretch in which all `talks` of a run were held; none where it was resumed or not timed."""
    return stretches[0] if len(stretches) == 1 and stretches[0].talks == talks else None


def told(stretches: Sequence[Stretch], talks: int) -> str:
    """The wall time of a run of so many `talks` in one line."""
    if not stretches:
        return "wall time: not taken"
    spent = " + ".join(f"{one.seconds / 60:.1f}" for one in stretches)
    if one_clock(stretches, talks) is None:
        counted = sum(one.talks for one in stretches)
        return f"wall time: not one clock, as the run was resumed: {spent} min for {counted} of {talks} talks"
    return f"wall time: {spent} min for {talks} talks, {stretches[0].in_flight} in flight"
