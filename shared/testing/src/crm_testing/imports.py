"""What tests of imports do: start one, wait for it, read its results."""

import json
from typing import Any

import httpx

from crm_testing.waiting import eventually


async def start(client: httpx.AsyncClient, content: bytes | str, **form: Any) -> httpx.Response:
    """Start an import; values of the form that are no texts are sent as JSON."""
    body = content.encode() if isinstance(content, str) else content
    told = {name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()}
    return await client.post("/imports", files={"file": ("leads.csv", body)}, data=told)


async def over(client: httpx.AsyncClient, import_id: str, *, timeout: float = 30) -> dict[str, Any]:
    """The import when nothing runs on it any more."""

    async def rested() -> dict[str, Any] | None:
        answer = await client.get(f"/imports/{import_id}")
        body: dict[str, Any] = answer.json()
        return body if answer.status_code == 200 and body["status"] not in ("running", "undoing") else None

    found: dict[str, Any] | None = await eventually(rested, timeout=timeout)
    assert found
    return found


async def imported(client: httpx.AsyncClient, content: bytes | str, **form: Any) -> dict[str, Any]:
    """Import to the end."""
    answer = await start(client, content, **form)
    assert answer.status_code == 202, answer.text
    return await over(client, answer.json()["id"])


async def undone(client: httpx.AsyncClient, import_id: str) -> dict[str, Any]:
    """Undo to the end."""
    answer = await client.post(f"/imports/{import_id}/undo")
    assert answer.status_code == 202, answer.text
    return await undo_ended(client, import_id)


async def undo_ended(client: httpx.AsyncClient, import_id: str, *, timeout: float = 120) -> dict[str, Any]:
    """The import when its undo is over."""

    async def ended() -> dict[str, Any] | None:
        found = (await client.get(f"/imports/{import_id}")).json()
        return found if found["status"] == "undone" else None

    found: dict[str, Any] | None = await eventually(ended, timeout=timeout)
    assert found
    return found


async def rows(client: httpx.AsyncClient, import_id: str, **query: Any) -> list[dict[str, Any]]:
    """The first results."""
    answer = await client.get(f"/imports/{import_id}/rows", params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def outcomes(found: list[dict[str, Any]]) -> list[tuple[int, str]]:
    return [(row["row"], row["outcome"]) for row in found]


def codes(row: dict[str, Any]) -> list[str]:
    return [reason["code"] for reason in row["reasons"]]
