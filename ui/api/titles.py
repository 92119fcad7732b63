"""Routes about titles: write, score, check, associate, recommend; and the accounts a key may see."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from models.catalog import Advertiser
from models.types import Title, Verdict
from tools.compliance import explain
from tools.compliance.lawbook import Lawbook
from tools.store import NotFound
from ui.api.access import Authenticated
from ui.api.errors import ApiError
from ui.api.schemas import (
    AdvertiserItem,
    AdvertisersReply,
    AssociateReply,
    AssociateRequest,
    Checked,
    CheckReply,
    CheckRequest,
    GenerateReply,
    GenerateRequest,
    ProductItem,
    RecommendReply,
    Scored,
    ScoreReply,
    ScoreRequest,
)

router = APIRouter(prefix="/api/v1", tags=["titles"])


@router.get("/advertisers")
def advertisers(caller: Authenticated) -> AdvertisersReply:
    """The accounts this key may see, with their products."""
    found = []
    for advertiser_id in caller.key.advertisers:
        try:
            found.append(_item(caller.assistant.advertisers.get(advertiser_id)))
        except NotFound:
            continue  # the account was removed after the key was made
    return AdvertisersReply(advertisers=found)


@router.post("/generate")
def generate(asked: GenerateRequest, caller: Authenticated) -> GenerateReply:
    """Write titles to a Brief. Numbers and claims come from the product's facts and from the request's own words."""
    advertiser_id = caller.advertiser_id(asked.advertiser_id)
    account = caller.assistant.advertisers.get(advertiser_id)
    product = account.product(asked.product_id)
    if asked.product_id is not None and product is None:
        raise ApiError("not_found")
    caller.titles(advertiser_id, asked.base_ids)
    args = asked.model_dump(exclude={"advertiser_id"})
    args["keywords"] = asked.keywords or list((product or account.products[0]).keywords if account.products else ())
    args["per_base"] = asked.n
    said = "\n".join([*asked.keywords, *asked.must_include, *asked.include_any, asked.prefix or ""])
    run = caller.run("generate_titles", args, advertiser_id, user_text=said)
    data = run.result.data
    return GenerateReply(
        titles=list(run.result.titles), notes=data["notes"], drawn=data["drawn"], seconds=run.call.seconds
    )


@router.post("/score")
def score(asked: ScoreRequest, caller: Authenticated) -> ScoreReply:
    """Fluency, style and quality of each text, each 0..1 and calibrated, and its predicted click-through rate."""
    if asked.keywords is not None and len(asked.keywords) != len(asked.texts):
        raise ApiError("invalid", details=f"keywords {len(asked.keywords)} != texts {len(asked.texts)}")
    advertiser_id = caller.advertiser_id(asked.advertiser_id)
    scores = caller.assistant.score(list(asked.texts), asked.keywords)
    titles = [Title(id="", text=text, scores=one) for text, one in zip(asked.texts, scores, strict=True)]
    found = caller.assistant.estimated(titles, advertiser_id)
    return ScoreReply(
        results=[Scored(text=one.text, scores=score, ctr=one.ctr) for one, score in zip(found, scores, strict=True)]
    )


@router.post("/check")
def check(asked: CheckRequest, caller: Authenticated) -> CheckReply:
    """What the law and the account's own forbidden words say of each text, and what to write instead."""
    account = caller.assistant.advertisers.get(caller.advertiser_id(asked.advertiser_id))
    law, industry = Lawbook(caller.assistant.stores), asked.industry
    results = []
    judged = law.judge_texts(asked.texts, account, asked.product_id, industry)
    for text, outcome in zip(asked.texts, judged, strict=True):
        legal = law.rewrite(text, account, asked.product_id, industry) if outcome.verdict is Verdict.VIOLATION else None
        results.append(
            Checked(
                text=text,
                compliance=outcome,
                explanation=explain(outcome) if outcome.findings else "",
                rewrite=legal,
            )
        )
    return CheckReply(results=results)


@router.post("/associate")
def associate(asked: AssociateRequest, caller: Authenticated) -> AssociateReply:
    """Titles that go on from a text, or that say something alike."""
    advertiser_id = caller.advertiser_id(asked.advertiser_id)
    args = {"text": asked.text, "k": asked.k, "similar": asked.mode == "similar"}
    return AssociateReply(titles=caller.run("associate_titles", args, advertiser_id).result.data["found"])


@router.get("/recommend")
def recommend(
    caller: Authenticated,
    advertiser_id: Annotated[str | None, Query(max_length=160)] = None,
    n: Annotated[int, Query(ge=1, le=50)] = 6,
) -> RecommendReply:
    """The account's best titles so far."""
    return RecommendReply(titles=caller.assistant.recommend(caller.advertiser_id(advertiser_id), n))


def _item(account: Advertiser) -> AdvertiserItem:
    products = [ProductItem(id=one.id, name=one.name, category=one.category) for one in account.products]
    return AdvertiserItem(id=account.id, name=account.name, industry=account.industry, products=products)
