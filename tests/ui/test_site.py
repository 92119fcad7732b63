"""What other sites can do with the page: ask nothing in a visitor's name, frame it nowhere, run no script in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from double import DoubleAssistant
from raw import RawVisitor, handler

from ui.page.people import People

WORD = "correct horse 正确"
OTHERS = [
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://127.0.0.1:1"},
    {"Origin": "http://["},
]
OWN = [
    {},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://miaoti.example"},
    {"Sec-Fetch-Site": "none"},
    {"Origin": "https://miaoti.example", "Host": "miaoti.example"},
    {"Origin": "https://miaoti.example:8443", "X-Forwarded-Host": "miaoti.example:8443"},
]


@pytest.fixture
def mei(serve: Any) -> Iterator[RawVisitor]:
    assistant = DoubleAssistant()
    people = People(assistant.stores.database, rounds=4)
    people.add("mei", WORD, "advertiser", ("t01",))
    visitor = RawVisitor(serve(assistant, people=people, may_see=people.may_see).url, "mei", WORD)
    yield visitor
    visitor.client.close()


def tried(visitor: RawVisitor, headers: dict[str, str]) -> set[int]:
    """Statuses of all that changes something, as a page with these headers would ask for it."""
    new = handler(visitor.config(), "new", "click")
    visitor.client.headers.update(headers)
    try:
        answers: list[httpx.Response] = [
            visitor.client.post("login", data={"username": "mei", "password": WORD}),
            visitor.upload("goods.csv", b"x"),
            visitor.join(new, [None]),
            visitor.run(new, [None]),
        ]
    finally:
        for name in headers:
            del visitor.client.headers[name]
    return {answer.status_code for answer in answers}


@pytest.mark.parametrize("headers", OTHERS, ids=str)
def test_another_site_gets_nothing_done(mei: RawVisitor, headers: dict[str, str]) -> None:
    assert tried(mei, headers) == {403}
    assert mei.client.get("logout", headers=headers).status_code == 403
    assert mei.client.get("config").status_code == 200, "another site signed the visitor out"
    assert mei.client.get("", headers=headers).status_code == 200, "a link to the page leads nowhere"


@pytest.mark.parametrize("headers", OWN, ids=str)
def test_the_page_itself_gets_it_done_behind_a_proxy_too(mei: RawVisitor, headers: dict[str, str]) -> None:
    assert tried(mei, headers) == {200, 404}, "only what waits in the line is not run outside it"


NO_WORD_OF_THE_PAGE = [{}, {"Referer": "https://evil.example/miaoti"}, {"Referer": ""}, {"Referer": "http://["}]


@pytest.mark.parametrize("headers", NO_WORD_OF_THE_PAGE, ids=str)
def test_a_link_of_another_site_signs_nobody_out_over_plain_http(mei: RawVisitor, headers: dict[str, str]) -> None:
    """There a browser sends no Fetch Metadata, and with a link no Origin."""
    assert mei.client.get("logout", headers=headers).status_code == 403
    assert mei.client.get("config").status_code == 200, "another site signed the visitor out"


@pytest.mark.parametrize(
    "headers",
    [
        {"Referer": "http://miaoti.example:7860/?t=x", "Host": "miaoti.example:7860"},
        {"Referer": "https://miaoti.example/", "X-Forwarded-Host": "miaoti.example"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
    ids=str,
)
def test_the_pages_own_link_signs_out(mei: RawVisitor, headers: dict[str, str]) -> None:
    assert mei.client.get("logout", headers=headers).status_code == 303
    assert mei.client.get("config").status_code == 401


def test_every_answer_is_told_how_to_be_taken(mei: RawVisitor) -> None:
    for path in ("", "config", "theme.css", "logout", "gradio_api/nothing", "gradio_api/app_id"):
        headers = mei.client.get(path, headers={"Referer": str(mei.client.base_url)}).headers
        assert headers["x-content-type-options"] == "nosniff" and headers["x-frame-options"] == "SAMEORIGIN", path
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'self'" in policy and "object-src 'none'" in policy, path
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "'unsafe-inline'" not in scripts and "http" not in scripts, path
        assert headers["cache-control"] == "no-store", path


def test_no_script_but_the_pages_own_runs(serve: Any, visit: Any) -> None:
    visitor = visit(serve(DoubleAssistant()).url)
    told: list[str] = []
    visitor.tab.on("console", lambda message: told.append(message.text))
    visitor.arrive().say("来几条便签标题")
    assert not [text for text in told if "Content Security Policy" in text], "the page's own parts are kept out"
    visitor.tab.evaluate(
        "() => { document.querySelector('#history').insertAdjacentHTML('beforeend',"
        ' \'<img src=x onerror="window.hit=1"><a id=bad href="javascript:window.hit=2">x</a>\');'
        " const one = document.createElement('script'); one.textContent = 'window.hit=3'; document.body.append(one); }"
    )
    visitor.tab.click("#bad", force=True)
    visitor.tab.wait_for_timeout(300)
    assert visitor.tab.evaluate("() => window.hit") is None
    assert any("Content Security Policy" in text for text in told), "nothing was kept out"
