"""Saved mappings of columns and words."""

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from crm_testing.given import given, recorded
from leads.domain.errors import MappingIsRemoved
from leads.domain.import_mapping import ImportMapping, MappingContent

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
FAIR = MappingContent(columns={"Firma": "company", "x": None}, values={"source": {"抖音": "douyin"}})


def saved() -> ImportMapping:
    return ImportMapping.save(
        "Fair", FAIR, owner_id="li", team="east-1", region="east", shared=True, now=NOON
    )


def test_saving_what_is_saved_changes_nothing() -> None:
    given(saved()).when(lambda m: m.replace(FAIR, now=NOON)).then()


def test_a_mapping_is_replaced_removed_and_there_again() -> None:
    mapping = saved()
    other = MappingContent(columns={"Firma": "name"})
    given(mapping).when(lambda m: m.replace(other, now=NOON)).then(
        recorded(ImportMapping.Replaced, content=other)
    )
    mapping.remove(now=NOON)
    given(mapping).when(lambda m: m.remove(now=NOON)).refused(MappingIsRemoved)
    given(mapping).when(lambda m: m.replace(other, now=NOON)).then(
        recorded(ImportMapping.Replaced, content=other)
    )


def test_one_name_is_one_mapping_of_the_team_or_of_the_person() -> None:
    def id_of(owner: str, *, shared: bool) -> object:
        return ImportMapping.id_of("Fair", owner_id=owner, team="east-1", shared=shared)

    assert id_of("li", shared=True) == id_of("wang", shared=True)
    assert id_of("li", shared=False) != id_of("wang", shared=False)
    assert id_of("li", shared=False) != id_of("li", shared=True)


@pytest.mark.parametrize(
    "content",
    [
        {"columns": {"A": "color"}},
        {"values": {"color": {"红": "red"}}},
        {"values": {"source": {"抖音": "x" * 65}}},
        {"columns": {"": "company"}},
    ],
)
def test_a_mapping_to_what_is_not_there_is_refused(content: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        MappingContent.model_validate(content)
