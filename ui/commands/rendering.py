"""Events of a turn as lines in a terminal. Texts are printed as they are, never read as markup."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from agent.turn import Event, TitleEvent, TokenEvent, ToolFinishedEvent, ToolStartedEvent, Turn, TurnEvent
from models.text import title_length
from models.types import Title, Verdict
from ui.page.text import ZH

_VERDICTS = {
    Verdict.CLEAN: (ZH.legal_clean, "green"),
    Verdict.EXEMPT: (ZH.legal_exempt, "yellow"),
    Verdict.VIOLATION: (ZH.legal_violation, "red"),
}


class Terminal:
    """Prints steps as they run, then reply and titles of the whole turn."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._streamed = ""

    def take(self, event: Event) -> None:
        if isinstance(event, ToolStartedEvent):
            self._line(Text(f"· {ZH.tools.get(event.name, event.name)}…", style="dim"))
        elif isinstance(event, ToolFinishedEvent):
            call = event.call
            self._line(
                Text(f"  {call.summary}  {call.seconds:.2f} s", style="red" if call.status == "failed" else "dim")
            )
        elif isinstance(event, TitleEvent):
            self._line(Text(f"  ＋ {event.title.text}", style="dim"))
        elif isinstance(event, TokenEvent):
            self._streamed += event.text
            self.console.out(event.text, end="", highlight=False)
        elif isinstance(event, TurnEvent):
            self._whole(event.turn)

    def _line(self, text: Text) -> None:
        if self._streamed:
            self.console.out("")
            self._streamed = ""
        self.console.print(text)

    def _whole(self, turn: Turn) -> None:
        if self._streamed.strip() != turn.reply.strip():
            self._line(Text(turn.reply))
        elif self._streamed:
            self.console.out("")
        for number, title in enumerate(turn.titles, 1):
            self.console.print(title_line(number, title))
        for notice in turn.notices:
            self.console.print(Text(notice, style="yellow"))
        for action in turn.pending:
            self.console.print(Text(f"{ZH.pending}：{action.summary}", style="bold cyan"))


def title_line(number: int, title: Title) -> Text:
    """`1  text  12字  流畅 91 风格 55 质量 20  合规`"""
    line = Text.assemble((f"{number:>2}  ", "cyan"), (title.text, "bold"), (f"  {title_length(title.text)}字", "dim"))
    if title.scores:
        values = "  ".join(f"{label} {getattr(title.scores, name) * 100:.0f}" for name, label in ZH.scores.items())
        line.append(f"  {values}", "dim")
    if title.ctr:
        line.append(f"  {ZH.rate(title.ctr)}", "dim")
    if title.compliance:
        label, colour = _VERDICTS[title.compliance.verdict]
        line.append(f"  {label}", colour)
        for finding in title.compliance.findings:
            article = f"（{ZH.article(finding.article)}）" if finding.article else ""
            line.append(f"\n      “{finding.span}” {finding.reason}{article}", "dim")
    return line
