"""`python -m orders …`: see `--help`."""

from crm_platform.cli import main
from orders.bootstrap import build
from orders.settings import Settings

if __name__ == "__main__":
    main(Settings, build)
