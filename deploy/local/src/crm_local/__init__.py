"""One laptop: PostgreSQL, broker, sign-in, peers and all services with one command."""
