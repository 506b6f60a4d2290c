"""What waits for the relay and for the views is measured although neither runs."""

from crm_platform.eventsourcing.log import EventLog
from crm_platform.observability.backlog import measure_backlog
from crm_platform.observability.metrics import REGISTRY
from crm_platform.persistence.database import Database
from crm_platform.persistence.positions import store_position
from crm_platform.persistence.projecting import Projector
from crm_testing.machines import MACHINES, bought, command
from crm_testing.running import background


async def measured(log: EventLog) -> tuple[float | None, float | None]:
    """Seconds that the oldest event waits for the relay; events that the view has not seen."""
    await measure_backlog(log.database, [MACHINES], publishes=True)
    of = {"service": log.database.service}
    return (
        REGISTRY.get_sample_value("crm_relay_oldest_unpublished_seconds", of),
        REGISTRY.get_sample_value("crm_projection_lag_events", of | {"projection": "machine_list"}),
    )


async def test_nothing_waits_before_the_first_event(log: EventLog) -> None:
    assert await measured(log) == (0, 0)


async def test_what_waits_grows_although_no_relay_and_no_projector_runs(log: EventLog) -> None:
    await log.save(command(), bought())
    first, behind = await measured(log)
    assert behind == 1
    await log.save(command(), bought())
    second, behind = await measured(log)
    assert behind == 2
    assert 0 < (first or 0) < (second or 0)


async def test_nothing_waits_once_it_is_published_and_projected(log: EventLog) -> None:
    recorded = await log.save(command(), bought())
    async with log.database.transaction() as connection:
        await store_position(connection, "relay/cluster-before", 0)
        await store_position(connection, "relay/cluster", recorded.position)
    projector = Projector(log, [MACHINES], wake=log.news)
    async with background(projector.run()):
        await projector.reached(MACHINES, recorded.position)
        assert await measured(log) == (0, 0)


def test_a_service_is_measured_by_its_name() -> None:
    assert Database("postgresql://127.0.0.1/any", "field_service").service == "field-service"
