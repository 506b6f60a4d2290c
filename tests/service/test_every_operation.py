"""Generated requests, good and bad, at every operation of every service: no 5xx, and only answers that are documented."""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import uvicorn

from crm_local.assembly import BUILDERS
from crm_local.peers.serving import EmbeddedServer
from crm_local.processes import free_port
from crm_testing.services import Running, person, service_under_test
from crm_testing.waiting import eventually

EXAMPLES = int(os.environ.get("KUAICRM_SCHEMATHESIS_EXAMPLES", "5"))
CHECKS = (
    "not_a_server_error,content_type_conformance,response_schema_conformance,response_headers_conformance"
)


@asynccontextmanager
async def served(running: Running) -> AsyncIterator[str]:
    port = free_port()
    app = running.service.app(keys=running.issuer.jwks)
    server = EmbeddedServer(uvicorn.Config(app, port=port, log_config=None, access_log=False, lifespan="off"))
    serving = asyncio.create_task(server.serve())
    await eventually(lambda: server.started)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


@pytest.mark.parametrize("name", BUILDERS)
async def test_no_request_makes_a_service_fail(name: str, database: str) -> None:
    async with service_under_test(BUILDERS[name], name, database) as running, served(running) as url:
        token = running.issuer.access_token(person("root", "admin", "salesperson", "technician", "system"))
        command = [
            sys.executable, "-m", "schemathesis.cli", "run", f"{url}/openapi.json",
            "--header", f"Authorization: Bearer {token}",
            "--max-examples", str(EXAMPLES), "--seed", "7", "--checks", CHECKS,
            "--phases", "examples,coverage,fuzzing", "--max-failures", "5", "--request-timeout", "10",
            "--exclude-path-regex", "/stream$",
        ]  # fmt: skip
        done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
