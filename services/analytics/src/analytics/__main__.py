"""`python -m analytics …`: see `--help`."""

from crm_platform.cli import main

from analytics.bootstrap import build
from analytics.settings import Settings

if __name__ == "__main__":
    main(Settings, build)
