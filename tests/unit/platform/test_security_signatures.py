"""Signatures by Standard Webhooks: what we make, and what we believe."""

from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook

from crm_platform.security.signatures import (
    NotAuthentic,
    SignatureInvalid,
    SignatureMissing,
    TimestampTooNew,
    TimestampTooOld,
    new_secret,
    sign,
    verify,
)

NOW = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)
BODY = '{"type":"invoice.issued","data":{"note":"已开票"}}'.encode()
OLD, NEW, STRANGER = new_secret(), new_secret(), new_secret()


def test_the_reference_example_of_the_specification_has_its_published_signature() -> None:
    headers = sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        datetime.fromtimestamp(1614265330, UTC),
    )
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_the_reference_library_accepts_what_we_sign() -> None:
    Webhook(NEW).verify(BODY, sign("m1", BODY, [NEW], datetime.now(UTC)), json_parse=False)


@given(
    st.binary(max_size=200), st.datetimes(datetime(2001, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))
)
def test_what_we_sign_we_believe(body: bytes, at: datetime) -> None:
    assert verify(sign("m1", body, [NEW], at), body, [NEW], at) == "m1"


def test_a_new_secret_has_256_bits_and_is_never_the_same() -> None:
    assert len(b64decode(OLD.removeprefix("whsec_"))) == 32
    assert len({new_secret() for _ in range(100)}) == 100


def test_one_message_carries_a_signature_per_secret_during_a_rotation() -> None:
    headers = sign("m1", BODY, [OLD, NEW], NOW)
    assert len(headers["webhook-signature"].split(" ")) == 2
    for receiver in (OLD, NEW):
        assert verify(headers, BODY, [receiver], NOW) == "m1"


def test_a_receiver_believes_both_secrets_during_a_rotation_and_only_the_new_one_after() -> None:
    with_old = sign("m1", BODY, [OLD], NOW)
    assert verify(with_old, BODY, [NEW, OLD], NOW) == "m1"
    with pytest.raises(SignatureInvalid):
        verify(with_old, BODY, [NEW], NOW)


def test_without_any_secret_nothing_is_believed_and_nothing_signed() -> None:
    with pytest.raises(SignatureInvalid):
        verify(sign("m1", BODY, [NEW], NOW), BODY, [], NOW)
    with pytest.raises(ValueError, match="secret"):
        sign("m1", BODY, [], NOW)


def test_a_signature_is_believed_up_to_and_including_300_seconds_in_both_directions() -> None:
    headers = sign("m1", BODY, [NEW], NOW)
    for skew in (-300, -299, 0, 299, 300):
        assert verify(headers, BODY, [NEW], NOW + timedelta(seconds=skew)) == "m1"


def test_a_right_signature_is_too_old_after_301_seconds() -> None:
    with pytest.raises(TimestampTooOld):
        verify(sign("m1", BODY, [NEW], NOW), BODY, [NEW], NOW + timedelta(seconds=301))


def test_a_right_signature_is_too_new_301_seconds_ahead() -> None:
    with pytest.raises(TimestampTooNew):
        verify(sign("m1", BODY, [NEW], NOW), BODY, [NEW], NOW - timedelta(seconds=301))


def test_only_who_knows_the_secret_learns_that_the_time_is_at_fault() -> None:
    with pytest.raises(SignatureInvalid):
        verify(sign("m1", BODY, [STRANGER], NOW), BODY, [NEW], NOW + timedelta(days=1))


@pytest.mark.parametrize("place", range(len(BODY)))
def test_a_body_changed_by_one_bit_is_refused_at_every_place(place: int) -> None:
    changed = BODY[:place] + bytes([BODY[place] ^ 1]) + BODY[place + 1 :]
    with pytest.raises(SignatureInvalid):
        verify(sign("m1", BODY, [NEW], NOW), changed, [NEW], NOW)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("webhook-id", "m2"),
        ("webhook-timestamp", str(int(NOW.timestamp()) + 1)),
        ("webhook-signature", "v1,AAAA"),
        ("webhook-signature", "v1"),
        ("webhook-signature", "v1,not base64!,,"),
        ("webhook-signature", "v2," + "A" * 43 + "="),
        ("webhook-signature", "v1a,abc v1,"),
    ],
)
def test_a_changed_header_is_refused(header: str, value: str) -> None:
    with pytest.raises(SignatureInvalid):
        verify({**sign("m1", BODY, [NEW], NOW), header: value}, BODY, [NEW], NOW)


@pytest.mark.parametrize("header", ["webhook-id", "webhook-timestamp", "webhook-signature"])
@pytest.mark.parametrize("value", [None, "", "a.b", "1 2\n", "é", "x" * 5000, "1e9", "-1", "nan", "１２"])
def test_a_missing_or_malformed_header_is_named(header: str, value: str | None) -> None:
    headers = {**sign("m1", BODY, [NEW], NOW), header: value}
    with pytest.raises(NotAuthentic) as refused:
        verify({name: text for name, text in headers.items() if text is not None}, BODY, [NEW], NOW)
    assert refused.value.status == 401
    if value in (None, "", "é"):
        assert isinstance(refused.value, SignatureMissing)
        assert refused.value.params == {"header": header}


def test_the_borders_between_id_time_and_body_cannot_be_moved() -> None:
    stamp = str(int(NOW.timestamp()))
    body = f"{stamp}.{{}}".encode()
    headers = sign("m1", body, [NEW], NOW)
    with pytest.raises(NotAuthentic):
        verify({**headers, "webhook-id": f"m1.{stamp}"}, b"{}", [NEW], NOW)


@pytest.mark.parametrize("message_id", ["", "a.b", "a b", "a\n", "é", "x" * 256])
def test_an_id_that_could_be_misread_is_not_signed(message_id: str) -> None:
    with pytest.raises(ValueError, match="message id"):
        sign(message_id, BODY, [NEW], NOW)


def test_a_body_of_any_charset_is_signed_and_believed() -> None:
    body = "From: 梁".encode("gb18030")
    headers = sign("m1", body, [NEW], NOW)
    assert verify(headers, body, [NEW], NOW) == "m1"
    with pytest.raises(SignatureInvalid):
        verify(headers, body.replace(b":", b";"), [NEW], NOW)


def test_each_refusal_has_its_own_code_and_the_status_401() -> None:
    kinds = (SignatureMissing, SignatureInvalid, TimestampTooOld, TimestampTooNew)
    assert len({kind.code for kind in kinds}) == 4
    assert {kind.status for kind in kinds} == {401}
