"""The demo's lead files and the story that follows from them."""

import csv
import io
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from crm_local.demo import fates
from crm_local.demo.derive import derive
from crm_local.demo.fates import STAGES, Fate, Story, drawn, lines_for
from crm_local.peers.seed import SEED
from leads.domain.columns import read_row, recognize
from leads.domain.facts import facts_of
from leads.domain.lead import LeadProfile
from leads.domain.scoring import score
from leads.domain.seed_model import default_model

SOURCES = Path(__file__).resolve().parents[4] / "shared" / "data"
NAMES = (*fates.EQUIPMENT_FILES, fates.BANK_FILE)


def profiles(name: str) -> list[LeadProfile]:
    titles, *rows = csv.reader(io.StringIO(fates.file(name).decode()))
    columns = recognize(titles)
    return [read_row(row, columns).profile() for row in rows]


def listed(profile: LeadProfile) -> dict[str, Any]:
    """A lead as the API lists it."""
    return profile.model_dump() | {"automatic_score": score(default_model(), facts_of(profile)).points}


@pytest.mark.parametrize("name", NAMES)
def test_every_row_of_the_demo_files_is_a_lead(name: str) -> None:
    assert len(profiles(name)) >= 200


def test_the_files_follow_from_their_sources_byte_for_byte(tmp_path: Path) -> None:
    if not SOURCES.exists():
        pytest.skip(f"the sources of the demo's files are not in {SOURCES}")
    derive(SOURCES, tmp_path)
    for name in NAMES:
        assert (tmp_path / name).read_bytes() == fates.file(name), name


def test_the_data_says_whose_it_is_and_knows_nothing_of_how_long_a_call_took() -> None:
    notice = files("crm_local.demo").joinpath("data", "NOTICE.md").read_text()
    for said in ("CC BY 4.0", "Moro", "10.24432/C5K306", "CC0", *NAMES):
        assert said in notice
    assert "duration" not in fates.file(fates.BANK_FILE).decode().lower()


def test_the_bank_s_clients_do_what_they_did() -> None:
    story = Story()
    told = {profile.name: story.of(listed(profile)) for profile in profiles(fates.BANK_FILE)}
    assert set(told) == set(story.outcomes)
    for name, fate in told.items():
        assert fate is not None
        assert fate.converts == (story.outcomes[name] == "subscribed")
        assert fate.converts == (fate.outcome == "won")
        assert fate.converts != bool(fate.disqualified)


def test_better_leads_convert_and_win_more_often() -> None:
    story = Story()
    leads = [listed(profile) for name in fates.EQUIPMENT_FILES for profile in profiles(name)]
    leads.sort(key=lambda lead: int(lead["automatic_score"]))
    third = len(leads) // 3
    worst, best = ([story.of(lead) or Fate() for lead in part] for part in (leads[:third], leads[-third:]))
    for happens in (lambda fate: fate.converts, lambda fate: fate.outcome == "won"):
        assert sum(map(happens, best)) > 1.5 * sum(map(happens, worst)) > 0


def test_the_story_goes_through_every_stage_and_both_ends() -> None:
    story = Story()
    told = [story.of(listed(profile)) for name in fates.EQUIPMENT_FILES for profile in profiles(name)]
    assert {fate.outcome for fate in told if fate and fate.converts} == {None, "won", "lost"}
    assert {fate.stage for fate in told if fate and fate.converts and fate.outcome is None} == set(STAGES)
    assert all(fate.lost_because for fate in told if fate and fate.outcome == "lost")


def test_the_story_is_the_same_in_every_run_and_tells_nothing_of_other_leads() -> None:
    lead = listed(profiles(fates.EQUIPMENT_FILES[0])[0])
    assert Story().of(lead) == Story().of(dict(lead))
    assert Story().of(lead | {"name": "Somebody else"}) is None
    assert drawn("启航", "converts") == drawn("启航", "converts") != drawn("启航", "outcome")


def test_what_is_sold_is_in_the_catalog() -> None:
    catalog = {product_id: product.model_dump() for product_id, product in SEED.products.items()}
    for subject in map(str, range(200)):
        lines = lines_for(subject, catalog)
        assert lines
        assert {line["product_id"] for line in lines} <= catalog.keys()
        assert all(int(line["quantity"]) >= 1 for line in lines)
