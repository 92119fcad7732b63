"""Builds the driver of a trial by name, each on a fresh home."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from agent.plan import Planner
from evals.drivers import Driver, NothingDriver
from evals.oracle import OracleDriver
from evals.runner import Opener


def _nothing(trial: int, seed: int) -> Driver:
    return NothingDriver()


def _oracle(trial: int, seed: int) -> Driver:
    return OracleDriver()


def _agent(variant: str = "") -> Opener:
    """The agent whole, or without one of its parts."""

    def opened(trial: int, seed: int) -> Driver:
        from agent.assembly import build_assistant
        from agent.settings import Settings
        from evals.agent_driver import AgentDriver

        home = Path(tempfile.mkdtemp(prefix="miaoti-eval-"))
        settings = Settings(home=home, seed=seed, critique=variant != "no-critique", rerank=variant != "no-rerank")
        assistant = build_assistant(settings, planner=_planner(variant, seed))
        return _Disposable(AgentDriver(assistant, f"agent-{variant}" if variant else "agent"), home)

    return opened


def _planner(variant: str, seed: int) -> Planner | None:
    from agent.planner import build_planner
    from agent.planner.readers_planner import ReadersPlanner
    from evals.baselines import RandomRouter

    if variant == "random-router":
        return RandomRouter(build_planner(), seed)
    return ReadersPlanner() if variant == "rules" else None


def _raw(trial: int, seed: int) -> Driver:
    from agent.settings import Settings
    from evals.raw_driver import RawModelDriver

    return RawModelDriver.on(Settings().home, seed)


VARIANTS = ("random-router", "no-critique", "no-rerank", "rules")
DRIVERS: dict[str, Opener] = {"agent": _agent(), "nothing": _nothing, "oracle": _oracle, "raw": _raw}
DRIVERS |= {f"agent-{variant}": _agent(variant) for variant in VARIANTS}


def opener(name: str) -> Opener:
    """The opener of that name; KeyError lists the names there are."""
    if name not in DRIVERS:
        raise KeyError(f"no driver {name!r}; there are {', '.join(sorted(DRIVERS))}")
    return DRIVERS[name]


class _Disposable:
    """A driver whose home is removed with it."""

    def __init__(self, driver: Driver, home: Path) -> None:
        self.name = driver.name
        self.open = driver.open
        self._driver, self._home = driver, home

    def close(self) -> None:
        self._driver.close()
        shutil.rmtree(self._home, ignore_errors=True)
