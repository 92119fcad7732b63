"""Replies: templates filled with the turn's facts. Titles and decisions never come from here."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from agent.conflicts import find_denied
from agent.finals import finals
from agent.outcome import Outcome
from agent.plan import Intent, ShownList
from agent.readers.message import read_message
from agent.readers.pasted import is_lone_link
from agent.readers.requests import read_asked_claim
from agent.readers.style import FIGURES
from agent.rewrites import operation, own_title
from agent.scored import explanations, scores
from agent.wording import default_product, figures, unsaid
from models.text import contains, title_length
from models.types import Title, Verdict
from prompts import load_replies

ANSWER_FACTS = 4
LONGEST_CLAIM = 10  # characters of a claim, which is no title
MANY = 5  # banned digits or emoji that are named together
SINGLE = 4  # banned words that are told one by one
_WHOSE = {"law": "", "own": "_own", "house": "_house"}  # rules: the endings of templates
_CJK = re.compile(r"[\u3400-\u9fff]")
_EMOJI = re.compile(r"^[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]+$")
_LATIN_WORD = re.compile(r"[A-Za-z]{2,}")
_GOODBYE = re.compile(r"谢|再见|拜拜|回头|下班|先这样|bye|thank|thx", re.IGNORECASE)


def reply_language(message: str, default: str) -> str:
    """English for a message mostly in English, else the page's language."""
    latin = len(_LATIN_WORD.findall(message))
    return "en" if latin >= 2 and latin * 2 > len(_CJK.findall(message)) else default


def compose(outcome: Outcome, language: str) -> str:
    """The whole reply, at least one sentence."""
    speak = _Speaker(load_replies(language), outcome)
    lines = [*speak.warnings(), *speak.body(), *speak.afterthoughts()]
    return "\n".join(line for line in lines if line) or speak.say("clarify")


