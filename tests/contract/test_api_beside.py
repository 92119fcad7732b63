"""The API on the page's own server: both answer, neither hides the other."""

from __future__ import annotations

import httpx

from agent.assembly import Assistant, Settings
from ui.api import PREFIXES, mount
from ui.api.keys import KeyFile
from ui.freeport import free_port
from ui.page.serve import go_quiet, launch


def test_page_and_api_share_a_server(scripted_assistant: tuple[Assistant, Settings]) -> None:
    go_quiet()
    import gradio as gr

    _assistant, settings = scripted_assistant
    with gr.Blocks() as page:
        gr.Markdown("the page")
    _key, text = KeyFile(settings.home).create(["adv01"])
    chosen = free_port("127.0.0.1", 0)
    url = launch(
        page,
        "127.0.0.1",
        chosen,
        block=False,
        say=lambda _url: None,
        beside=lambda app: mount(app, *scripted_assistant),
        spared=PREFIXES,
    )
    headers = {"Authorization": f"Bearer {text}"}
    asked = {"messages": [{"role": "user", "content": "来2条标题"}], "stream": True}
    try:
        with httpx.Client(base_url=url, headers=headers, timeout=60, trust_env=False) as client:
            assert "the page" in client.get("/").text
            assert client.get("/v1/models").json()["data"][0]["id"] == "miaoti"
            answer = client.post("/v1/chat/completions", json=asked)
            assert answer.text.rstrip().endswith("data: [DONE]")
            assert "miaoti_turns_total" in client.get("/metrics").text
            assert client.get("/api/v1/advertisers", headers={"Authorization": "Bearer x"}).status_code == 401
    finally:
        page.close(verbose=False)
