"""The conversation as HTML: settled turns, and the one that is being answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from agent.branching import RECORDED
from agent.turn import (
    Event,
    PendingAction,
    QueuedEvent,
    TitleEvent,
    TokenEvent,
    ToolCall,
    ToolFinishedEvent,
    ToolStartedEvent,
    Turn,
    TurnEvent,
)
from models.types import Title
from ui.page.cards import CardPlace, button, title_card
from ui.page.marks import Marks
from ui.page.racing.chart import chart_html
from ui.page.racing.words import racing_words
from ui.page.suggesting import next_messages
from ui.page.text import Words

_EMPTY = Markup("")


@dataclass(frozen=True)
class Reading:
    """How an owner sees a conversation. The limit is the usual one, in characters; `picked` has texts by id, `products`
    names by id, `opinions` like or dislike by title id.
    """

    limit: int
    marks: Marks = field(default_factory=Marks)
    picked: Mapping[str, str] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)
    opinions: Mapping[str, str] = field(default_factory=dict)


@dataclass
class LiveTurn:
    """What has arrived so far of the turn being answered."""

    user: str
    reply: str = ""
    calls: list[ToolCall] = field(default_factory=list)
    running: str | None = None
    limit: int | None = None
    titles: list[Title] = field(default_factory=list)
    turn: Turn | None = None
    ahead: int | None = None

    def take(self, event: Event) -> None:
        self.ahead = event.ahead if isinstance(event, QueuedEvent) else None
        if isinstance(event, TokenEvent):
            self.reply += event.text
        elif isinstance(event, ToolStartedEvent):
            self.running = event.name
            self.limit = event.args.get("max_chars", self.limit)
        elif isinstance(event, ToolFinishedEvent):
            self.calls.append(event.call)
            self.running = None
        elif isinstance(event, TitleEvent):
            self.titles.append(event.title)
        elif isinstance(event, TurnEvent):
            self.turn = event.turn


def live_html(live: LiveTurn, limit: int, words: Words) -> Markup:
    """The turn being answered: a sign of life, finished steps, titles as they pass their checks."""
    cards = _cards(live.titles, Reading(live.limit or limit), words)
    text = Markup('<p class="reply">{}</p>').format(live.reply) if live.reply else _EMPTY
    sign = Markup(
        '<p class="doing" role="status"><span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>{}'
        '<time aria-hidden="true" data-unit="{}"></time></p>'
        '<p class="waits" role="status">{}</p>'
    ).format(_doing(live, words), words.seconds, words.busy)
    return _turn(live.user, steps_html(live.calls, words, "live") + text + cards + sign, words)


def _doing(live: LiveTurn, words: Words) -> str:
    if live.ahead is not None:
        return words.queued.format(live.ahead) if live.ahead else words.next_in_line
    return words.working.format(words.tools.get(live.running, live.running)) if live.running else words.thinking


def turns_html(turns: Sequence[Turn], reading: Reading, words: Words, pending: Sequence[PendingAction] = ()) -> Markup:
    """All settled turns, what awaits approval, and what could be said next.

    Only the latest list of titles takes quick actions; only the last turn can be retried or taken back.
    """
    shown = reading.marks.turns(turns)
    newest = max((turn.index for turn in shown if turn.titles), default=-1)
    told = Markup("").join(_settled(turn, reading, words, turn.index == newest) for turn in shown)
    texts = {**reading.picked, **{title.id: title.text for turn in shown for title in turn.titles}}
    asked = Markup("").join(pending_html(one, texts, words) for one in pending)
    return branch_html(reading.marks, words) + told + asked + nexts_html(shown, reading, words, bool(pending))


def branch_html(marks: Marks, words: Words) -> Markup:
    if marks.parent is None:
        return _EMPTY
    return Markup('<p class="branched">{} {}</p>').format(
        words.branched.format(marks.at + 1), button("open", words.see_parent, id=marks.parent)
    )


def nexts_html(turns: Sequence[Turn], reading: Reading, words: Words, pending: bool) -> Markup:
    """Retry and undo of the last turn, and suggestions for the next message."""
    if not turns:
        return _EMPTY
    last = str(turns[-1].index)
    again = (
        button("again", words.retry, index=last, text=turns[-1].user) if turns[-1].timings and turns[-1].reply else ""
    )
    back = button("back", words.take_back, index=last)
    texts = [] if pending else next_messages(turns, reading.limit, words)
    chips = Markup("").join(button("say", text, style="hint", text=text) for text in texts)
    return Markup(
        '<div class="after"><div class="nexts" role="group" aria-label="{}">{}</div>'
        '<div class="actions">{}{}</div></div>'
    ).format(words.next, chips, again, back)


def _settled(turn: Turn, reading: Reading, words: Words, newest: bool) -> Markup:
    if turn.user == RECORDED:
        return Markup('<article class="turn amended"><p class="quiet">{}</p></article>').format(words.amended)
    notices = Markup("").join(Markup('<p class="notice">{}</p>').format(one) for one in turn.notices)
    cut = Markup('<p class="notice cut">{}</p>').format(words.cut_off) if turn.status == "cut_off" else _EMPTY
    reply = Markup('<p class="reply">{}</p>').format(turn.reply) if turn.reply else _EMPTY
    limited = replace(reading, limit=turn.brief.max_chars or reading.limit)
    cards = _cards(turn.titles, limited, words, live=newest, settled=True)
    steps = steps_html(turn.tool_calls, words, f"steps-{turn.thread_id}-{turn.index}", turn.timings.get("total"))
    chart = chart_html(turn.race, racing_words(words.language)) if turn.race else _EMPTY
    return _turn(turn.user, steps + reply + chart + cards + notices + cut, words, turn.index)


def _turn(user: str, answer: Markup, words: Words, index: int | None = None) -> Markup:
    edit = _EMPTY
    if index is not None:
        edit = Markup(
            '<button type="button" class="icon" data-act="resay" data-index="{}" data-text="{}" data-send="{}"'
            ' aria-label="{}" title="{}">✎</button>'
        ).format(index, user, words.resend, words.edit_said, words.edit_said)
    return Markup(
        '<article class="turn"><div class="said">{}<p><span class="sr">{}：</span>{}</p></div>'
        '<div class="answer">{}</div></article>'
    ).format(edit, words.you, user, answer)


def _cards(
    titles: Sequence[Title], reading: Reading, words: Words, *, live: bool = False, settled: bool = False
) -> Markup:
    if not titles:
        return _EMPTY
    cards = (
        title_card(
            title,
            CardPlace(
                number=number,
                limit=reading.limit,
                live=live,
                settled=settled,
                picked=title.id in reading.picked,
                opinion=reading.opinions.get(title.id),
                product=reading.products.get(title.product_id or ""),
            ),
            words,
        )
        for number, title in enumerate(titles, 1)
    )
    return Markup('<ol class="cards">{}</ol>').format(Markup("").join(cards))


def steps_html(calls: Sequence[ToolCall], words: Words, key: str, total: float | None = None) -> Markup:
    """The tool steps, folded, with how long each took."""
    if not calls:
        return _EMPTY
    seconds = total if total is not None else sum(call.seconds for call in calls)
    rows = Markup("").join(_step(call, words) for call in calls)
    return Markup('<details class="steps" data-key="{}"><summary>{}</summary><ul>{}</ul></details>').format(
        key, words.steps_done.format(len(calls), f"{seconds:.1f}"), rows
    )


def _step(call: ToolCall, words: Words) -> Markup:
    took = words.seconds.format(f"{call.seconds:.1f}")
    state = {"failed": words.step_failed, "pending": words.step_pending}.get(call.status, took)
    return Markup('<li class="{}"><b>{}</b><span>{}</span><time>{}</time></li>').format(
        call.status, words.tools.get(call.name, call.name), call.summary, state
    )


def pending_html(action: PendingAction, texts: Mapping[str, str], words: Words) -> Markup:
    """A question that waits for approve or decline, with the titles it is about as far as `texts` has them by id."""
    known = [texts[title_id] for title_id in action.title_ids if title_id in texts]
    titles = Markup("<ol>{}</ol>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in known))
    return Markup(
        '<section class="asking" tabindex="-1" aria-label="{}"><h4>{}</h4><p>{}</p>{}'
        '<div class="actions">{}{}</div></section>'
    ).format(
        words.pending,
        words.pending,
        action.summary,
        titles if known else _EMPTY,
        button("answer", words.approve, style="primary", id=action.id, approve="yes"),
        button("answer", words.decline, style="secondary", id=action.id, approve="no"),
    )
