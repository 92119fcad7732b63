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
    """Where a card stands and what its owner did with it.

    `number` counts from 1, `limit` is in characters; only a `live` list takes the quick actions that name a number.
    A card that is `settled` can be picked, judged and edited.
    """

    number: int
    limit: int
    live: bool = False
    settled: bool = False
    picked: bool = False
    opinion: str | None = None
    product: str | None = None


def title_card(title: Title, place: CardPlace, words: Words) -> Markup:
    """One title: text, length, scores, legal verdict, provenance and actions."""
    return Markup(
        '<li class="card{chosen}" data-title="{id}" data-text="{plain}" data-limit="{limit}">'
        '<div class="card-top"><span class="num">{number}</span>'
        '<p class="title">{text}</p><div class="card-side">{length}{pick}</div></div>'
        '<div class="judged">{judged}</div>'
        '<div class="card-foot">{provenance}{actions}</div></li>'
    ).format(
        chosen=" picked" if place.picked else "",
        id=title.id,
        plain=title.text,
        limit=place.limit,
        number=place.number,
        text=marked(title.text, title.compliance),
        length=length_badge(title.text, place.limit, words),
        pick=pick_button(title.id, place, words) if place.settled else _EMPTY,
        judged=judged(title, words, product=place.product, settled=place.settled, why=True),
        provenance=provenance(title, words, place),
        actions=actions(title, place, words),
    )


def judged(
    title: Title, words: Words, *, product: str | None = None, settled: bool = False, why: bool = False
) -> Markup:
    """Scores, with `why` their reasons, verdict, product and memes, and the reasons of the law."""
    return Markup('<div class="facts">{}{}{}{}{}</div>{}').format(
        score_bars(title.scores, words, why=title.id if why else None),
        ctr_line(title.ctr, words),
        verdict_badge(title.compliance, words),
        about(title, words, product),
        template_line(title, words),
        reasons(title, words, settled=settled),
    )


def template_line(title: Title, words: Words) -> Markup:
    """The words with dynamic phrases of which the text is one filling."""
    template = title.provenance.template
    if template is None:
        return _EMPTY
    return Markup('<p class="about template">{}：<code>{}</code></p>').format(words.made["template"], template)


def about(title: Title, words: Words, product: str | None) -> Markup:
    """The product and the memes that a title uses."""
    parts = [*([product] if product else []), *(f"{words.memes}：{one}" for one in title.memes)]
    return Markup('<span class="about">{}</span>').format(" · ".join(parts)) if parts else _EMPTY


def pick_button(title_id: str, place: CardPlace, words: Words) -> Markup:
    return Markup(
        '<button type="button" class="pick" data-act="title" data-what="pick" data-id="{}"'
        ' aria-pressed="{}">{}</button>'
    ).format(title_id, "true" if place.picked else "false", words.picked if place.picked else words.pick)


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


def score_bars(scores: Scores | None, words: Words, why: str | None = None) -> Markup:
    """Three bars, each score as a whole number of 100; with `why` the reasons come when they are pointed at."""
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
    if why is None:
        return Markup('<div class="scores" title="{}">{}</div>').format(words.scored_by.format(scores.source), bars)
    return Markup(
        '<div class="scores" tabindex="0" role="group" aria-label="{}" data-why="{}">{}'
        '<div class="why" role="tooltip" data-wait="{}">{}</div></div>'
    ).format(words.why, why, bars, words.loading, words.loading)


def ctr_line(ctr: CtrEstimate | None, words: Words) -> Markup:
    if ctr is None:
        return _EMPTY
    return Markup('<p class="ctr" title="{}">{}</p>').format(ctr.source, words.rate(ctr))


def verdict_badge(compliance: Compliance | None, words: Words) -> Markup:
    labels = {
        Verdict.CLEAN: words.legal_clean,
        Verdict.EXEMPT: words.legal_exempt,
        Verdict.VIOLATION: words.legal_violation,
    }
    kind, label = (compliance.verdict, labels[compliance.verdict]) if compliance else ("unknown", words.legal_unknown)
    return Markup('<span class="verdict {}">{}</span>').format(str(kind), label)


