"""`miaoti race`: how races stand, and a hand on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ui.commands.common import UserError, open_tables, read_settings, user_name

if TYPE_CHECKING:
    from tools.racing import Race, RaceBook

app = typer.Typer(help="See and steer races of titles.", no_args_is_help=True, rich_markup_mode="rich")
RaceId = Annotated[str, typer.Argument(help="Id of the race; `miaoti race status` lists them.")]
BY_HAND = "stopped by hand"
"""As the page says it too, so that it is told in its reader's language."""
ArmId = Annotated[str, typer.Argument(help="Id of the title.")]


@app.command()
def status(race_id: Annotated[str | None, typer.Argument(help="Id of a race; all if absent.")] = None) -> None:
    """State, probability of best and expected loss; says so when there is no data yet.

    [bold]Examples[/bold]

    miaoti race status
    """
    with _book() as book:
        found = [race_id] if race_id else book.ids()
        if not found:
            typer.echo("还没有赛马。在对话里说“选3条进赛马”，确认后开始。")
        for one in found:
            show(book, _race(book, one))


@app.command()
def stop(race_id: RaceId, reason: Annotated[str, typer.Option(help="Kept in the audit log.")] = BY_HAND) -> None:
    """No more decisions; late events still count.

    [bold]Examples[/bold]

    miaoti race stop 3f2a --reason 预算用完
    """
    with _book() as book:
        race = _race(book, race_id)
        race.stop(reason, user_name())
        show(book, race)


@app.command()
def pause(race_id: RaceId) -> None:
    """No decisions until it is resumed; late events still count.

    [bold]Examples[/bold]

    miaoti race pause 3f2a
    """
    with _steered(race_id) as race:
        race.pause(user_name())


@app.command()
def resume(race_id: RaceId) -> None:
    """Go on after a pause; a race that was stopped stays stopped.

    [bold]Examples[/bold]

    miaoti race resume 3f2a
    """
    with _steered(race_id) as race:
        race.resume(user_name())


@app.command()
def declare(race_id: RaceId, arm_id: ArmId) -> None:
    """End the race with this title as its winner, by your own decision.

    [bold]Examples[/bold]

    miaoti race declare 3f2a 91bc
    """
    with _steered(race_id) as race:
        race.declare(arm_id, user_name())


@app.command()
def pin(
    race_id: RaceId, arm_id: Annotated[str | None, typer.Argument(help="Id of the title; none frees it.")] = None
) -> None:
    """Give one title all traffic (but the holdout's), or with no title let the policy decide again.

    [bold]Examples[/bold]

    miaoti race pin 3f2a 91bc
    """
    with _steered(race_id) as race:
        race.pin(arm_id, user_name())


@app.command()
def rules(
    race_id: RaceId,
    budget: Annotated[float | None, typer.Option(help="Yuan at which it stops by itself; 0 for no cap.", min=0)] = None,
    max_loss: Annotated[float | None, typer.Option(help="Clicks lost at which it stops; 0 for no cap.", min=0)] = None,
    max_decisions: Annotated[int | None, typer.Option(help="Decisions at which it stops; 0: no cap.", min=0)] = None,
    holdout: Annotated[float | None, typer.Option(help="Share of traffic split evenly.", min=0, max=1)] = None,
    floor: Annotated[float | None, typer.Option(help="Least share of each title.", min=0, max=1)] = None,
    maturation: Annotated[
        float | None,
        typer.Option(help="Seconds that an impression waits for its click before it tells of rates.", min=0),
    ] = None,
) -> None:
    """Show what bounds a race, and change it; a change is kept in the audit log.

    [bold]Examples[/bold]

    miaoti race rules 3f2a

    miaoti race rules 3f2a --budget 500 --maturation 1800
    """
    from tools.racing.rules_told import rules_told

    caps = {"budget": budget, "max_loss": max_loss, "max_decisions": max_decisions}
    shares = {"holdout": holdout, "floor": floor, "maturation": maturation}
    changed: dict[str, Any] = {name: value or None for name, value in caps.items() if value is not None}
    changed |= {name: value for name, value in shares.items() if value is not None}
    with _book() as book:
        race = _race(book, race_id)
        race.change_rules(replace(race.rules, **changed), user_name())
        for label, value in rules_told(race.rules):
            typer.echo(f"{label}：{value}")


