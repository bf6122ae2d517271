"""A build in a process of its own, told step by step: `python -m twosource.web.builder < order.json` prints a line of JSON a step.

Reads the order (folder, inputs, outlets, the folder to stand in) from standard input. It goes on if nobody listens any more: a server
that is killed takes no build with it, and the ledger's lock keeps a second one out.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

SAID = 50  # problems that are told one by one
OWN = 1  # exit code of a build that failed


def tell(**step: Any) -> None:
    """One line to whoever listens."""
    with suppress(OSError, ValueError):
        print(json.dumps(step), flush=True)


def main() -> int:
    order = json.loads(sys.stdin.read())
    os.chdir(order["stand_in"])
    from twosource.errors import TwosourceError
    from twosource.ledger import build

    outlets = Path(order["outlets"]) if order["outlets"] else None
    try:
        done = build(
            order["inputs"],
            Path(order["folder"]),
            outlets=outlets,
            published=order["published"] or None,
            progress=lambda rows: tell(advanced=rows),
            began=lambda stage: tell(began=stage),
        )
    except TwosourceError as error:
        tell(failed=str(error))
        return error.exit_code
    except KeyboardInterrupt:
        tell(failed="interrupted; all finished work is kept, and adding the same again goes on from there")
        return OWN
    problems = [p.message for p in done.problems] + [f"{uri} was removed from this ledger, and stays out" for uri in done.refused]
    tell(
        done={
            "generation": done.generation,
            "changed": done.changed,
            "added": done.added,
            "articles": done.articles,
            "ruled": len(done.changes),
            "problems": problems[:SAID],
            "more": len(problems[SAID:]),
        }
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
