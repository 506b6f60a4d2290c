"""Who is signed in with which browser: the issuer's tokens, kept where any process finds them and nobody can read them.

The cookie is 256 random bits. The table holds its digest, and the tokens encrypted under a key that follows from it, so
neither a copy of the table nor a key of ours signs anybody in.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import sha256

import orjson
from cryptography.fernet import Fernet

from crm_origin.provider import SignInProvider, SignInRefused, SignInUnreachable, Tokens
from crm_platform.errors import Language
from crm_platform.observability.logging import logger
from crm_platform.persistence.database import TRANSIENT, Database
from crm_platform.security.tokens import Unauthenticated

_EARLY = 60.0
"""Seconds before its end at which an access token is renewed."""
_RENEWING = 10
"""Seconds for which one process may renew; then another may try."""
_GIVE_UP = 7.0
"""Seconds after which it gives up, well before: issuers take a refresh token that comes twice for a stolen one."""
_TO_STORE = 10
"""Attempts to store new tokens, as the old refresh token is used up by then."""
_WAIT = 8.0
_LONGEST_COOKIE = 100

_log = logger(part="sessions")


class SessionEnded(Unauthenticated):
    """The cookie is of no session that goes on: signed out, over, or ended by the issuer."""

    code = "session-ended"
    title_en = "You are signed out, please sign in again"
    title_zh = "登录已失效，请重新登录"


@dataclass(frozen=True, slots=True)
class Session:
    """An open session. `language` is what the issuer knows of it."""

    subject: str
    tokens: Tokens
    language: Language | None = None


def proof(cookie: str) -> str:
    """What a page of ours sends as `X-CSRF`: it follows from the cookie, which pages of others cannot read."""
    return hmac.digest(cookie.encode(), b"csrf", "sha256").hex()


class Sessions:
    """The sessions in the origin's own schema. `hours`: how long one lasts at most."""

    def __init__(
        self,
        database: Database,
        provider: SignInProvider,
        *,
        hours: float,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._database = database
        self._provider = provider
        self._hours = hours
        self._clock = clock

    async def begin(self, session: Session) -> str:
        """Keep a new session; returns its cookie. Sessions that are over are forgotten."""
        cookie = secrets.token_urlsafe(32)
        async with self._database.transaction() as connection:
            await connection.execute("DELETE FROM sessions WHERE ends_at < clock_timestamp()")
            await connection.execute(
                "INSERT INTO sessions (digest, subject, sealed, ends_at)"
                " VALUES (%s, %s, %s, clock_timestamp() + make_interval(secs => %s))",
                (_digest(cookie), session.subject, _sealed(cookie, session), self._hours * 3600),
            )
        return cookie

    async def find(self, cookie: str) -> Session:
        """The session with an access token that is good for now. Raises SessionEnded, SignInUnreachable.

        However many processes and requests need a new token at the same time, one asks the issuer for it.
        """
        deadline = self._clock() + _WAIT
        while True:
            session = await self._read(cookie)
            left = session.tokens.expires - self._clock()
            if left > _EARLY:
                return session
            if await self._may_renew(cookie):
                return await self._renewed(cookie, session)
            if left > 0:
                return session
            if self._clock() > deadline:
                raise SignInUnreachable(retry_after=2)
            await asyncio.sleep(0.05)

    async def end(self, cookie: str) -> None:
        """Sign out; the issuer is told, too."""
        rows = await self._database.fetch(
            "DELETE FROM sessions WHERE digest = %s RETURNING subject, sealed", _digest(cookie)
        )
        for subject, sealed in rows:
            refresh = _opened(cookie, subject, sealed).tokens.refresh
            if refresh:
                await self._provider.revoke(refresh)

    async def end_all(self, subject: str) -> int:
        """Sign a person out everywhere; returns of how many sessions."""
        rows = await self._database.fetch("DELETE FROM sessions WHERE subject = %s RETURNING digest", subject)
        return len(rows)

    async def _read(self, cookie: str) -> Session:
        rows = []
        if len(cookie) <= _LONGEST_COOKIE:
            rows = await self._database.fetch(
                "SELECT subject, sealed FROM sessions WHERE digest = %s AND ends_at > clock_timestamp()",
                _digest(cookie),
            )
        if not rows:
            raise SessionEnded
        return _opened(cookie, *rows[0])

    async def _may_renew(self, cookie: str) -> bool:
        return bool(
            await self._database.fetch(
                "UPDATE sessions SET renewing_until = clock_timestamp() + make_interval(secs => %s)"
                " WHERE digest = %s AND coalesce(renewing_until < clock_timestamp(), true) RETURNING digest",
                _RENEWING,
                _digest(cookie),
            )
        )

    async def _renewed(self, cookie: str, session: Session) -> Session:
        # Read again: somebody may have renewed between our look and our turn.
        session = await self._read(cookie)
        if session.tokens.expires - self._clock() > _EARLY:
            return session
        try:
            tokens = await self._tokens_after(session)
        except SignInRefused as refused:
            _log.info("session ended by the issuer", actor=session.subject, reason=refused.reason)
            await self._database.fetch(
                "DELETE FROM sessions WHERE digest = %s RETURNING digest", _digest(cookie)
            )
            raise SessionEnded from None
        except SignInUnreachable:
            # Nobody asks again before the claim ends; until its own end the old token is good.
            if session.tokens.expires > self._clock():
                return session
            raise
        fresh = Session(session.subject, tokens, session.language)
        if not await self._stored(cookie, fresh):  # signed out meanwhile
            if tokens.refresh is not None:
                await self._provider.revoke(tokens.refresh)
            raise SessionEnded
        return fresh

    async def _tokens_after(self, session: Session) -> Tokens:
        if session.tokens.refresh is None:
            raise SignInRefused("there is no refresh token")
        try:
            async with asyncio.timeout(_GIVE_UP):
                return await self._provider.renew(session.tokens.refresh)
        except TimeoutError:
            raise SignInUnreachable(retry_after=2) from None

    async def _stored(self, cookie: str, session: Session) -> bool:
        """Whether the session was still there to be stored."""
        attempts = 0
        while True:
            try:
                kept = await self._database.fetch(
                    "UPDATE sessions SET sealed = %s, renewing_until = NULL WHERE digest = %s RETURNING digest",
                    _sealed(cookie, session),
                    _digest(cookie),
                )
                return bool(kept)
            except TRANSIENT:
                attempts += 1
                if attempts == _TO_STORE:
                    raise
                await asyncio.sleep(0.5)


def _digest(cookie: str) -> bytes:
    return sha256(cookie.encode()).digest()


def _key(cookie: str) -> Fernet:
    return Fernet(urlsafe_b64encode(hmac.digest(cookie.encode(), b"seal", "sha256")))


def _sealed(cookie: str, session: Session) -> bytes:
    tokens = {**asdict(session.tokens), "identity": None}
    return _key(cookie).encrypt(orjson.dumps({"tokens": tokens, "language": session.language}))


def _opened(cookie: str, subject: str, sealed: bytes) -> Session:
    kept = orjson.loads(_key(cookie).decrypt(bytes(sealed)))
    return Session(subject, Tokens(**kept["tokens"]), kept["language"])
