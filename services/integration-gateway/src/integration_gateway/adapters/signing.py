"""Signs what goes to peers and proves what comes from them, as Standard Webhooks 1.0.0 lays down.

The library computes the signatures; the checks around them are made here, because its own `verify` reads the
wall clock, knows one secret and raises errors outside its contract for malformed headers.
"""

from __future__ import annotations

import hmac
import re
import secrets as random
from base64 import b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from standardwebhooks import Webhook

from integration_gateway.domain.errors import (
    SignatureInvalid,
    SignatureMissing,
    TimestampTooNew,
    TimestampTooOld,
)

TOLERANCE = timedelta(seconds=300)

# No dot: the signed text is "id.timestamp.body", and a dot in the id would let its borders move.
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_:\-]{1,255}")
_TIMESTAMP = re.compile(r"[0-9]{1,11}")


def new_secret() -> str:
    """A fresh secret with 256 bits, in the form `whsec_<base64>`."""
    return "whsec_" + b64encode(random.token_bytes(32)).decode()


def sign(message_id: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The three headers for `body`, with one signature per secret: receivers change theirs in peace.

    Raises `ValueError` without a secret, for an id that is not of its form and for a body that is not UTF-8.
    """
    if not secrets:
        raise ValueError("a message cannot be signed without a secret")
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a message id: {message_id!r}")
    signed_at = now.astimezone(UTC)
    text = body.decode()
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(signed_at.timestamp())),
        "webhook-signature": " ".join(Webhook(each).sign(message_id, signed_at, text) for each in secrets),
    }


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> str:
    """The message's id, if one of `secrets` signed exactly these bytes at most `TOLERANCE` away from `now`.

    `headers` have lower-case names. Raises `SignatureMissing`, `SignatureInvalid`, `TimestampTooOld` or
    `TimestampTooNew`; only who knows a secret learns that the time was at fault.
    """
    message_id = _header(headers, "webhook-id", _MESSAGE_ID)
    signed_at = datetime.fromtimestamp(int(_header(headers, "webhook-timestamp", _TIMESTAMP)), UTC)
    given = _header(headers, "webhook-signature", re.compile(r"[\x20-\x7e]{1,4096}")).split(" ")
    try:
        text = body.decode()
    except UnicodeDecodeError:
        raise SignatureInvalid from None
    expected = [Webhook(each).sign(message_id, signed_at, text) for each in secrets]
    if not any(hmac.compare_digest(mine, theirs) for mine in expected for theirs in given):
        raise SignatureInvalid
    tolerance = int(TOLERANCE.total_seconds())
    if now - signed_at > TOLERANCE:
        raise TimestampTooOld(tolerance=tolerance)
    if signed_at - now > TOLERANCE:
        raise TimestampTooNew(tolerance=tolerance)
    return message_id


def _header(headers: Mapping[str, str], name: str, form: re.Pattern[str]) -> str:
    value = headers.get(name, "")
    if not form.fullmatch(value):
        raise SignatureMissing(header=name)
    return value
