"""Signs messages and proves where they come from by shared secrets, as Standard Webhooks 1.0.0 lays down.

Over bytes of any charset; the specification's library signs text only, and its `verify` reads the wall clock.
"""

from __future__ import annotations

import hmac
import re
import secrets as random
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from crm_platform.errors import DomainError

TOLERANCE = timedelta(seconds=300)

# No dot: the signed text is "id.timestamp.body", and a dot in the id would let its borders move.
_MESSAGE_ID = re.compile(r"[A-Za-z0-9_:\-]{1,255}")
_TIMESTAMP = re.compile(r"[0-9]{1,11}")
_SIGNATURES = re.compile(r"[\x20-\x7e]{1,4096}")


class NotAuthentic(DomainError):
    """A message does not prove where it comes from."""

    code = "not-authentic"
    status = 401
    title_en = "The message does not prove its origin"
    title_zh = "无法验证消息来源"


class SignatureMissing(NotAuthentic):
    """One of the three Standard Webhooks headers is absent or not of its form (`header`)."""

    code = "signature-missing"
    title_en = "The header {header} is missing or malformed"
    title_zh = "缺少请求头 {header} 或其格式有误"


class SignatureInvalid(NotAuthentic):
    """No signature in the list was made over these bytes with a secret that is valid now."""

    code = "signature-invalid"
    title_en = "No signature matches the message"
    title_zh = "签名与消息不符"


class TimestampTooOld(NotAuthentic):
    """Rightly signed, but longer ago than the tolerance: possibly replayed."""

    code = "timestamp-too-old"
    title_en = "The message was signed more than {tolerance} seconds ago"
    title_zh = "消息签名时间早于 {tolerance} 秒之前"


class TimestampTooNew(NotAuthentic):
    """Rightly signed, but with a time further ahead than the tolerance."""

    code = "timestamp-too-new"
    title_en = "The message is dated more than {tolerance} seconds ahead"
    title_zh = "消息签名时间超前 {tolerance} 秒以上"


def new_secret() -> str:
    """A fresh secret with 256 bits, in the form `whsec_<base64>`."""
    return "whsec_" + b64encode(random.token_bytes(32)).decode()


def sign(message_id: str, body: bytes, secrets: Sequence[str], now: datetime) -> dict[str, str]:
    """The three headers for `body`, with one signature per secret: receivers change theirs in peace.

    Raises `ValueError` without a secret and for an id that is not of its form.
    """
    if not secrets:
        raise ValueError("a message cannot be signed without a secret")
    if not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a message id: {message_id!r}")
    timestamp = str(int(now.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(_signature(message_id, timestamp, body, each) for each in secrets),
    }


def verify(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> str:
    """The message's id, if one of `secrets` signed exactly these bytes at most `TOLERANCE` away from `now`.

    `headers` have lower-case names. Raises `SignatureMissing`, `SignatureInvalid`, `TimestampTooOld` or
    `TimestampTooNew`; only who knows a secret learns that the time was at fault.
    """
    message_id = _header(headers, "webhook-id", _MESSAGE_ID)
    timestamp = _header(headers, "webhook-timestamp", _TIMESTAMP)
    given = _header(headers, "webhook-signature", _SIGNATURES).split(" ")
    expected = [_signature(message_id, timestamp, body, each) for each in secrets]
    if not any(hmac.compare_digest(mine, theirs) for mine in expected for theirs in given):
        raise SignatureInvalid
    signed_at = datetime.fromtimestamp(int(timestamp), UTC)
    tolerance = int(TOLERANCE.total_seconds())
    if now - signed_at > TOLERANCE:
        raise TimestampTooOld(tolerance=tolerance)
    if signed_at - now > TOLERANCE:
        raise TimestampTooNew(tolerance=tolerance)
    return message_id


def _signature(message_id: str, timestamp: str, body: bytes, secret: str) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    mac = hmac.digest(b64decode(secret.removeprefix("whsec_")), signed, "sha256")
    return "v1," + b64encode(mac).decode()


def _header(headers: Mapping[str, str], name: str, form: re.Pattern[str]) -> str:
    value = headers.get(name, "")
    if not form.fullmatch(value):
        raise SignatureMissing(header=name)
    return value
