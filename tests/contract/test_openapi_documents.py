"""The committed OpenAPI documents are what the services serve."""

import subprocess
import sys
from pathlib import Path

DOCUMENTS = Path(__file__).parents[2] / "docs" / "openapi"


def test_the_openapi_documents_are_current() -> None:
    command = [sys.executable, "-m", "crm_local", "openapi", "--check", str(DOCUMENTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
