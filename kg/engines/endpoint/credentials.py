"""Who asks: a user and a password from the environment or the keyring, only when a server wants them."""

from __future__ import annotations

import base64
import os
from urllib.request import HTTPPasswordMgr

from kg.errors import EngineError


class Credentials(HTTPPasswordMgr):
    """Gives urllib a user and a password once a server has asked for them.

    ``KG_ENDPOINT_USER`` and ``KG_ENDPOINT_PASSWORD`` come first; else the keyring is asked for the
    service that is named by the URL of the endpoint.

    Args:
        service: the URL of the endpoint as the user gave it.
    """

    def __init__(self, service: str) -> None:
        super().__init__()
        self._service = service
        self._pair: tuple[str, str] | None = None

    def find_user_password(
        self,
        realm: str,
        authuri: str,
    ) -> tuple[str, str] | tuple[None, None]:
        """See `urllib.request.HTTPPasswordMgr`.

        Raises:
            EngineError: there is a user without a password, or the keyring cannot be read.
        """
        self._pair = self._pair or _from_environment() or _from_keyring(self._service)
        return self._pair or (None, None)

    def hide(self, text: str) -> str:
        """A server's text without the password, should the server have repeated it."""
        if self._pair:
            user, password = self._pair
            basic = base64.b64encode(f"{user}:{password}".encode()).decode()
            for secret in filter(None, (basic, password)):
                text = text.replace(secret, "(password)")
        return text


def _from_environment() -> tuple[str, str] | None:
    user, password = os.environ.get("KG_ENDPOINT_USER"), os.environ.get("KG_ENDPOINT_PASSWORD")
    return (user, password) if user and password is not None else None


def _from_keyring(service: str) -> tuple[str, str] | None:
    import keyring
    from keyring.errors import KeyringError

    user = os.environ.get("KG_ENDPOINT_USER")
    try:
        found = keyring.get_credential(service, user)
    except KeyringError:
        found = None  # there is no keyring on this machine, or it is locked
    if found is not None:
        return found.username, found.password
    if user:
        raise EngineError(
            f"{service}: there is no password for the user in KG_ENDPOINT_USER",
            "set KG_ENDPOINT_PASSWORD, or store it in the keyring (docs/endpoints.md)",
        )
    return None
