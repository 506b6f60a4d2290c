"""What may come in a request body: how much, how slowly, and which JSON. Refused here, it never reaches a service.

Python's own parser accepts NaN, duplicate members, lone surrogates and numbers without bounds, and none of these
survives the way to the stores and back.
"""

from __future__ import annotations

import asyncio
import json
import math
import re
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NoReturn

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from crm_platform.errors import DomainError, Invalid, Malformed, PayloadTooLarge
from crm_platform.http.problems import pointer

DEEPEST = 64
SLOWEST = 30.0
"""Seconds within which a JSON body must have come."""

_STRING = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.DOTALL)
_NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_STEP = [1 if byte in b"[{" else -1 for byte in range(256)]
_SUSPICIOUS = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_NOT_TEXT = re.compile("[\x00\ud800-\udfff]")
_LARGEST_INT = 2**63


class InvalidJson(Malformed):
    """The body is no JSON (RFC 8259)."""

    code = "invalid-json"
    title_en = "The body is not valid JSON"
    title_zh = "请求正文不是有效的 JSON"


class JsonTooDeep(Malformed):
    """The body nests deeper than `limit` levels."""

    code = "json-too-deep"
    title_en = "The JSON nests deeper than {limit} levels"
    title_zh = "JSON 嵌套超过 {limit} 层"


class DuplicateMember(Malformed):
    """An object names the same member twice."""

    code = "duplicate-member"
    title_en = "The JSON names the same member twice"
    title_zh = "JSON 对象中存在重复字段"


class NumberOutOfRange(Malformed):
    """NaN, Infinity, or a number that no store holds."""

    code = "number-out-of-range"
    title_en = "The JSON has a number that is out of range"
    title_zh = "JSON 中的数字超出范围"


class TooSlow(DomainError):
    """The body did not come in time."""

    code = "request-timeout"
    status = 408
    title_en = "The request took too long to arrive"
    title_zh = "请求传输超时"


class UnsupportedMediaType(DomainError):
    """The body is of a kind this operation does not read (`expected`)."""

    code = "unsupported-media-type"
    status = 415
    title_en = "The body must be {expected}"
    title_zh = "请求正文类型必须是 {expected}"


async def read_body(receive: Receive, limit: int) -> bytes:
    """The whole body.

    Raises PayloadTooLarge as soon as more than `limit` bytes have come, TooSlow after `SLOWEST` seconds,
    ClientDisconnect when the client has gone.
    """
    message = await receive()
    if message["type"] == "http.request" and not message.get("more_body"):
        body: bytes = message.get("body", b"")
        _within(len(body), limit)
        return body
    try:
        async with asyncio.timeout(SLOWEST):
            return await _read_on(message, receive, limit)
    except TimeoutError:
        raise TooSlow from None


async def _read_on(message: Message, receive: Receive, limit: int) -> bytes:
    parts = bytearray()
    while True:
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts += message.get("body", b"")
        _within(len(parts), limit)
        if not message.get("more_body"):
            return bytes(parts)
        message = await receive()


def limited(receive: Receive, limit: int) -> Receive:
    """`receive`, but it raises PayloadTooLarge once more than `limit` bytes of body have come."""
    seen = 0

    async def counted() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            _within(seen, limit)
        return message

    return counted


def _within(size: int, limit: int) -> None:
    if size > limit:
        raise PayloadTooLarge(limit=limit)


def is_json(content_type: bytes) -> bool:
    """True for `application/json` and `application/…+json`, whatever its parameters."""
    kind = content_type.partition(b";")[0].strip().lower()
    return kind == b"application/json" or (kind.startswith(b"application/") and kind.endswith(b"+json"))


def parse_json(body: bytes) -> Any:
    """The value of a JSON body.

    Raises InvalidJson, JsonTooDeep, DuplicateMember, NumberOutOfRange (all 400), or Invalid (422) with pointers for
    text that no store holds. Takes less than a second for anything within the body limit.
    """
    if body.count(b"[") + body.count(b"{") > DEEPEST and _depth(body) > DEEPEST:
        raise JsonTooDeep(limit=DEEPEST)
    try:
        text = body.decode()
        value = _decoder.decode(text)
    except ValueError:
        raise InvalidJson from None
    if _SUSPICIOUS.search(text) and (bad := list(_bad_text(value, ()))):
        raise Invalid(errors=[fault for path in bad[:20] for fault in _text_fault(path)])
    return value


def _depth(body: bytes) -> int:
    brackets = _STRING.sub(b"", body).translate(None, _NOT_BRACKETS)
    return max(accumulate(map(_STEP.__getitem__, brackets)), default=0)


def _object(members: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(members)
    if len(value) != len(members):
        raise DuplicateMember
    return value


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise NumberOutOfRange
    return value


def _int(digits: str) -> int:
    # Length first: converting a million digits takes minutes.
    if len(digits) > 20 or not -_LARGEST_INT <= (value := int(digits)) < _LARGEST_INT:
        raise NumberOutOfRange
    return value


def _constant(_name: str) -> NoReturn:
    raise NumberOutOfRange


_decoder = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_float, parse_int=_int, parse_constant=_constant
)


def _bad_text(value: object, path: tuple[object, ...]) -> Iterator[tuple[object, ...]]:
    if isinstance(value, str):
        if _NOT_TEXT.search(value):
            yield path
    elif isinstance(value, dict):
        for name, item in value.items():
            if _NOT_TEXT.search(name):
                yield path
            yield from _bad_text(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _bad_text(item, (*path, index))


def _text_fault(path: tuple[object, ...]) -> Iterator[Any]:
    shown = tuple(_NOT_TEXT.sub("?", step) if isinstance(step, str) else step for step in path)
    yield from Invalid.at(
        pointer(shown),
        "text-not-allowed",
        "Text must not contain U+0000 or lone surrogates",
        "文本不能包含 U+0000 或不成对的代理字符",
    ).errors
