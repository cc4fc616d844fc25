"""Write the pages of the reference that are made from the code, and the drawings of lifecycles."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.docs.reference import PAGES


def main() -> int:
    """Write every page anew."""
    for path, told in PAGES.items():
        path.write_text(told(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
