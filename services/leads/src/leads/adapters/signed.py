"""Proves who sent a message by a shared secret, as Standard Webhooks 1.0.0 lays down, over bytes of any charset."""

import hmac
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from crm_platform.errors import DomainError

TOLERANCE = timedelta(seconds=300)


class NotSigned(DomainError):
    """Not signed with a secret that we know, or not lately."""

    code = "not-signed"
    status = 401
    title_en = "The message is not signed, or not lately"
    title_zh = "消息缺少有效签名或签名已过期"


def sign(message_id: str, body: bytes, secret: str, now: datetime) -> dict[str, str]:
    """The three headers for `body`."""
    timestamp = str(int(now.timestamp()))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": _signature(message_id, timestamp, body, secret),
    }


def check(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> None:
    """Raises `NotSigned` unless one of `secrets` signed exactly these bytes at most `TOLERANCE` away from `now`."""
    message_id, timestamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    given = headers.get("webhook-signature", "").split(" ")
    # A dot in the id would let its border to the time move.
    if not message_id or "." in message_id or not (timestamp.isascii() and timestamp.isdigit()):
        raise NotSigned
    if len(timestamp) > 11 or abs(now - datetime.fromtimestamp(int(timestamp), UTC)) > TOLERANCE:
        raise NotSigned
    expected = [_signature(message_id, timestamp, body, secret) for secret in secrets]
    if not any(hmac.compare_digest(mine.encode(), theirs.encode()) for mine in expected for theirs in given):
        raise NotSigned


def _signature(message_id: str, timestamp: str, body: bytes, secret: str) -> str:
    signed = f"{message_id}.{timestamp}.".encode() + body
    mac = hmac.new(b64decode(secret.removeprefix("whsec_")), signed, sha256)
    return "v1," + b64encode(mac.digest()).decode()
