"""The sign-in issuer's public keys, fetched from one configured place and never from where a token points."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from jwt import PyJWK
from jwt.exceptions import PyJWTError
from pydantic import TypeAdapter

from crm_platform.errors import Unavailable
from crm_platform.observability.logging import logger

Jwks = dict[str, Any]
JwksSource = Callable[[], Awaitable[Jwks]]

ALGORITHMS = ("RS256", "ES256", "EdDSA")
_LARGEST_JWKS = 256 * 1024

_log = logger(part="sign-in keys")


class IssuerUnreachable(Unavailable):
    """The issuer's keys cannot be had, so no unknown token can be judged."""

    code = "issuer-unreachable"
    title_en = "Sign-in cannot be checked at the moment"
    title_zh = "暂时无法验证登录信息"


def fetched_from(url: str, *, timeout: float = 5.0) -> JwksSource:
    """A source that asks `url`; follows no redirect. Raises httpx.HTTPError, or ValueError for what is no key set."""

    async def fetch() -> Jwks:
        async with httpx.AsyncClient(timeout=timeout, follow_redirects=False) as client:
            answer = await client.get(url, headers={"accept": "application/json"})
        answer.raise_for_status()
        if answer.status_code != 200 or len(answer.content) > _LARGEST_JWKS:
            raise ValueError(f"{url} answered {answer.status_code}, {len(answer.content)} bytes")
        return TypeAdapter(Jwks).validate_json(answer.content)

    return fetch


class SigningKeys:
    """The current keys by `kid`.

    An unknown `kid` causes a new fetch, at most one per `refetch_after` seconds, so a rotated key is accepted at
    once and strangers cannot make us ask all the time. Keys older than `max_age` seconds are fetched again, so a
    withdrawn key goes; while the issuer does not answer, the last keys stay.
    """

    def __init__(
        self,
        source: JwksSource,
        *,
        refetch_after: float = 10.0,
        max_age: float = 300.0,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._source = source
        self._ticks = ticks
        self._refetch_after = refetch_after
        self._max_age = max_age
        self._keys: dict[str, PyJWK] = {}
        self._asked_at = float("-inf")
        self._fetched_at = float("-inf")
        self._fetching = asyncio.Lock()

    async def key(self, kid: str) -> PyJWK | None:
        """The key named `kid`, or None. Raises IssuerUnreachable when no keys could ever be fetched."""
        if self._ticks() - self._fetched_at > self._max_age or kid not in self._keys:
            async with self._fetching:
                await self._refresh(kid)
        if not self._keys and self._fetched_at == float("-inf"):
            raise IssuerUnreachable(retry_after=self._refetch_after)
        return self._keys.get(kid)

    async def _refresh(self, kid: str) -> None:
        now = self._ticks()
        fresh = now - self._fetched_at <= self._max_age
        if (fresh and kid in self._keys) or now - self._asked_at < self._refetch_after:
            return
        self._asked_at = now
        try:
            self._keys = _usable(await self._source())
            self._fetched_at = now
        except (httpx.HTTPError, OSError, ValueError) as error:
            _log.warning("keys not fetched", error=repr(error))


def _usable(jwks: Jwks) -> dict[str, PyJWK]:
    """Only asymmetric signing keys with a name; a symmetric key in a public place is no key."""
    keys: dict[str, PyJWK] = {}
    for entry in jwks.get("keys", []):
        if (
            not isinstance(entry, dict)
            or entry.get("use", "sig") != "sig"
            or not isinstance(entry.get("kid"), str)
        ):
            continue
        try:
            key = PyJWK(entry)
        except PyJWTError:
            continue
        if key.algorithm_name in ALGORITHMS:
            keys[entry["kid"]] = key
    return keys
