"""An account's own forbidden words: no way in, and no way of writing them, lets them through."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from agent.assembly import Assistant, Settings
from agent.recommend import first_screen
from agent.suggestions import keyword_sources, title_sources
from models.embeddings.sentence import SentenceHead
from models.generator import Generation, TitleRequest
from models.types import Scores, Title, Verdict
from tools.associate import open_association
from tools.base import ToolContext
from tools.batch import AccountWriter, BatchRow, for_account
from tools.compliance.lawbook import Lawbook
from tools.compliance.own import find, own_words, plain
from tools.generate_titles import GenerateTitles, GenerateTitlesArgs
from tools.importing import import_titles
from tools.indexes import open_indexes
from tools.library import Material, MaterialLibrary
from tools.race_titles import RaceTitles, RaceTitlesArgs
from tools.racing import RaceBook
from tools.recall import Pool, RecallDesk, RecallSettings, recall
from tools.store import Stores, open_stores
from tools.store.changes import ChangeLog
from ui.api import build_api
from ui.cli import app

WORD = "月亮代班"
"""Innocent by law: only the account does not want it."""

DISGUISED = ["今晚月亮代班", "今晚月 亮·代 班", "今晚月亮dai班", "今晚月亮代*班", "今晚ｙｕｅ亮代班", "今晚钺亮代班"]
CLEAN = "帐篷里那盏小夜灯"
TENT = {"name": "晴山帐篷", "category": "露营", "selling_points": ["两分钟搭好", "像月亮代班"], "forbidden": ["包搭好"]}
LAMP = {"name": "晴山营灯", "category": "露营", "forbidden": [f"{WORD}（品牌不许）", "免维修"]}


class Judge:
    def scores(self, titles: Sequence[str], keywords: object = None) -> list[Scores]:
        return [Scores(fluency=0.9, style=0.5, quality=0.9, source="test") for _ in titles]


class Tags:
    def tag(self, titles: Sequence[str]) -> list[dict[str, float]]:
        return [{} for _ in titles]


class Writer:
    """Writes what it is told to, whatever it was asked to avoid."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts
        self.asked: list[TitleRequest] = []

    def draw(self, request: TitleRequest, n: int, *, cancel: object = None) -> Generation:
        self.asked.append(request)
        titles = [Title(id=f"w{number}", text=text) for number, text in enumerate(self.texts)]
        return Generation(titles=titles, drawn=len(titles), rejected={}, seconds=0.0)


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    history = [{"title": one, "impressions": 90_000, "clicks": 9_000} for one in (*DISGUISED, CLEAN)]
    shared = {"recent_queries": ["月亮代班怎么写", "露营标题"], "business_line": "户外", "history": history}
    opened.advertisers.put({"id": "a1", "name": "甲", "products": [TENT, LAMP], **shared})
    opened.advertisers.put({"id": "a2", "name": "乙", "products": [{"name": "山夜灯", "category": "露营"}], **shared})
    yield opened
    opened.close()


def _said(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if find(text, [WORD])]


@pytest.mark.parametrize("title", DISGUISED)
def test_a_word_is_found_in_every_disguise_where_it_stands(title: str) -> None:
    found = find(title, [WORD])
    assert [one.rule for one in found] == ["own"] and title[found[0].start : found[0].end] == title[2:]


def test_only_the_word_itself_is_found() -> None:
    assert find("月亮出来了，代个班", [WORD]) == []
    assert [one.span for one in find("包搭好，包搭", ["包搭", "包搭好"])] == ["包搭好", "包搭"]
    assert [one.span for one in find("夏天～来了", ["～"])] == ["～"]
    assert plain(["官方授权（未取得不得使用）", "最", "最", "（）"]) == ("官方授权", "最", "（）")


def test_the_words_of_the_product_hold_and_all_where_it_is_unknown(stores: Stores) -> None:
    account, law = stores.advertisers.get("a1"), Lawbook(stores)
    tent, lamp = (one.id for one in account.products)
    assert own_words(account, tent) == ("包搭好",) and set(own_words(account)) == {"包搭好", WORD, "免维修"}
    verdicts = [law.check_for(DISGUISED[1], account, one).verdict for one in (tent, lamp, None)]
    assert verdicts == [Verdict.CLEAN, Verdict.VIOLATION, Verdict.VIOLATION]
    assert law.check_for(DISGUISED[0], stores.advertisers.get("a2")).verdict is Verdict.CLEAN


