"""How a person gets a session: to the issuer and back (authorization code with PKCE), who it is, and out again.

Everything that a sign-in under way needs follows from one random cookie of the browser that began it, so a code or a
state that another browser brings is worth nothing.
"""

from __future__ import annotations

import hmac
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Annotated, Final, Literal
from urllib.parse import urlencode, urlsplit

from fastapi import Query, Request
from pydantic import BaseModel
from starlette.responses import RedirectResponse, Response

from crm_origin.provider import SignInProvider, SignInRefused, SignInUnreachable
from crm_origin.sessions import Session, SessionEnded, Sessions, proof
from crm_platform.errors import DomainError, Forbidden, Language, Unavailable
from crm_platform.http.access import public, requires
from crm_platform.http.commands import Body, Caller
from crm_platform.http.operations import ServiceRouter
from crm_platform.http.sentences import language_of
from crm_platform.observability.logging import logger
from crm_platform.security.scope import ADMIN
from crm_platform.security.tokens import TokenVerifier, Unauthenticated
from crm_platform.values import PersonId

_UNDER_WAY: Final = 600
"""Seconds within which people must come back from the issuer."""
# A path of ours: what begins like another host, or has what browsers read as a slash, does not stay here.
_LOCAL = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]{0,1999}")

_log = logger(part="sign-in")


class NotProven(Forbidden):
    """A request that changes something came with a cookie, but without `X-CSRF` of that session."""

    code = "csrf"
    title_en = "X-CSRF must hold the value that GET /session gave"
    title_zh = "X-CSRF 必须为 GET /session 返回的值"


class SignedInPerson(BaseModel):
    """Who is signed in, as the access token says. `language` is the person's, else the browser's."""

    id: str
    name: str
    roles: list[str]
    team: str | None
    region: str | None
    language: Literal["zh-CN", "en"]


class SessionView(BaseModel):
    """The session of this browser; `csrf` is sent as `X-CSRF` with every request that changes something."""

    person: SignedInPerson
    csrf: str


class EndSessions(Body):
    """Whose sessions end."""

    person_id: PersonId


class Ended(BaseModel):
    """How many sessions ended."""

    sessions: int


