"""Plays the demo from the command line, one line per step."""

from __future__ import annotations

import asyncio
from argparse import Namespace

import httpx

from crm_local.demo.client import Crm, Refused
from crm_local.demo.journey import Journey
from crm_local.people import PASSWORD


def demo(asked: Namespace) -> int:
    """Play on the installation at `asked.url`; exit code 0 when the whole journey was played."""
    try:
        asyncio.run(_play(asked.url))
    except (Refused, TimeoutError, httpx.TransportError) as trouble:
        say(
            f"stopped 中断: {str(trouble) or type(trouble).__name__}; goes on at the next start 下次启动时继续"
        )
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def say(sentence: str) -> None:
    """One line of progress, at once."""
    print(f"  demo 演示  {sentence}", flush=True)


async def _play(url: str) -> None:
    async with Crm(url, PASSWORD) as crm:
        await Journey(crm, say).play()