def test_a_rewrite_leaves_the_word_out_or_there_is_none(stores: Stores) -> None:
    account, law = stores.advertisers.get("a1"), Lawbook(stores)
    assert law.rewrite(f"帐篷里的小夜灯，今晚{WORD}", account) == "帐篷里的小夜灯"
    assert law.rewrite(DISGUISED[2], account) is None
    assert law.rewrite(CLEAN, account) == CLEAN


def test_drafting_drops_what_the_writer_slips_in(stores: Stores) -> None:
    account, writer = stores.advertisers.get("a1"), Writer(*DISGUISED, CLEAN)
    args = GenerateTitlesArgs(product_id=account.products[1].id, n=7)
    written = GenerateTitles(writer, stores).run(args, ToolContext(account, ""))  # type: ignore[arg-type]
    assert [title.text for title in written.titles] == [CLEAN]
    assert WORD in writer.asked[0].avoid


def test_association_while_typing_keeps_them_from_their_account_alone(stores: Stores, tmp_path: Path) -> None:
    indexes = open_indexes(stores, tmp_path, SentenceHead(), background=False, known=None)
    association = open_association(stores=stores, indexes=indexes)
    association.add([f"营地的灯，{WORD}一次", "营地的灯，亮到天明"])
    try:
        for ask in (association.complete, association.similar):
            assert not _said(ask("营地的灯", 9, account="a1")) and not _said(ask("今晚月", 9, account="a1"))
            assert _said(ask("营地的灯", 9, account="a2"))
        assert association.find(DISGUISED[0], account="a1") is None
        assert association.find(DISGUISED[0], account="a2") is not None
    finally:
        indexes.close()


def test_recall_fills_no_race_with_them(stores: Stores) -> None:
    log = ChangeLog(stores.database)
    RecallDesk(log).put(RecallSettings(fill_races=True, pins={"*": tuple(DISGUISED)}), by="审核员")
    for account_id, wanted in (("a1", []), ("a2", [True])):
        account = stores.advertisers.get(account_id)
        found = recall(Pool(stores, account), RecallDesk(log).get(), 20, Lawbook(stores).judge)
        assert [True] * bool(_said([one.text for one in found.titles])) == wanted
    first = Title(id="mine", text="一个人也能搭起来的家")
    edited = Title(id="edited", text=DISGUISED[1], product_id=stores.advertisers.get("a1").products[1].id)
    thread = stores.threads.create("a1")
    stores.titles.add([first, edited], advertiser_id="a1", thread_id=thread.id)
    context = ToolContext(stores.advertisers.get("a1"), thread.id, shown=(first, edited))
    args = RaceTitlesArgs(title_ids=("mine", "edited"), pick=9)
    run = RaceTitles(RaceBook(stores, 0), stores).run(args, context)
    assert "1 条不能用" in run.summary
    assert CLEAN in [one.text for one in run.titles] and not _said([one.text for one in run.titles])


def test_the_first_screen_shows_none_neither_titles_nor_things_to_ask_for(stores: Stores) -> None:
    account, other = stores.advertisers.get("a1"), stores.advertisers.get("a2")
    shown = first_screen(stores, Judge(), account, 50)
    assert CLEAN in [one.text for one in shown] and not _said([one.text for one in shown])
    assert _said([one.text for one in title_sources(stores, other)["history"]])
    today = __import__("datetime").date(2026, 9, 14)
    cards = keyword_sources(stores, account, today)
    assert [one.text for one in cards["product"]] == ["晴山帐篷·两分钟搭好"]
    assert [one.text for one in cards["query"]] == ["露营标题"]


def test_the_library_admits_none_even_with_the_brand_rule_off(stores: Stores) -> None:
    library = MaterialLibrary(stores, Judge, Tags, Lawbook(stores).judge_texts)
    library.tune(library.settings.model_copy(update={"off": ("brand", "duplicate")}))
    for account_id, admitted in (("a1", {CLEAN}), ("a2", {CLEAN, *DISGUISED})):
        library.add([*DISGUISED, CLEAN], advertiser_id=account_id, by="导入员")
        mine: list[Material] = library.materials.find(advertiser_id=account_id)
        assert {one.text for one in library.admit([one.id for one in mine], by="审核员").admitted} == admitted


