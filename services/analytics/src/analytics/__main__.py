"""`python -m analytics …`: see `--help`."""

from analytics.bootstrap import build
from analytics.settings import Settings
from crm_platform.cli import main

if __name__ == "__main__":
    main(Settings, build)
