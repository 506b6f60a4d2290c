"""Waiting for what will happen, instead of sleeping and hoping."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")

POLL_SECONDS = 0.02


@overload
async def eventually(
    probe: Callable[[], Awaitable[T]], timeout: float = 10.0, *, until: Callable[[T], object] = bool
) -> T: ...
@overload
async def eventually(
    probe: Callable[[], T], timeout: float = 10.0, *, until: Callable[[T], object] = bool
) -> T: ...
async def eventually(
    probe: Callable[[], object], timeout: float = 10.0, *, until: Callable[[Any], object] = bool
) -> object:
    """Ask `probe` until `until(value)` holds (by default: the value is truthy) and return that value.

    A probe that raises AssertionError is asked again. After `timeout` seconds: AssertionError with the last value.
    """
    deadline = time.monotonic() + timeout
    while True:
        try:
            value = probe()
            answer = await value if inspect.isawaitable(value) else value
            if until(answer):
                return answer
            last = f"the last value was {answer!r}"
        except AssertionError as refused:
            last = f"the last refusal was: {refused}"
        if time.monotonic() > deadline:
            raise AssertionError(f"it did not happen within {timeout} s; {last}")
        await asyncio.sleep(POLL_SECONDS)


async def turns(count: int) -> None:
    """Let the event loop turn, so that others get so far and no farther: for races, never for time to pass."""
    for _ in range(count):
        await asyncio.sleep(0)
