"""What the commands share: a person's mistake as one sentence, and an assistant that says what it is doing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from agent.session import Assistant
    from agent.settings import Settings
    from tools.store import Stores


class UserError(Exception):
    """Something the person at the keyboard can put right; the message says how."""


def read_settings() -> Settings:
    """Settings from the environment and `.env`. Raises UserError naming each variable that is wrong."""
    from pydantic import ValidationError

    from agent.settings import Settings

    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(f"MIAOTI_{str(one['loc'][0]).upper()}: {one['msg']}" for one in error.errors())
        raise UserError(f"a setting is wrong: {wrong}") from error


@contextmanager
def assistant_with_progress(settings: Settings) -> Iterator[Assistant]:
    """The assistant, with a progress line on the error stream while it starts.

    Raises UserError with the part's own words when the model, the tables or an index cannot be opened.
    """
    from rich.console import Console

    from agent.assembly import build_assistant
    from agent.telemetry import TelemetryMissing
    from models.llm import ModelError
    from tools.store import StoreError

    console = Console(stderr=True)
    try:
        with console.status("正在准备…") as status:
            told: set[str] = set()

            def progress(what: str, share: float) -> None:
                status.update(f"{what} {share:.0%}")
                if not console.is_terminal and what not in told:
                    told.add(what)
                    console.print(what, markup=False, highlight=False)

            assistant = build_assistant(settings, progress=progress)
    except (ModelError, StoreError, TelemetryMissing, OSError) as error:
        raise UserError(f"{error}\nSee `miaoti doctor`.") from error
    try:
        yield assistant
    finally:
        assistant.close()


@contextmanager
def open_tables(settings: Settings | None = None) -> Iterator[Stores]:
    """The tables that the settings name, closed afterwards. Raises UserError where they cannot be opened."""
    from tools.store import StoreError, open_stores

    chosen = settings or read_settings()
    try:
        stores = open_stores(chosen.home, chosen.database_url)
    except (StoreError, OSError) as error:
        raise UserError(str(error)) from error
    try:
        yield stores
    finally:
        stores.close()


def user_name() -> str:
    """Who gives commands, by the name they signed in to this machine with; `cli` for who has none."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):  # in a container the number of a user may have no name
        return "cli"


def at_the_keyboard() -> str:
    """Who gives commands, for the security log."""
    return f"cli:{user_name()}"


def note(text: str) -> None:
    """One line for the person, kept out of what a pipe reads."""
    import typer

    typer.echo(text, err=True)
