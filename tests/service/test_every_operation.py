"""Generated requests, good and bad, at every operation of every service: no 5xx, and only answers that are documented."""

import asyncio
import os
import subprocess
import sys

import pytest

from crm_local.assembly import BUILDERS
from crm_testing.services import person, served, service_under_test

EXAMPLES = int(os.environ.get("KUAICRM_SCHEMATHESIS_EXAMPLES", "5"))
CHECKS = (
    "not_a_server_error,content_type_conformance,response_schema_conformance,response_headers_conformance"
)


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
