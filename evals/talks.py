"""Runs of simulated advertisers: `miaoti eval simulated`. A run that was killed is finished by another process."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field
from rich.console import Console

from evals.cases import CASES, Case, CaseTurn
from evals.drivers import Driver, InfrastructureError
from evals.metrics import summarise
from evals.opening import opener
from evals.phrasing import Voice, say
from evals.records import Observation, Trajectory
from evals.report import show, write
from evals.runner import send_within
from evals.saved import RUN, TRAJECTORIES, appended, load_trajectories, whole_lines, write_lines
from evals.simulated import SimulatedAdvertiser
from evals.voice import ModelVoice, RecordedVoice, recording
from models.catalog import Advertiser
from tools.demo import demo_advertisers

SAID = "said.jsonl"


class SimulatedRun(BaseModel):
    """What a run's folder must know to be finished: talk n is held with the seed `seed` + n by a demo account."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["simulated"] = Field(description="runs of written cases are of another kind")
    talks: int = Field(default=16, ge=1)
    driver: str = "agent"
    seed: int = 0
    voice: Literal["written", "model"] = "written"
    turn_seconds: float = 120.0


def start(
    run: SimulatedRun,
    folder: Path,
    *,
    replay: Path | None = None,
    console: Console | None = None,
    accounts: tuple[Advertiser, ...] | None = None,
) -> int:
    """Hold the talks of `run`, one after the other; print and save figures, cases and trajectories in `folder`.

    Talks that the folder holds are not held again. `replay` is the folder of an earlier run: its advertisers' words are
    said again where the same is meant. Returns 0 when all passed, 1 when some failed, 2 when another run lies there or
    `replay` holds none.
    Raises ModelError where the model is missing that should word the messages.
    """
    console = console or Console()
    if (folder / RUN).exists() and _known(folder) != run:
        console.print(f"[red]{folder} holds a run with other settings: finish it with --resume, or name another[/red]")
        return 2
    if replay and not (replay / SAID).exists():
        console.print(f"[red]{replay} holds no words to say again: name the folder of a simulated run[/red]")
        return 2
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RUN).write_text(run.model_dump_json(indent=2), encoding="utf-8")
    if replay and not (folder / SAID).exists():
        write_lines(folder / SAID, whole_lines(replay / SAID))
    cases, talks = _hold(run, folder, console, accounts or tuple(demo_advertisers()))
    summary = summarise(cases, talks)
    show(summary, console)
    write(summary, folder)
    console.print(f"report: {folder / 'report.html'}")
    return 0 if summary.runs.passed == summary.runs.total and not summary.infrastructure else 1


def resume(folder: Path, *, console: Console | None = None, accounts: tuple[Advertiser, ...] | None = None) -> int:
    """Finish the run that began in `folder`, with the settings saved there."""
    console = console or Console()
    if (run := _known(folder)) is None:
        console.print(f"[red]no run of simulated advertisers can be resumed in {folder}[/red]")
        return 2
    return start(run, folder, console=console, accounts=accounts)


def converse(
    driver: Driver, advertiser: Advertiser, seed: int, turn_seconds: float = 60.0, voice: Voice = say
) -> tuple[Case, Trajectory]:
    """Hold one talk on an account of its own: a case with the checks that arose, and what was observed.

    Where the surroundings fail in a turn, the talk ends there as an infrastructure error.
    """
    number = random.Random(seed).randrange(len(advertiser.products))
    account = _own_account(advertiser, name := f"{advertiser.id}-sim{seed}")
    user = SimulatedAdvertiser(account.products[number], seed, voice=voice)
    turns: list[CaseTurn] = []
    seen: list[Observation] = []
    conversation = driver.open(Case(id=name, advertiser=account, turns=(CaseTurn(user=""),)))
    broken: str | None = None
    while turn := user.next(seen[-1] if seen else None, turns[-1].expect if turns else None):
        turns.append(turn)
        try:
            seen.append(send_within(conversation, turn.user, turn_seconds))
        except InfrastructureError as error:
            broken = f"turn {len(turns)}: {error}"
            break
        if seen[-1].status == "timeout":
            break
    case = Case(id=name, tags=("simulated",), advertiser=account, turns=tuple(turns))
    talk = Trajectory(case_id=name, trial=0, seed=seed, driver=driver.name, turns=tuple(seen), infrastructure=broken)
    return case, talk


