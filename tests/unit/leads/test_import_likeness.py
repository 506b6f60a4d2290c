"""Whom the rows of a file resemble."""

from uuid import UUID

from leads.application.import_likeness import COMMON, Resemblance, Resembled
from leads.domain.identity import Identity, identity_of
from leads.domain.lead import LeadProfile

STORED, OWN = UUID(int=1), UUID(int=2)


def who(company: str, **known: str) -> Identity:
    return identity_of(LeadProfile.model_validate({"name": company, "company": company, **known}))


RUIFENG = who("杭州安泰鑫医疗器械有限公司", contact="周芳")
ALIKE = who("杭州安太新医疗器械", contact="周芳")
FAR = who("北京朝阳重工", contact="王刚")


def test_only_those_that_score_enough_are_told_the_likeliest_first() -> None:
    better = Resembled("customer", "C-1", RUIFENG)
    found = {2: [Resembled("lead", str(STORED), FAR), better, Resembled("lead", str(STORED), who("安泰鑫"))]}
    told = Resemblance({2: ALIKE}, found, 50).of(2)
    assert [one.other for one in told][:1] == [better]
    assert all(one.match.score >= 50 for one in told)
    assert told[0].lead_id is None
    assert Resemblance({2: ALIKE}, found, 0).of(3) == []


def test_a_row_is_held_against_the_rows_before_it_and_names_them() -> None:
    chunk = Resemblance({2: RUIFENG, 3: ALIKE, 4: FAR}, {}, 50)
    assert chunk.of(2) == []
    chunk.note(2, OWN, RUIFENG)
    (one,) = chunk.of(3)
    assert (one.lead_id, one.other.row, one.told()["row"]) == (OWN, 2, 2)
    assert chunk.of(4) == []


def test_somebody_found_twice_is_told_once_by_the_best_likeness() -> None:
    found = {3: [Resembled("lead", str(STORED), FAR), Resembled("lead", str(STORED), RUIFENG)]}
    (one,) = Resemblance({3: ALIKE}, found, 0).of(3)
    assert one.other.identity == RUIFENG


def test_who_is_certain_is_told_whatever_the_score_and_why() -> None:
    certain = [Resembled("lead", str(STORED), FAR, same="phone")]
    chunk = Resemblance({3: ALIKE}, {}, 100)
    (one,) = chunk.of(3, certain)
    assert (one.lead_id, one.exact) == (STORED, True)
    assert ("phone", "same") in {(piece.field, piece.level) for piece in one.match.evidence}
    assert chunk.of(3) == []


def test_rows_that_are_as_likely_come_in_the_order_of_the_file_whatever_their_ids() -> None:
    chunk = Resemblance({2: RUIFENG, 3: RUIFENG, 4: ALIKE}, {}, 50)
    chunk.note(2, UUID(int=9), RUIFENG)
    chunk.note(3, OWN, RUIFENG)
    assert [one.other.row for one in chunk.of(4)] == [2, 3]


def test_what_too_many_share_tells_nothing_but_the_whole_name_does() -> None:
    companies = ["启明", "恒达", "博远", "金泰", "华宇", "盛世"]
    colleagues = {n: who(f"{companies[n % 6]}{n}", email=f"u{n}@group.cn") for n in range(COMMON + 2)}
    asked = {**colleagues, 100: who("远航物流", email="new@group.cn"), 101: who("远航物流")}
    chunk = Resemblance(asked, {}, 50)
    for row in range(COMMON):
        chunk.note(row, UUID(int=row), colleagues[row])
    assert chunk.of(100)
    chunk.note(COMMON, UUID(int=COMMON), colleagues[COMMON])
    assert chunk.of(100) == []
    chunk.note(100, OWN, asked[100])
    assert [one.lead_id for one in chunk.of(101)] == [OWN]