@dataclass(frozen=True, slots=True)
class Cookies:
    """The names and flags of our cookies. With https, browsers take and send them for this very host and TLS only."""

    secure: bool

    @property
    def session(self) -> str:
        """The name of the session's cookie."""
        return f"{self._prefix}kuaicrm-session"

    @property
    def under_way(self) -> str:
        """The name of the cookie of a sign-in that is under way."""
        return f"{self._prefix}kuaicrm-sign-in"

    def put(self, response: Response, name: str, value: str, seconds: int) -> None:
        """Set a cookie that no script can read; 0 seconds: forget it."""
        response.set_cookie(
            name, value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    @property
    def _prefix(self) -> str:
        return "__Host-" if self.secure else ""


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A sign-in that has begun: `secret` is known to one browser only; where it leads `to`; when it began."""

    secret: str
    to: str
    began: int

    @classmethod
    def begin(cls, to: str, now: datetime) -> UnderWay:
        """A new one."""
        return cls(secrets.token_urlsafe(32), to, int(now.timestamp()))

    @classmethod
    def of(cls, cookie: str | None, now: datetime) -> UnderWay | None:
        """What the cookie says, or None when there is none or it took too long."""
        secret, _, rest = (cookie or "").partition(".")
        began, _, to = rest.partition(".")
        if len(secret) != 43 or not (began.isascii() and began.isdigit()) or len(began) > 12:
            return None
        if not 0 <= now.timestamp() - int(began) <= _UNDER_WAY:
            return None
        try:
            return cls(secret, local_path(urlsafe_b64decode(to).decode()), int(began))
        except ValueError:
            return None

    def cookie(self) -> str:
        """As the browser keeps it."""
        return f"{self.secret}.{self.began}.{urlsafe_b64encode(self.to.encode()).decode()}"

    @property
    def state(self) -> str:
        """What must come back with the code."""
        return self._derived("state")

    @property
    def nonce(self) -> str:
        """What the ID token must hold."""
        return self._derived("nonce")

    @property
    def verifier(self) -> str:
        """The verifier of PKCE."""
        return self._derived("verifier")

    @property
    def challenge(self) -> str:
        """The challenge of PKCE (S256)."""
        return _base64(sha256(self.verifier.encode()).digest())

    def _derived(self, purpose: str) -> str:
        return _base64(hmac.digest(self.secret.encode(), purpose.encode(), "sha256"))


class SignIn:
    """Signing in at `url` with the issuer behind `provider`, and out again."""

    def __init__(
        self,
        url: str,
        scope: str,
        hours: float,
        provider: SignInProvider,
        sessions: Sessions,
        verifier: TokenVerifier,
    ) -> None:
        self._url = url
        self._scope = scope
        self._hours = hours
        self._provider = provider
        self._sessions = sessions
        self._verifier = verifier
        self.cookies = Cookies(secure=url.startswith("https://"))

    @property
    def _back(self) -> str:
        return f"{self._url}/session/callback"

    async def start(self, to: str, host: str | None, now: datetime) -> Response:
        """Send the browser to the issuer; one that knows this machine by another name, to the right one first."""
        if not self.cookies.secure and host != urlsplit(self._url).netloc:
            return _to(f"{self._url}/session/start?{urlencode({'to': local_path(to)})}")
        under_way = UnderWay.begin(local_path(to), now)
        try:
            page = await self._provider.page(
                self._back,
                self._scope,
                state=under_way.state,
                nonce=under_way.nonce,
                challenge=under_way.challenge,
            )
        except (SignInRefused, SignInUnreachable) as error:
            return self._gone_wrong(error)
        response = _to(page)
        self.cookies.put(response, self.cookies.under_way, under_way.cookie(), _UNDER_WAY)
        return response

    async def callback(self, request: Request) -> Response:
        """Take a browser back from the issuer: a session of its own, new each time, or `/?problem=<code>`."""
        clock: Callable[[], datetime] = request.app.state.clock
        under_way = UnderWay.of(request.cookies.get(self.cookies.under_way), clock())
        try:
            cookie = await self._session_for(under_way, request.query_params)
        except (Unauthenticated, Unavailable) as error:
            return self._gone_wrong(error)
        before = request.cookies.get(self.cookies.session)
        if before:
            await self._sessions.end(before)
        response = _to(under_way.to if under_way else "/")
        self.cookies.put(response, self.cookies.session, cookie, int(self._hours * 3600))
        self.cookies.put(response, self.cookies.under_way, "", 0)
        return response

    async def view(self, request: Request) -> SessionView:
        """Who is signed in with this browser. Raises SessionEnded, SignInUnreachable."""
        cookie = request.cookies.get(self.cookies.session)
        if not cookie:
            raise SessionEnded
        session = await self._sessions.find(cookie)
        principal = await self._verifier.verify(session.tokens.access.encode())
        person = SignedInPerson(
            id=principal.subject,
            name=principal.name,
            roles=sorted(principal.roles),
            team=principal.team,
            region=principal.region,
            language=session.language or language_of(request.headers.get("accept-language")),
        )
        return SessionView(person=person, csrf=proof(cookie))

    async def out(self, request: Request) -> Response:
        """End the session of this browser, if it has one. Raises NotProven."""
        cookie = request.cookies.get(self.cookies.session)
        response = Response(status_code=204)
        if cookie:
            prove(cookie, request.headers.get("x-csrf"))
            await self._sessions.end(cookie)
            self.cookies.put(response, self.cookies.session, "", 0)
        return response

    async def _session_for(self, under_way: UnderWay | None, query: Mapping[str, str]) -> str:
        """The cookie of a new session for what came back. Raises Unauthenticated, Unavailable."""
        if under_way is None:
            raise SignInRefused("no sign-in is under way in this browser")
        if not hmac.compare_digest(query.get("state", "").encode(), under_way.state.encode()):
            raise SignInRefused("the state is of another sign-in")
        if not query.get("code"):
            raise SignInRefused(query.get("error", "no code")[:60])
        tokens = await self._provider.exchange(query["code"], under_way.verifier, self._back)
        if tokens.identity is None:
            raise SignInRefused("the issuer gave no identity")
        claims = await self._provider.identity(tokens.identity, under_way.nonce)
        principal = await self._verifier.verify(tokens.access.encode())
        if claims["sub"] != principal.subject:
            raise SignInRefused("identity and access token are of different people")
        language: Language | None = language_of(str(claims["locale"])) if claims.get("locale") else None
        _log.info("signed in", actor=principal.subject)
        return await self._sessions.begin(Session(principal.subject, tokens, language))

    def _gone_wrong(self, error: DomainError) -> Response:
        _log.info("not signed in", code=error.code, reason=getattr(error, "reason", None))
        response = _to(f"/?problem={error.code}")
        self.cookies.put(response, self.cookies.under_way, "", 0)
        return response


def session_router(sign_in: SignIn, sessions: Sessions) -> ServiceRouter:
    """Routes under `/session` and `/sessions`."""
    router = ServiceRouter(tags=["session"])

    @router.get("/session", dependencies=[public], responses={401: {"description": "Nobody is signed in."}})
    async def get_session(request: Request) -> SessionView:
        """Who is signed in with this browser, and what to send as `X-CSRF`."""
        return await sign_in.view(request)

    @router.get("/session/start", dependencies=[public], status_code=303, response_class=Response)
    async def start_session(
        request: Request,
        to: Annotated[
            str, Query(max_length=2000, description="Where to go then: a path of this site.")
        ] = "/",
    ) -> Response:
        """Send the browser to the sign-in. It comes back to `/session/callback`, and from there to `to`.

        What goes wrong on the way leads to `/?problem=<code>`.
        """
        return await sign_in.start(to, request.headers.get("host"), request.app.state.clock())

    @router.post("/session/sign-out", dependencies=[public], status_code=204, response_class=Response)
    async def sign_out(request: Request) -> Response:
        """End the session of this browser; the issuer's refresh token is revoked."""
        return await sign_in.out(request)

    @router.post("/sessions/end", dependencies=[requires(ADMIN)])
    async def end_sessions(body: EndSessions, caller: Caller) -> Ended:
        """Sign a person out of every browser. Access tokens already given end within five minutes."""
        ended = await sessions.end_all(body.person_id)
        _log.info("sessions ended", actor=caller.subject, person=body.person_id, sessions=ended)
        return Ended(sessions=ended)

    return router


def prove(cookie: str, given: str | None) -> None:
    """Raises NotProven unless `given` is the proof of the session with this cookie."""
    if given is None or not hmac.compare_digest(given.encode(), proof(cookie).encode()):
        raise NotProven


def local_path(to: str) -> str:
    """`to` when it is a path of this site, else `/`."""
    return to if _LOCAL.fullmatch(to) else "/"


def _to(address: str) -> Response:
    return RedirectResponse(address, 303, headers={"cache-control": "no-store"})


def _base64(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()
