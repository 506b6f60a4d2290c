"""The committed documents are what the code generates, valid by their own standards, and the command line
lets nothing incompatible through.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from crm_contracts.registry import all_contracts, contracts_of
from crm_contracts.schemas import asyncapi, json_schemas
from crm_contracts.topics import PARTITIONS, TOPICS

DOCS = Path(__file__).parents[2] / "docs"
PLACED = "crm.orders.OrderPlaced.v1"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A copy of the committed documents of the contracts."""
    for kind in ("schemas", "asyncapi"):
        shutil.copytree(DOCS / kind, tmp_path / "docs" / kind)
    return tmp_path / "docs"


def command_line(*arguments: str | Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "crm_contracts", *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr


def change(docs: Path, name: str, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit a committed schema, so that the code looks as if it had changed the other way."""
    path = docs / "schemas" / f"{name}.json"
    document = json.loads(path.read_bytes())
    edit(document)
    path.write_text(json.dumps(document))


def test_the_committed_documents_are_current_and_no_contract_changed_incompatibly() -> None:
    assert command_line("check", DOCS) == (0, "")


def test_writing_again_changes_no_byte(docs: Path) -> None:
    assert command_line("write", docs) == (0, "")
    for path in (*DOCS.glob("schemas/*"), *DOCS.glob("asyncapi/*")):
        assert (docs / path.relative_to(DOCS)).read_bytes() == path.read_bytes()


def test_a_removed_field_fails_the_check_and_is_not_written_over(docs: Path) -> None:
    change(docs, PLACED, lambda document: document["properties"].update(color={"type": "string"}))
    before = (docs / "schemas" / f"{PLACED}.json").read_bytes()
    status, problems = command_line("check", docs)
    assert status == 1
    assert f"INCOMPATIBLE {PLACED} $.color: field removed" in problems
    assert "new version of the contract" in problems
    assert command_line("write", docs)[0] == 1
    assert (docs / "schemas" / f"{PLACED}.json").read_bytes() == before


def test_a_removed_contract_fails_the_check(docs: Path) -> None:
    shutil.copy(docs / "schemas" / f"{PLACED}.json", docs / "schemas" / "crm.orders.OrderForgotten.v1.json")
    status, problems = command_line("check", docs)
    assert status == 1
    assert "INCOMPATIBLE crm.orders.OrderForgotten.v1 $: contract removed" in problems


def test_a_compatible_change_only_has_to_be_written(docs: Path) -> None:
    change(docs, PLACED, lambda document: document["properties"].pop("opportunity_id"))
    status, problems = command_line("check", docs)
    assert status == 1
    assert "INCOMPATIBLE" not in problems
    assert f"OUT OF DATE {docs / 'schemas' / PLACED}.json" in problems
    assert command_line("write", docs) == (0, "")
    assert command_line("check", docs) == (0, "")


def test_a_missing_and_a_stale_document_fail_the_check(docs: Path) -> None:
    (docs / "asyncapi" / "leads.json").rename(docs / "asyncapi" / "rumors.json")
    status, problems = command_line("check", docs)
    assert status == 1
    assert f"MISSING {docs / 'asyncapi' / 'leads.json'}" in problems
    assert f"NO LONGER GENERATED {docs / 'asyncapi' / 'rumors.json'}" in problems
    assert command_line("write", docs) == (0, "")
    assert command_line("check", docs) == (0, "")


def test_an_earlier_state_can_be_the_baseline_and_may_not_be_empty(docs: Path, tmp_path: Path) -> None:
    change(docs, PLACED, lambda document: document["required"].remove("number"))
    status, problems = command_line("check", DOCS, "--baseline", docs)
    assert status == 1
    assert f"INCOMPATIBLE {PLACED} $.number: field is now required" in problems
    status, problems = command_line("check", DOCS, "--baseline", tmp_path / "nowhere")
    assert status == 1
    assert "NOTHING TO COMPARE WITH" in problems


@pytest.mark.parametrize("name", all_contracts())
def test_a_schema_is_valid_and_describes_itself(name: str) -> None:
    document = json_schemas()[name]
    assert jsonschema_rs.meta.is_valid(document)
    assert document["$id"] == f"urn:kuaicrm:contract:{name}"
    assert document["description"]


@pytest.mark.parametrize("context", TOPICS)
def test_an_asyncapi_document_has_every_message_of_its_context(context: str) -> None:
    document = asyncapi(context)
    channel = document["channels"]["events"]
    assert document["asyncapi"] == "3.0.0"
    assert channel["address"] == TOPICS[context]
    assert channel["bindings"]["kafka"]["partitions"] == PARTITIONS
    assert set(channel["messages"]) == set(document["components"]["messages"]) == set(contracts_of(context))


@pytest.mark.parametrize("context", TOPICS)
def test_every_reference_in_an_asyncapi_document_leads_somewhere(context: str) -> None:
    document = asyncapi(context)
    references = list(references_in(document))
    assert references
    for reference in references:
        target: Any = document
        for step in reference.removeprefix("#/").split("/"):
            target = target[step]


@pytest.mark.parametrize("name", all_contracts())
def test_asyncapi_and_json_schema_say_the_same_about_a_contract(name: str) -> None:
    schema = json_schemas()[name]
    components = asyncapi(name.split(".")[1])["components"]
    payload = components["schemas"][components["messages"][name]["payload"]["$ref"].rpartition("/")[2]]
    as_text = json.dumps(schema["properties"]).replace("#/$defs/", "#/components/schemas/")
    assert payload["properties"] == json.loads(as_text)


def references_in(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"]
        for inner in node.values():
            yield from references_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references_in(inner)
