"""For an ASGI server: `uvicorn orders.asgi:app` runs the whole service."""

from orders.bootstrap import build
from orders.settings import Settings

app = build(Settings()).app(lifespan=True)