class _Speaker:
    def __init__(self, templates: dict[str, str], outcome: Outcome) -> None:
        self._templates = templates
        self._outcome = outcome
        self._view = outcome.view

    def say(self, key: str, **values: object) -> str:
        return self._templates[key].format(**values)

    def warnings(self) -> list[str]:
        """What the advertiser must know before the titles: illegal claims, unknown facts, failed steps."""
        lines = [self._noted()]
        results = self._view.results
        if Intent.COMPLIANCE not in (self._view.plan.intent, *self._view.plan.then):
            bad = [row for row in results.get("check_compliance", {}).get("rows", []) if row["verdict"] == "violation"]
            if bad:
                claims = "、".join(row["text"] for row in bad)
                explanation = " ".join(dict.fromkeys(row["explanation"] for row in bad))
                by = {row["by"] for row in bad}
                whose = "law" if "law" in by else by.pop() if len(by) == 1 else "house"
                lines.append(self.say(f"claims{_WHOSE[whose]}", claims=claims, explanation=explanation))
                rewrites = [row["rewrite"] for row in bad if row["rewrite"]]
                lines += [self.say("rewrite", rewrite=rewrites[0])] if rewrites else []
                lines += [self.say("claims_dropped")] if self._outcome.offered else []
        missing = results.get("lookup_entities", {}).get("missing")
        if missing and self._view.plan.intent is not Intent.ENTITY:
            lines.append(self.say("missing", missing="、".join(missing)))
        if self._view.plan.edit.hook == FIGURES and not self._has_figures():
            lines.append(self.say("no_figures"))
        return lines

    def _noted(self) -> str:
        """That likes and dislikes said in the message are stored, by the titles' numbers."""
        view = self._view
        parts = []
        for kind, ids in self._view.said.items():
            numbers = [number for one in ids if (number := _number_said(one, view.shown))]
            told = self.say("and").join(str(number) for number in numbers)
            parts += [self.say(f"noted_{kind}", numbers=told)] if told else []
        return self.say("noted", opinions=self.say("comma").join(parts)) if parts else ""

    def body(self) -> list[str]:
        if self._outcome.conflict:
            return [self.say("conflict", conflict=self._outcome.conflict)]
        if self._outcome.question:
            return [self._outcome.question]
        intents = dict.fromkeys((self._view.plan.intent, *self._view.plan.then))
        return [line for intent in intents for line in self._BODIES[intent](self)]

    def afterthoughts(self) -> list[str]:
        lines = list(self._outcome.failures) + list(self._outcome.notes)
        if self._outcome.stopped:
            lines.append(self.say("stopped"))
        if self._outcome.pending:
            lines.append(self.say("pending", n=len(self._outcome.pending), summaries="；".join(self._outcome.pending)))
        return lines

    @property
    def _product(self) -> str:
        product = default_product(self._view.brief, self._view.advertiser)
        return product.name if product else self._view.brief.subject or self._view.advertiser.name

    def _limits(self) -> str:
        """What the titles keep to, in brackets; empty when nothing was asked for."""
        brief = self._view.brief
        key = {(True, True): "between", (False, True): "at_most", (True, False): "at_least"}
        length = key.get((bool(brief.min_chars), bool(brief.max_chars)))
        parts = [self.say(length, least=brief.min_chars, most=brief.max_chars)] if length else []
        parts += [self.say("with_opening", word=brief.opening)] if brief.opening else []
        parts += [self.say("with_word", word=word) for word in brief.must_include]
        parts += [self.say("with_digits")] if self._has_figures() else []
        kinds, words = _bans(brief.avoid)
        parts += [self.say("without_word", word=word) for word in words]
        parts += [self.say(f"without_{kind}") for kind in kinds]
        return self.say("limits", limits=self.say("comma").join(parts)) if parts else ""

    def _has_figures(self) -> bool:
        """Whether titles are to hold a figure that the product's facts have."""
        brief = self._view.brief
        return bool(figures(brief, default_product(brief, self._view.advertiser))[0])

    def _generate(self) -> list[str]:
        offered = self._outcome.offered
        if "generate_titles" not in self._view.results:
            return []
        if not offered:
            return [self.say("none_written", limits=self._limits())]
        if self._outcome.groups:
            return self._groups()
        if "race_titles" in self._view.results:
            return []  # the finals tell what they were taken from
        if len(offered) < self._outcome.wanted:
            return [self.say("written_fewer", n=len(offered), wanted=self._outcome.wanted, limits=self._limits())]
        lines = [self.say("written", product=self._product, n=len(offered), limits=self._limits()), *self._left_out()]
        if dropped := self._not_carried_over():
            lines.append(self.say("not_carried_over", words="、".join(dropped), word=dropped[0]))
        if (memes := self._view.brief.memes) and not any(title.memes for title in offered):
            lines.append(self.say("meme_unused", meme="、".join(memes)))
        products = self._view.advertiser.products
        if self._view.plan.edit.subject and products:
            lines.append(self.say("subject_unlisted", subject=self._product))
            return lines
        told = any(one.title_ids for one in self._view.shown)
        named = self._view.brief.product_id or self._view.brief.subject
        if not named and len(products) > 1 and not told:
            others = "、".join(product.name for product in products[1:])
            lines.append(self.say("product_assumed", product=self._product, others=others))
        return lines

    def _not_carried_over(self) -> list[str]:
        """Words that titles of the product before had to hold, and those of this one need not."""
        edit = self._view.plan.edit
        named = [self._view.message, *(text for one in self._view.advertiser.products for text in one.sources)]
        dropped = edit.include_drop if edit.product_id else ()
        return [word for word in dropped if not any(contains(text, word) for text in named)]

    def _groups(self) -> list[str]:
        """Which titles are of which group, and which groups fell short."""
        wanted = [group.count for group in self._view.groups]
        told, short, done = [], [], 0
        for (label, size), count in zip(self._outcome.groups, wanted, strict=True):
            first, done = done + 1, done + size
            if size:
                told.append(self.say("group" if size > 1 else "group_of_one", first=first, last=done, label=label))
            if size < count:
                short.append(self.say("group_short", label=label, n=size, wanted=count))
        lines = [self.say("written_groups", n=done, groups=self.say("comma").join(told), limits=self._limits())]
        return [*lines, *short]

    def _refine(self) -> list[str]:
        view, offered = self._view, self._outcome.offered
        if view.plan.back:
            return [self.say("went_back", n=len(offered))]
        if view.plan.given and view.own and "score_titles" in view.results:
            (own,) = _titles(view.results["score_titles"]["scored"])
            return own_title(self.say, own, offered, self._outcome.reasons)
        if view.plan.change and (told := operation(self.say, view.plan.change, view, offered)):
            return told
        if "generate_titles" not in self._view.results:
            informed = {"check_compliance", "lookup_entities"} & self._view.results.keys()
            return [] if informed or self._outcome.failures else [self._as_they_are()]
        changed = len(self._outcome.offered) - len(self._outcome.carried)
        if not changed:
            return [self.say("none_written", limits=self._limits())]
        new = [title for title in self._outcome.offered if title not in self._outcome.carried]
        other = sum(title.provenance.stands_in for title in new)
        kept, limits = len(self._outcome.carried), self._limits()
        if self._view.plan.anew and not kept:
            return [self.say("written_anew", n=changed, limits=limits), *self._left_out()]
        if other == changed:
            key = "kept_or_stand_in" if kept else "all_stand_in" if self._is_checked() else "all_replaced"
            return [self.say(key, n=changed, kept=kept, limits=limits), *self._left_out()]
        told = [self.say("stands_in", n=other)] if other else []
        if kept:
            return [self.say("refined_some", changed=changed, kept=kept, limits=limits), *told]
        return [self.say("refined", n=changed, limits=limits), *told, *self._left_out()]

    def _is_checked(self) -> bool:
        """Whether the change wished for is one that code can tell from titles: words, lengths, known manners."""
        change = self._view.plan.change
        return not self._view.plan.edit.is_empty or change is None or change.kind != "other"

    def _left_out(self) -> list[str]:
        """What the message wants put forward and no title holds."""
        texts = [title.text for title in self._outcome.offered]
        missed = unsaid(self._view.plan.edit, self._view.brief.avoid, texts)
        return [self.say("left_out", words="、".join(missed), word=missed[0])] if missed and texts else []

    def _as_they_are(self) -> str:
        kinds, words = _bans(self._view.plan.edit.avoid_add)
        bans = [self.say("quoted_word", word=word) for word in words] + [self.say(kind) for kind in kinds]
        return self.say("ban_holds", bans=self.say("and").join(bans)) if bans else self.say("nothing_to_change")

    def _associate(self) -> list[str]:
        data = self._view.results.get("associate_titles", {})
        text = data.get("text") or self._view.plan.query or ""
        lines = []
        if found := data.get("found"):
            lines.append(self.say("found", lines="\n".join(f"- {one}" for one in found[:5])))
        elif not self._outcome.offered:
            lines.append(self.say("found_none", text=text))
        if self._outcome.offered:
            lines.append(self.say("continued", text=text, n=len(self._outcome.offered)))
        return lines

    def _memes(self) -> list[str]:
        memes = self._view.results.get("search_memes", {}).get("memes", [])
        if not memes:
            return [self.say("memes_none")]
        lines = [f"{number}. {meme['term']}：{meme['meaning']}" for number, meme in enumerate(memes, 1)]
        return [self.say("memes", lines="\n".join(lines))]

    def _entity(self) -> list[str]:
        data = self._view.results.get("lookup_entities", {})
        lines = []
        if missing := data.get("missing"):
            lines.append(self.say("missing", missing="、".join(missing)))
        facts, products = data.get("facts", []), data.get("products", [])
        # A question about the whole account is answered by the list of products, one about a detail by that detail.
        if facts and len(facts) <= ANSWER_FACTS:
            lines.append(self.say("facts_known", facts="；".join(facts)))
        elif products:
            rows = [self.say("facts", name=one["name"], facts=_product_line(one)) for one in products]
            lines.append(self.say("entity", lines="\n".join(rows)))
        return lines

    def _compliance(self) -> list[str]:
        lines = []
        for row in self._view.results.get("check_compliance", {}).get("rows", []):
            whose = _WHOSE[row["by"]] if row["verdict"] == Verdict.VIOLATION else ""
            unfounded = self._unfounded(row["text"]) if row["verdict"] == Verdict.CLEAN else None
            lines.append(
                unfounded or self.say(row["verdict"] + whose, text=row["text"], explanation=row["explanation"])
            )
            if row["rewrite"]:
                lines.append(self.say("rewrite", rewrite=row["rewrite"]))
        return lines

    def _unfounded(self, text: str) -> str | None:
        """What to say of a legal claim for which the product's facts give no ground; None for other texts."""
        view = self._view
        asked = read_asked_claim(read_message(view.message))
        if text != view.plan.query or text != asked or title_length(text) > LONGEST_CLAIM:
            return None
        product = default_product(view.brief, view.advertiser)
        if product is None or any(contains(source, text) for source in product.sources):
            return None
        if denied := find_denied((text,), product.facts):
            return self.say("claim_denied", denied=denied)
        return self.say("claim_unfounded", text=text)

    def _race(self) -> list[str]:
        data = self._view.results.get("race_titles")
        if data is None:
            return []
        if not self._view.plan.status:
            return finals(self.say, self._outcome.offered, data, self._outcome.reasons)
        if rows := _as_shown(data["standings"], self._view.shown):
            told = {name: "\n".join(data[name]) for name in ("verdict_zh", "verdict_en")}
            keys = ("race_line" if row["impressions"] else "race_line_new" for row in rows)
            lines = "\n".join(self.say(key, **_standing(row)) for key, row in zip(keys, rows, strict=True))
            told |= {name: data[name] for name in ("name_zh", "name_en")}
            return [self.say("race_status", lines=lines, **told)]
        return [self.say("race_waiting" if data["waiting"] else "race_none")]

    def _save(self) -> list[str]:
        if "save_titles" not in self._view.results:
            return []
        return [self.say("save", n=len(self._view.results["save_titles"]["title_ids"]))]

    def _clarify(self) -> list[str]:
        message = self._view.message.strip()
        if not message:
            return [self.say("empty")]
        if is_lone_link(message):
            return [self.say("link", product=self._product)]
        if any(self._view.said.values()):
            return [self.say("after_opinion")]
        readable = len(_CJK.findall(message)) >= 2 or len(_LATIN_WORD.findall(message)) >= 2
        return [self.say("clarify") if readable else self.say("garbage", product=self._product)]

    def _refuse(self) -> list[str]:
        return [self.say("refuse", product=self._product)]

    def _smalltalk(self) -> list[str]:
        if any(self._view.said.values()):
            return [self.say("after_opinion")]
        return [
            self.say("goodbye") if _GOODBYE.search(self._view.message) else self.say("greeting", product=self._product)
        ]

    _BODIES: ClassVar[dict[Intent, Callable[[_Speaker], list[str]]]] = {
        Intent.GENERATE: _generate,
        Intent.REFINE: _refine,
        Intent.ASSOCIATE: _associate,
        Intent.MEME: _memes,
        Intent.ENTITY: _entity,
        Intent.SCORE: lambda speaker: scores(speaker.say, speaker._outcome),
        Intent.EXPLAIN: lambda speaker: explanations(speaker.say, speaker._outcome),
        Intent.COMPLIANCE: _compliance,
        Intent.RACE: _race,
        Intent.SAVE: _save,
        Intent.CLARIFY: _clarify,
        Intent.REFUSE: _refuse,
        Intent.SMALLTALK: _smalltalk,
    }


