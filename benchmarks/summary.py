"""Put the verdicts of all scripts under each other: ``python benchmarks/summary.py FOLDER``."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(folder: Path) -> None:
    """Print what every script in *folder* found."""
    kept: list[dict[str, Any]] = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))
    ]
    verdicts = [one for report in kept for one in report["verdicts"]]
    wide = max((len(one["what"]) for one in verdicts), default=0)
    for report in kept:
        print(report["title"])
        for one in report["verdicts"]:
            word = "pass" if one["holds"] else "FAIL"
            print(f"  {word}  {one['what']:<{wide}}  {one['value']} ({one['wanted']})")
    held = sum(one["holds"] for one in verdicts)
    print(f"{held} of {len(verdicts)} figures are as wanted")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
