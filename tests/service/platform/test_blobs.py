"""Files in pieces on a real store: whole once, by what they hold, however often and in whatever parts they come."""

import asyncio
import threading
from hashlib import sha256
from pathlib import Path

import pytest

from crm_platform.errors import DomainError, Invalid, PayloadTooLarge, TooMany
from crm_platform.eventsourcing.log import EventLog
from crm_platform.persistence.blobs import Blob, Blobs, OtherOffset, Progress
from crm_platform.persistence.database import Database

CONTENT = bytes(range(256)) * 10_000
DIGEST = sha256(CONTENT).hexdigest()
SIZE = len(CONTENT)
LARGEST = 3_000_000
A_DAY = 5_000_000


class NotTaken(DomainError):
    code = "not-taken"


def judge(content: bytes, media_type: str) -> tuple[str, bytes]:
    if media_type == "text/html":
        raise NotTaken
    if media_type == "image/jpeg":
        return media_type, content[:1_000]
    return media_type, content


@pytest.fixture
def store(log: EventLog) -> Database:
    return log.database


@pytest.fixture
def blobs(store: Database) -> Blobs:
    return Blobs(store, largest=LARGEST, a_day=A_DAY, judge=judge)


async def send(blobs: Blobs, start: int = 0, end: int = SIZE, media_type: str = "image/png") -> Progress:
    return await blobs.take("li", DIGEST, CONTENT[start:end], start, SIZE, media_type)


async def rows(store: Database) -> int:
    return int((await store.fetch("SELECT (SELECT count(*) FROM blobs) + count(*) FROM blob_pieces"))[0][0])


async def test_parts_become_the_file_that_the_digest_names(blobs: Blobs) -> None:
    for start in range(0, SIZE, 700_000):
        assert (await blobs.of("li", [DIGEST])) == {}
        progress = await send(blobs, start, start + 700_000)
    assert progress.kept == Blob(DIGEST, "image/png", SIZE)
    assert await blobs.progress("li", DIGEST) == progress
    assert await blobs.content("li", DIGEST) == CONTENT
    assert await blobs.of("li", [DIGEST, "0" * 64]) == {DIGEST: progress.kept}
    assert await blobs.progress("wang", DIGEST) is None


async def test_a_part_that_leaves_a_gap_or_comes_twice_is_told_where_to_go_on(blobs: Blobs) -> None:
    await send(blobs, 0, 100)
    for start in (0, 50, 200):
        with pytest.raises(OtherOffset) as refused:
            await send(blobs, start)
        assert refused.value.params == {"offset": 100}
    assert await blobs.progress("li", DIGEST) == Progress(100, SIZE)


async def test_the_last_part_sent_at_the_same_time_by_several_keeps_the_file_once(blobs: Blobs) -> None:
    await send(blobs, 0, 100, "image/jpeg")
    ended = await asyncio.gather(*(send(blobs, 100, media_type="image/jpeg") for _ in range(5)))
    # Whoever was slow between the last part and judging it finds what another one kept.
    ended.append(await blobs._complete("li", DIGEST, "image/jpeg"))
    assert {each.kept for each in ended} == {Blob(DIGEST, "image/jpeg", 1_000)}
    assert await blobs.content("li", DIGEST) == CONTENT[:1_000]


async def test_what_is_refused_leaves_nothing(blobs: Blobs, store: Database) -> None:
    with pytest.raises(NotTaken):
        await send(blobs, media_type="text/html")
    other = CONTENT[:-1] + b"x"
    with pytest.raises(Invalid):
        await blobs.take("li", DIGEST, other, 0, SIZE, "image/png")
    for part, length in ((b"", SIZE), (CONTENT, SIZE - 1)):
        with pytest.raises(Invalid):
            await blobs.take("li", DIGEST, part, 0, length, "image/png")
    with pytest.raises(PayloadTooLarge):
        await blobs.take("li", DIGEST, CONTENT, 0, LARGEST + 1, "image/png")
    assert await rows(store) == 0


async def test_who_sends_too_much_in_a_day_waits_and_what_nobody_goes_on_with_is_forgotten(
    blobs: Blobs, store: Database
) -> None:
    async with store.connection() as connection:
        await connection.execute(
            "INSERT INTO blobs SELECT 'li', n::text, 1, CASE WHEN n <> 1 THEN 'image/png' END, clock_timestamp()"
            " - interval '23 hours' FROM generate_series(1, 3) AS n"
        )
        await connection.execute(
            "INSERT INTO blob_pieces SELECT 'li', n::text, 0, convert_to(repeat('x', 1000000), 'UTF8')"
            " FROM generate_series(1, 3) AS n"
        )
        with pytest.raises(TooMany):
            await send(blobs, 0, SIZE - 1)
        await connection.execute("UPDATE blobs SET touched_at = touched_at - interval '2 hours'")
        await send(blobs, 0, SIZE - 1)
        kept = await connection.execute("SELECT digest FROM blobs WHERE digest IN ('1', '2')")
        assert await kept.fetchall() == [("2",)]


async def test_a_file_that_is_whole_is_kept_at_once_and_given_out_as_a_file(
    blobs: Blobs, store: Database, tmp_path: Path
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(CONTENT)
    await blobs.take("imports", DIGEST, CONTENT[:10], 0, SIZE, "image/png")  # never ended
    for _ in range(2):
        await blobs.keep("imports", DIGEST, path, "text/csv")
    assert await rows(store) == 1 + 3
    async with blobs.file("imports", DIGEST) as copy:
        assert copy.read_bytes() == CONTENT
    assert not copy.exists()
    path.write_bytes(b"x" * (LARGEST + 1))
    with pytest.raises(PayloadTooLarge):
        await blobs.keep("imports", "0" * 64, path, "text/csv")


async def test_what_was_judged_is_whole_although_it_was_refused_elsewhere_meanwhile(store: Database) -> None:
    judging, go_on = threading.Event(), threading.Event()

    def slow(content: bytes, media_type: str) -> tuple[str, bytes]:
        if media_type == "image/png":
            judging.set()
            assert go_on.wait(10)
        return judge(content, media_type)

    blobs = Blobs(store, largest=LARGEST, judge=slow)
    for begun_anew in (False, True):
        taking = asyncio.create_task(send(blobs))
        assert await asyncio.to_thread(judging.wait, 10)
        with pytest.raises(NotTaken):
            await blobs._complete("li", DIGEST, "text/html")
        if begun_anew:
            await send(blobs, 0, 100)
        go_on.set()
        assert (await taking).kept == Blob(DIGEST, "image/png", SIZE)
        assert await blobs.content("li", DIGEST) == CONTENT
        await store.fetch("DELETE FROM blobs RETURNING 1")
        judging.clear()
        go_on.clear()
