"""`python -m leads …`: see `--help`."""

from crm_platform.cli import main
from leads.bootstrap import build
from leads.settings import Settings

if __name__ == "__main__":
    main(Settings, build)
