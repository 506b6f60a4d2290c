"""Running something beside a test, in a task of its own, and ending it with the test."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import Any


@asynccontextmanager
async def background(*work: Coroutine[Any, Any, Any]) -> AsyncIterator[None]:
    """Run endless coroutines until the block ends; one that fails fails the test."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


@asynccontextmanager
async def entered(manager: AbstractAsyncContextManager[Any]) -> AsyncIterator[Any]:
    """Enter a context manager in a task of its own, as fixtures must: their setup and teardown run in different tasks."""
    inside: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
    leave = asyncio.Event()

    async def hold() -> None:
        try:
            async with manager as value:
                inside.set_result(value)
                await leave.wait()
        except BaseException as error:
            if not inside.done():
                inside.set_exception(error)
            raise

    task = asyncio.create_task(hold())
    try:
        yield await inside
    finally:
        leave.set()
        await task
