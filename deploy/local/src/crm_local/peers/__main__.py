"""`python -m crm_local.peers`: all simulators on one port, until Ctrl-C."""

from __future__ import annotations

import argparse
import asyncio
import signal
from pathlib import Path

from crm_local.peers.serving import running_peers
from crm_local.peers.settings import PeersSettings, load_or_create_secrets


def main() -> None:
    """Run as the arguments say."""
    arguments = _parser().parse_args()
    settings = PeersSettings(
        secrets=load_or_create_secrets(arguments.secrets),
        gateway_url=arguments.gateway,
        state_dir=arguments.state,
        auto=arguments.auto,
        step_seconds=arguments.step_seconds,
        smtp_port=arguments.smtp_port,
    )
    asyncio.run(_serve(settings, arguments.host, arguments.port))


async def _serve(settings: PeersSettings, host: str, port: int) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with running_peers(settings, host, port) as (peers, url):
        for peer in peers.everybody:
            print(f"{peer.name:12} {url}/{peer.name}", flush=True)
        print(f"{'mail':12} 127.0.0.1:{peers.smtp.port}", flush=True)
        await stop.wait()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m crm_local.peers", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0, help="0 takes any free port (default)")
    parser.add_argument("--smtp-port", type=int, default=0, help="the mail server's; 0 takes any (default)")
    parser.add_argument("--gateway", help="where the CRM answers, such as http://127.0.0.1:8000")
    parser.add_argument("--secrets", type=Path, required=True, help="JSON file; made when there is none")
    parser.add_argument(
        "--state", type=Path, help="folder in which the peers remember; without it they forget"
    )
    parser.add_argument("--auto", action="store_true", help="MES produces and finance invoices by itself")
    parser.add_argument("--step-seconds", type=float, default=5.0, help="how long a step of --auto takes")
    return parser


if __name__ == "__main__":
    main()
