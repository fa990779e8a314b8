"""``python -m kg``, and the command ``kg``: stopped early, it still says so in one line."""

import sys


def main() -> None:
    """Runs the command line."""
    try:
        from kg.cli import main as run

        run()
    except KeyboardInterrupt:
        print("kg: stopped; nothing was written", file=sys.stderr)  # noqa: T201 - nothing else is imported yet
        sys.exit(130)


if __name__ == "__main__":
    main()
