"""For an ASGI server: `uvicorn analytics.asgi:app` runs the whole service."""

from analytics.bootstrap import build
from analytics.settings import Settings

app = build(Settings()).app(lifespan=True)
