"""Sessions in our own table (`SESSION_ENGINE`): the cookie's key is stored hashed, the owner and device are columns."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone

from jariya.kernel.people import sealing


def key_hash(key: str | None) -> str:
    """What the table keeps in place of the cookie's key."""
    return sealing.digest("session", key or "")


def _moment(text: Any) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if isinstance(text, str) else None


class SessionStore(DatabaseStore):
    """Django's database store with hashed keys. Lifetimes are absolute: `sessions.sign_in` sets them once."""

    @classmethod
    def get_model_class(cls) -> Any:
        """Our table."""
        from jariya.kernel.people.models import Session

        return Session

    def _get_session_from_db(self) -> Any:
        row = self.model.objects.filter(session_key=key_hash(self.session_key), expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        """Whether such a session is kept."""
        return bool(self.model.objects.filter(session_key=key_hash(session_key)).exists())

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=key_hash(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row for this content; columns are copies for the list of a person's sessions."""
        owner = data.get("_auth_user_id")
        row: Any = self.model
        return row(
            session_key=key_hash(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            person_id=int(owner) if owner else None,
            level=str(data.get("level", "")),
            device=str(data.get("device", ""))[:80],
            since=_moment(data.get("since")),
            seen_at=_moment(data.get("seen")),
        )
