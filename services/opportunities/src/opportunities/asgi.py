"""For an ASGI server: `uvicorn opportunities.asgi:app` runs the whole service."""

from opportunities.bootstrap import build
from opportunities.settings import Settings

app = build(Settings()).app(lifespan=True)
