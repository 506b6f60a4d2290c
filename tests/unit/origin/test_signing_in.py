"""What follows from the cookie of a sign-in, and which addresses are ours."""

from datetime import UTC, datetime, timedelta

import pytest

from crm_origin.signing_in import UnderWay, local_path

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_state_nonce_and_verifier_follow_from_the_cookie_and_tell_nothing_of_it() -> None:
    begun = UnderWay.begin("/#/leads", NOW)
    back = UnderWay.of(begun.cookie(), NOW + timedelta(seconds=599))
    assert back == begun
    derived = {begun.state, begun.nonce, begun.verifier, begun.challenge}
    assert len(derived) == 4
    assert all(len(each) == 43 and begun.secret not in each for each in derived)
    assert UnderWay.begin("/", NOW).state != begun.state


@pytest.mark.parametrize(
    "cookie", [None, "", "x", "a.b.c", f"{'s' * 43}.x.Lw==", f"{'s' * 43}.99999999999999.Lw=="]
)
def test_a_cookie_that_is_not_ours_is_none(cookie: str | None) -> None:
    assert UnderWay.of(cookie, NOW) is None


@pytest.mark.parametrize("later", [timedelta(seconds=601), timedelta(seconds=-1)])
def test_a_sign_in_lasts_ten_minutes(later: timedelta) -> None:
    assert UnderWay.of(UnderWay.begin("/", NOW).cookie(), NOW + later) is None


@pytest.mark.parametrize("to", ["/", "/#/leads/1?x=%2F", "/leads", "/客户"])
def test_a_path_of_ours_is_kept(to: str) -> None:
    assert local_path(to) == to


@pytest.mark.parametrize(
    "to", ["", "leads", "//x", "/\\x", "/a\\b", "http://x", "/a b", "/a\nb", "/" + "x" * 2000, "/\x7f"]
)
def test_anything_else_leads_home(to: str) -> None:
    assert local_path(to) == "/"


def test_a_cookie_that_somebody_wrote_leads_nowhere_else() -> None:
    forged = UnderWay("s" * 43, "//evil.example", int(NOW.timestamp())).cookie()
    found = UnderWay.of(forged, NOW)
    assert found is not None
    assert found.to == "/"
