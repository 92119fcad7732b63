"""`miaoti`: the command line. Each command lives in `ui.commands` and imports what it needs when it runs."""

from __future__ import annotations

import sys

import typer

from ui.commands import (
    adoption,
    api,
    bench,
    chat,
    data,
    doctor,
    eval_,
    generate,
    import_,
    key,
    law,
    library,
    mcp,
    memes,
    race,
    recall,
    report,
    serve,
    train,
    ui,
    user,
)
from ui.commands.common import UserError

app = typer.Typer(
    name="miaoti",
    help="妙题 Miaoti: find, refine and choose Bilibili ad titles by conversation.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="rich",
    add_completion=False,
)
app.command("ui")(ui.ui)
app.command("chat")(chat.chat)
app.command("api")(api.api)
app.command("mcp")(mcp.mcp)
app.command("serve")(serve.serve)
app.command("doctor")(doctor.doctor)
app.command("generate")(generate.generate)
app.command("refresh")(memes.refresh)
app.command("recall")(recall.recall)
app.add_typer(key.app, name="key")
app.add_typer(user.app, name="user")
app.add_typer(eval_.app, name="eval")
app.add_typer(import_.app, name="import")
app.add_typer(library.app, name="library")
app.add_typer(law.app, name="law")
app.add_typer(memes.app, name="memes")
app.add_typer(data.app, name="data")
app.add_typer(train.app, name="train")
app.add_typer(bench.app, name="bench")
app.add_typer(race.app, name="race")
report.app.command("adoption")(adoption.adoption)
app.add_typer(report.app, name="report")


def main() -> None:
    """Run a command. A mistake of the user's ends with a sentence and code 2; an interrupt with 130."""
    try:
        app()
    except UserError as error:
        typer.secho(f"miaoti: {error}", fg="red", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    main()
