"""A model server in a process of its own that speaks OpenAI's completions and is driven by the project's readers.

    python -m tests.contract.reading_server

It prints its port, then serves `/v1/models`, `/v1/completions` (streamed) and `/seen` (how often each was asked what).
A prompt to read a message is answered with the readers' JSON, any other with a title.
"""

from __future__ import annotations

import itertools
import json
import re
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from agent.plan import Intent, PlannerContext, ShownList
from agent.planner import build_planner
from models.catalog import Advertiser

ASKED = re.compile(r"Titles shown before: (\d+)\. Turn before: (\w+)\. Message: (.*)\n$")
TITLES = (
    "沙海里漂了一夜，天亮才舍得靠岸",
    "舍友掌舵，我负责把船开进沙丘",
    "任务列表关掉，今天只想晃悠",
    "风把地图吹翻了，我们就乱走",
)


class Mind:
    """What stands behind the server: the learned planner for messages, a list of titles for the rest."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        self._planner = build_planner()
        self._account = Advertiser.model_validate({"id": "x", "name": "店", "products": [{"name": "货"}]})
        self._titles = itertools.cycle(TITLES)
        self._guard = threading.Lock()

    def complete(self, prompt: str) -> str:
        asked = ASKED.search(prompt)
        with self._guard:
            self.seen["read" if asked else "write"] += 1
            return self._read(int(asked[1]), asked[2], asked[3]) if asked else next(self._titles)

    def _read(self, shown: int, last: str, message: str) -> str:
        before = None if last == "none" else Intent(last)
        ids = tuple(f"t{number}" for number in range(shown))
        lists = (ShownList(turn=0, intent=Intent.GENERATE, title_ids=ids, texts=ids),) if shown else ()
        context = PlannerContext(advertiser=self._account, shown=lists, last_intent=before)
        plan = self._planner.plan(message, context)
        edit = plan.edit
        said: dict[str, Any] = {"intent": str(plan.intent), "count": edit.count, "max": edit.max_chars}
        said |= {"min": edit.min_chars, "include": list(edit.include_add), "avoid": list(edit.avoid_add)}
        said |= {"topic": edit.topic, "tone": edit.tone, "audience": edit.audience}
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


class Handler(BaseHTTPRequestHandler):
    """OpenAI's protocol, as far as it is used."""

    mind: Mind

    def do_GET(self) -> None:
        listing = {"data": [{"id": "reader-large", "object": "model", "owned_by": "vllm"}]}
        self._send(json.dumps(dict(self.mind.seen) if self.path == "/seen" else listing))

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        text = self.mind.complete(body["prompt"])
        scores = {"token_logprobs": [-0.2] * len(text)} if body.get("logprobs") else None
        choice = {"index": 0, "text": text, "finish_reason": "stop", "logprobs": scores}
        usage = {"completion_tokens": len(text)}
        chunks = [{"choices": [choice], "usage": usage}, {"choices": [], "usage": usage}]
        self._send("".join(f"data: {json.dumps(chunk)}\n\n" for chunk in chunks) + "data: [DONE]\n\n")

    def _send(self, text: str) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: object) -> None:
        pass


def main() -> None:
    """Serve on a free port of this machine until the process is ended."""
    handler = type("Reading", (Handler,), {"mind": Mind()})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        sys.stdout.write(f"{http.server_port}\n")
        sys.stdout.flush()
        http.serve_forever()


if __name__ == "__main__":
    main()
