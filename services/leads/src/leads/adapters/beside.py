"""Work that is done in a process of its own, so that its memory and its time end with it, and that makes way for others."""

import asyncio
import os
import sys
from collections.abc import AsyncIterable
from contextlib import suppress


async def done_beside(module: str, lines: AsyncIterable[bytes]) -> bytes:
    """What `python -m module` writes when it reads `lines`. Raises RuntimeError when it fails, with what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    stdin, stdout, stderr = process.stdin, process.stdout, process.stderr
    if stdin is None or stdout is None or stderr is None:
        raise RuntimeError("the process has no pipes")
    try:
        _, out, said = await asyncio.gather(_fed(stdin, lines), stdout.read(), stderr.read())
        await process.wait()
    except BaseException:
        if process.returncode is None:
            process.kill()
        raise
    if process.returncode:
        raise RuntimeError(said.decode(errors="replace").strip()[-500:])
    return out


def make_way() -> None:
    """Run only where nobody else wants to: nobody waits for this process."""
    os.nice(19)


async def _fed(stdin: asyncio.StreamWriter, lines: AsyncIterable[bytes]) -> None:
    with suppress(BrokenPipeError, ConnectionResetError):  # it says itself why it read no further
        async for some in lines:
            stdin.write(some)
            await stdin.drain()
    stdin.close()
