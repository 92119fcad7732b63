"""The served page asked by plain HTTP, as one signed-in advertiser who knows every id of another's."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from double import DoubleAssistant, advertiser
from races import begin_race
from raw import RawVisitor, completed, file_data, handler, inputs
from sqlalchemy import MetaData, Table, select
from starlette.routing import Route

from ui.page.console.handlers import SECTIONS
from ui.page.desk import Desk
from ui.page.door.guard import CALL_AT_MOST
from ui.page.door.shelf import Shelf
from ui.page.handlers import Handlers
from ui.page.people import People
from ui.page.racing.handlers import _DEEDS
from ui.page.title_handlers import TitleHandlers

WORD = "correct horse 正确"
SECRET = "安的秘密"
SHEET = f"产品名,价格\n{SECRET}手账,39元\n".encode()
OPEN = {
    "/", "/config", "/theme.css", "/favicon.ico", "/manifest.json", "/robots.txt", "/login", "/logout",
    "/assets/{path:path}", "/static/{path:path}", "/gradio_api/theme.css", "/gradio_api/app_id",
    "/gradio_api/startup-events", "/gradio_api/upload", "/gradio_api/queue/join", "/gradio_api/queue/data",
    "/gradio_api/heartbeat/{session_hash}", "/gradio_api/run/{api_name}",
}  # fmt: skip


@dataclass
class House:
    """A page with Ann's things in it, and both who ask for them."""

    url: str
    page: Any
    assistant: DoubleAssistant
    ann: RawVisitor
    bob: RawVisitor
    shared: bool
    ids: dict[str, list[str]]
    tables: list[Table]
    sheet: str = ""
    """Path of a sheet that Ann uploaded and the page has not read yet."""

    @property
    def tokens(self) -> list[str]:
        """What every row of Ann's has one of."""
        accounts = [] if self.shared else ['"t01"']
        return ["user:ann", SECRET, "ann-title", *self.ids["thread"], *self.ids["action"], *self.ids["race"], *accounts]

    def kept(self) -> list[str]:
        """All that is kept of Ann's: conversations in memory, rows in tables."""
        entries = [repr(one) for one in self.assistant.entries.values() if one.owner == "user:ann"]
        cancels = [one.cancel.is_set() for one in self.assistant.entries.values() if one.owner == "user:ann"]
        with self.assistant.stores.database.read() as connection:
            rows = [
                json.dumps([table.name, *row], default=str, ensure_ascii=False)
                for table in self.tables
                for row in connection.execute(select(table))
            ]
        return [*entries, str(cancels), *sorted(row for row in rows if any(one in row for one in self.tokens))]


@pytest.fixture(params=[False, True], ids=["accounts of their own", "one account"])
def house(request: pytest.FixtureRequest, serve: Any) -> Iterator[House]:
    assistant = DoubleAssistant([advertiser(1, SECRET, f"{SECRET}便签"), advertiser(2, "霁橙测试", "霁橙唇釉")])
    if request.param:
        assistant = DoubleAssistant()
    crowd = People(assistant.stores.database, rounds=4)
    crowd.add("ann", WORD, "advertiser", ("t01",))
    crowd.add("bob", WORD, "advertiser", ("t01", "t02") if request.param else ("t02",))
    served = serve(assistant, people=crowd, may_see=crowd.may_see, operates=crowd.operates)
    races = []
    if not request.param:  # all who work for an account see its races
        races = [begin_race(assistant, "user:ann", [f"{SECRET}的甲", f"{SECRET}的乙"]).race_id]
    for account in assistant.advertisers.list():
        assistant.stores.advertisers.put(account)
    ann, bob = RawVisitor(served.url, "ann", WORD), RawVisitor(served.url, "bob", WORD)
    _arrive(bob)
    metadata = MetaData()
    metadata.reflect(assistant.stores.database.engine)
    tables = [one for one in metadata.sorted_tables if one.name not in ("security_log", "page_people")]
    made = House(served.url, served.page, assistant, ann, bob, request.param, {}, tables)
    _fill(made, races)
    yield made
    for one in (ann, bob):
        one.client.close()


def _arrive(visitor: RawVisitor) -> dict[str, Any]:
    """Open the page: all that it does by itself when it is loaded."""
    config = visitor.config()
    for one in visitor.dependencies():
        if any(event == "load" for _, event in one["targets"]):
            visitor.done(one["id"], inputs(config, one, {}))
    return config


def _fill(house: House, races: list[str]) -> None:
    """Ann talks, picks, notes, pins and uploads. Her titles get ids that nobody else's have."""
    config, ann = _arrive(house.ann), house.ann
    ann.done(handler(config, "history", "submit"), [None], {"text": f"{SECRET}，存一下"})
    (entry,) = house.assistant.entries.values()
    for number, turn in enumerate(entry.turns):
        titles = [one.model_copy(update={"id": f"ann-{one.id}"}) for one in turn.titles]
        entry.turns[number] = turn.model_copy(update={"titles": titles})
    picked = entry.turns[0].titles[0].id
    for event in ({"what": "pick", "id": picked}, {"what": "note", "id": picked, "text": SECRET}):
        ann.done(handler(config, "history", "like"), [None], event)
    ann.done(handler(config, "threads", "like"), [None], {"id": entry.id})
    house.ids = {
        "thread": [entry.id],
        "title": [picked, entry.turns[0].titles[-1].id],
        "action": [one.id for one in entry.waiting],
        "race": races,
        "account": [] if house.shared else ["t01"],
    }
    (house.sheet,) = ann.upload("goods.csv", SHEET).json()
    assert SECRET in " ".join(house.kept()) and all(house.ids[kind] for kind in ("thread", "title", "action"))


