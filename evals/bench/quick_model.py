"""A model server that answers at once, so that a measurement shows everything but the model.

It speaks the streamed form of OpenAI's `/v1/completions` and writes made-up clauses in turn; no product part uses it.
"""

from __future__ import annotations

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STARTS = ("加班到深夜", "周末的早上", "地铁上", "搬家那天", "下雨天", "旅行路上", "同事聚餐", "一个人住")
ENDS = (
    "我才懂它的好",
    "全靠它撑着",
    "谁用谁知道",
    "打开就停不下来",
    "居然省了半天",
    "朋友都来问我",
    "真的不想放下",
    "越用越顺手",
)


class _Answer(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    lines: Iterator[tuple[str, str]]

    def do_GET(self) -> None:
        self._send("application/json", json.dumps({"data": [{"id": "quick", "owned_by": "llamacpp"}]}))

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["content-length"]))
        text = "，".join(next(self.lines))
        first = {"choices": [{"index": 0, "text": text, "finish_reason": None}]}
        usage = {"prompt_tokens": 40, "completion_tokens": len(text)}
        last = {"choices": [{"index": 0, "text": "", "finish_reason": "stop"}], "usage": usage}
        self._send("text/event-stream", "".join(f"data: {json.dumps(one)}\n\n" for one in (first, last)))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""

    def _send(self, kind: str, content: str) -> None:
        body = content.encode()
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def quick_model() -> Iterator[str]:
    """Serve it on a free loopback port; gives its address."""
    handler = type("Answer", (_Answer,), {"lines": itertools.cycle(itertools.product(STARTS, ENDS))})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, name="quick model", daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
