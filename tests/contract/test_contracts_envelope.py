"""The envelope on the wire: a CloudEvent in Kafka's binary mode, the same after a round trip, and a clear
refusal of everything else.
"""

import json
from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_contracts.envelope import Envelope, InvalidEnvelope
from crm_contracts.schemas import asyncapi

Record = tuple[list[tuple[str, bytes]], bytes | None, bytes | None]

EVENT = Envelope(
    id=UUID("0198a2f0-0000-5000-8000-000000000001"),
    type="crm.leads.LeadDisqualified.v1",
    source="leads",
    subject="0198a2f0-0000-7000-8000-000000000002",
    time=datetime(2026, 3, 1, 8, 30, 0, 250000, tzinfo=UTC),
    position=41,
    version=3,
    correlationid="0198a2f0-0000-7000-8000-000000000003",
    causationid="0198a2f0-0000-7000-8000-000000000004",
    actor="李雷",
    traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    data={"reason": "预算取消", "disqualified_at": "2026-03-01T08:30:00Z"},
)


def record_of(event: Envelope) -> Record:
    return event.to_headers(), event.key(), event.body()


def with_header(name: str, value: bytes) -> list[tuple[str, bytes]]:
    return [(header, value if header == name else old) for header, old in EVENT.to_headers()]


def test_a_record_is_a_cloudevent_in_binary_mode() -> None:
    headers, key, value = record_of(EVENT)
    assert dict(headers) == {
        "ce_specversion": b"1.0",
        "ce_id": b"0198a2f0-0000-5000-8000-000000000001",
        "ce_type": b"crm.leads.LeadDisqualified.v1",
        "ce_source": b"leads",
        "ce_subject": b"0198a2f0-0000-7000-8000-000000000002",
        "ce_time": b"2026-03-01T08:30:00.250000+00:00",
        "ce_position": b"41",
        "ce_version": b"3",
        "ce_correlationid": b"0198a2f0-0000-7000-8000-000000000003",
        "ce_causationid": b"0198a2f0-0000-7000-8000-000000000004",
        "ce_actor": "李雷".encode(),
        "ce_traceparent": b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "content-type": b"application/json",
    }
    assert key == EVENT.subject.encode()
    assert value == '{"reason":"预算取消","disqualified_at":"2026-03-01T08:30:00Z"}'.encode()


def test_headers_are_what_the_asyncapi_document_says() -> None:
    described = asyncapi("leads")["components"]["schemas"]["CloudEventHeaders"]
    headers = {name: value.decode() for name, value in EVENT.to_headers()}
    jsonschema_rs.validate(described, headers)
    # The relay adds the position before, which it knows only when it sends.
    assert {*headers, "ce_previous"} == set(described["properties"])
    least = replace(EVENT, causationid=None, traceparent=None)
    assert {name for name, _ in least.to_headers()} == set(described["required"])


def test_structured_mode_holds_the_same_attributes_and_the_content() -> None:
    document = json.loads(json.dumps(EVENT.to_json()))
    assert document.pop("data") == EVENT.data
    assert document.pop("datacontenttype") == "application/json"
    assert document.pop("version") == 3
    binary = {name.removeprefix("ce_"): value.decode() for name, value in EVENT.to_headers()}
    del binary["content-type"], binary["version"]
    assert document == binary
    assert {"causationid", "traceparent"}.isdisjoint(
        replace(EVENT, causationid=None, traceparent=None).to_json()
    )


def test_an_envelope_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        EVENT.position = 1  # type: ignore[misc]


attributes = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=250
)  # up to 4 bytes each
json_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=30)
json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | json_texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(json_texts, inner, max_size=4),
    max_leaves=12,
)
zones = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
envelopes = st.builds(
    Envelope,
    id=st.uuids(),
    type=attributes,
    source=attributes,
    subject=attributes,
    time=st.datetimes(timezones=zones).filter(lambda time: 1 < time.year < 9999),
    position=st.integers(1, 2**63 - 1),
    version=st.integers(1, 2**31 - 1),
    correlationid=attributes,
    causationid=st.none() | attributes,
    actor=attributes,
    traceparent=st.none() | attributes,
    data=st.dictionaries(json_texts, json_values, max_size=5),
)


