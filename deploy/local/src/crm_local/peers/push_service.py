"""A push service with the browsers behind it: believes senders as RFC 8292 has it, reads as RFC 8291 lets a browser."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from secrets import token_bytes
from uuid import uuid4

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi import APIRouter, HTTPException, Request
from pydantic import BaseModel

from crm_local.peers.channel import ChannelPeer

_LARGEST = 4096
_LONGEST_TOKEN = timedelta(hours=24)


class Subscription(BaseModel):
    """What a browser gives to the page: the same as `PushSubscription.toJSON()`."""

    endpoint: str
    keys: dict[str, str]


class Subscribing(BaseModel):
    """The `applicationServerKey` that alone may push to this browser."""

    key: str


@dataclass
class _Browser:
    key: ec.EllipticCurvePrivateKey
    auth: bytes
    sender: bytes
    subscribed: bool = True


class PushService(ChannelPeer):
    """Takes pushes under `/api/push/{browser}`; `/subscriptions` does what a browser does."""

    name = "push-service"

    def __init__(self) -> None:
        self._browsers: dict[str, _Browser] = {}
        super().__init__()

    def router(self) -> APIRouter:
        router = APIRouter()
        router.add_api_route("/subscriptions", self.subscribe, methods=["POST"], status_code=201)
        router.add_api_route("/subscriptions", self.forget_all, methods=["DELETE"], status_code=204)
        router.add_api_route("/api/push/{browser_id}", self.push, methods=["POST"], status_code=201)
        return router

    async def subscribe(self, asked: Subscribing, request: Request) -> Subscription:
        """A fresh browser subscribes."""
        browser = _Browser(ec.generate_private_key(ec.SECP256R1()), token_bytes(16), _decoded(asked.key))
        name = str(uuid4())
        self._browsers[name] = browser
        base = str(request.url).rpartition("/subscriptions")[0]
        public = browser.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _encoded(public), "auth": _encoded(browser.auth)}
        return Subscription(endpoint=f"{base}/api/push/{name}", keys=keys)

    async def forget_all(self) -> None:
        """Every browser takes its permission back."""
        for browser in self._browsers.values():
            browser.subscribed = False

    async def push(self, browser_id: str, request: Request) -> None:
        """Take one message: 410 for a browser that left, 403 for a sender it did not subscribe to."""
        browser = self._browsers.get(browser_id)
        if browser is None or not browser.subscribed:
            raise HTTPException(410, "no such subscription")
        body = await request.body()
        if len(body) > _LARGEST:
            raise HTTPException(413, "too large")
        if request.headers.get("content-encoding") != "aes128gcm" or "ttl" not in request.headers:
            raise HTTPException(400, "content-encoding and ttl are required")
        origin = f"{request.url.scheme}://{request.url.netloc}"
        if not _believed(request.headers.get("authorization", ""), browser.sender, origin):
            self.ledger.refused["not-believed"] += 1
            raise HTTPException(403, "not the subscribed sender")
        try:
            content = _read(body, browser)
        except (InvalidTag, ValueError, IndexError) as error:
            self.ledger.refused["not-readable"] += 1
            raise HTTPException(400, "not readable by this browser") from error
        shown = json.loads(content)
        kept = {**shown, "browser": browser_id, "topic": request.headers.get("topic")}
        self.keep(f"{browser_id}/{shown['id']}", shown["kind"], content, kept)


def _believed(header: str, sender: bytes, origin: str) -> bool:
    """Whether the token was signed lately by the subscribed sender, for this service."""
    scheme, _, rest = header.partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
    if scheme.lower() != "vapid" or _decoded(parts.get("k", "")) != sender:
        return False
    signed, _, signature = parts.get("t", "").rpartition(".")
    raw = _decoded(signature)
    der = encode_dss_signature(int.from_bytes(raw[:32]), int.from_bytes(raw[32:]))
    key = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    try:
        key.verify(der, signed.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    claims = json.loads(_decoded(signed.partition(".")[2]))
    life = datetime.fromtimestamp(claims["exp"], UTC) - datetime.now(UTC)
    return claims["aud"] == origin and timedelta(0) < life <= _LONGEST_TOKEN and "sub" in claims


def _read(body: bytes, browser: _Browser) -> bytes:
    salt, size = body[:16], body[20]
    sender, sealed = body[21 : 21 + size], body[21 + size :]
    shared = browser.key.exchange(
        ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), sender)
    )
    own = browser.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    secret = _derived(shared, browser.auth, b"WebPush: info\0" + own + sender, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    return AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0").removesuffix(b"\x02")


def _derived(secret: bytes, salt: bytes, about: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, about).derive(secret)


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
