"""The company's sign-in as an OpenID Connect client sees it: discovery, codes for tokens, renewal, revocation."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
from jwt.exceptions import PyJWTError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from crm_platform.errors import Unavailable
from crm_platform.observability.logging import logger
from crm_platform.security.keys import ALGORITHMS, JwksSource, SigningKeys
from crm_platform.security.tokens import Unauthenticated

_LARGEST_ANSWER = 64 * 1024
# What is wrong with us, not with whom we ask for: an operator's slip must not end everybody's sessions.
_OUR_FAULT = frozenset(("invalid_client", "unauthorized_client", "unsupported_grant_type"))

_log = logger(part="sign-in")


class SignInUnreachable(Unavailable):
    """The company's sign-in does not answer."""

    code = "issuer-unreachable"
    title_en = "Sign-in does not answer at the moment"
    title_zh = "登录服务暂时无法访问"


class SignInRefused(Unauthenticated):
    """The sign-in does not give tokens for this (`reason` is for the log)."""

    code = "sign-in-refused"
    title_en = "Signing in did not succeed, please try again"
    title_zh = "登录未成功，请重试"

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the issuer gave. `expires` is when `access` ends, in seconds since the epoch."""

    access: str
    expires: float
    refresh: str | None = None
    identity: str | None = None


class _Endpoints(BaseModel):
    """What we need of the discovery document."""

    model_config = ConfigDict(extra="ignore")

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    revocation_endpoint: str | None = None


class _Granted(BaseModel):
    model_config = ConfigDict(extra="ignore")

    access_token: str = Field(max_length=16_000)
    expires_in: float = Field(default=300.0, gt=0, le=86_400)
    refresh_token: str | None = Field(default=None, max_length=16_000)
    id_token: str | None = Field(default=None, max_length=16_000)


class SignInProvider:
    """One issuer, for one client of it. `transport` replaces the network where the issuer is in this process."""

    def __init__(
        self,
        issuer: str,
        client_id: str,
        keys: JwksSource,
        *,
        client_secret: str | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._issuer = issuer
        self._client_id = client_id
        self._secret = client_secret
        self._keys = SigningKeys(keys)
        self._clock = clock
        self._http = httpx.AsyncClient(
            transport=transport, timeout=5.0, follow_redirects=False, trust_env=False
        )
        self._found: _Endpoints | None = None

    async def close(self) -> None:
        """Give the connections up."""
        await self._http.aclose()

    async def page(self, redirect_uri: str, scope: str, *, state: str, nonce: str, challenge: str) -> str:
        """The address where people sign in. Raises SignInUnreachable."""
        query = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": redirect_uri,
            "scope": scope,
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        address = (await self._endpoints()).authorization_endpoint
        return f"{address}{'&' if '?' in address else '?'}{urlencode(query)}"

    async def exchange(self, code: str, verifier: str, redirect_uri: str) -> Tokens:
        """The tokens for a code that came back. Raises SignInRefused, SignInUnreachable."""
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        return await self._granted({**form, "code_verifier": verifier})

    async def renew(self, refresh: str) -> Tokens:
        """New tokens for an old refresh token, which stays good where the issuer gives no other. Raises as `exchange`."""
        tokens = await self._granted({"grant_type": "refresh_token", "refresh_token": refresh})
        return Tokens(tokens.access, tokens.expires, tokens.refresh or refresh, tokens.identity)

    async def revoke(self, refresh: str) -> None:
        """Tell the issuer that a refresh token is not needed any more; whether it hears that changes nothing here."""
        with suppress(SignInUnreachable, SignInRefused):
            address = (await self._endpoints()).revocation_endpoint
            if address is not None:
                form = {"token": refresh, "token_type_hint": "refresh_token"}
                await self._post(address, form)

    async def identity(self, token: str, nonce: str) -> Mapping[str, Any]:
        """The claims of an ID token that was made for us and for this sign-in. Raises SignInRefused."""
        try:
            header = jwt.get_unverified_header(token)
            key = await self._keys.key(str(header.get("kid")))
            if key is None or key.algorithm_name not in ALGORITHMS:
                raise SignInRefused("the identity is signed with an unknown key")
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[key.algorithm_name],
                audience=self._client_id,
                issuer=self._issuer,
                leeway=60,
                options={"require": ["exp", "iat", "sub", "iss", "aud"]},
            )
        except PyJWTError as error:
            raise SignInRefused(type(error).__name__) from None
        if claims.get("nonce") != nonce:
            raise SignInRefused("the identity is of another sign-in")
        return claims

    async def _granted(self, form: dict[str, str]) -> Tokens:
        answer = await self._post((await self._endpoints()).token_endpoint, form)
        error = _error_of(answer)
        if error is not None and error not in _OUR_FAULT:
            raise SignInRefused(error)
        try:
            if answer.status_code != 200 or len(answer.content) > _LARGEST_ANSWER:
                raise ValueError(f"status {answer.status_code}, {len(answer.content)} bytes")
            granted = _Granted.model_validate_json(answer.content)
        except ValueError as fault:
            _log.warning("no tokens came", error=error or type(fault).__name__, status=answer.status_code)
            raise SignInUnreachable(retry_after=2) from None
        expires = self._clock() + granted.expires_in
        return Tokens(granted.access_token, expires, granted.refresh_token, granted.id_token)

    async def _post(self, address: str, form: dict[str, str]) -> httpx.Response:
        auth = httpx.BasicAuth(self._client_id, self._secret) if self._secret else None
        try:
            return await self._http.post(
                address,
                data=form if auth else {**form, "client_id": self._client_id},
                headers={"accept": "application/json"},
                auth=auth or httpx.USE_CLIENT_DEFAULT,
            )
        except httpx.HTTPError as error:
            _log.warning("sign-in does not answer", error=repr(error))
            raise SignInUnreachable(retry_after=2) from None

    async def _endpoints(self) -> _Endpoints:
        if self._found is None:
            url = f"{self._issuer.rstrip('/')}/.well-known/openid-configuration"
            try:
                answer = await self._http.get(url)
                answer.raise_for_status()
                found = _Endpoints.model_validate_json(answer.content[:_LARGEST_ANSWER])
            except (httpx.HTTPError, ValidationError) as error:
                _log.warning("sign-in not discovered", error=repr(error)[:300])
                raise SignInUnreachable(retry_after=2) from None
            if found.issuer.rstrip("/") != self._issuer.rstrip("/"):
                raise SignInRefused("the discovery document is of another issuer")
            self._found = found
        return self._found


def _error_of(answer: httpx.Response) -> str | None:
    """The error of a refusal, as RFC 6749 (section 5.2) names it; None: the answer is no refusal."""
    if 400 <= answer.status_code < 500:
        with suppress(ValueError):
            told = answer.json()
            if isinstance(told, dict) and isinstance(told.get("error"), str):
                return str(told["error"])[:60]
    return None
