"""Two leads side by side: which value of each field survives a merge, by rule or by choice."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from crm_platform.errors import FieldError, Invalid
from crm_platform.values import Value
from leads.domain.lead import LeadProfile

Choice = Literal["survivor", "absorbed", "both"]

FIELDS: Final = tuple(LeadProfile.model_fields)
_JOINED: Final = ("need", "notes")
_LONGEST: Final = 4000


class FieldPreview(Value):
    """One field of two leads: both values as text, what would survive, and why."""

    field: str
    survivor: str | None
    absorbed: str | None
    choice: Choice
    result: str | None
    rule: str
    rule_zh: str


_RULES: Final = {
    "same": ("Both say the same", "两边一致"),
    "only-survivor": ("Only the surviving lead says it", "仅保留方有值"),
    "only-absorbed": ("Only the lead that goes says it", "仅被合并方有值"),
    "survivor": ("The surviving lead's value stays", "保留方的值优先"),
    "joined": ("Both texts are kept, one after the other", "两段文字先后保留"),
    "chosen": ("Chosen by you", "由您选择"),
}


def merged(
    survivor: LeadProfile, absorbed: LeadProfile, choices: Mapping[str, Choice]
) -> tuple[LeadProfile, tuple[str, ...]]:
    """What is known after the merge, and the fields that the absorbed lead gave. Raises `Invalid` for bad choices."""
    _check(choices)
    values = {field: _value(field, survivor, absorbed, choices)[1] for field in FIELDS}
    taken = tuple(field for field in FIELDS if values[field] != getattr(survivor, field))
    return survivor.model_copy(update={field: values[field] for field in taken}), taken


def given(known: LeadProfile, said: LeadProfile) -> dict[str, object]:
    """What is new, by field, when somebody comes who is known: fields that nothing was known of, more need and notes."""
    profile, taken = merged(known, said, {})
    return {field: getattr(profile, field) for field in taken}


def message(said: LeadProfile, unwritten: Iterable[str]) -> str | None:
    """What somebody said who is known, for the touch that notes it: need and notes, and fields that are kept nowhere else."""
    texts = [text for text in (said.need, said.notes) if text]
    texts += [f"{field}: {_shown(getattr(said, field))}" for field in unwritten if field not in _JOINED]
    return "\n".join(texts)[:_LONGEST] or None


def preview(
    survivor: LeadProfile, absorbed: LeadProfile, choices: Mapping[str, Choice]
) -> list[FieldPreview]:
    """Every field that one of the two knows. Raises `Invalid` for bad choices."""
    _check(choices)
    return [
        _row(field, survivor, absorbed, choices)
        for field in FIELDS
        if getattr(survivor, field) is not None or getattr(absorbed, field) is not None
    ]


def _row(
    field: str, survivor: LeadProfile, absorbed: LeadProfile, choices: Mapping[str, Choice]
) -> FieldPreview:
    choice, value = _value(field, survivor, absorbed, choices)
    rule, rule_zh = _RULES[_rule(field, survivor, absorbed, choices)]
    return FieldPreview(
        field=field,
        survivor=_shown(getattr(survivor, field)),
        absorbed=_shown(getattr(absorbed, field)),
        choice=choice,
        result=_shown(value),
        rule=rule,
        rule_zh=rule_zh,
    )


def _rule(field: str, survivor: LeadProfile, absorbed: LeadProfile, choices: Mapping[str, Choice]) -> str:
    ours, theirs = getattr(survivor, field), getattr(absorbed, field)
    if field in choices:
        return "chosen"
    if ours == theirs:
        return "same"
    if theirs is None:
        return "only-survivor"
    if ours is None:
        return "only-absorbed"
    return "joined" if field in _JOINED else "survivor"


def _value(
    field: str, survivor: LeadProfile, absorbed: LeadProfile, choices: Mapping[str, Choice]
) -> tuple[Choice, object]:
    ours, theirs = getattr(survivor, field), getattr(absorbed, field)
    choice = choices.get(field) or _CHOICE_BY_RULE[_rule(field, survivor, absorbed, choices)]
    if choice == "both":
        if f"\n{theirs}\n" in f"\n{ours}\n":
            return choice, ours
        parts = [part for part in (ours, theirs) if part]
        return choice, "\n".join(parts)[:_LONGEST] if parts else None
    return choice, theirs if choice == "absorbed" else ours


_CHOICE_BY_RULE: Final[dict[str, Choice]] = {
    "same": "survivor",
    "only-survivor": "survivor",
    "only-absorbed": "absorbed",
    "survivor": "survivor",
    "joined": "both",
}


def _check(choices: Mapping[str, Choice]) -> None:
    faults = [
        FieldError(f"#/choices/{field}", "unknown-field", "Is no field of a lead", "线索没有该字段")
        for field in choices
        if field not in FIELDS
    ]
    faults += [
        FieldError(
            f"#/choices/{field}",
            "cannot-be-joined",
            "Only need and notes can be joined",
            "仅需求与备注可合并保留",
        )
        for field, choice in choices.items()
        if choice == "both" and field in FIELDS and field not in _JOINED
    ]
    if faults:
        raise Invalid(faults)


def _shown(value: object) -> str | None:
    return None if value is None else str(value)
