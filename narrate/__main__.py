"""`narrate`, also as `python -m narrate`: obeys Ctrl-C before the command itself is loaded."""

import sys

from narrate import interrupts


def main() -> None:
    """Load the command and run it."""
    interrupts.obey()
    try:
        from narrate import cli
    except KeyboardInterrupt:
        interrupts.ignore()
        sys.stderr.write("narrate: stopped\n")
        sys.exit(interrupts.exit_code())
    cli.main()


if __name__ == "__main__":
    main()
