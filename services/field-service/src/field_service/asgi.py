"""For an ASGI server: `uvicorn field_service.asgi:app` runs the whole service."""

from field_service.bootstrap import build
from field_service.settings import Settings

app = build(Settings()).app(lifespan=True)