def _own_account(advertiser: Advertiser, name: str) -> Advertiser:
    """A copy under another id, products too: no talk sees what another left behind, so a kill loses nothing."""
    nameless = tuple(product.model_copy(update={"id": ""}) for product in advertiser.products)
    return Advertiser.model_validate(advertiser.model_dump() | {"id": name, "products": nameless})


def _known(folder: Path) -> SimulatedRun | None:
    """The run whose settings lie in a folder; none where it holds no run of this kind."""
    try:
        return SimulatedRun.model_validate_json((folder / RUN).read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _hold(
    run: SimulatedRun, folder: Path, console: Console, accounts: tuple[Advertiser, ...]
) -> tuple[list[Case], list[Trajectory]]:
    """Talks of before and the missing ones, in the order of their seeds."""
    wanted = range(run.seed, run.seed + run.talks)
    held = _held(folder, wanted)
    lines = [tuple(one.model_dump_json(exclude_defaults=True) for one in pair) for pair in held.values()]
    with ExitStack() as stack:
        add_case = stack.enter_context(appended(folder / CASES, [case for case, _ in lines]))
        add_talk = stack.enter_context(appended(folder / TRAJECTORIES, [talk for _, talk in lines]))
        if missing := sorted(set(wanted) - set(held)):
            driver = opener(run.driver)(0, run.seed)
            stack.callback(driver.close)
            voice = _voices(run, folder, stack, console)
        for seed in missing:
            account = accounts[(seed - run.seed) % len(accounts)]
            case, talk = held[seed] = converse(driver, account, seed, run.turn_seconds, voice(seed))
            # The case first: a case without its talk is held again, in the words that were recorded.
            add_case(case.model_dump_json(exclude_defaults=True))
            add_talk(talk.model_dump_json(exclude_defaults=True))
            console.print(f"{len(held)}/{run.talks} talks", highlight=False)
    pairs = [held[seed] for seed in sorted(held)]
    return [case for case, _ in pairs], [talk for _, talk in pairs]


def _held(folder: Path, wanted: Iterable[int]) -> dict[int, tuple[Case, Trajectory]]:
    """The talks of these seeds that were saved to their end, by seed; those the surroundings broke off are not."""
    known = {case.id: case for case in map(Case.model_validate_json, whole_lines(folder / CASES))}
    talks = {talk.seed: talk for talk in load_trajectories(folder) if talk.case_id in known and not talk.infrastructure}
    return {seed: (known[talks[seed].case_id], talks[seed]) for seed in wanted if seed in talks}


def _voices(run: SimulatedRun, folder: Path, stack: ExitStack, console: Console) -> Callable[[int], Voice]:
    """The voice of a talk by its seed; at the end it is told how often the model's wording would not do."""
    said = whole_lines(folder / SAID)
    recorded = recording(said)
    inner: Voice = say
    if run.voice == "model":
        inner = model = _model_voice(stack)
        stack.callback(lambda: console.print(f"new words: {model.said} the model's, {model.written} written phrases"))
    record = stack.enter_context(appended(folder / SAID, said))
    return lambda seed: RecordedVoice(seed, inner, recorded, record)


def _model_voice(stack: ExitStack) -> ModelVoice:
    """The model without our adapter, which only writes titles."""
    from agent.roles import base_spec
    from agent.settings import Settings
    from models.llm import load_language_model

    model = load_language_model(base_spec(Settings()))
    stack.callback(model.close)
    return ModelVoice(model)
