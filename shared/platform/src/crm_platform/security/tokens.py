"""Who a bearer token speaks for: verifies access tokens once, then remembers them for at most a minute."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import jwt
from jwt.exceptions import PyJWTError
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from crm_platform.errors import DomainError
from crm_platform.security.keys import ALGORITHMS, JwksSource, SigningKeys
from crm_platform.security.scope import Principal
from crm_platform.values import Code, PersonId, ShortText

_ACCESS_TOKEN_TYPES = ("at+jwt", "application/at+jwt")
_LONGEST_TOKEN = 8 * 1024
_REQUIRED = ["exp", "iat", "sub", "iss", "aud"]
_UNTIMED = {"require": _REQUIRED, "verify_exp": False, "verify_nbf": False, "verify_iat": False}


class Unauthenticated(DomainError):
    """The base of all answers to a caller whom we do not know."""

    code = "unauthenticated"
    status = 401
    title_en = "Sign in to do this"
    title_zh = "请先登录"
    challenge = "Bearer"


class TokenMissing(Unauthenticated):
    """No bearer token came."""

    code = "token-missing"


class TokenInvalid(Unauthenticated):
    """The token is not one of ours, or not for us. Why is told to the log only (`reason`)."""

    code = "token-invalid"
    title_en = "The access token is not valid"
    title_zh = "访问令牌无效"
    challenge = 'Bearer error="invalid_token"'

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


class TokenExpired(Unauthenticated):
    """The token was good but its time is over."""

    code = "token-expired"
    title_en = "The access token has expired, please sign in again"
    title_zh = "访问令牌已过期，请重新登录"
    challenge = 'Bearer error="invalid_token", error_description="expired"'


class _Claims(BaseModel):
    """What we read from a verified token; anything else in it is ignored."""

    model_config = ConfigDict(extra="ignore")

    sub: PersonId
    exp: FiniteFloat
    iat: FiniteFloat
    nbf: FiniteFloat | None = None
    name: ShortText | None = None
    roles: list[ShortText] = Field(default=[], max_length=50)
    team: Code | None = None
    region: Code | None = None


class TokenVerifier:
    """Verifies OIDC access tokens (RFC 9068) of one issuer for one audience.

    `source` gives the issuer's key set: `fetched_from(url)`, or any async callable in a one-process run. `leeway`
    is in seconds and is granted for clock skew. A verified token is believed for `remember` seconds without another
    look. Tokens that live longer than `max_life` seconds are refused, since a
    role that was taken back stays in them.
    """

    def __init__(
        self,
        issuer: str,
        audience: str,
        source: JwksSource,
        *,
        leeway: float = 60.0,
        max_life: float = 300.0,
        remember: float = 60.0,
        capacity: int = 10_000,
        clock: Callable[[], float] = time.time,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._issuer = issuer
        self._audience = audience
        self._keys = SigningKeys(source, ticks=ticks)
        self._leeway = leeway
        self._max_life = max_life
        self._remember = remember
        self._capacity = capacity
        self._clock = clock
        self._ticks = ticks
        # Digest of a token → when it expires (by the clock), when to look again (in ticks, which the clock's steps
        # do not move), and for whom it speaks.
        self._known: OrderedDict[bytes, tuple[float, float, Principal]] = OrderedDict()

    def known(self, token: bytes) -> Principal | None:
        """The principal of a token verified a moment ago, or None. Costs a microsecond or two, never waits."""
        digest = sha256(token).digest()
        found = self._known.get(digest)
        if found is None:
            return None
        if found[0] <= self._clock() or found[1] <= self._ticks():
            del self._known[digest]
            return None
        self._known.move_to_end(digest)
        return found[2]

    async def verify(self, token: bytes) -> Principal:
        """The principal the token speaks for.

        Raises TokenInvalid or TokenExpired, and IssuerUnreachable when the keys to judge it by cannot be had.
        """
        if principal := self.known(token):
            return principal
        claims = await self._claims(token)
        principal = Principal.of(
            claims.sub, claims.roles, name=claims.name, team=claims.team, region=claims.region
        )
        known = (claims.exp + self._leeway, self._ticks() + self._remember, principal)
        self._known[sha256(token).digest()] = known
        while len(self._known) > self._capacity:
            self._known.popitem(last=False)
        return principal

    async def _claims(self, token: bytes) -> _Claims:
        kid, algorithm = _header(token)
        key = await self._keys.key(kid)
        if key is None:
            raise TokenInvalid("unknown key")
        if key.algorithm_name != algorithm:
            raise TokenInvalid("another algorithm than the key's")
        try:
            payload: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self._audience,
                issuer=self._issuer,
                options=_UNTIMED,  # type: ignore[arg-type]
            )
            claims = _Claims.model_validate(payload)
        except (PyJWTError, ValidationError, ValueError) as error:
            raise TokenInvalid(type(error).__name__) from None
        self._judge_times(claims)
        return claims

    def _judge_times(self, claims: _Claims) -> None:
        now = self._clock()
        if claims.exp <= now - self._leeway:
            raise TokenExpired
        if max(claims.iat, claims.nbf or 0) > now + self._leeway:
            raise TokenInvalid("not valid yet")
        if claims.exp - claims.iat > self._max_life:
            raise TokenInvalid("lives longer than accepted")


def seconds_left(token: bytes) -> float:
    """How long a token lasts that was verified before, for answers that take long themselves."""
    claims = jwt.decode(token, options={"verify_signature": False})
    return float(claims["exp"]) - time.time()


def _header(token: bytes) -> tuple[str, str]:
    """`kid` and `alg`, refusing everything that is no plain access token. `jku`, `x5u`, `jwk` are never looked at."""
    if len(token) > _LONGEST_TOKEN:
        raise TokenInvalid("too long")
    try:
        header = jwt.get_unverified_header(token)
    except (PyJWTError, ValueError):
        raise TokenInvalid("unreadable") from None
    kid, algorithm = header.get("kid"), header.get("alg")
    if str(header.get("typ", "")).lower() not in _ACCESS_TOKEN_TYPES:
        raise TokenInvalid("no access token")
    if algorithm not in ALGORITHMS or not isinstance(kid, str) or "crit" in header or "b64" in header:
        raise TokenInvalid("header not accepted")
    return kid, algorithm
