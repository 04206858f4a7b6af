"""Sessions in the database that know whose they are, so that the front door finds session, person and
membership in one statement. Named by ``SESSION_ENGINE``."""

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from inspectorate.accounts.models import Session  # noqa: PLC0415 - the registry comes later

        return Session

    def create_model_instance(self, data: Any) -> Any:
        """The row to be kept, with whose it is."""
        kept: Any = super().create_model_instance(data)
        person = data.get(SESSION_KEY)
        kept.person_id = int(person) if person else None
        return kept

    def found(self, kept: Any) -> None:
        """Take the row that the front door has read, or its absence, in the place of reading it."""
        if hasattr(self, "_session_cache"):
            return
        if kept is None:
            self._session_key = None
        self._session_cache = {} if kept is None else self.decode(kept.session_data)
