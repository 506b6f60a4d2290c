"""A small OpenID Connect issuer for one machine: real signed tokens for the demo people, real key rotation.

It speaks what the services, the web app and the demo need: discovery, keys, a page to sign in on, and the grants
authorization_code, password, client_credentials and refresh_token. Its key and its sessions live in one folder, so
people stay signed in over a restart.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
import time
from base64 import b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI, Request
from jwt.algorithms import OKPAlgorithm
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from crm_local.people import Account, demo_people, demo_systems
from crm_local.signing_in import Asked, Codes, NotAsked, page
from crm_platform.http.access import public
from crm_platform.http.app import create_app
from crm_platform.http.body import UnsupportedMediaType
from crm_platform.http.operations import ServiceRouter
from crm_platform.security.keys import Jwks
from crm_platform.security.ratelimit import RateLimit

ACCESS_SECONDS = 300
REFRESH_SECONDS = 12 * 3600
_NO_STORE = {"cache-control": "no-store", "pragma": "no-cache"}


class OAuthError(Exception):
    """A refusal in the words of RFC 6749, section 5.2."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status

    def response(self) -> Response:
        """The answer that says so."""
        headers = {"www-authenticate": 'Basic realm="token"'} if self.status == 401 else {}
        body = {"error": self.error, "error_description": self.description}
        return JSONResponse(body, self.status, headers=_NO_STORE | headers)


