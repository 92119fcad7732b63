"""Who answers closed questions: the project's own parts, each with what it knows, and any language model.

A part sees the question, the options and the account, never the key. It answers none rather than guess.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence

from agent.brief import Brief, apply_edit
from agent.critique import faults
from agent.plan import Planner, PlannerContext
from evals.questions import LETTERS, Answer, Question
from models.catalog import Advertiser, Product
from models.generator.prompt import build_prompt
from models.llm import LanguageModel, Sampling
from models.scorers import Scorers
from models.text import contains, fold, numbers
from models.types import Title
from tools.base import ToolContext
from tools.compliance import check
from tools.entities import match_product
from tools.lookup_entities import LookupEntities, LookupEntitiesArgs

Choose = Callable[[Question, Advertiser], int | None]
NO_LIMIT = 200
_UNSAID = re.compile(r"资料里?没|没有写|没写")


def timed(name: str, choose: Choose, accounts: dict[str, Advertiser]) -> Callable[[Question], Answer]:
    """An answerer under its name, its time taken."""

    def answer(question: Question) -> Answer:
        started = time.perf_counter()
        choice = choose(question, accounts[question.advertiser])
        return Answer(question=question.id, by=name, choice=choice, seconds=time.perf_counter() - started)

    return answer


def by_lookup(question: Question, account: Advertiser) -> int | None:
    """`lookup_entities` on the question: the option that its facts bear out; “not said” where it finds none."""
    context = ToolContext(advertiser=account, thread_id="questions")
    found = LookupEntities().run(LookupEntitiesArgs(query=question.question), context).data
    if found["missing"] and not found["facts"]:
        return next((place for place, text in enumerate(question.options) if _UNSAID.search(text)), None)
    facts = " ".join(found["facts"])
    return _only_best([_borne_out(option, facts) for option in question.options])


def by_critique(planner: Planner) -> Choose:
    """The planner reads the question into a Brief; the option with the fewest faults against it."""

    def choose(question: Question, account: Advertiser) -> int | None:
        plan = planner.plan(question.question, PlannerContext(advertiser=account))
        brief = apply_edit(Brief(), plan.edit)
        product = account.product(brief.product_id) or match_product(question.question, account)
        sources = [question.question, *_known(account, product)]
        found = [faults(_title(option, account), brief, NO_LIMIT, sources) for option in question.options]
        return _only_best([-float(len(one)) for one in found])

    return choose


def by_scores(scorers: Scorers) -> Choose:
    """Of the lawful options the one with the highest mean score, the product's keywords given."""

    def choose(question: Question, account: Advertiser) -> int | None:
        product = match_product(question.question, account) or account.products[0]
        options = list(question.options)
        scores = scorers.scores(options, [list(product.keywords)] * len(options))
        lawful = [check(option, account.industry).verdict != "violation" for option in options]
        means = [(one.fluency + one.style + one.quality) / 3 for one in scores]
        return _only_best([mean if legal else -1.0 for mean, legal in zip(means, lawful, strict=True)])

    return choose


def by_parts(planner: Planner, scorers: Scorers) -> Choose:
    """Each category by the part that is made for it; what critique leaves open goes to the lookup."""
    critique, scored = by_critique(planner), by_scores(scorers)

    def choose(question: Question, account: Advertiser) -> int | None:
        if question.category == "marketing":
            return scored(question, account)
        if question.category == "factual":
            return by_lookup(question, account)
        choice = critique(question, account)
        return by_lookup(question, account) if choice is None else choice

    return choose


def by_likelihood(model: LanguageModel) -> Choose:
    """The option whose tokens are likeliest on average after the question. Raises ModelError where it cannot score."""

    def choose(question: Question, account: Advertiser) -> int | None:
        before = _open_book(question, account)
        if question.category == "marketing":
            product = match_product(question.question, account) or account.products[0]
            before = build_prompt(product.keywords, facts=(question.question,))
        texts = [before, *(before + option for option in question.options)]
        lengths = [len(model.tokenize(text)) for text in texts]
        totals = [mean * length for mean, length in zip(model.mean_logprobs(texts), lengths, strict=True)]
        gains = [
            (total - totals[0]) / max(1, length - lengths[0])
            for total, length in zip(totals[1:], lengths[1:], strict=True)
        ]
        return _only_best(gains)

    return choose


def by_letter(model: LanguageModel) -> Choose:
    """The letter that the model writes after question and options."""

    def choose(question: Question, account: Advertiser) -> int | None:
        letters = LETTERS[: len(question.options)]
        options = "\n".join(f"{letter}. {text}" for letter, text in zip(letters, question.options, strict=True))
        prompt = f"{_open_book(question, account, options)}"
        sampling = Sampling(max_tokens=4, temperature=0.0)
        (said,) = model.complete([prompt], sampling, grammar=f"root ::= [{letters}]\n")
        found = re.search(f"[{letters}]", said.text)
        return letters.index(found.group()) if found else None

    return choose


def _open_book(question: Question, account: Advertiser, options: str = "") -> str:
    """What the account says of the product meant (of all when none is named), then the question."""
    facts = "\n".join(_known(account, match_product(question.question, account)))
    asked = f"资料：\n{facts}\n问题：{question.question}\n"
    return f"{asked}{options}\n只选一个。答案：" if options else f"{asked}回答："


def _known(account: Advertiser, product: Product | None) -> list[str]:
    products = (product,) if product else account.products
    return [text for one in products for text in (one.name, *one.facts, one.price or "") if text]


def _title(text: str, account: Advertiser) -> Title:
    return Title(id="option", text=text, compliance=check(text, account.industry))


def _borne_out(option: str, facts: str) -> float:
    """Share of the option's character pairs in `facts`; a number that the facts lack speaks against it."""
    told = fold(option)
    pairs = [told[start : start + 2] for start in range(len(told) - 1)] or [told]
    share = sum(contains(facts, pair) for pair in pairs) / len(pairs)
    known = set(numbers(facts))
    return share + sum(1.0 if number in known else -1.0 for number in numbers(option))


def _only_best(values: Sequence[float]) -> int | None:
    """Index of the greatest value; none where two share it."""
    best = max(values)
    places = [place for place, value in enumerate(values) if value == best]
    return places[0] if len(places) == 1 else None
