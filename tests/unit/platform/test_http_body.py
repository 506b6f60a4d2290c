"""Which JSON is accepted, told by how it could hurt."""

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import ClientDisconnect

from crm_platform.errors import Invalid, Malformed, PayloadTooLarge
from crm_platform.http.body import (
    DuplicateMember,
    InvalidJson,
    JsonTooDeep,
    NumberOutOfRange,
    is_json,
    limited,
    parse_json,
    read_body,
)

scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
)
text = st.text(st.characters(codec="utf-8", exclude_characters="\x00"))
values = st.recursive(
    scalars | text, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4)
)


@given(values, st.booleans())
def test_what_json_can_say_is_read_as_it_was_said(value: Any, ascii_only: Any) -> None:
    assert parse_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@given(st.binary(max_size=200))
def test_no_bytes_do_more_than_be_refused(body: bytes) -> None:
    with contextlib.suppress(Malformed, Invalid):
        parse_json(body)


@pytest.mark.parametrize(("levels", "accepted"), [(64, True), (65, False)])
def test_nesting_ends_at_64_levels(levels: Any, accepted: Any) -> None:
    body = b"[" * levels + b"]" * levels
    if accepted:
        parse_json(body)
    else:
        with pytest.raises(JsonTooDeep):
            parse_json(body)


def test_brackets_in_text_do_not_nest() -> None:
    assert parse_json(b'["' + b"[{" * 100 + b'\\"[[["]') == ["[{" * 100 + '"[[[']


def test_many_brackets_side_by_side_do_not_nest() -> None:
    assert len(parse_json(b"[" + b"[]," * 1000 + b"[]]")) == 1001


@pytest.mark.parametrize(
    "number", [b"NaN", b"Infinity", b"-Infinity", b"1e999", b"9223372036854775808", b"-9223372036854775809"]
)
def test_numbers_beyond_every_store_are_refused(number: Any) -> None:
    with pytest.raises(NumberOutOfRange):
        parse_json(b'{"n": ' + number + b"}")


def test_a_member_twice_is_refused_at_any_depth() -> None:
    with pytest.raises(DuplicateMember):
        parse_json(b'[{"a": {"b": 1, "b": 1}}]')


@pytest.mark.parametrize(
    "body", [b"", b"{", b"{}x", b"\xef\xbb\xbf{}", b'{"a": "\x00"}', b'"\xff"', b"'a'", b"{a: 1}", b"01"]
)
def test_what_is_no_json_is_refused(body: Any) -> None:
    with pytest.raises(InvalidJson):
        parse_json(body)


def test_text_no_store_holds_is_refused_where_it_stands() -> None:
    with pytest.raises(Invalid) as refused:
        parse_json(b'{"a": ["ok", "\\u0000"], "b\\ud800": {"c": "\\udc00\\ud800"}}')
    assert [error.pointer for error in refused.value.errors] == ["#/a/1", "#", "#/b?/c"]


def test_a_pair_of_surrogates_is_a_character() -> None:
    assert parse_json(b'"\\ud83d\\ude00 \\\\u0000"') == "😀 \\u0000"


@pytest.mark.parametrize(
    ("content_type", "json_"),
    [
        (b"application/json", True),
        (b"Application/JSON; charset=utf-8", True),
        (b"application/merge-patch+json", True),
        (b"text/json", False),
        (b"application/jsonp", False),
        (b"text/plain", False),
        (b"", False),
    ],
)
def test_json_is_known_by_its_media_type(content_type: Any, json_: Any) -> None:
    assert is_json(content_type) is json_


def receiving(*parts: bytes, then: str = "end") -> Any:
    messages = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    messages.append({"type": "http.request"} if then == "end" else {"type": "http.disconnect"})

    async def receive() -> Any:
        return messages.pop(0)

    return receive


async def test_a_body_in_pieces_is_put_together() -> None:
    assert await read_body(receiving(b"a", b"", b"b"), 2) == b"ab"
    assert await read_body(receiving(), 0) == b""


async def test_a_body_is_refused_at_the_first_byte_too_many() -> None:
    with pytest.raises(PayloadTooLarge):
        await read_body(receiving(b"ab", b"c", b"d"), 2)
    receive = limited(receiving(b"ab", b"c", b"d"), 2)
    await receive()
    with pytest.raises(PayloadTooLarge):
        await receive()


async def test_a_client_that_goes_away_leaves_no_half_body() -> None:
    with pytest.raises(ClientDisconnect):
        await read_body(receiving(b"half", then="gone"), 10)
