"""HTTP to a model server: one key, retries with back-off, errors that say what to do."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterator
from typing import Any

import httpx

from models.llm.errors import EndpointDenied, EndpointError, EndpointUnreachable, ModelRequestError
from models.llm.stopping import Stop

BUSY = {429, 502, 503, 504}
REFUSED = {400, 422}
FIRST_PAUSE = 0.25  # seconds; doubled at each retry, with up to half as much again at random


class Transport:
    """A connection pool to one server. Requests that never reached the model, or met a busy one, are tried again."""

    def __init__(self, url: str, *, key: str | None, timeout: float, retries: int) -> None:
        self.url = url.rstrip("/").removesuffix("/v1")
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx.Client(
            base_url=self.url, headers=headers, timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0))
        )
        self._retries = retries

    def get(self, path: str) -> Any:
        """The JSON at `path`."""
        return self._json(self._http.build_request("GET", path))

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """The JSON that `body` is answered with."""
        return self._json(self._http.build_request("POST", path, json=body))

    def events(self, path: str, body: dict[str, Any], stop: Stop) -> Iterator[dict[str, Any]]:
        """Chunks of a streamed answer until it ends or `stop` wants; hanging up makes the server stop too."""
        if stop.wanted():
            return
        response = self._send(self._http.build_request("POST", path, json=body), stream=True, stop=stop)
        try:
            for line in response.iter_lines():
                if stop.wanted():
                    return
                data = line.removeprefix("data:").strip()
                if line.startswith("data:") and data != "[DONE]":
                    yield self._chunk(data)
                elif line.startswith("error:"):
                    raise EndpointError(f"{self.url} broke off ({line[:300]}); try again")
        except httpx.TimeoutException:
            raise self._unreachable("went silent") from None
        except httpx.TransportError as error:
            raise self._unreachable(f"broke the connection ({error})") from None
        finally:
            response.close()

    def close(self) -> None:
        """Close all connections."""
        self._http.close()

    def _json(self, request: httpx.Request) -> Any:
        response = self._send(request, stream=False)
        try:
            return response.json()
        except ValueError:
            raise EndpointError(f"{request.url} answered no JSON; check the address") from None

    def _chunk(self, data: str) -> dict[str, Any]:
        chunk: dict[str, Any] = json.loads(data)
        if "error" not in chunk:
            return chunk
        error = chunk["error"]
        if isinstance(error, dict) and error.get("code") in REFUSED:  # vLLM sees a wrong grammar once it has begun
            raise _refused(str(error.get("message")))
        raise EndpointError(f"{self.url} failed while answering ({error}); try again")

    def _send(self, request: httpx.Request, *, stream: bool, stop: Stop | None = None) -> httpx.Response:
        for attempt in range(self._retries + 1):
            last = attempt == self._retries or (stop is not None and stop.wanted())
            failure: EndpointUnreachable | None = None
            try:
                response = self._http.send(request, stream=stream)
            except httpx.ConnectTimeout:
                failure = self._unreachable("did not answer in time")
            except httpx.TimeoutException:  # the model may be at work on it: asking again would double the load
                raise self._unreachable("took too long") from None
            except httpx.TransportError as error:
                failure = self._unreachable(f"refused or broke the connection ({error})")
            else:
                if response.is_success:
                    return response
                if last or response.status_code not in BUSY:
                    raise self._refusal(response)
                response.close()
            if last and failure is not None:
                raise failure from None
            time.sleep(FIRST_PAUSE * 2**attempt * (1 + random.random() / 2))
        raise AssertionError("the last attempt returns or raises")

    def _unreachable(self, what: str) -> EndpointUnreachable:
        return EndpointUnreachable(f"the model server at {self.url} {what}; start it or correct MIAOTI_LLM_URL")

    def _refusal(self, response: httpx.Response) -> Exception:
        response.read()
        detail = response.text[:300]
        response.close()
        if response.status_code in {401, 403}:
            return EndpointDenied(f"the model server at {self.url} did not accept the key; correct MIAOTI_LLM_KEY")
        if response.status_code == 404:
            return EndpointError(
                f"{response.url} is unknown there ({detail}); check MIAOTI_LLM_URL and MIAOTI_LLM_MODEL"
            )
        if response.status_code in REFUSED:
            return _refused(detail)
        return EndpointError(f"the model server at {self.url} failed with {response.status_code} ({detail}); try again")


def _refused(detail: str) -> ModelRequestError:
    return ModelRequestError(f"the model server refused the request ({detail}); correct prompt, grammar or sampling")