def reasons(title: Title, words: Words, *, settled: bool = False) -> Markup:
    """For each finding the span, the reason, the article and a legal wording; a violation can be put right at once."""
    compliance = title.compliance
    if compliance is None or not compliance.findings:
        return _EMPTY
    items = Markup("").join(finding_html(one, words) for one in compliance.findings)
    fix = _EMPTY
    if settled and compliance.verdict is Verdict.VIOLATION:
        fix = button("title", words.fix, style="ghost fix", what="fix", id=title.id)
    return Markup('<ul class="reasons">{}</ul>{}').format(items, fix)


def finding_html(finding: Finding, words: Words) -> Markup:
    """One finding: the words, why, the article, and what could stand there."""
    rewrite = (
        Markup(' <span class="rewrite">{} “{}”</span>').format(words.rewrite, finding.rewrite)
        if finding.rewrite
        else _EMPTY
    )
    article = words.article(finding.article) if finding.article else ""
    return Markup('<li>“{}” {} <span class="article">{}</span>{}</li>').format(
        finding.span, finding.reason, article, rewrite
    )


def provenance(title: Title, words: Words, place: CardPlace) -> Markup:
    """How the title was made, folded away."""
    source = title.provenance.source
    made = title.provenance.model_dump() | {
        "source": words.origins.get(source, source),
        "keywords": "、".join(title.keywords),
        "memes": "、".join(title.memes),
    }
    rows = Markup("").join(
        Markup("<dt>{}</dt><dd>{}</dd>").format(label, made[name])
        for name, label in words.made.items()
        if made[name] not in (None, "") and not (name == "round" and made[name] == 0)
    )
    return Markup('<details class="made" data-key="made-{}-{}"><summary>{}</summary><dl>{}</dl></details>').format(
        title.id, place.number, words.provenance, rows
    )


def actions(title: Title, place: CardPlace, words: Words) -> Markup:
    """Copy always; opinions and edits once settled; what names a number only on the list that numbers point at."""
    quick = own = _EMPTY
    if place.live:
        quick = (
            button("say", words.more, text=words.says["more"].format(place.number))
            + button("say", words.shorter, text=words.says["shorter"].format(place.number))
            + button("say", words.livelier, text=words.says["livelier"].format(place.number))
        )
    if place.settled:
        own = (
            button("edit", words.edit, id=title.id, hint=words.edit_hint)
            + _opinion("like", title.id, words.like, place)
            + _dislike(title.id, words, place)
        )
    copy = button("copy", words.copy, text=title.text, done=words.copied)
    return Markup('<div class="actions">{}{}{}</div>').format(quick, copy, own)


def _opinion(what: str, title_id: str, label: str, place: CardPlace) -> Markup:
    held = place.opinion == what
    return Markup(
        '<button type="button" class="ghost{}" data-act="title" data-what="{}" data-id="{}"'
        ' aria-pressed="{}">{}</button>'
    ).format(" held" if held else "", what, title_id, "true" if held else "false", label)


def _dislike(title_id: str, words: Words, place: CardPlace) -> Markup:
    """Opens the reasons to choose from; a second press takes the opinion back."""
    if place.opinion == "dislike":
        return _opinion("dislike", title_id, words.dislike, place)
    choices = Markup("").join(
        button("title", label, style="hint", what="dislike", id=title_id, reason=name)
        for name, label in words.objections.items()
    )
    return Markup('<details class="objecting"><summary class="ghost">{}</summary><div>{}</div></details>').format(
        words.dislike, choices
    )


def button(act: str, label: str, *, style: str = "ghost", **data: str) -> Markup:
    """A button that the page's script acts on; `data` travels in `data-*`."""
    fields = Markup("").join(Markup(' data-{}="{}"').format(name, value) for name, value in data.items())
    return Markup('<button type="button" class="{}" data-act="{}"{}>{}</button>').format(style, act, fields, label)
