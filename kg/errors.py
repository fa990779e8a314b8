"""What can go wrong, each with its exit status and its remedy.

    KgError                      anything that the user can mend; exit status 2
    ├── InputError               a file or folder that cannot be read, or says what is never done
    ├── UnknownTermError         an IRI in an argument that no file knows
    ├── FaultyDataError          a fault that stops the run (R12)
    ├── PolicyError              the policy in force is not one
    ├── QueryError               a query that is unknown, unreadable, or may not be run
    ├── EngineError              a SPARQL endpoint that gives no whole answer
    ├── RefusedError             a bundle that does not pass a check; exit status 1
    ├── StoppedError             Ctrl-C, where there is more to say than that; exit status 130
    └── MissingExtraError        an optional package that the command needs is not installed

Programming errors are not wrapped: a bug should look like one.
"""

from __future__ import annotations

import unicodedata


class KgError(Exception):
    """An error that one line explains: what is wrong, where, and what to do.

    Args:
        problem: what is wrong and where (a file, a line, a term); no full stop.
        remedy: what the user can do about it; no full stop.
    """

    exit_status = 2

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = one_line(problem)
        self.remedy = one_line(remedy)
        super().__init__(f"{self.problem}: {self.remedy}" if remedy else self.problem)


class InputError(KgError):
    """A file or folder cannot be read, or asks for something that is never done (R12)."""


class UnknownTermError(KgError):
    """An IRI given as an argument occurs in no file."""


class FaultyDataError(KgError):
    """A fault that stops the run: nothing is decided (R12)."""


class PolicyError(KgError):
    """The policy given is not one policy with its cells and rules and nothing else (R4, R7)."""


class QueryError(KgError):
    """A query is unknown, does not parse, lacks a parameter, or uses what is not allowed."""


class EngineError(KgError):
    """A SPARQL endpoint refuses, is silent, or gives less than a whole answer (docs/endpoints.md)."""


class RefusedError(KgError):
    """A bundle does not pass a check: nothing of it is sent, or taken in (docs/bundle.md)."""

    exit_status = 1


class StoppedError(KgError):
    """The user stopped the run, and something stays that the line tells of."""

    exit_status = 130


class MissingExtraError(KgError):
    """The command needs an optional dependency that is not installed."""


def one_line(text: str, limit: int = 400) -> str:
    """The text on one line, made visible, cut to at most ``limit`` characters."""
    line = visible(" ".join(text[: 10 * limit].split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


def visible(text: str) -> str:
    """The text with control and formatting characters spelt out, so that none reaches a terminal."""
    return "".join(
        char if char == "\n" or unicodedata.category(char) not in _UNSEEN else f"\\u{ord(char):04x}"
        for char in text
    )


_UNSEEN = ("Cc", "Cf", "Cs")
