"""Association: whose titles come, in which order, and what the law keeps back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from agent.typeahead import TypeAhead
from models.embeddings.sentence import SentenceHead
from models.types import Scores, Title
from tools.associate import Association, open_association
from tools.associate_titles import AssociateTitles, AssociateTitlesArgs
from tools.base import ToolContext
from tools.indexes import open_indexes
from tools.library import AdmissionSettings, MaterialLibrary
from tools.store import Stores, open_stores

MINE = ["帐篷里听雨的夜晚", "露营灯一亮，山都安静了", "周末把帐篷搬到山上"]
THEIRS = ["帐篷里听雨的夜晚，还有一壶茶", "露营灯一亮，谁都不想回家", "周末把帐篷搬到海边"]
PUBLIC = "帐篷里听雨的夜晚，谁懂"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Stores, Association]]:
    folder: Path = tmp_path_factory.mktemp("associate")
    stores = open_stores(folder)
    indexes = open_indexes(stores, folder, SentenceHead(), background=False, known=None)
    association = open_association(stores=stores, indexes=indexes)
    for account, texts in (("a", MINE), ("b", THEIRS)):
        stores.advertisers.put(
            {"id": account, "name": account, "products": [], "history": [{"title": one} for one in texts[:1]]}
        )
        titles = [Title(id=f"{account}{n}", text=one) for n, one in enumerate(texts[1:])]
        association.add(titles, advertiser_id=account)
    association.add([PUBLIC])
    yield stores, association
    indexes.close()
    stores.close()


@pytest.fixture
def association(home: tuple[Stores, Association]) -> Association:
    return home[1]


def test_an_account_sees_its_own_titles_and_the_shared_ones(association: Association) -> None:
    assert set(association.complete("帐篷里", 9, account="a")) == {MINE[0], PUBLIC}
    assert set(association.complete("帐篷里", 9, account="b")) == {THEIRS[0], PUBLIC}
    assert association.complete("帐篷里", 9) == [PUBLIC]
    assert association.similar("周末搬帐篷", 9, account="a")[0] == MINE[2]


_TYPED = some.one_of(
    some.sampled_from([*MINE, *THEIRS]).flatmap(lambda text: some.integers(1, len(text)).map(lambda n: text[:n])),
    some.sampled_from(["zhangpeng", "zplty", "lydyl", "zmbzpbd", "帐棚里", "海边", "搬到海边", "谁都不想回家"]),
    some.text(max_size=12),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=_TYPED)
def test_no_account_ever_gets_anothers_title(association: Association, typed: str) -> None:
    for account, others in (("a", THEIRS), ("b", MINE), (None, [*MINE, *THEIRS]), ("nobody", [*MINE, *THEIRS])):
        found = association.complete(typed, 50, account=account) + association.similar(typed, 50, account=account)
        assert not set(found) & set(others)


def test_the_tool_asks_for_the_account_of_the_conversation(home: tuple[Stores, Association]) -> None:
    stores, association = home
    context = ToolContext(advertiser=stores.advertisers.get("b"), thread_id="t")
    for similar in (False, True):
        args = AssociateTitlesArgs(text="露营灯", k=9, similar=similar)
        found = AssociateTitles(association).run(args, context).data["found"]
        assert THEIRS[1] in found and not set(found) & set(MINE)


def test_what_breaks_the_law_is_withheld(association: Association) -> None:
    association.add(["全国第一好用的帐篷钉", "全国露营地图更新了"])
    assert association.complete("全国", 9) == ["全国露营地图更新了"]
    assert len(association.complete("全国", 9, withheld=True)) == 2
    assert "全国第一好用的帐篷钉" not in association.similar("全国第一好用的帐篷钉是哪个", 9)


def test_quality_and_adoption_decide_among_those_that_begin_alike(home: tuple[Stores, Association]) -> None:
    stores, association = home
    scores = [Scores(fluency=0.9, style=0.5, quality=quality, source="test") for quality in (0.2, 0.8)]
    texts = ["灯下的蚊子开会了", "灯下看完一整本地图"]
    association.add([Title(id=f"q{n}", text=text, scores=scores[n]) for n, text in enumerate(texts)], advertiser_id="a")
    assert association.complete("灯下", 2, account="a") == texts[::-1]
    for _ in range(100):
        stores.feedback.add("q0", "adopt", advertiser_id="a")
    assert association.complete("灯下", 2, account="a") == texts


def test_a_title_taken_while_typing_ranks_higher_afterwards(home: tuple[Stores, Association]) -> None:
    stores, association = home
    ahead, texts = TypeAhead(association, stores), ["睡袋里的星光很小", "睡袋里的火车很慢"]
    for account, text in zip(("a", "b"), ["睡袋里的秘密很多", "睡袋里的秘密不多"], strict=True):
        association.add([Title(id=f"s{account}", text=text)], advertiser_id=account)
    association.add([Title(id=f"s{n}", text=text) for n, text in enumerate(texts)], advertiser_id="a")
    before = ahead.titles("睡袋里的", 3, "a")
    assert set(before) == {*texts, "睡袋里的秘密很多"}
    assert ahead.take("a", before[-1]) and ahead.titles("睡袋里的", 3, "a")[0] == before[-1]
    assert not ahead.take("a", "睡袋里的秘密不多"), "another account's title is nothing to take"
    assert "周末把帐篷搬到山上" in ahead.titles("周末搬帐篷去山上过夜", 5, "a")
    assert stores.feedback.of("sb") == []


def test_what_is_not_shown_cannot_be_taken_and_templates_are_not_shown(home: tuple[Stores, Association]) -> None:
    stores, association = home
    stores.advertisers.put({"id": "kiln", "name": "窑", "industry": "酒类", "products": []})
    ahead, cheers, template = TypeAhead(association, stores), "干了这杯，翻开第三章", "干了这杯，{city}的朋友们"
    association.add([Title(id="w1", text=cheers), Title(id="w2", text=template)])
    stores.advertisers.put({"id": "shop", "name": "店", "industry": "图书", "products": []})
    industry = {one: stores.advertisers.industry(one) for one in ("kiln", "shop")}
    assert association.complete("干了", account="shop", industry=industry["shop"]) == [cheers]
    assert association.complete("干了", account="kiln", industry=industry["kiln"]) == []
    assert not ahead.take("kiln", cheers) and ahead.take("shop", cheers)
    assert not ahead.take("shop", template) and template not in association.similar("干了这杯的朋友们", 9)
    assert template in association.similar("干了这杯的朋友们", 9, templates=True)


def test_admitted_materials_are_found_until_they_retire(home: tuple[Stores, Association]) -> None:
    stores, association = home
    library = MaterialLibrary(stores, _Judge, _Tags, lambda texts, industry: [_clean() for _ in texts])
    library.tune(AdmissionSettings(off=("duplicate",)))
    library.add(["防潮垫铺好，人就躺平了"], advertiser_id="b", by="x")
    library.add(["防潮垫比床还好睡"], advertiser_id=None, by="x")
    ids = [one.id for one in library.materials.find()]
    assert association.complete("防潮垫", 9, account="b") == []
    for one in ids:
        library.admit([one], by="x")
    assert len(association.complete("防潮垫", 9, account="b")) == 2
    assert association.complete("防潮垫", 9, account="a") == ["防潮垫比床还好睡"]
    library.retire(ids, by="x")
    assert association.complete("防潮垫", 9, account="b") == []


class _Judge:
    def scores(self, titles: list[str]) -> list[Scores]:
        return [Scores(fluency=0.9, style=0.5, quality=0.6, source="test") for _ in titles]


class _Tags:
    def tag(self, titles: list[str]) -> list[dict[str, float]]:
        return [{} for _ in titles]


def _clean() -> object:
    from models.types import Compliance, Verdict

    return Compliance(verdict=Verdict.CLEAN)