def events(house: House) -> Iterator[dict[str, Any]]:
    """Every id of Ann's, and every act that the page knows on one of them."""
    for ids in house.ids.values():
        for one in ids:
            named = {"id": one, "ids": [one], "arm": house.ids["title"][0], "idea": one, "old": one, "field": "tone"}
            more = {"index": "0", "approve": True, "name": "x", "text": one, "reason": "x", "view": "races"}
            yield {**named, **more, "why": one in house.ids["title"][1:]}


def acts(house: House) -> Iterator[dict[str, Any]]:
    title, race = house.ids["title"][0], [*house.ids["race"], "none"][0]
    known = TitleHandlers(Handlers(Desk(house.assistant)))._acts
    yield from ({"what": act, "id": title, "ids": [title], "text": "x"} for act in known)
    yield from ({"what": act, "id": race, "arm": title} for act in ("list", *_DEEDS))
    for name, section in SECTIONS.items():
        yield from ({"section": name, "what": act, "id": title, "ids": [title]} for act in section.acts)


def test_every_handler_of_the_page_keeps_each_to_their_own(house: House) -> None:
    """A handler that is added to the page is called here without a line more."""
    config, before = house.bob.config(), house.kept()
    crafted = {
        "state": {"advertiser_id": "t01", "thread_id": house.ids["thread"][0], "language": "zh"},
        "textbox": house.ids["thread"][0],
        "dropdown": "t01",
    }
    called = 0
    for one in house.bob.dependencies():
        data = inputs(config, one, crafted)
        for fresh in (False, True):
            told = _all_of(house, one, data, fresh)
            called += completed(told)
            text = json.dumps(told, ensure_ascii=False)
            assert SECRET not in text and "user:ann" not in text, one["api_name"]
        assert set(house.kept()) ^ set(before) == set(), f"{one['api_name']} changed something of another's"
    assert called > 300, "hardly anything was called"


def _all_of(house: House, dependency: dict[str, Any], data: list[Any], fresh: bool) -> list[dict[str, Any]]:
    """All events for one handler, in Bob's session or in one that has not even opened the page."""
    visitor, told = house.bob, []
    session = f"{visitor.session}x{dependency['id']}" if fresh else visitor.session
    named = {event for _, event in dependency["targets"]} & {"like", "select"}  # by which the page sends its acts
    for event in [None, *list(events(house))[:: 3 if fresh else 1], *(acts(house) if named and not fresh else ())]:
        if not dependency["queue"]:
            answer = visitor.run(dependency["id"], data, event, session)
            told.append({"msg": "process_completed", "output": answer.text})
        else:
            assert visitor.join(dependency["id"], data, event, session).status_code == 200
    return [*told, *(visitor.events(session) if dependency["queue"] else ())]


def test_a_session_answers_only_who_opened_it(house: House) -> None:
    config, before, stolen = house.bob.config(), house.kept(), house.ann.session
    missing = house.bob.client.get("gradio_api/nothing")
    for one in house.bob.dependencies():
        data = inputs(config, one, {})
        for answer in (house.bob.join(one["id"], data, {}, stolen), house.bob.run(one["id"], data, {}, stolen)):
            assert (answer.status_code, answer.text) == (404, missing.text), one["api_name"]
    for address in (f"queue/data?session_hash={stolen}", f"heartbeat/{stolen}"):
        answer = house.bob.client.get(f"gradio_api/{address}")
        assert (answer.status_code, answer.text) == (404, missing.text), address
    assert house.kept() == before
    assert SECRET in house.ann.done(handler(config, "new", "click"), [None]), "Ann herself was shut out"


def test_sessions_without_a_proper_name_lead_nowhere(house: House) -> None:
    config = house.bob.config()
    new = handler(config, "new", "click")
    for name in ("", "x", "x" * 65, "../../etc", "a b c d e f", None, 7, ["a"], {"a": 1}):
        body = {"fn_index": new, "data": [None], "event_data": None, "session_hash": name}
        assert house.bob.client.post("gradio_api/queue/join", json=body).status_code == 404, name


