"""For an ASGI server: `uvicorn leads.asgi:app` runs the whole service."""

from leads.bootstrap import build
from leads.settings import Settings

app = build(Settings()).app(lifespan=True)
