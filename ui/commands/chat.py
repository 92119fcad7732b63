"""`miaoti chat`: the conversation in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from ui.commands.common import UserError, assistant_with_progress, read_settings

if TYPE_CHECKING:
    from agent.session import Assistant, Thread

OWNER = "demo"


def chat(
    advertiser: Annotated[str, typer.Option("--advertiser", "-a", help="Id of the account, such as adv01.")] = "adv01",
    thread: Annotated[str | None, typer.Option("--thread", "-t", help="Resume this conversation.")] = None,
    say: Annotated[list[str] | None, typer.Option("--say", "-s", help="Send this and exit; may be repeated.")] = None,
    listing: Annotated[bool, typer.Option("--list", "-l", help="List accounts and conversations.")] = False,
) -> None:
    """Talk in the terminal; the page shows the same conversations.

    [bold]Examples[/bold]

    miaoti chat --list

    miaoti chat -a adv02

    miaoti chat -a adv02 -s "来5条标题，20字以内" -s "第2条再短点"
    """
    with assistant_with_progress(read_settings()) as assistant:
        if listing:
            _list(assistant)
            return
        talk = _open(assistant, advertiser, thread)
        typer.echo(f"对话 {talk.id} · {assistant.advertisers.get(advertiser).name}")
        if say:
            for text in say:
                _turn(talk, text)
            return
        typer.echo("直接输入要求；/quit 退出。")
        _converse(talk)


def _list(assistant: Assistant) -> None:
    for account in assistant.advertisers.list():
        typer.echo(f"{account.id}  {account.name}  {account.industry or ''}")
        for record in assistant.threads(advertiser_id=account.id, owner=OWNER):
            typer.echo(f"    {record.id}  {record.updated_at:%m-%d %H:%M}  {record.name}")


def _open(assistant: Assistant, advertiser: str, thread: str | None) -> Thread:
    from tools.store import NotFound

    try:
        return assistant.open(advertiser, thread_id=thread, owner=OWNER)
    except NotFound as error:
        raise UserError(f"{error}. See `miaoti chat --list`.") from error


def _converse(talk: Thread) -> None:
    while True:
        try:
            text = typer.prompt("你", prompt_suffix="> ", default="", show_default=False)
        except typer.Abort:
            return
        if text.strip() in ("/quit", "/exit"):
            return
        if text.strip():
            _turn(talk, text)
            _ask_about_pending(talk)


def _turn(talk: Thread, text: str) -> None:
    """Stream one turn; an interrupt stops the turn and keeps the conversation."""
    from rich.console import Console

    from ui.commands.rendering import Terminal

    terminal = Terminal(Console())
    try:
        for event in talk.stream(text):
            terminal.take(event)
    except KeyboardInterrupt:
        talk.cancel()
        terminal.console.print("[yellow]已停止。[/yellow]")


def _ask_about_pending(talk: Thread) -> None:
    for action in talk.pending():
        answer = typer.prompt(f"{action.summary} 同意吗？[y/n/稍后]", default="", show_default=False).strip().lower()
        if answer in ("y", "yes", "是", "同意", "n", "no", "不", "不了"):
            typer.echo(talk.resume(answer in ("y", "yes", "是", "同意"), action.id).reply)