@given(envelopes)
def test_an_envelope_survives_the_wire(event: Envelope) -> None:
    read = Envelope.from_record(*record_of(event))
    assert read == event
    assert read.time.tzinfo is UTC


@given(
    st.sampled_from([name for name, _ in EVENT.to_headers()]),
    st.binary(max_size=60) | st.text(max_size=60).map(str.encode) | st.integers().map(lambda n: b"%d" % n),
)
def test_any_bytes_in_a_header_are_read_or_refused(name: str, value: bytes) -> None:
    read_or_refused(with_header(name, value), EVENT.key(), EVENT.body())


@given(st.binary() | st.text().map(str.encode) | json_values.map(lambda value: json.dumps(value).encode()))
def test_any_body_is_read_or_refused(value: bytes) -> None:
    read_or_refused(EVENT.to_headers(), EVENT.key(), value)


@given(st.lists(st.tuples(st.text(), st.binary())), st.none() | st.binary(), st.none() | st.binary())
def test_any_record_is_read_or_refused(
    headers: list[tuple[str, bytes]], key: bytes | None, value: bytes | None
) -> None:
    read_or_refused(headers, key, value)


def read_or_refused(headers: Sequence[tuple[str, bytes]], key: bytes | None, value: bytes | None) -> None:
    try:
        event = Envelope.from_record(headers, key, value)
    except InvalidEnvelope:
        return
    stored = json.dumps(event.to_json(), allow_nan=False, ensure_ascii=False).encode()
    assert b"\\u0000" not in stored.replace(b"\\\\", b"")
    assert 1 <= event.position < 2**63


def without(name: str) -> list[tuple[str, bytes]]:
    return [header for header in EVENT.to_headers() if header[0] != name]


