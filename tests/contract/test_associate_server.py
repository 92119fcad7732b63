"""Association on an OpenSearch server: requests as they are sent, and the contract itself where a server is given.

`MIAOTI_OPENSEARCH_URL=https://user:password@localhost:9200 pytest tests/contract/test_associate_server.py`
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from models.embeddings.sentence import SentenceHead
from models.types import Title
from tools.associate import Association
from tools.associate.opensearch import OpenSearchTitles, consumer, index_name, mapping, open_opensearch
from tools.compliance.house import HouseDesk, make_rule
from tools.indexes.tokens import document_tokens
from tools.store import Stores, open_stores
from tools.store.changes import ChangeLog

URL = os.environ.get("MIAOTI_OPENSEARCH_URL")


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Stores]:
    opened = open_stores(tmp_path)
    for account in ("a", "b"):
        opened.advertisers.put({"id": account, "name": account, "products": []})
    opened.titles.add(
        [Title(id="a1", text="帐篷里听雨的夜晚"), Title(id="a2", text="全国第一的帐篷")], advertiser_id="a"
    )
    opened.titles.add([Title(id="b1", text="帐篷里听雨，还有一壶茶")], advertiser_id="b")
    yield opened
    opened.close()


class _Recorder:
    """Keeps what it is asked and answers that there is nothing."""

    def __init__(self) -> None:
        self.created: dict[str, Any] = {}
        self.names: set[str] = set()
        self.asked: list[dict[str, Any]] = []
        self.indices = self

    def exists(self, index: str) -> bool:
        return index in self.names

    def create(self, index: str, body: dict[str, Any]) -> None:
        self.created = body
        self.names.add(index)

    def refresh(self, index: str) -> None: ...

    def bulk(self, body: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self.asked.append({"bulk": body})
        return {"errors": False, "items": [{"index": {"status": 201, "_id": "x"}}]}

    def msearch(self, body: list[dict[str, Any]]) -> dict[str, Any]:
        self.asked += body
        return {"responses": [{"hits": {"hits": []}} for _ in range(len(body) // 2)]}


def test_the_mapping_has_a_field_for_every_kind_of_token() -> None:
    fields = mapping(128)["mappings"]["properties"]
    assert set(document_tokens("帐篷", "")) - {"sounds"} <= set(fields)
    assert fields["vector"]["dimension"] == 128 and fields["pairs"]["analyzer"] == "whitespace"


def test_every_search_is_bound_to_the_account_and_the_law(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _Recorder()
    monkeypatch.setattr(OpenSearchTitles, "_put", lambda *_: None)
    server = OpenSearchTitles(client, stores, SentenceHead())
    waits = consumer(index_name(SentenceHead()))
    assert client.created["mappings"]["dynamic"] == "strict"
    assert stores.outbox.count(waits) == 3
    assert Association(stores, server).complete("zhangpeng", 5, account="a") == []
    assert stores.outbox.count(waits) == 0
    searches = [one for one in client.asked if "query" in one]
    assert len(searches) >= 5
    for one in searches:
        bounds = one["query"]["bool"]["filter"]
        assert {"terms": {"scope": ["a", "shared"]}} in bounds and {"term": {"withheld": False}} in bounds
    assert {"prefix": {"spelled": "zhangpeng"}} in [one["query"]["bool"]["filter"][0] for one in searches]
    stores.titles.add([Title(id="a9", text="后来写的")], advertiser_id="a")
    assert stores.outbox.count(waits) == 1, "later changes wait for the server too"


class _Named(SentenceHead):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def test_a_name_is_one_that_the_server_allows() -> None:
    name = index_name(_Named("openai-BAAI/bge-M3:v2 zh"))
    assert name.endswith("-openai-baai-bge-m3-v2-zh") and name.startswith("miaoti-titles-")


def test_an_index_hears_of_what_changed_while_another_was_open(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    client, put = _Recorder(), []
    monkeypatch.setattr(OpenSearchTitles, "_put", lambda server, _, ids: put.append((server._index, sorted(ids))))
    one, other = _Named("one"), _Named("other")
    OpenSearchTitles(client, stores, one).sync()
    elsewhere = OpenSearchTitles(client, stores, other)
    stores.titles.add([Title(id="a9", text="后来写的")], advertiser_id="a")
    elsewhere.sync()
    put.clear()
    assert OpenSearchTitles(client, stores, one).sync() == 1
    assert put == [(index_name(one), ["a9"])]
    assert OpenSearchTitles(client, stores, other).sync() == 0


def test_an_index_made_for_other_tables_or_lost_is_filled_anew(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _Recorder()
    monkeypatch.setattr(OpenSearchTitles, "_put", lambda *_: None)
    client.names.add(index_name(SentenceHead()))
    assert OpenSearchTitles(client, stores, SentenceHead()).sync() == 3
    client.names.clear()
    assert OpenSearchTitles(client, stores, SentenceHead()).sync() == 3


def test_nothing_is_kept_for_an_index_that_is_gone(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    client = _Recorder()
    monkeypatch.setattr(OpenSearchTitles, "_put", lambda *_: None)
    one, other = (_Named(name) for name in ("one", "other"))
    OpenSearchTitles(client, stores, one)
    stores.outbox.enrol("opensearch")
    stores.outbox.enrol("elsewhere")
    OpenSearchTitles(client, stores, other).sync()
    kept = [consumer(index_name(embedder)) for embedder in (one, other)]
    assert stores.outbox.enrolled() == [kept[0], "elsewhere", kept[1]]
    client.names.remove(index_name(one))
    OpenSearchTitles(client, stores, other)
    assert stores.outbox.enrolled() == ["elsewhere", kept[1]] and stores.outbox.count(kept[0]) == 0
    stores.titles.add([Title(id="a9", text="后来写的")], advertiser_id="a")
    assert [stores.outbox.count(name) for name in (*kept, "elsewhere", "opensearch")] == [0, 1, 4, 0]
    assert OpenSearchTitles(client, stores, one).sync() == 4, "one that comes back hears of everything"


def test_titles_come_back_when_a_rule_of_the_house_is_dropped(stores: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    client, desk, withheld = _Recorder(), HouseDesk(ChangeLog(stores.database)), {}
    monkeypatch.setattr(
        OpenSearchTitles, "_put", lambda _self, documents, _ids: withheld.update({d.id: d.withheld for d in documents})
    )
    server = OpenSearchTitles(client, stores, SentenceHead())
    server.text()
    assert withheld == {"a1": False, "a2": True, "b1": False}
    desk.put("听雨", make_rule(words=("听雨",), reason="x"), by="ann")
    server.text()
    assert withheld == {"a1": True, "a2": True, "b1": True}
    desk.drop("听雨", by="ann")
    with monkeypatch.context() as killed:
        killed.setattr(type(stores), "set_meta", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            server.text()
    withheld.clear()
    OpenSearchTitles(client, stores, SentenceHead()).sync()
    assert withheld == {"a1": False, "a2": True, "b1": False}
    withheld.clear()
    assert OpenSearchTitles(client, stores, SentenceHead()).sync() == 0 and not withheld


@pytest.mark.skipif(URL is None, reason="set MIAOTI_OPENSEARCH_URL to run the contract against a server")
def test_the_contract_on_a_server(stores: Stores) -> None:
    index = f"miaoti-test-{uuid4().hex[:8]}"
    server = open_opensearch(str(URL), stores, SentenceHead(), index=index)
    association = Association(stores, server)
    try:
        assert association.complete("帐篷里", 9, account="a") == ["帐篷里听雨的夜晚"]
        assert association.complete("zplty", 9, account="b") == ["帐篷里听雨，还有一壶茶"]
        assert association.complete("帐篷", 9) == []
        assert association.similar("听雨的帐篷", 9, account="a") == ["帐篷里听雨的夜晚"]
        association.add([Title(id="n1", text="刚写好的一条")], advertiser_id="a")
        assert association.complete("刚写", 9, account="a") == ["刚写好的一条"]
    finally:
        server._client.indices.delete(index=index)
