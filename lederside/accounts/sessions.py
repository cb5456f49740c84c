"""Sessions in the database, as Django's own, for cookies that may be anything."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore


class SessionStore(DatabaseSessionStore):
    """A key that is not one of ours counts as no session."""

    def __init__(self, session_key: str | None = None) -> None:
        # A quoted cookie can hold NUL, which PostgreSQL answers with an error instead of a no.
        known = session_key and session_key.isascii() and session_key.isalnum()
        super().__init__(session_key if known else None)
