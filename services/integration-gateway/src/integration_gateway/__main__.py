"""`python -m integration_gateway …`: see `--help`."""

from crm_platform.cli import main
from integration_gateway.bootstrap import build
from integration_gateway.settings import Settings

if __name__ == "__main__":
    main(Settings, build)
