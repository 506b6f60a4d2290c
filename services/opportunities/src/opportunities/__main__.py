"""`python -m opportunities …`: see `--help`."""

from crm_platform.cli import main
from opportunities.bootstrap import build
from opportunities.settings import Settings

if __name__ == "__main__":
    main(Settings, build)
