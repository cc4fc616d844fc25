"""``python -m examples.demo``: a day of a distributor, or the published orders of a bicycle maker."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from examples.demo.distributor.run import run

FOLDER = Path("build/demo")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what the arguments ask for; return the exit code."""
    asked = _parser().parse_args(arguments)
    if asked.data is None:
        return run(asked.folder, orders=asked.orders or 300, seed=asked.seed, quiet=asked.quiet)
    from examples.demo.replay.run import replay

    if not (asked.data / "sales").is_dir():
        print(
            f"no published orders in {asked.data}: name the folder adventureworks, which has "
            "the folders oltp and sales",
            file=sys.stderr,
        )
        return 2
    return replay(
        asked.data, asked.folder, memory=asked.memory, orders=asked.orders, quiet=asked.quiet
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m examples.demo", description=__doc__)
    parser.add_argument(
        "--data", type=Path, metavar="FOLDER", help="replay the published orders in this folder"
    )
    parser.add_argument(
        "--folder", type=Path, default=FOLDER, help=f"where files are written ({FOLDER})"
    )
    parser.add_argument("--orders", type=int, help="how many orders (300; all with --data)")
    parser.add_argument("--seed", type=int, default=2026, help="another seed, another day (2026)")
    parser.add_argument("--quiet", action="store_true", help="show no progress")
    parser.add_argument("--memory", action="store_true", help="with --data: keep no file")
    return parser


if __name__ == "__main__":
    sys.exit(main())
