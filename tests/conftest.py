"""Every test may use the servers of `crm_testing.fixtures`."""

pytest_plugins = ["crm_testing.fixtures"]
