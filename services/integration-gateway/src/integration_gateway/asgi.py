"""For an ASGI server: `uvicorn integration_gateway.asgi:app` runs the whole service."""

from integration_gateway.bootstrap import build
from integration_gateway.settings import Settings

app = build(Settings()).app(lifespan=True)
