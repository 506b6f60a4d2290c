"""The contracts as documents for people and other languages: JSON Schema 2020-12 per contract, AsyncAPI 3.0
per context.
"""

from collections.abc import Iterable
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, models_json_schema

from crm_contracts.registry import all_contracts, contracts_of
from crm_contracts.topics import PARTITIONS, topic_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TEXT = {"type": "string", "minLength": 1}
_HEADERS: dict[str, Any] = {
    "type": "object",
    "description": "CloudEvents 1.0 attributes in Kafka's binary mode: each is the text of its value in UTF-8.",
    "required": [
        "ce_specversion", "ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_position", "ce_version",
        "ce_correlationid", "ce_actor", "content-type",
    ],
    "properties": {
        "ce_specversion": {"const": "1.0"},
        "ce_id": {"type": "string", "format": "uuid", "description": "The same event always has the same id."},
        "ce_type": _TEXT | {"description": "Name of the contract."},
        "ce_source": _TEXT | {"description": "The publishing context."},
        "ce_subject": _TEXT | {"description": "Id of the aggregate; equals the key of the record."},
        "ce_time": {"type": "string", "format": "date-time", "description": "When the event was recorded."},
        "ce_position": {
            "type": "string",
            "pattern": "^[1-9][0-9]{0,18}$",
            "description": "Position in the source's log. Within a partition a record with a lower or equal "
            "position than one already seen is a repetition.",
        },
        "ce_version": {
            "type": "string",
            "pattern": "^[1-9][0-9]{0,9}$",
            "description": "Version of the aggregate, contiguous from 1.",
        },
        "ce_correlationid": _TEXT | {"description": "Shared by all that follows from one command."},
        "ce_causationid": _TEXT | {"description": "Id of the command or event that led to this one."},
        "ce_actor": _TEXT | {"description": "Id of the person or system that did it."},
        "ce_traceparent": _TEXT | {"description": "W3C trace context."},
        "ce_previous": _TEXT
        | {"description": "Position of the event before this one in the partition; a reader that has not seen it waits."},
        "content-type": {"const": "application/json"},
    },
}  # fmt: skip


class _WithoutFieldTitles(GenerateJsonSchema):
    """Pydantic's titles of fields only repeat their names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False


def json_schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every contract by type name: what readers may rely on and stored events satisfy."""
    return {
        name: model.model_json_schema(schema_generator=_WithoutFieldTitles)
        | {"$schema": _DIALECT, "$id": f"urn:kuaicrm:contract:{name}"}
        for name, model in all_contracts().items()
    }


def asyncapi(context: str) -> dict[str, Any]:
    """The AsyncAPI 3.0 document of one context: its topic and every message in it.

    Raises KeyError for a context that publishes nothing.
    """
    topic = topic_of(context)
    models = contracts_of(context)
    references, definitions = models_json_schema(
        [(model, "validation") for model in models.values()],
        ref_template="#/components/schemas/{model}",
        schema_generator=_WithoutFieldTitles,
    )
    payloads = {name: references[model, "validation"] for name, model in models.items()}
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": f"KuaiCRM {context} events",
            "version": topic.rpartition(".")[2].removeprefix("v") + ".0.0",
            "description": f"What the {context} context publishes. Fields may be added; ignore unknown ones.",
        },
        "defaultContentType": "application/json",
        "channels": {"events": _channel(topic, models)},
        "operations": {
            "publish": {
                "action": "send",
                "channel": {"$ref": "#/channels/events"},
                "messages": [{"$ref": f"#/channels/events/messages/{name}"} for name in models],
            }
        },
        "components": {
            "messages": {
                name: _message(name, payload, models[name].__doc__) for name, payload in payloads.items()
            },
            "schemas": {"CloudEventHeaders": _HEADERS} | definitions["$defs"],
        },
    }


def _channel(topic: str, names: Iterable[str]) -> dict[str, Any]:
    return {
        "address": topic,
        "description": "Keyed by aggregate id: the events of one aggregate keep their order.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in names},
        "bindings": {"kafka": {"topic": topic, "partitions": PARTITIONS, "bindingVersion": "0.5.0"}},
    }


def _message(name: str, payload: dict[str, Any], summary: str | None) -> dict[str, Any]:
    return {
        "name": name,
        "title": name.split(".")[-2],
        "summary": summary,
        "contentType": "application/json",
        "headers": {"$ref": "#/components/schemas/CloudEventHeaders"},
        "payload": payload,
        "correlationId": {"location": "$message.header#/ce_correlationid"},
        "bindings": {"kafka": {"key": {"type": "string"}, "bindingVersion": "0.5.0"}},
    }