def _bans(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """What titles keep clear of: kinds (digits, emoji) where many of one are banned, and single words, a few."""
    kinds = {
        "digits": [word for word in words if word.isdigit()],
        "emoji": [word for word in words if _EMOJI.match(word)],
    }
    listed = [kind for kind, found in kinds.items() if len(found) >= MANY]
    single = [word for word in words if not any(word in kinds[kind] for kind in listed)]
    return listed, single[:SINGLE]


def _number_said(title_id: str, shown: Sequence[ShownList]) -> int | None:
    """The number of a title in the list that it was shown in last."""
    ids = next((one.title_ids for one in reversed(shown) if title_id in one.title_ids), ())
    return ids.index(title_id) + 1 if ids else None


def _titles(rows: Sequence[dict[str, Any]]) -> list[Title]:
    return [Title.model_validate(row) for row in rows]


def _standing(row: dict[str, Any]) -> dict[str, object]:
    rates = {name: f"{row[name]:.2%}" for name in ("ctr", "low", "high")}
    best = f"{row['probability_best']:.0%}"
    return {"text": row["text"], "impressions": row["impressions"], "clicks": row["clicks"], "best": best} | rates


def _as_shown(rows: Sequence[dict[str, Any]], shown: Sequence[ShownList]) -> list[dict[str, Any]]:
    """Standings in the order of the list that offered these titles: numbers in later messages refer to that."""
    ids = {row["title_id"] for row in rows}
    order = next((one.title_ids for one in reversed(shown) if ids <= set(one.title_ids)), ())
    return sorted(rows, key=lambda row: order.index(row["title_id"])) if order else list(rows)


def _product_line(product: dict[str, Any]) -> str:
    price = [product["price"]] if product.get("price") else []
    return "；".join([*product["facts"], *price])
