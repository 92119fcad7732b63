"""Every error is `{"error": {"code", "message"}}`, in the caller's language."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from agent.session import ThreadBusy
from tools.store import NotFound
from ui.api.keys import KeyFileError

_log = logging.getLogger(__name__)
Language = Literal["zh", "en"]

MESSAGES: dict[str, tuple[int, str, str]] = {
    "unauthorized": (
        401,
        "缺少有效的 API 密钥：请在 Authorization 头里写 Bearer <密钥>。",
        "A valid API key is missing: send it as `Authorization: Bearer <key>`.",
    ),
    "not_found": (404, "没有找到，或不属于这个密钥。", "There is no such thing, or it is not this key's."),
    "model_not_found": (404, "没有这个模型，见 GET /v1/models。", "There is no such model: see GET /v1/models."),
    "no_route": (404, "没有这个地址，见 /api/v1/openapi.json。", "There is no such address: see /api/v1/openapi.json."),
    "method_not_allowed": (405, "这个地址不支持该方法。", "This address does not take that method."),
    "busy": (
        409,
        "这个对话的上一条消息还在处理，请稍后再试。",
        "The last message of this conversation is still running: try again later.",
    ),
    "replaced": (
        409,
        "这个操作已经被后来的一个替换，请确认新的那个。",
        "A newer action took the place of this one: approve the newer one.",
    ),
    "race_too_small": (422, "赛马至少要两条标题。", "A race needs two titles at least."),
    "already_decided": (409, "这个操作已经处理过了。", "This action has been decided before."),
    "too_large": (413, "请求太大：最多 1 MiB。", "The request is too large: at most 1 MiB."),
    "invalid": (422, "参数不对：{details}", "Something in the request is wrong: {details}"),
    "invalid_json": (400, "请求体不是有效的 JSON。", "The body is not valid JSON."),
    "tool_failed": (422, "{details}", "{details}"),
    "illegal_title": (422, "有标题违反广告法，不能投放：{details}", "Not legal to publish: {details}"),
    "rate_limited": (429, "请求太频繁，请 {seconds} 秒后再试。", "Too many requests: try again in {seconds} s."),
    "internal": (500, "服务器出错了，已记录，请稍后再试。", "Something failed here and was logged: try again later."),
    "keys_unreadable": (503, "密钥文件无法读取，请联系管理员。", "The file of keys cannot be read: ask the operator."),
}

# pydantic's kinds of error, in words; what is not here is "wrong form".
_FIELD_ERRORS: dict[str, tuple[str, str]] = {
    "missing": ("缺少这一项", "is missing"),
    "extra_forbidden": ("没有这一项", "is not known"),
    "string_too_short": ("至少 {min_length} 个字", "needs at least {min_length} characters"),
    "string_too_long": ("最多 {max_length} 个字", "may have at most {max_length} characters"),
    "too_short": ("至少 {min_length} 项", "needs at least {min_length} items"),
    "too_long": ("最多 {max_length} 项", "may have at most {max_length} items"),
    "greater_than_equal": ("不能小于 {ge}", "must be at least {ge}"),
    "less_than_equal": ("不能大于 {le}", "must be at most {le}"),
    "string_unicode": ("含有无效字符", "holds invalid characters"),
    "string_pattern_mismatch": ("含有空字符", "holds NUL characters"),
    "int_type": ("应为整数", "must be an integer"),
    "int_parsing": ("应为整数", "must be an integer"),
    "string_type": ("应为文字", "must be text"),
    "bool_type": ("应为 true 或 false", "must be true or false"),
    "list_type": ("应为列表", "must be a list"),
    "literal_error": ("应为 {expected} 之一", "must be one of {expected}"),
}
_WRONG_FORM = ("格式不对", "has the wrong form")
SHOWN_FIELDS = 5


class ErrorBody(BaseModel):
    code: str
    message: str


class ErrorReply(BaseModel):
    error: ErrorBody


class ApiError(Exception):
    """An answer other than success. `code` is one of `MESSAGES`, `values` fill its message."""

    def __init__(self, code: str, headers: Mapping[str, str] | None = None, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.headers = dict(headers or {})
        self.values = values


def language_of(accepted: str | None) -> Language:
    """The better liked of Chinese and English in an Accept-Language header; Chinese when it names neither."""
    best: tuple[float, Language] | None = None
    for part in (accepted or "").lower().split(",")[:20]:
        tag, _, quality = part.partition(";")
        name: Language | None = "zh" if tag.strip().startswith("zh") else "en" if tag.strip().startswith("en") else None
        weight = _weight(quality)
        if name and weight > (best[0] if best else 0.0):
            best = (weight, name)
    return best[1] if best else "zh"


def _weight(quality: str) -> float:
    try:
        return float(quality.strip().removeprefix("q=") or 1.0)
    except ValueError:
        return 0.0


def respond(error: ApiError, language: Language) -> JSONResponse:
    status, chinese, english = MESSAGES[error.code]
    message = (chinese if language == "zh" else english).format(**error.values)
    body = ErrorReply(error=ErrorBody(code=error.code, message=message))
    return JSONResponse(body.model_dump(), status, {"Content-Language": language, **error.headers})


def describe(errors: Sequence[Any], language: Language) -> str:
    """The first few field errors in one line: `texts.0: ...; n: ...`. Never repeats what was sent."""
    index = 0 if language == "zh" else 1
    told = []
    for one in errors[:SHOWN_FIELDS]:
        where = ".".join(str(step) for step in one["loc"][1:]) or str(one["loc"][0])
        template = _FIELD_ERRORS.get(one["type"], _WRONG_FORM)[index]
        told.append(f"{_printable(where)} {template.format(**one.get('ctx', {}))}")
    return ("；" if language == "zh" else "; ").join(told)


def _printable(where: str) -> str:
    """A field's name as sent may be anything."""
    return "".join(letter if letter.isprintable() else "?" for letter in where[:60])


def add_handlers(app: FastAPI) -> None:
    """Turn everything that can go wrong into an `ErrorReply`."""

    def answer(request: Request, error: ApiError) -> JSONResponse:
        request.scope["miaoti.error"] = error.code
        return respond(error, language_of(request.headers.get("accept-language")))

    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        problems = error.errors()
        if any(one["type"] == "json_invalid" for one in problems):
            return answer(request, ApiError("invalid_json"))
        language = language_of(request.headers.get("accept-language"))
        return answer(request, ApiError("invalid", details=describe(problems, language)))

    def http(request: Request, error: HTTPException) -> JSONResponse:
        code = {404: "no_route", 405: "method_not_allowed"}.get(error.status_code, "invalid_json")
        return answer(request, ApiError(code, error.headers))

    def crashed(request: Request, error: Exception) -> JSONResponse:
        _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
        return answer(request, ApiError("internal"))

    app.exception_handler(ApiError)(answer)
    app.exception_handler(NotFound)(lambda request, _error: answer(request, ApiError("not_found")))
    app.exception_handler(ThreadBusy)(lambda request, _error: answer(request, ApiError("busy")))
    app.exception_handler(KeyFileError)(lambda request, _error: answer(request, ApiError("keys_unreadable")))
    app.exception_handler(RequestValidationError)(invalid)
    app.exception_handler(HTTPException)(http)
    app.exception_handler(Exception)(crashed)
