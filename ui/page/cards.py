"""Title cards. Everything that people or models wrote passes through `Markup.format`, which escapes it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from models.text import title_length
from models.types import Compliance, CtrEstimate, Finding, Scores, Title, Verdict
from ui.page.text import Words

_EMPTY = Markup("")


@dataclass(frozen=True)
class CardPlace:
    """Where a card stands: its number in the list (from 1), the limit in characters, and whether it can be acted on."""

    number: int
    limit: int
    live: bool = False


def title_card(title: Title, place: CardPlace, words: Words) -> Markup:
    """One title: text, length, scores, legal verdict, provenance and actions."""
    return Markup(
        '<li class="card" data-title="{id}"><div class="card-top"><span class="num">{number}</span>'
        '<p class="title">{text}</p>{length}</div>'
        '<div class="facts">{scores}{ctr}{verdict}</div>{reasons}'
        '<div class="card-foot">{provenance}{actions}</div></li>'
    ).format(
        id=title.id,
        number=place.number,
        text=marked(title.text, title.compliance),
        length=length_badge(title.text, place.limit, words),
        scores=score_bars(title.scores, words),
        ctr=ctr_line(title.ctr, words),
        verdict=verdict_badge(title.compliance, words),
        reasons=reasons(title.compliance, words),
        provenance=provenance(title, words, place),
        actions=actions(title, place, words),
    )


def marked(text: str, compliance: Compliance | None) -> Markup:
    """The text with the spans of its findings marked; overlapping spans count once."""
    pieces, at = _EMPTY, 0
    findings = sorted(compliance.findings, key=lambda one: one.start) if compliance else []
    for finding in findings:
        if finding.start < at or finding.end > len(text):
            continue
        kind = "exempt" if finding.exempt else "bad"
        pieces += Markup('{}<mark class="{}" title="{}">{}</mark>').format(
            text[at : finding.start], kind, finding.reason, text[finding.start : finding.end]
        )
        at = finding.end
    return pieces + text[at:]


def length_badge(text: str, limit: int, words: Words) -> Markup:
    length = title_length(text)
    return Markup('<span class="length{}" title="{}">{}<i>/{}</i></span>').format(
        " over" if length > limit else "", words.length.format(length, limit), length, limit
    )


def score_bars(scores: Scores | None, words: Words) -> Markup:
    """Three bars, each score as a whole number of 100."""
    if scores is None:
        return _EMPTY
    bars = _EMPTY
    for name, label in words.scores.items():
        value = round(getattr(scores, name) * 100)
        level = "high" if value >= 67 else "mid" if value >= 34 else "low"
        bars += Markup(
            '<div class="score {}"><span>{}</span><span class="bar" role="img" aria-label="{} {}">'
            '<b style="width:{}%"></b></span><em>{}</em></div>'
        ).format(level, label, label, value, value, value)
    return Markup('<div class="scores" title="{}">{}</div>').format(words.scored_by.format(scores.source), bars)


def ctr_line(ctr: CtrEstimate | None, words: Words) -> Markup:
    if ctr is None:
        return _EMPTY
    shares = [f"{share:.2%}" for share in (ctr.mean, ctr.low, ctr.high)]
    told = words.ctr_measured if ctr.source == "history" else words.ctr
    return Markup('<p class="ctr" title="{}">{}</p>').format(ctr.source, told.format(*shares))


def verdict_badge(compliance: Compliance | None, words: Words) -> Markup:
    labels = {
        Verdict.CLEAN: words.legal_clean,
        Verdict.EXEMPT: words.legal_exempt,
        Verdict.VIOLATION: words.legal_violation,
    }
    kind, label = (compliance.verdict, labels[compliance.verdict]) if compliance else ("unknown", words.legal_unknown)
    return Markup('<span class="verdict {}">{}</span>').format(str(kind), label)


def reasons(compliance: Compliance | None, words: Words) -> Markup:
    """For each finding the span, the reason, the article and a legal wording."""
    if compliance is None or not compliance.findings:
        return _EMPTY
    items = Markup("").join(_reason(one, words) for one in compliance.findings)
    return Markup('<ul class="reasons">{}</ul>').format(items)


def _reason(finding: Finding, words: Words) -> Markup:
    rewrite = (
        Markup(' <span class="rewrite">{} “{}”</span>').format(words.rewrite, finding.rewrite)
        if finding.rewrite
        else _EMPTY
    )
    return Markup('<li>“{}” {} <span class="article">{}</span>{}</li>').format(
        finding.span, finding.reason, words.article.format(finding.article), rewrite
    )


def provenance(title: Title, words: Words, place: CardPlace) -> Markup:
    """How the title was made, folded away."""
    made = title.provenance.model_dump() | {"keywords": "、".join(title.keywords), "memes": "、".join(title.memes)}
    rows = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(label, made[name])
        for name, label in words.made.items()
        if made[name] not in (None, "") and not (name == "round" and made[name] == 0)
    )
    return Markup('<details class="made" data-key="made-{}-{}"><summary>{}</summary><dl>{}</dl></details>').format(
        title.id, place.number, words.provenance, rows
    )


def actions(title: Title, place: CardPlace, words: Words) -> Markup:
    """Copy always; the quick actions, which say an ordinary message, only on the list that numbers point at."""
    copy = button("copy", words.copy, text=title.text, done=words.copied)
    quick = _EMPTY
    if place.live:
        quick = (
            button("say", words.shorter, text=f"第{place.number}条再短点")
            + button("say", words.livelier, text=f"第{place.number}条再活泼点")
            + button("say", words.more, text=f"第{place.number}条换个说法，写3条")
        )
    return Markup('<div class="actions">{}{}</div>').format(quick, copy)


def button(act: str, label: str, *, style: str = "ghost", **data: str) -> Markup:
    """A button that the page's script acts on; `data` travels in `data-*`."""
    fields = Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in data.items())
    return Markup('<button type="button" class="{}" data-act="{}"{}>{}</button>').format(style, act, fields, label)
