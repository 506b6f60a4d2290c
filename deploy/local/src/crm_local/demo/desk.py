"""What every part of the demo needs: commands that are named by their path, whole lists, waiting, and telling how far it is."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, TypeVar

from crm_local.demo.client import Crm, Refused

ADMIN = "lin.yue"
PATIENCE = 90.0  # seconds that whatever follows from something may take

T = TypeVar("T")
Item = Mapping[str, Any]


class Desk:
    """Works on one installation as its people do."""

    def __init__(self, crm: Crm, say: Callable[[str], None]) -> None:
        self.crm = crm
        self._say = say
        self._began = time.monotonic()

    async def do(
        self, who: str, path: str, body: Item, done: str = "", *, once: str = "", method: str = "POST"
    ) -> str:
        """Give a command whose name follows from its path; returns `done`. What somebody else did before stands."""
        try:
            await self.crm.command(who, at(path), body, key=f"demo:{path}:{once}", method=method)
        except Refused as refused:
            if refused.status not in (404, 409):
                raise
            return refused.code
        return done

    async def rows(self, path: str, **asked: str) -> list[Item]:
        """Every row of a list, as the administrator sees it."""
        return [item async for item in self.crm.pages(ADMIN, at(path), **asked)]

    def tell(self, sentence: str) -> None:
        """Say how far the demo is."""
        self._say(f"{time.monotonic() - self._began:5.1f} s  {sentence}")


def at(below: str) -> str:
    """The path of what lies below `/api/`."""
    return f"/api/{below}"


async def eventually(probe: Callable[[], Awaitable[T | None]], otherwise: str) -> T:
    """What the probe finds, as soon as it finds something. Raises TimeoutError saying `otherwise`."""
    deadline = time.monotonic() + PATIENCE
    while True:
        found = await probe()
        if found is not None:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(otherwise)
        await asyncio.sleep(0.5)


async def each(work: Iterable[Awaitable[str]]) -> Counter[str]:
    """Do all of it side by side (the client bounds how much at once) and count what came of it."""
    return Counter(await asyncio.gather(*work))
