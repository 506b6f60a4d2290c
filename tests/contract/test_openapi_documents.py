"""The committed OpenAPI documents are what the services serve, and say enough to be used without the code."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

DOCUMENTS = Path(__file__).parents[2] / "docs" / "openapi"
EACH = pytest.mark.parametrize("path", sorted(DOCUMENTS.glob("*.json")), ids=lambda path: path.stem)


def operations(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methods in document["paths"].values():
        yield from methods.values()


def test_the_openapi_documents_are_current() -> None:
    command = [sys.executable, "-m", "crm_local", "openapi", "--check", str(DOCUMENTS)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@EACH
def test_every_operation_says_what_it_does_under_a_name_of_its_own(path: Path) -> None:
    document = json.loads(path.read_text())
    names = [operation["operationId"] for operation in operations(document)]
    assert len(set(names)) == len(names)
    for operation in operations(document):
        assert operation["summary"]
        assert operation["description"]
        assert all(response["description"] for response in operation["responses"].values())
    assert [name for name in document["components"]["schemas"] if "__" in name] == []


@EACH
def test_a_document_lists_the_refusals_by_their_codes(path: Path) -> None:
    told = json.loads(path.read_text())["info"]["description"]
    assert "| 409 | `conflict` |" in told
    assert ("| 409 | `duplicate-lead` |" in told) == (path.stem == "leads")


def test_every_parameter_of_leads_is_described_and_commands_name_their_refusals() -> None:
    document = json.loads((DOCUMENTS / "leads.json").read_text())
    unsaid = [
        (operation["operationId"], parameter["name"])
        for operation in operations(document)
        for parameter in operation.get("parameters", ())
        if not parameter.get("description")
    ]
    assert unsaid == []
    claim = document["paths"]["/api/leads/v1/leads/{lead_id}/claim"]["post"]["responses"]
    assert "`daily-limit-reached`" in claim["409"]["description"]
    assert "`not-of-this-pool`" in claim["403"]["description"]