class Issuer:
    """Issues access tokens as `url` for `audience`. `folder` keeps the key and the sessions.

    `redirects`: for each client that people sign in to, where they go back to.
    """

    def __init__(
        self,
        url: str,
        folder: Path,
        *,
        audience: str = "kuaicrm",
        people: Mapping[str, Account] | None = None,
        systems: Mapping[str, Account] | None = None,
        redirects: Mapping[str, str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.url = url.rstrip("/")
        self.audience = audience
        self._people = demo_people() if people is None else people
        self._systems = demo_systems() if systems is None else systems
        self._clock = clock
        self._keys = _KeyRing(folder)
        self._sessions = _Sessions(folder / "sessions.json", clock)
        self._redirects = redirects or {}
        self._codes = Codes(clock)
        self._attempts = RateLimit(10, 50)

    async def jwks(self) -> Jwks:
        """The public keys; also a `JwksSource` for services in the same process."""
        return {"keys": self._keys.public()}

    def rotate(self) -> None:
        """Sign with a new key from now on; tokens signed with the last one stay good."""
        self._keys.rotate()

    def access_token(self, account: Account, *, client: str = "local", **claims: Any) -> str:
        """A signed access token for the account, good for five minutes. `claims` add to or replace its claims."""
        now = int(self._clock())
        content: dict[str, Any] = {
            "iss": self.url,
            "aud": self.audience,
            "sub": account.subject,
            "client_id": client,
            "iat": now,
            "exp": now + ACCESS_SECONDS,
            "jti": secrets.token_urlsafe(12),
            "name": account.name,
            "roles": list(account.roles),
            "team": account.team,
            "region": account.region,
        }
        return self._keys.signed({k: v for k, v in (content | claims).items() if v is not None}, "at+jwt")

    def token_for(self, subject: str) -> str:
        """An access token for a demo person or system by name; raises KeyError for a stranger."""
        return self.access_token({**self._people, **self._systems}[subject])

    def app(self) -> FastAPI:
        """The issuer's own HTTP application, below the path of its URL."""
        router = ServiceRouter(prefix=urlsplit(self.url).path, dependencies=[public])
        router.add_api_route(
            "/.well-known/openid-configuration", self._discovery, methods=["GET"], name="discovery"
        )
        router.add_api_route("/jwks", self.jwks, methods=["GET"])
        router.add_api_route("/sign-in", self._page, methods=["POST"], response_model=None, name="sign_in")
        router.add_api_route("/token", self._token, methods=["POST"], response_model=None, name="token")
        router.add_api_route("/revoke", self._revoke, methods=["POST"], response_model=None, name="revoke")
        app = create_app("sign-in", [router], verifier=None, cursor_key=b"", docs=False)
        # Clients may add parameters that we do not know, so this one is no operation.
        app.add_route(f"{router.prefix}/authorize", self._page, methods=["GET"], include_in_schema=False)
        return app

    async def _discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url,
            "jwks_uri": f"{self.url}/jwks",
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "revocation_endpoint": f"{self.url}/revoke",
            "grant_types_supported": [
                "authorization_code",
                "password",
                "client_credentials",
                "refresh_token",
            ],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA"],
            "scopes_supported": ["openid", "offline_access"],
            "claims_supported": ["sub", "name", "email", "roles", "team", "region"],
        }

    async def _page(self, request: Request) -> Response:
        """Show the page to sign in on; for what comes from it, send the browser back with a code."""
        form = await _form(request) if request.method == "POST" else None
        try:
            asked = Asked.of(request.query_params if form is None else form, self._redirects)
        except NotAsked as reason:
            return OAuthError("invalid_request", str(reason)).response()
        try:
            if form is not None:
                code = self._codes.give(asked, self._person(form).subject)
                return RedirectResponse(asked.back(code=code, iss=self.url), 303, headers=_NO_STORE)
        except OAuthError:
            pass
        people, path = self._people.values(), urlsplit(f"{self.url}/sign-in").path
        text = page(asked, people, path, wrong=form is not None)
        return HTMLResponse(text, 200 if form is None else 403, headers=_NO_STORE)

    async def _token(self, request: Request) -> Response:
        form = await _form(request)
        try:
            return JSONResponse(self._granted(form, request), headers=_NO_STORE)
        except OAuthError as error:
            return error.response()

    async def _revoke(self, request: Request) -> Response:
        form = await _form(request)
        self._sessions.end(form.get("token", ""))
        return Response(status_code=200, headers=_NO_STORE)

    def _granted(self, form: Mapping[str, str], request: Request) -> dict[str, Any]:
        grant = form.get("grant_type")
        if grant == "password":
            return self._signed_in(self._person(form), form)
        if grant == "authorization_code":
            taken = self._codes.take(form, _client(form, request)[0])
            if taken is None:
                raise OAuthError("invalid_grant", "The code is not valid, or was used before")
            asked, subject = taken
            given = {"client_id": asked.client_id, "scope": asked.scope, "nonce": asked.nonce}
            return self._signed_in(self._people[subject], given)
        if grant == "client_credentials":
            account = self._system(form, request)
            return self._tokens(account, account.subject)
        if grant == "refresh_token":
            person = self._people.get(self._sessions.end(form.get("refresh_token", "")) or "")
            if person is None:
                raise OAuthError("invalid_grant", "The refresh token is not valid, or was used before")
            return self._signed_in(person, form)
        raise OAuthError(
            "unsupported_grant_type", "Use authorization_code, password, client_credentials or refresh_token"
        )

    def _person(self, form: Mapping[str, str]) -> Account:
        name = form.get("username", "")
        self._attempts.take(name[:100])
        account = self._people.get(name)
        right = hmac.compare_digest(form.get("password", "").encode(), (account or _NOBODY).password.encode())
        if account is None or not right:
            raise OAuthError("invalid_grant", "The user name or the password is wrong")
        return account

    def _system(self, form: Mapping[str, str], request: Request) -> Account:
        client, secret = _client(form, request)
        self._attempts.take(client[:100])
        account = self._systems.get(client)
        right = hmac.compare_digest(secret.encode(), (account or _NOBODY).password.encode())
        if account is None or not right:
            raise OAuthError("invalid_client", "The client or its secret is wrong", 401)
        return account

    def _signed_in(self, account: Account, form: Mapping[str, str]) -> dict[str, Any]:
        client = form.get("client_id", "local")[:100]
        tokens = self._tokens(account, client)
        tokens["refresh_token"] = self._sessions.begin(account.subject)
        if "openid" in form.get("scope", "").split():
            now = int(self._clock())
            identity = {
                "iss": self.url,
                "aud": client,
                "sub": account.subject,
                "iat": now,
                "exp": now + ACCESS_SECONDS,
                "nonce": form.get("nonce") or None,
            }
            claims = {**identity, "name": account.name, "email": account.email}
            tokens["id_token"] = self._keys.signed({k: v for k, v in claims.items() if v is not None}, "JWT")
        return tokens

    def _tokens(self, account: Account, client: str) -> dict[str, Any]:
        token = self.access_token(account, client=client)
        return {"access_token": token, "token_type": "Bearer", "expires_in": ACCESS_SECONDS}


_NOBODY = Account("", "", (), password=secrets.token_urlsafe(32))


class _KeyRing:
    """The signing key, made on first use, and the public half of the one before it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = folder / "signing-key.pem"
        self._before: list[dict[str, Any]] = []
        if self._file.exists():
            key = serialization.load_pem_private_key(self._file.read_bytes(), password=None)
            if not isinstance(key, Ed25519PrivateKey):
                raise TypeError(f"{self._file} is no Ed25519 key")
            self._key = key
        else:
            self._key = self._made()

    def public(self) -> list[dict[str, Any]]:
        return [_jwk(self._key), *self._before]

    def signed(self, claims: dict[str, Any], kind: str) -> str:
        return jwt.encode(claims, self._key, "EdDSA", headers={"typ": kind, "kid": _jwk(self._key)["kid"]})

    def rotate(self) -> None:
        self._before = [_jwk(self._key)]
        self._key = self._made()

    def _made(self) -> Ed25519PrivateKey:
        key = Ed25519PrivateKey.generate()
        _write(
            self._file,
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
        )
        return key


class _Sessions:
    """Refresh tokens, each good for one use; only their digests are kept."""

    def __init__(self, file: Path, clock: Callable[[], float]) -> None:
        self._file = file
        self._clock = clock
        self._open: dict[str, tuple[str, float]] = {}
        if file.exists():
            self._open = {
                digest: (who, until) for digest, (who, until) in json.loads(file.read_text()).items()
            }

    def begin(self, subject: str) -> str:
        token = secrets.token_urlsafe(32)
        now = self._clock()
        self._open = {digest: kept for digest, kept in self._open.items() if kept[1] > now}
        self._open[_digest(token)] = (subject, now + REFRESH_SECONDS)
        self._save()
        return token

    def end(self, token: str) -> str | None:
        """Whose session it was, if it was still open."""
        found = self._open.pop(_digest(token), None)
        if found is None or found[1] <= self._clock():
            return None
        self._save()
        return found[0]

    def _save(self) -> None:
        _write(self._file, json.dumps(self._open).encode())


async def _form(request: Request) -> dict[str, str]:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise UnsupportedMediaType(expected="application/x-www-form-urlencoded")
    body = await request.body()
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=20))
    except ValueError:
        return {}


def _client(form: Mapping[str, str], request: Request) -> tuple[str, str]:
    scheme, _, basic = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return form.get("client_id", ""), form.get("client_secret", "")
    try:
        name, _, secret = b64decode(basic, validate=True).decode().partition(":")
    except ValueError:
        return "", ""
    return unquote(name), unquote(secret)


def _jwk(key: Ed25519PrivateKey) -> dict[str, Any]:
    public_part = OKPAlgorithm.to_jwk(key.public_key(), as_dict=True)
    members = {name: public_part[name] for name in ("crv", "kty", "x")}
    # RFC 7638: the name of a key is the digest of its required members in order.
    thumbprint = hashlib.sha256(json.dumps(members, sort_keys=True, separators=(",", ":")).encode()).digest()
    kid = urlsafe_b64encode(thumbprint).rstrip(b"=").decode()
    return {**members, "kid": kid, "use": "sig", "alg": "EdDSA"}


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def _write(file: Path, content: bytes) -> None:
    """Replace the file as a whole, readable by its owner only."""
    new = file.with_suffix(".new")
    new.touch(mode=0o600)
    new.write_bytes(content)
    new.replace(file)
