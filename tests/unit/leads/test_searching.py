"""What is looked for is found as a part of a text, whatever its width and case."""

import pytest

from leads.adapters.searching import searchable


@pytest.mark.parametrize("part", ["立", "立信", "机械", "L-7", "ｌ－７", "信機"])
def test_a_part_of_a_text_is_a_part_of_what_is_searched_and_nothing_else_is(part: str) -> None:
    text = "长沙立信机械 L-7"
    spread = searchable([part])
    assert (spread in searchable([text])) == (part != "信機")


def test_each_character_and_each_pair_of_neighbours_has_a_trigram_of_its_own() -> None:
    spread = searchable(["立信"])
    trigrams = {spread[at : at + 3] for at in range(len(spread) - 2)}
    assert trigrams == {"立立立", "立立信", "立信信", "信信信"}


def test_texts_do_not_run_into_each_other() -> None:
    assert searchable(["信机"]) not in searchable(["立信", None, "机械"])
    assert searchable([None, ""]) == ""