@app.command()
def exclude(race_id: RaceId, arm_id: ArmId) -> None:
    """Take a title out of a race; its late events still count.

    [bold]Examples[/bold]

    miaoti race exclude 3f2a 91bc
    """
    with _steered(race_id) as race:
        race.leave(arm_id, user_name())


@app.command()
def simulate(
    rates: Annotated[str, typer.Option(help="True click rates of the made-up titles.")] = "0.02,0.03,0.045",
    impressions: Annotated[int, typer.Option(help="Made-up impressions.", min=100, max=1_000_000)] = 10_000,
    policy: Annotated[str, typer.Option(help="ttts, thompson, ucb1, epsilon_greedy, greedy or uniform.")] = "ttts",
    seed: Annotated[int, typer.Option(help="Seed of the viewers.")] = 0,
    delay: Annotated[int, typer.Option(help="Impressions after which a click is told.", min=0)] = 0,
    wait: Annotated[int, typer.Option(help="Impressions that one waits for its click.", min=0)] = 0,
) -> None:
    """Watch a race on made-up viewers. Nothing of it is real or kept.

    [bold]Examples[/bold]

    miaoti race simulate --impressions 20000

    miaoti race simulate --delay 1000 --wait 1000
    """
    from tools.racing.simulation import simulated

    try:
        truth = [float(part) for part in rates.split(",")]
        looks = list(simulated(truth, impressions, policy=policy, seed=seed, delay=delay, maturation=wait))
    except ValueError as error:
        raise UserError(str(error)) from error
    typer.echo("【模拟】观众和点击都是编造的，不是真实数据")
    for look in looks:
        parts = [f"{arm.arm_id} 点击率 {arm.ctr:.2%} 胜出 {arm.probability_best:.0%}" for arm in look.arms]
        typer.echo(f"【模拟】曝光 {look.impressions:>7,}  " + "  ".join(parts))
    last = looks[-1]
    even = max(last.impressions - delay, 0) * sum(truth) / len(truth)
    winner = f"胜出：{last.winner}" if last.winner else "还没有胜出者"
    late = f"（最后 {delay:,} 次曝光的点击还没到）" if delay else ""
    typer.echo(f"【模拟】{winner}；点击 {last.clicks:,}{late}，平均分流预计 {even:,.0f}")


def show(book: RaceBook, race: Race) -> None:
    """One race as lines of text."""
    from tools.racing.verdict import ALARMS, alarm, verdict

    standing = race.status()
    typer.echo(book.name(race.race_id, "zh"))
    state = {"running": "进行中", "paused": "已暂停"}.get(standing.state, "已停止")
    typer.echo(
        f"{race.race_id}  {state}  曝光 {standing.impressions:,}  点击 {standing.clicks:,}"
        f"  花费 {standing.spend:,.2f} 元"
    )
    rows = book.rows(standing)
    for row in rows:
        loss = row["expected_loss"] * 1000
        marks = "  ★" if row["winner"] else ""
        typer.echo(
            f"  {row['title_id']}  {row['text']}  曝光 {row['impressions']:,}  点击 {row['clicks']:,}"
            f"  点击率 {row['low']:.2%}~{row['high']:.2%}  胜出概率 {row['probability_best']:.0%}"
            f"  选它每千次曝光少 {loss:.2f} 次点击  流量 {row['traffic_share']:.0%}{marks}"
        )
    texts = {row["title_id"]: row["text"] for row in rows}
    for line in verdict(standing, texts):
        typer.echo(f"  {line}")
    for deed in race.audit():
        if deed.what in ALARMS:
            typer.echo(f"  提醒：{alarm(deed, texts).text}")


@contextmanager
def _book() -> Iterator[RaceBook]:
    from tools.racing import RaceBook

    settings = read_settings()
    with open_tables(settings) as stores:
        yield RaceBook(stores, settings.seed)


@contextmanager
def _steered(race_id: str) -> Iterator[Race]:
    """A race to do something to; afterwards it is shown."""
    with _book() as book:
        race = _race(book, race_id)
        try:
            yield race
        except KeyError as error:
            raise UserError(f"赛马 {race_id} 里没有标题 {error.args[0]}") from error
        show(book, race)


def _race(book: RaceBook, race_id: str) -> Race:
    try:
        return book.race(race_id)
    except KeyError as error:
        raise UserError(f"没有赛马 {race_id}，用 `miaoti race status` 看全部") from error
