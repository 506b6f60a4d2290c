"""One worker in a process of its own: `python -m bench.worker KIND [PART]`, set up by the environment like any service.

Our services run by their own command line, as they do in production. The process ends when its standard input does,
so that it never outlives the run that started it.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from importlib import import_module

import uvicorn
from fastapi import FastAPI

from bench import machines_service, rivals
from crm_platform.cli import main
from crm_platform.settings import ServiceSettings


def _end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


def _serve(app: FastAPI, settings: ServiceSettings) -> None:
    uvicorn.run(app, host=settings.host, port=settings.port, access_log=False, log_config=None)


if __name__ == "__main__":
    threading.Thread(target=_end_with_parent, daemon=True).start()
    kind, part = sys.argv[1], sys.argv[2]
    match kind:
        case "bare":
            _serve(rivals.bare(ServiceSettings().database_url), ServiceSettings())
        case "stock":
            _serve(rivals.stock(ServiceSettings().database_url), ServiceSettings())
        case "machines":
            main(ServiceSettings, machines_service.build, [part])
        case service:
            main(ServiceSettings, import_module(f"{service}.bootstrap").build, [part])
