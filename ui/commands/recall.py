"""`miaoti recall`: which strategy brings an account which candidates, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from ui.commands.common import UserError, assistant_with_progress, open_tables, read_settings

if TYPE_CHECKING:
    from tools.recall import Pool, Recalled

Purpose = Literal["screen", "race"]


def recall(
    advertiser: Annotated[str, typer.Argument(help="Id of the account.")],
    purpose: Annotated[
        str, typer.Option("--for", help="screen: what the account has not yet; race: its own titles too.")
    ] = "screen",
    wanted: Annotated[int, typer.Option("-n", help="Candidates wanted.", min=1, max=200)] = 12,
    similar: Annotated[bool, typer.Option(help="Search by meaning too; loads the indexes.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="The whole trace as JSON.")] = False,
) -> None:
    """Candidates for the first screen or a race: which strategy brought which, and the shortfall by name.

    The settings are those of the console; nothing is shown to anybody, and nothing is changed.

    [bold]Examples[/bold]

    miaoti recall adv01

    miaoti recall adv01 --for race -n 20 --similar
    """
    from tools.compliance.lawbook import Lawbook
    from tools.recall import RecallDesk
    from tools.recall import recall as find
    from tools.store.changes import ChangeLog

    if purpose not in {"screen", "race"}:
        raise UserError(f"--for {purpose}: use screen or race")
    with _pool(advertiser, own=purpose == "race", by_meaning=similar) as pool:
        settings = RecallDesk(ChangeLog(pool.stores.database)).get()
        found = find(pool, settings, wanted, Lawbook(pool.stores).judge)
    if as_json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _show(found)


@contextmanager
def _pool(advertiser: str, *, own: bool, by_meaning: bool) -> Iterator[Pool]:
    from tools.recall import Pool
    from tools.store import NotFound

    try:
        if by_meaning:
            with assistant_with_progress(read_settings()) as assistant:
                account = assistant.advertisers.get(advertiser)
                yield Pool(assistant.stores, account, lambda text, k: assistant.similar(text, k, account.id), own)
        else:
            with open_tables() as stores:
                yield Pool(stores, stores.advertisers.get(advertiser), None, own)
    except NotFound as error:
        raise UserError(str(error)) from error


def _show(found: Recalled) -> None:
    from rich.console import Console
    from rich.table import Table

    from tools.recall.recalling import NAMES

    steps = Table("策略", "配额", "找到", "违规", "重复", "取用", "", title="召回策略")
    for one in found.trace:
        counts = (one.quota, one.found, one.unlawful, one.repeated, len(one.brought))
        steps.add_row(NAMES[one.strategy], *map(str, counts), one.note if one.on else "关着")
    first = {title_id: one.strategy for one in found.trace for title_id in one.brought}
    titles = Table("标题", "取自", "也找到它的", title=f"召回 {len(found.titles)} 条")
    for title in found.titles:
        by = first.get(title.id)
        others = [NAMES[name] for name in found.via[title.id] if name != by]
        titles.add_row(title.text, NAMES[by] if by else "配额之外补足", "、".join(others))
    console = Console()
    console.print(steps)
    console.print(titles)
    if found.shortfall:
        console.print(found.shortfall)
