"""People who talk to one service over HTTP, each with a token of their own."""

from dataclasses import dataclass
from typing import Any

import httpx

from crm_contracts.registry import Contract
from crm_local.issuer import Issuer
from crm_platform.runtime import Service
from crm_testing.envelopes import said, tell


@dataclass
class Desk:
    """The service, and people who talk to it; paths are below `root`."""

    service: Service
    issuer: Issuer
    client: httpx.AsyncClient
    root: str
    heard: int = 0

    async def post(self, who: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """A command; of headers, `_` stands for `-`."""
        return await self.client.post(
            f"{self.root}{path}", json=body or {}, headers=self._signed(who, headers)
        )

    async def get(self, who: str, path: str, **query: Any) -> httpx.Response:
        """A question."""
        return await self.client.get(f"{self.root}{path}", params=query, headers=self._signed(who, {}))

    async def done(self, who: str, path: str, body: Any = None, **headers: str) -> httpx.Response:
        """A command that must be accepted."""
        answer = await self.post(who, path, body, **headers)
        assert answer.status_code in (200, 201), answer.text
        return answer

    async def seen(self, who: str, after: httpx.Response, path: str = "", **query: Any) -> Any:
        """What somebody reads, not before `after`."""
        page = await self.get(who, path, min_position=after.headers["x-position"], **query)
        assert page.status_code == 200, page.text
        return page.json()

    async def hear(self, subject: str, content: Contract) -> None:
        """Another context says something; the copies take it."""
        self.heard += 1
        await tell(self.service, f"{self.service.name}.copies", said(content, subject, self.heard))

    async def events(self) -> int:
        """How many events the log has."""
        return int((await self.service.database.fetch("SELECT count(*) FROM events"))[0][0])

    def _signed(self, who: str, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"authorization": f"Bearer {self.issuer.token_for(who)}"} | named


def refused(answer: httpx.Response, status: int, code: str) -> dict[str, Any]:
    """The problem details of a refusal that must be this one."""
    assert answer.status_code == status, answer.text
    body: dict[str, Any] = answer.json()
    assert body["code"] == code
    return body