def test_calls_of_every_shape_are_no_trouble(house: House) -> None:
    new, session = handler(house.bob.config(), "new", "click"), house.bob.session
    good = {"fn_index": new, "data": [None], "event_data": None, "session_hash": session}
    odd: list[dict[str, Any]] = [
        {"fn_index": 999}, {"fn_index": -1}, {"fn_index": "1"}, {"fn_index": True}, {"data": None}, {"data": []},
        {"data": [None] * 9}, {"data": {"a": 1}}, {"event_data": [1]}, {"event_data": "x"}, {"trigger_id": "x"},
    ]  # fmt: skip
    bodies = [json.dumps({**good, **one}).encode() for one in odd]
    bodies += [b"", b"null", b"[]", b"{", b"\xff", b"[" * 50_000, b'{"data":"' + b"x" * CALL_AT_MOST + b'"}']
    for route in ("queue/join", "run/predict"):
        for body in bodies:
            answer = house.bob.client.post(f"gradio_api/{route}", content=body)
            assert answer.status_code == 404, (route, body[:80], answer.text)
    assert house.bob.join(new, [None]).status_code == 200 and completed(house.bob.events()) == 1


def test_files_are_nobodys_to_fetch(house: House) -> None:
    """What exists and what does not are told in the same words, to the owner too: the page fetches no file."""
    guessed = str(Path(house.sheet).with_name("x" * 43 + ".csv"))
    database = str(Path(house.assistant.folder.name) / "miaoti.db")
    answers = {
        (answer.status_code, answer.text, answer.headers.get("content-type"))
        for visitor in (house.ann, house.bob, RawVisitor(house.url))
        for path in (house.sheet, guessed, database, "/etc/passwd", "http://127.0.0.1/x", str(Path(__file__)))
        for route in ("file=", "file/", "proxy=", "stream/")
        for answer in (visitor.client.get(f"gradio_api/{route}{path}"),)
    }
    assert answers == {(404, '{"detail":"Not Found"}', "application/json")}


@pytest.mark.parametrize("how", ["exists", "is guessed", "lies elsewhere", "is an address"])
def test_an_uploaded_sheet_is_read_for_who_sent_it(house: House, how: str) -> None:
    paths = {
        "exists": house.sheet,
        "is guessed": str(Path(house.sheet).with_name("x" * 43 + ".csv")),
        "lies elsewhere": str(Path(house.assistant.folder.name) / "miaoti.db"),
        "is an address": "http://127.0.0.1/goods.csv",
    }
    before = house.kept()
    config = house.bob.config()
    for fn in (handler(config, "upload", "upload"), handler(config, "mine-file", "upload")):
        assert house.bob.join(fn, [file_data(paths[how]), None]).status_code == 404
    assert house.bob.join(handler(config, "message", "submit"), [file_data(paths[how]), None]).status_code == 404
    assert house.kept() == before and Path(house.sheet).is_file()


def test_a_sheet_is_gone_once_it_was_read(house: House) -> None:
    config = house.ann.config()
    told = house.ann.done(handler(config, "upload", "upload"), [file_data(house.sheet), None])
    assert "新增 1" in told and not Path(house.sheet).exists()
    assert house.ann.join(handler(config, "upload", "upload"), [file_data(house.sheet), None]).status_code == 404


def test_an_upload_asks_who_comes_and_has_a_limit(house: House) -> None:
    assert RawVisitor(house.url).upload("goods.csv", SHEET).status_code == 401
    assert house.bob.upload("goods.csv", b"x" * (6 << 20)).status_code == 413
    assert house.bob.client.post("gradio_api/upload", data={"files": "text"}).status_code == 400
    (path,) = house.bob.upload("../../../etc/cron.d/x.csv", SHEET).json()
    assert Path(path).parent.parent == Path(house.sheet).parent.parent and Path(path).parent != Path(house.sheet).parent


def test_an_upload_is_written_beside_the_event_loop(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    put = Shelf.put
    looping: list[object] = []

    def seen(shelf: Shelf, *what: Any) -> Path:
        try:
            looping.append(asyncio.get_running_loop())
        except RuntimeError:
            looping.append(None)
        return put(shelf, *what)

    monkeypatch.setattr(Shelf, "put", seen)
    assert house.bob.upload("goods.csv", SHEET).status_code == 200
    assert looping == [None], "everybody waited for the disk"


def test_only_what_the_page_uses_answers(house: House) -> None:
    """Whatever a version of Gradio serves besides is for nobody."""
    for route in house.page.app.routes:
        if not isinstance(route, Route) or route.path in OPEN:
            continue
        for method in route.methods or ():
            answer = house.ann.client.request(method, route.path.replace("{", "").replace("}", ""))
            assert answer.status_code == 404, (method, route.path)
    for path in ("/gradio_api/call/do/x", "/gradio_api/api/do", "/gradio_api/run/do", "/gradio_api/cancel", "/docs"):
        assert house.ann.client.post(path, json={}).status_code == 404, path


def test_who_has_not_signed_in_gets_nothing(house: House) -> None:
    stranger, config = RawVisitor(house.url), house.bob.config()
    assert stranger.client.get("config").status_code == 401
    page = stranger.client.get("").text
    assert SECRET not in page and "history" not in page
    for one in house.bob.dependencies():
        for ask in (stranger.join, stranger.run):
            assert ask(one["id"], inputs(config, one, {}), {}).status_code == 401, one["api_name"]
    for session in (house.ann.session, stranger.session):
        assert stranger.client.get(f"gradio_api/heartbeat/{session}").status_code == 404
        with pytest.raises(httpx.HTTPStatusError):
            stranger.events(session)
