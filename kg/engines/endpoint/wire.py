"""One request, one whole answer: a deadline, retries where they are safe, and no partial answer.

A read is sent again after whatever may pass: 429, 502, 503, 504, a connection that fails. A write is
sent again only where the server cannot have begun it: 429, 503, a connection that was refused. For a
rule clears its graphs before it fills them, and two runs of it at once could mix.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse
from ssl import SSLCertVerificationError
from typing import IO, Final, NoReturn
from urllib.error import HTTPError, URLError
from urllib.request import (
    BaseHandler,
    HTTPBasicAuthHandler,
    HTTPDigestAuthHandler,
    HTTPRedirectHandler,
    Request,
    build_opener,
)

from kg.engines.endpoint.credentials import Credentials
from kg.engines.endpoint.service import Service, loopback
from kg.errors import EngineError, one_line

FIRST_PAUSE: Final = 0.5
_TRIES: Final = 6  # half a minute with the pauses between them
_CHUNK: Final = 1 << 16
_NOT_BEGUN: Final = (429, 503)
_PASSING: Final = (*_NOT_BEGUN, 502, 504)


@dataclass(frozen=True)
class Answer:
    """A whole answer, as SPARQLWrapper reads it."""

    url: str
    headers: Message
    body: bytes

    def info(self) -> Message:
        """The headers."""
        return self.headers

    def geturl(self) -> str:
        """Where it came from."""
        return self.url

    def read(self) -> bytes:
        """The body."""
        return self.body


class _Again(Exception):  # noqa: N818 - no error, unless the time is up
    """What came back may pass; ``pause`` is how many seconds the server asks to wait."""

    def __init__(self, error: EngineError, pause: float = 0) -> None:
        super().__init__()
        self.error = error
        self.pause = pause


class _NoRedirect(HTTPRedirectHandler):
    """Follows nowhere: credentials and facts go to the host that the user named."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """See `urllib.request.HTTPRedirectHandler`; the answer then counts as an error."""


class Wire:
    """Sends requests to one endpoint.

    Args:
        service: where it is, and how long a request may take.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._credentials = Credentials(service.query)

    def send(self, request: Request, *, writes: bool) -> Answer:
        """The answer to a request.

        Args:
            request: it is not changed, so that it can be sent again.
            writes: whether it changes what the server holds.

        Raises:
            EngineError: there is no whole answer within the time; the server refuses; it answers with
                less than it announced.
        """
        end = time.monotonic() + self._service.timeout
        for tried in range(_TRIES):
            try:
                return self._once(request, end, writes=writes)
            except _Again as again:
                error = again.error
                wait = max(FIRST_PAUSE * 2**tried, again.pause)
                if tried == _TRIES - 1 or time.monotonic() + wait >= end:
                    break
            time.sleep(wait)
        raise error

    def _once(self, request: Request, end: float, *, writes: bool) -> Answer:
        url = request.full_url
        try:
            opener = build_opener(*self._handlers(url))
            with opener.open(
                _copy(request), timeout=max(end - time.monotonic(), 0.001)
            ) as response:
                return Answer(url, response.headers, self._whole(url, response, end))
        except HTTPError as error:
            with error:
                self._refused(url, error, writes=writes)
        except TimeoutError:
            raise self._late(url) from None
        except URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._late(url) from None
            self._broken(url, error.reason, writes=writes)
        except (OSError, HTTPException) as error:
            self._broken(url, error, writes=writes)
        except ValueError:  # urllib's word for it
            raise EngineError(
                f"{url}: asks for a log-in that is neither basic nor digest",
                "let the server take one of these from this user",
            ) from None

    def _handlers(self, url: str) -> list[BaseHandler]:
        handlers: list[BaseHandler] = [_NoRedirect(), HTTPDigestAuthHandler(self._credentials)]
        if _private(url):  # a basic password can be read on the way
            handlers.append(HTTPBasicAuthHandler(self._credentials))
        return handlers

    def _whole(self, url: str, response: HTTPResponse, end: float) -> bytes:
        parts = []
        while part := response.read(_CHUNK):
            parts.append(part)
            if time.monotonic() > end:
                raise self._late(url)
        body = b"".join(parts)
        announced = response.headers.get("Content-Length")
        if announced and announced.isdigit() and len(body) != int(announced):
            raise HTTPException(f"{len(body)} of {announced} bytes came")
        if response.status not in (200, 201, 204):
            raise EngineError(f"{url}: answers {response.status}", "see the server's log")
        return body

    def _refused(self, url: str, error: HTTPError, *, writes: bool) -> NoReturn:
        """Raises what an HTTP status means."""
        if error.code in (_NOT_BEGUN if writes else _PASSING):
            after = error.headers.get("Retry-After", "")
            busy = EngineError(f"{url}: not available now ({error.code})", "try later")
            raise _Again(busy, float(after) if after.isdigit() else 0) from None
        if error.code == 401 and not _private(url) and _asks_for_basic(error.headers):
            raise EngineError(
                f"{url}: asks for a password that could be read on the way", "use https"
            ) from None
        if error.code in _TOLD:
            raise EngineError(f"{url}: {_TOLD[error.code][0]}", _TOLD[error.code][1]) from None
        if 300 <= error.code < 400:
            raise EngineError(
                f"{url}: sends elsewhere, which is not followed", "give the URL that it leads to"
            ) from None
        try:
            said = error.read(_CHUNK).decode("utf-8", "replace")
        except (OSError, HTTPException):
            said = ""
        raise EngineError(
            f"{url}: refuses ({error.code}): {one_line(self._credentials.hide(said), 200)}",
            "see docs/endpoints.md and the server's log",
        ) from None

    def _broken(self, url: str, reason: object, *, writes: bool) -> NoReturn:
        """Raises what a failed connection means."""
        refused = isinstance(reason, ConnectionRefusedError)
        why = "nobody answers there" if refused else f"the connection failed ({reason})"
        error = EngineError(f"{url}: {why}", "see that the server runs, and its log")
        lasting = isinstance(reason, SSLCertVerificationError)
        if refused or not (writes or lasting):
            raise _Again(error) from None
        raise error from None

    def _late(self, url: str) -> EngineError:
        return EngineError(
            f"{url}: no whole answer within {self._service.timeout:g} s",
            "give it more time by KG_ENDPOINT_TIMEOUT, in seconds",
        )


_CREDENTIALS = "set KG_ENDPOINT_USER and KG_ENDPOINT_PASSWORD, or use a keyring (docs/endpoints.md)"
_TOLD: Final = {
    401: ("does not let this user in", _CREDENTIALS),
    403: ("does not allow this", "see that the user may query, update and load graphs"),
    404: ("there is no endpoint", "see docs/endpoints.md for the three URLs and their variables"),
    405: ("takes no such request", "see docs/endpoints.md for the three URLs and their variables"),
    413: ("the request is too large for the server", "raise the limit of the server"),
}


def _private(url: str) -> bool:
    return url.lower().startswith("https:") or loopback(url)


def _asks_for_basic(headers: Message) -> bool:
    return any(
        each.lower().startswith("basic") for each in headers.get_all("WWW-Authenticate") or ()
    )


def _copy(request: Request) -> Request:
    """The request anew: urllib writes credentials and hosts into the one that it is given."""
    return Request(  # noqa: S310 - the scheme has been checked
        request.full_url,
        data=request.data,
        headers=dict(request.header_items()),
        method=request.get_method(),
    )
