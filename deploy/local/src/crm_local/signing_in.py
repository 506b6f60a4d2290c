"""The page on which demo people sign in, and the codes that it hands out (authorization code with PKCE, RFC 7636)."""

from __future__ import annotations

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from html import escape
from importlib.resources import files
from urllib.parse import urlencode

from crm_local.people import Account

CODE_SECONDS = 60
_MOST_CODES = 1_000
_TEXTS = ("client_id", "redirect_uri", "scope", "state", "nonce", "code_challenge")


class NotAsked(ValueError):
    """The request is none that a code is given for; the message says why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a client asks people to sign in for."""

    client_id: str
    redirect_uri: str
    scope: str
    state: str
    nonce: str
    code_challenge: str

    @classmethod
    def of(cls, given: Mapping[str, str], redirects: Mapping[str, str]) -> Asked:
        """Raises NotAsked. `redirects`: the one address that each client may be sent back to."""
        asked = cls(**{name: given.get(name, "")[:1000] for name in _TEXTS})
        if redirects.get(asked.client_id) != asked.redirect_uri:
            raise NotAsked("no such client, or not its address")
        if given.get("response_type") != "code" or given.get("code_challenge_method") != "S256":
            raise NotAsked("only codes, and only with S256")
        if len(asked.code_challenge) != 43 or not asked.state:
            raise NotAsked("code_challenge and state are needed")
        return asked

    def back(self, **answer: str) -> str:
        """Where the browser goes with the answer."""
        return f"{self.redirect_uri}?{urlencode({**answer, 'state': self.state})}"


class Codes:
    """Codes that wait to be exchanged, each good for one use within a minute, in memory."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._waiting: dict[str, tuple[float, Asked, str]] = {}

    def give(self, asked: Asked, subject: str) -> str:
        """A new code for somebody who signed in."""
        now = self._clock()
        self._waiting = {code: kept for code, kept in self._waiting.items() if kept[0] > now}
        while len(self._waiting) >= _MOST_CODES:
            del self._waiting[next(iter(self._waiting))]
        code = secrets.token_urlsafe(32)
        self._waiting[code] = (now + CODE_SECONDS, asked, subject)
        return code

    def take(self, form: Mapping[str, str], client_id: str) -> tuple[Asked, str] | None:
        """What the code was given for and who signed in, once, to the client that asked and has the verifier."""
        until, asked, subject = self._waiting.pop(form.get("code", ""), (0.0, None, ""))
        if asked is None or until < self._clock():
            return None
        challenge = urlsafe_b64encode(sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        proven = hmac.compare_digest(challenge, asked.code_challenge.encode("utf-8", "replace"))
        same = asked.client_id == client_id and asked.redirect_uri == form.get("redirect_uri")
        return (asked, subject) if proven and same else None


def page(asked: Asked, people: Iterable[Account], path: str, *, wrong: bool = False) -> str:
    """The page: the demo people, a password, one button. It needs no script."""
    hidden = {
        **{name: getattr(asked, name) for name in _TEXTS},
        "response_type": "code",
        "code_challenge_method": "S256",
    }
    fields = "\n".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in hidden.items()
    )
    rows = "\n".join(_row(person, first=n == 0) for n, person in enumerate(people))
    fault = (
        '<p class="fault" role="alert">用户名或密码不正确。The name or the password is wrong.</p>'
        if wrong
        else ""
    )
    text = files("crm_local").joinpath("start/sign-in.html").read_text(encoding="utf-8")
    # What clients sent comes last, so that no mark in it is taken for one of ours.
    for mark, content in (("people", rows), ("fault", fault), ("path", escape(path)), ("hidden", fields)):
        text = text.replace(f"{{{{{mark}}}}}", content)
    return text


def _row(person: Account, *, first: bool) -> str:
    checked = " checked" if first else ""
    place = person.team or person.region or ""
    return (
        f'<label><input type="radio" name="username" value="{escape(person.subject)}"{checked}>'
        f"<b>{escape(person.name)}</b> <span>{escape(person.subject)}</span>"
        f"<small>{escape(' '.join((*person.roles, place)).strip())}</small></label>"
    )
