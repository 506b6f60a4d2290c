"""Web push as the standards have it: content only the browser can read (RFC 8291), a sender the service can name (RFC 8292).

Written on `cryptography` alone, and checked against the example of RFC 8291: the library for it brings two HTTP clients,
and would connect past the judged addresses.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from datetime import UTC, datetime, timedelta
from os import urandom
from urllib.parse import urlsplit
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from integration_gateway.adapters.addresses import PushAddresses
from integration_gateway.adapters.delivery_client import DeliveryClient, PostAnswer
from integration_gateway.adapters.push_keys import PushKeys
from integration_gateway.application.targets import Target, browser_of
from integration_gateway.domain.errors import NoSecretsKey
from integration_gateway.domain.outcome import Outcome, Verdict, outcome_without_answer

CURVE = ec.SECP256R1()
KEPT_SECONDS = 24 * 3600
"""How long a push service keeps a message for a device that is off."""

_TOKEN_LIFE = timedelta(hours=12)
_RECORD = 4096
_GONE = frozenset({404, 410})
# Wrong keys, or more than the service takes: the same message would be refused again.
_REFUSED = frozenset({400, 401, 403, 413})


class WebPushChannel:
    """Pushes to browsers. A subscription that the push service no longer knows is gone; others stay."""

    def __init__(
        self, client: DeliveryClient, addresses: PushAddresses, keys: PushKeys, contact: str
    ) -> None:
        self._client = client
        self._addresses = addresses
        self._keys = keys
        self._contact = contact

    async def send(self, target: Target, message_id: str, body: bytes) -> Outcome:
        """Encrypt for the browser and post. The topic lets the push service keep one of two that wait there."""
        try:
            address = await self._addresses.find(*browser_of(target.receiver or ""))
            key = await self._keys.private()
        except NoSecretsKey:
            return outcome_without_answer(NoSecretsKey.code)
        if address is None:
            return Outcome(Verdict.GONE, error="unsubscribed")
        headers = {
            "authorization": authorization(key, address.endpoint, self._contact, datetime.now(UTC)),
            "content-encoding": "aes128gcm",
            "content-type": "application/octet-stream",
            "ttl": str(KEPT_SECONDS),
            "topic": to_base64(UUID(message_id).bytes),
            "urgency": "high" if json.loads(body)["urgent"] else "normal",
        }
        if address.endpoint.partition("?")[0].split("/")[2].endswith(".notify.windows.com"):
            headers["x-wns-type"] = "wns/raw"
        content = encrypted(body, from_base64(address.p256dh), from_base64(address.auth))
        return _judged(await self._client.post(address.endpoint, headers, content))

    async def aclose(self) -> None:
        """Close all connections."""
        await self._client.aclose()


def _judged(answer: PostAnswer) -> Outcome:
    status = answer.status
    if status in _GONE:
        return Outcome(Verdict.GONE, status, error="gone", alive=True)
    if status in _REFUSED:
        return Outcome(Verdict.REFUSED, status, error=f"status-{status}")
    return answer.outcome


def encrypted(
    content: bytes,
    browser_key: bytes,
    auth: bytes,
    *,
    salt: bytes | None = None,
    own: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """`content` as one `aes128gcm` record for the browser with this public key (65 bytes) and secret (16 bytes).

    `salt` and `own` are fresh unless given. Raises `ValueError` for a key that is no point, and for too much content.
    """
    if len(content) > _RECORD - 17 - 86:
        raise ValueError("more than a push service takes")
    salt, own = salt or urandom(16), own or ec.generate_private_key(CURVE)
    browser = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, browser_key)
    own_key = raw_public(own)
    shared = own.exchange(ec.ECDH(), browser)
    secret = _derived(shared, auth, b"WebPush: info\0" + browser_key + own_key, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    header = salt + _RECORD.to_bytes(4) + bytes([len(own_key)]) + own_key
    # The byte 2 ends the last record.
    return header + AESGCM(key).encrypt(nonce, content + b"\x02", None)


def authorization(key: ec.EllipticCurvePrivateKey, endpoint: str, contact: str, now: datetime) -> str:
    """The header that says who sends (VAPID), good for this push service and some hours."""
    parts = urlsplit(endpoint)
    claims = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now + _TOKEN_LIFE).timestamp()),
        "sub": contact,
    }
    text = ".".join(
        to_base64(json.dumps(part, separators=(",", ":")).encode())
        for part in ({"typ": "JWT", "alg": "ES256"}, claims)
    )
    r, s = decode_dss_signature(key.sign(text.encode(), ec.ECDSA(hashes.SHA256())))
    signature = to_base64(r.to_bytes(32) + s.to_bytes(32))
    return f"vapid t={text}.{signature}, k={to_base64(raw_public(key))}"


def raw_public(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public half as 65 bytes."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def is_browser_key(text: str) -> bool:
    """Whether this is a P-256 point as browsers give it."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, from_base64(text))
    except ValueError:
        return False
    return True


def to_base64(raw: bytes) -> str:
    """URL-safe, without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_base64(text: str) -> bytes:
    """Raises `ValueError` for what is none."""
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except NotBase64 as error:
        raise ValueError(str(error)) from None


def _derived(secret: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, about).derive(secret)
