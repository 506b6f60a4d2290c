"""The whole journey with each service as its own process, on real PostgreSQL and real Kafka."""

from crm_testing.fixtures import real_kafka
from crm_testing.fleet import SERVICES, fleet
from crm_testing.homes import clear, new_home
from crm_testing.journey import Journey


async def test_six_processes_carry_a_lead_to_the_funnel_and_end_within_ten_seconds() -> None:
    home = new_home()
    real_kafka(home)  # says what is missing where no real Kafka can be had
    try:
        async with fleet(home) as running:
            running.start(*SERVICES)
            await running.ready(*SERVICES)
            await Journey(running.url, running.issuer.token_for).travel()
            assert [await running.health(service, "live") for service in SERVICES] == [200] * 6
            await running.terminate(*SERVICES, seconds=10)
    finally:
        await clear(home)
