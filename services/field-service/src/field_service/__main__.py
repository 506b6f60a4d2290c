"""`python -m field_service …`: see `--help`."""

from crm_platform.cli import main
from field_service.bootstrap import build
from field_service.settings import Settings

if __name__ == "__main__":
    main(Settings, build)
