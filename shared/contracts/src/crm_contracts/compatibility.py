"""Whether a contract changed compatibly. A new schema must serve both sides at once: whoever knows only the
old schema reads every new event, and the new model reads every stored old event. So a field may be added when
it is optional, and what exists keeps its meaning.
"""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

_ANNOTATIONS = {"title", "description", "examples", "deprecated", "$comment", "$schema", "$id", "$defs"}
_LOWER_BOUNDS = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_UPPER_BOUNDS = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
_CONSTRAINTS = sorted(_LOWER_BOUNDS | _UPPER_BOUNDS | {"format", "pattern", "multipleOf", "uniqueItems"})
_OBJECT = {"properties", "required", "additionalProperties"}
_UNDERSTOOD = _ANNOTATIONS | _OBJECT | {"type", "enum", "const", "default", "items", *_CONSTRAINTS}


def incompatible_contracts(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> list[str]:
    """Every incompatible change between two sets of contracts by type name, as `<type> <path>: <what>`."""
    found = []
    for name, schema in sorted(old.items()):
        if name in new:
            found += [f"{name} {change}" for change in incompatibilities(schema, new[name])]
        else:
            found.append(f"{name} $: contract removed")
    return found


def incompatibilities(old: Schema, new: Schema) -> list[str]:
    """Every incompatible change from one JSON Schema of a contract to the next, as `<path>: <what>`.

    A keyword that is not understood here is reported rather than passed over. Raises ValueError for a
    reference to outside the document.
    """
    return list(_Comparison(old, new).of_nodes(old, new, "$"))


class _Comparison:
    """Walks two documents side by side, each with its own definitions."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self._old = old
        self._new = new
        self._open: set[tuple[int, int]] = set()

    def of_nodes(self, old: Any, new: Any, path: str) -> Iterator[str]:
        pair = (id(old), id(new))
        if pair in self._open:  # a recursive definition led back to nodes that are being compared
            return
        self._open.add(pair)
        try:
            yield from self._of_alternatives(old, new, path)
        finally:
            self._open.discard(pair)

    def _of_alternatives(self, old: Any, new: Any, path: str) -> Iterator[str]:
        before = _alternatives(old, self._old)
        after = _alternatives(new, self._new)
        for keyword in sorted({keyword for node in before + after for keyword in node} - _UNDERSTOOD):
            yield f"{path}: keyword {keyword} is not understood by the compatibility check"
        yield from _of_defaults(_resolved(old, self._old), _resolved(new, self._new), path)
        if len(before) > 1 or len(after) > 1:
            before, after = self._without_equals(before, after, path)
        if len(before) == 1 and len(after) == 1:
            yield from self._of_single(before[0], after[0], path)
            return
        for node in before:
            yield f"{path}: may no longer be {_kind(node)}, which stored events may hold"
        for node in after:
            yield f"{path}: may now be {_kind(node)}, which readers do not expect"

    def _without_equals(
        self, before: list[Schema], after: list[Schema], path: str
    ) -> tuple[list[Schema], list[Schema]]:
        """What is left of two lists of alternatives when those that fit each other are taken out."""
        changed, left = [], list(after)
        for node in before:
            for candidate in left:
                if not any(self._of_single(node, candidate, path)):
                    left.remove(candidate)
                    break
            else:
                changed.append(node)
        return changed, left

    def _of_single(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        if _kind(old) != _kind(new):
            yield f"{path}: type changed from {_kind(old)} to {_kind(new)}"
            return
        yield from _of_values(old, new, path)
        yield from _of_constraints(old, new, path)
        yield from self._of_fields(old, new, path)
        yield from self._of_unnamed_fields(old, new, path)
        if "items" in old or "items" in new:
            yield from self.of_nodes(old.get("items", {}), new.get("items", {}), f"{path}[*]")

    def _of_fields(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        before, after = old.get("properties", {}), new.get("properties", {})
        was_required, is_required = set(old.get("required", ())), set(new.get("required", ()))
        for name in sorted(before):
            field = f"{path}.{name}"
            if name not in after:
                yield f"{field}: field removed"
                continue
            if name in was_required - is_required:
                yield f"{field}: field is no longer required, but readers rely on it"
            if name in is_required - was_required:
                yield f"{field}: field is now required, but stored events may lack it"
            yield from self.of_nodes(before[name], after[name], field)
        for name in sorted(after.keys() - before.keys()):
            if name in is_required:
                yield f"{path}.{name}: new required field, which stored events lack"
            elif old.get("additionalProperties") is False:
                yield f"{path}.{name}: new field, but readers refuse fields they do not know"

    def _of_unnamed_fields(self, old: Schema, new: Schema, path: str) -> Iterator[str]:
        before, after = old.get("additionalProperties", True), new.get("additionalProperties", True)
        if before is False and after is not False:
            yield f"{path}: unknown fields are now allowed, but readers refuse them"
        elif before is not False and after is False:
            yield f"{path}: unknown fields are now refused, but stored events may hold some"
        elif isinstance(before, Mapping) or isinstance(after, Mapping):
            yield from self.of_nodes(before, after, f"{path}.*")


def _of_defaults(old: Schema, new: Schema, path: str) -> Iterator[str]:
    if "default" in old and "default" in new and old["default"] != new["default"]:
        yield (
            f"{path}: default changed from {old['default']!r} to {new['default']!r}, which changes what stored "
            "events without the field mean"
        )


def _of_values(old: Schema, new: Schema, path: str) -> Iterator[str]:
    before, after = _values(old), _values(new)
    if before is None and after is not None:
        yield f"{path}: values are now limited to {after}, but stored events may hold others"
    elif before is not None and after is None:
        yield f"{path}: values are no longer limited to {before}, but readers know only those"
    elif before is not None and after is not None:
        for value in before:
            if value not in after:
                yield f"{path}: value {value!r} removed, which stored events may hold"
        for value in after:
            if value not in before:
                yield f"{path}: value {value!r} added, which readers do not know"


def _of_constraints(old: Schema, new: Schema, path: str) -> Iterator[str]:
    for keyword in _CONSTRAINTS:
        before, after = old.get(keyword), new.get(keyword)
        if before == after:
            continue
        change = f"{path}: {keyword} {_direction(keyword, before, after)} from {before} to {after}"
        yield change.replace(" None", " none")


def _direction(keyword: str, before: Any, after: Any) -> str:
    if before is None:
        return "tightened"
    if after is None:
        return "loosened"
    if keyword in _LOWER_BOUNDS:
        return "tightened" if after > before else "loosened"
    if keyword in _UPPER_BOUNDS:
        return "tightened" if after < before else "loosened"
    return "changed"


def _alternatives(node: Any, root: Schema) -> list[Schema]:
    """The shapes a value may have; one, unless it may be null or a union."""
    node = _resolved(node, root)
    if "anyOf" in node and not node.keys() - _ANNOTATIONS - {"anyOf", "default"}:
        return [shape for branch in node["anyOf"] for shape in _alternatives(branch, root)]
    if isinstance(node.get("type"), list):
        return [{**node, "type": one} for one in node["type"]]
    return [node]


def _resolved(node: Any, root: Schema) -> Schema:
    """The node with its reference followed; keywords beside a reference add to what it points to."""
    if isinstance(node, bool):
        return {} if node else {"not": {}}
    if "$ref" not in node:
        return dict(node)
    reference = str(node["$ref"])
    if not reference.startswith("#/"):
        raise ValueError(f"reference to outside the document: {reference}")
    target: Any = root
    for step in reference[2:].split("/"):
        target = target[step.replace("~1", "/").replace("~0", "~")]
    return {**_resolved(target, root), **{key: value for key, value in node.items() if key != "$ref"}}


def _values(node: Schema) -> list[Any] | None:
    if "const" in node:
        return [node["const"]]
    return list(node["enum"]) if "enum" in node else None


def _kind(node: Schema) -> str:
    return str(node.get("type", "anything"))