def test_an_import_says_which_titles_are_history_only(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "past.csv"
    path.write_text("标题\n" + "\n".join([*DISGUISED[:2], "今夜帐篷不关灯"]), encoding="utf-8")
    report = import_titles(path, stores, "a1")
    assert report.kept_out == 2 and "2 条含账号自己的禁用词" in report.summary()
    assert import_titles(path, stores, "a2").kept_out == 0
    titles = title_sources(stores, stores.advertisers.get("a1"))["history"]
    assert "今夜帐篷不关灯" in [one.text for one in titles] and not _said([one.text for one in titles])


def test_a_batch_for_an_account_avoids_and_drops_them(stores: Stores) -> None:
    account, writer = stores.advertisers.get("a1"), Writer(*DISGUISED, CLEAN)
    request = TitleRequest(keywords=("营灯",), product="晴山营灯", avoid=("便宜",))
    (row,) = for_account([BatchRow(1, request, None)], account)
    assert row.request.avoid == ("便宜", WORD, "免维修")
    drawn = AccountWriter(writer, Lawbook(stores), account).draw(row.request, 7)
    assert [one.text for one in drawn.titles] == [CLEAN] and "6 条" in (drawn.note or "")
    tent = request.model_copy(update={"product": "晴山帐篷"})
    assert len(AccountWriter(writer, Lawbook(stores), account).draw(tent, 7).titles) == 7


def test_a_batch_for_an_account_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIAOTI_HOME", str(tmp_path))
    path = tmp_path / "in.csv"
    path.write_text("关键词\n营灯\n", encoding="utf-8")
    asked = ["generate", "-i", str(path), "-o", str(tmp_path / "out.csv"), "-a", "nobody"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code != 0 and not (tmp_path / "out.csv").exists()


@pytest.fixture(scope="module")
def assistant(scripted_assistant: tuple[Assistant, Settings]) -> Assistant:
    built = scripted_assistant[0]
    built.advertisers.put({"id": "own", "name": "甲", "products": [TENT, LAMP]})
    return built


def test_the_reply_refuses_a_word_that_is_asked_for_and_says_whose_rule_it_is(assistant: Assistant) -> None:
    turn = assistant.open("own").send(f"给晴山营灯写3条标题，必须带上“{WORD}”")
    assert WORD in turn.reply and "账号自己定的禁用词" in turn.reply and "广告法" not in turn.reply
    assert not _said([title.text for title in turn.titles])
    assert WORD not in turn.brief.must_include


def test_the_reply_refuses_an_own_claim_in_other_words(assistant: Assistant) -> None:
    account = next(one for one in assistant.advertisers.list() if "糖尿病可食" in own_words(one))
    product = next(one for one in account.products if "糖尿病可食" in one.forbidden)
    turn = assistant.open(account.id).send(f"给{product.name}写3条标题，突出适合糖尿病人吃")
    assert "适合糖尿病人" in turn.reply and "账号自己定的禁用词" in turn.reply
    assert not any("糖尿病" in title.text for title in turn.titles)


def test_the_reply_judges_a_wording_by_the_accounts_own_words_too(assistant: Assistant) -> None:
    turn = assistant.open("own").send("“今晚月 亮代班”这句合规吗？")
    assert turn.intent == "compliance" and "账号自己定的禁用词" in turn.reply
    assert "没有发现" in assistant.open("adv02").send("“今晚月 亮代班”这句合规吗？").reply


def test_the_check_while_editing_in_place_knows_the_product(assistant: Assistant) -> None:
    tent, lamp = (one.id for one in assistant.advertisers.get("own").products)
    assert assistant.check(DISGUISED[3], "own", lamp).verdict is Verdict.VIOLATION
    assert assistant.check(DISGUISED[3], "own", tent).verdict is Verdict.CLEAN
    assert assistant.rewrite(f"帐篷里的小夜灯，今晚{WORD}", "own", lamp) == "帐篷里的小夜灯"


def test_the_api_checks_them_of_one_product_or_of_all(
    assistant: Assistant, scripted_assistant: tuple[Assistant, Settings]
) -> None:
    built: Any = build_api(*scripted_assistant)
    _key, text = built.state.services.keys.create(["own"], burst=1000)
    client = TestClient(built, headers={"Authorization": f"Bearer {text}"})
    tent = assistant.advertisers.get("own").products[0].id

    def verdict(**asked: str) -> Any:
        (found,) = client.post("/api/v1/check", json={"texts": [DISGUISED[2]], **asked}).json()["results"]
        return found["compliance"]["verdict"], found["explanation"]

    assert verdict()[0] == "violation" and "账号自己定的禁用词" in verdict()[1]
    assert verdict(product_id=tent) == ("clean", "")