NULL: Any = None
GOOD = EVENT.to_headers()
GARBAGE: dict[str, tuple[list[tuple[str, bytes]], bytes | None, bytes | None, str]] = {
    "no headers": ([], EVENT.key(), EVENT.body(), "not a CloudEvent"),
    "other version": (with_header("ce_specversion", b"0.3"), EVENT.key(), EVENT.body(), "version is not 1.0"),
    "id missing": (without("ce_id"), EVENT.key(), EVENT.body(), "id is missing"),
    "id null": (with_header("ce_id", NULL), EVENT.key(), EVENT.body(), "id is missing"),
    "id not a uuid": (with_header("ce_id", b"7"), EVENT.key(), EVENT.body(), "id is not a UUID: '7'"),
    "type missing": (without("ce_type"), EVENT.key(), EVENT.body(), "type is missing"),
    "source empty": (with_header("ce_source", b""), EVENT.key(), EVENT.body(), "source is missing or empty"),
    "actor missing": (without("ce_actor"), EVENT.key(), EVENT.body(), "actor is missing"),
    "position missing": (without("ce_position"), EVENT.key(), EVENT.body(), "position is missing"),
    "position zero": (with_header("ce_position", b"0"), EVENT.key(), EVENT.body(), "position is not an int"),
    "position signed": (
        with_header("ce_position", b"+4"),
        EVENT.key(),
        EVENT.body(),
        "position is not an int",
    ),
    "position past bigint": (with_header("ce_position", b"9" * 19), EVENT.key(), EVENT.body(), "position is"),
    "position endless": (with_header("ce_position", b"1" * 9999), EVENT.key(), EVENT.body(), "position is"),
    "version past int": (
        with_header("ce_version", b"2147483648"),
        EVENT.key(),
        EVENT.body(),
        "version is not",
    ),
    "time local": (
        with_header("ce_time", b"2026-03-01T08:30:00"),
        EVENT.key(),
        EVENT.body(),
        "with an offset",
    ),
    "time impossible": (
        with_header("ce_time", b"2026-02-30T08:30:00Z"),
        EVENT.key(),
        EVENT.body(),
        "time is not",
    ),
    "time before year 1": (
        with_header("ce_time", b"0001-01-01T00:00:00+08:00"),
        EVENT.key(),
        EVENT.body(),
        "time is not",
    ),
    "actor not UTF-8": (with_header("ce_actor", b"\xff"), EVENT.key(), EVENT.body(), "actor is not UTF-8"),
    "actor with NUL": (with_header("ce_actor", b"a\x00"), EVENT.key(), EVENT.body(), "control character"),
    "actor too long": (with_header("ce_actor", b"a" * 1025), EVENT.key(), EVENT.body(), "longer than 1024"),
    "attribute twice": ([*GOOD, ("ce_id", b"x")], EVENT.key(), EVENT.body(), "id is repeated"),
    "other content": (
        with_header("content-type", b"text/csv"),
        EVENT.key(),
        EVENT.body(),
        "content-type is not",
    ),
    "structured": (
        with_header("content-type", b"application/cloudevents+json"),
        EVENT.key(),
        EVENT.body(),
        "structured",
    ),
    "no key": (GOOD, None, EVENT.body(), "key is not the subject"),
    "other key": (GOOD, b"x", EVENT.body(), "key is not the subject"),
    "tombstone": (GOOD, EVENT.key(), None, "tombstone"),
    "empty body": (GOOD, EVENT.key(), b"", "not JSON"),
    "half a body": (GOOD, EVENT.key(), EVENT.body()[:-3], "not JSON"),
    "array": (GOOD, EVENT.key(), b"[1]", "not a JSON object but list"),
    "deep": (GOOD, EVENT.key(), b'{"a":' * 10_000, "recursion limit"),
    "NaN": (GOOD, EVENT.key(), b'{"a":NaN}', "not JSON"),
    "infinite": (GOOD, EVENT.key(), b'{"a":[{"b":1e999}]}', "beyond the range"),
    "NUL in the body": (GOOD, EVENT.key(), b'{"a":[{"b":"\\u0000"}]}', "U+0000"),
    "NUL in a name": (GOOD, EVENT.key(), b'{"a":{"\\u0000":1}}', "U+0000"),
    "half a surrogate": (GOOD, EVENT.key(), b'{"a":"\\ud800"}', "not JSON"),
    "body not UTF-8": (GOOD, EVENT.key(), b'{"a":"\xff"}', "not JSON"),
}


@pytest.mark.parametrize("garbage", GARBAGE)
def test_garbage_is_refused_with_its_reason(garbage: str) -> None:
    headers, key, value, reason = GARBAGE[garbage]
    with pytest.raises(InvalidEnvelope) as refusal:
        Envelope.from_record(headers, key, value)
    assert reason in str(refusal.value)
    assert len(str(refusal.value)) < 300


def test_unknown_extensions_and_other_headers_are_ignored() -> None:
    strangers = [("ce_partitionkey", b"7"), ("ce_x", b"\xff"), ("traceparent", b"1"), ("traceparent", b"2")]
    assert Envelope.from_record([*strangers, *GOOD], EVENT.key(), EVENT.body()) == EVENT


def test_the_content_type_may_be_absent_or_have_parameters() -> None:
    assert Envelope.from_record(without("content-type"), EVENT.key(), EVENT.body()) == EVENT
    parameterized = with_header("content-type", b"Application/JSON; charset=utf-8")
    assert Envelope.from_record(parameterized, EVENT.key(), EVENT.body()) == EVENT


def test_an_escaped_backslash_before_u0000_is_no_nul() -> None:
    read = Envelope.from_record(GOOD, EVENT.key(), b'{"path":"C:\\\\u0000"}')
    assert read.data == {"path": "C:\\u0000"}
