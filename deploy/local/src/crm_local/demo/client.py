"""Calls an installation over HTTP as somebody: signs in, repeats what may be repeated, reads what it wrote itself."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Mapping
from typing import Any

import httpx

PATIENCE = 30.0  # seconds that an answer of "not now" is waited out
_TOKEN_SECONDS = 200.0  # access tokens are good for 300
_FILLING_IN = 3.5  # seconds; who is faster than a form expects is a program


class Refused(Exception):
    """The installation said no: `status`, the stable `code`, and the sentence that came with it."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(f"{status} {code}: {sentence}")
        self.status = status
        self.code = code


class Crm:
    """One installation at `url`. `who` is a demo person's user name. Use it as an async context manager."""

    def __init__(self, url: str, password: str, *, at_once: int = 16) -> None:
        # No proxy: the installation is reached as the address says.
        self._http = httpx.AsyncClient(base_url=url, timeout=30.0, trust_env=False)
        self._password = password
        self._tokens: dict[str, tuple[str, float]] = {}
        self._positions: dict[str, int] = {}
        self._signing_in = asyncio.Lock()
        self._room = asyncio.Semaphore(at_once)

    async def __aenter__(self) -> Crm:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()

    async def command(
        self, who: str, path: str, body: Any = None, *, key: str, method: str = "POST"
    ) -> dict[str, Any]:
        """Give a command once, however often it is sent: `key` names it. Raises `Refused`."""
        return dict(await self._answer(who, method, path, headers={"idempotency-key": key}, json=body or {}))

    async def upload(self, who: str, path: str, name: str, content: bytes, *, key: str) -> dict[str, Any]:
        """Send a file; as `command` otherwise."""
        files = {"file": (name, content, "text/csv")}
        return dict(await self._answer(who, "POST", path, headers={"idempotency-key": key}, files=files))

    async def fill_in(self, form: str, answers: Mapping[str, str]) -> None:
        """Fill in the web form at the path `form`, as anybody may. Raises `Refused`."""
        shown = await self._answer(None, "GET", f"{form}/definition")
        await asyncio.sleep(_FILLING_IN)
        await self._answer(None, "POST", f"{form}/submissions", json={**answers, "token": shown["token"]})

    async def hand_over_mail(self, who: str, path: str, message: bytes) -> None:
        """Hand a raw message over, as a mail server does. Raises `Refused`."""
        await self._answer(who, "POST", path, headers={"content-type": "message/rfc822"}, content=message)

    async def ask(self, who: str, path: str, **asked: Any) -> Any:
        """The answer to a question. Raises `Refused`."""
        return await self._answer(who, "GET", path, params=self._seen(path) | asked)

    async def pages(self, who: str, path: str, **asked: Any) -> AsyncIterator[dict[str, Any]]:
        """Every row of a list, with all that we changed before we asked."""
        cursor: dict[str, str] = {}
        seen = self._seen(path)
        while True:
            page = await self._answer(who, "GET", path, params={"limit": 200, **seen, **asked, **cursor})
            for item in page["items"]:
                yield item
            if page["next"] is None:
                return
            cursor = {"cursor": page["next"]}

    async def appeared(self, who: str, path: str) -> Any:
        """The answer to a question about what is on its way here. Raises `Refused` when it does not come."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                return await self.ask(who, path)
            except Refused as refused:
                if refused.status != httpx.codes.NOT_FOUND or time.monotonic() > deadline:
                    raise
            await asyncio.sleep(0.1)

    async def _answer(
        self, who: str | None, method: str, path: str, headers: dict[str, str] | None = None, **content: Any
    ) -> Any:
        deadline = time.monotonic() + PATIENCE
        while True:
            bearer = {"authorization": f"Bearer {await self._token(who)}"} if who else {}
            try:
                async with self._room:
                    answer = await self._http.request(
                        method, path, headers=bearer | (headers or {}), **content
                    )
            except httpx.TransportError:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.5)
                continue
            if not _may_pass(answer) or time.monotonic() > deadline:
                self._note(path, answer)
                return _content(answer)
            await asyncio.sleep(min(float(answer.headers.get("retry-after", 0.2)), 2.0))

    def _seen(self, path: str) -> dict[str, int]:
        """What makes a service answer with everything that we changed in it."""
        position = self._positions.get(_service(path))
        return {} if position is None else {"min_position": position}

    def _note(self, path: str, answer: httpx.Response) -> None:
        if "x-position" in answer.headers:
            service = _service(path)
            self._positions[service] = max(self._positions.get(service, 0), int(answer.headers["x-position"]))

    async def _token(self, who: str) -> str:
        async with self._signing_in:
            token, until = self._tokens.get(who, ("", 0.0))
            if time.monotonic() > until:
                form = {"grant_type": "password", "username": who, "password": self._password}
                answer = await self._http.post("/auth/token", data=form)
                if not answer.is_success:
                    raise Refused(answer.status_code, "sign-in", answer.text[:200])
                token = answer.json()["access_token"]
                self._tokens[who] = (token, time.monotonic() + _TOKEN_SECONDS)
        return token


def _service(path: str) -> str:
    return path.split("/")[2]


def _may_pass(answer: httpx.Response) -> bool:
    """Whether the same request may succeed later: not now, not yet, or somebody changed the same thing meanwhile."""
    return answer.status_code in (425, 429, 502, 503, 504) or (
        answer.status_code == 409 and _code(answer) == "conflict"
    )


def _code(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except ValueError:
        return ""


def _content(answer: httpx.Response) -> Any:
    if answer.is_success:
        return answer.json() if answer.content else None
    try:
        problem = answer.json()
    except ValueError:
        raise Refused(answer.status_code, "no-problem-details", answer.text[:200]) from None
    faults = "; ".join(f"{e.get('pointer')} {e['detail']}" for e in problem.get("errors") or [])
    raise Refused(
        answer.status_code, str(problem.get("code", "")), f"{problem.get('title')} {faults}".strip()
    )
