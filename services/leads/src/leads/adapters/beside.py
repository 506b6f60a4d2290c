"""Work that is done in a process of its own, so that its memory and its time end with it."""

import asyncio
import sys


async def done_beside(module: str, lines: bytes) -> bytes:
    """What `python -m module` writes when it reads `lines`. Raises RuntimeError when it fails, with what it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", module),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        out, said = await process.communicate(lines)
    except BaseException:
        if process.returncode is None:
            process.kill()
        raise
    if process.returncode:
        raise RuntimeError(said.decode(errors="replace").strip()[-500:])
    return out
