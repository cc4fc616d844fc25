"""Write the golden documents that are missing, from the samples in tests/codec."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.codec.goldens import FOLDER, file_name, golden, missing, ours
from tests.codec.samples import SAMPLES


def main() -> int:
    """Write what can be written; name the types that have no sample."""
    types = {file_name(one): one for one in ours()}
    wanting = []
    for name in missing(types.values(), FOLDER):
        about = types[name]
        if about.name not in SAMPLES[about.role]:
            wanting.append(f"{about.role} {about.name}")
            continue
        (FOLDER / name).write_text(golden(about), encoding="utf-8")
        print(f"wrote {name}")
    for one in wanting:
        print(f"no sample of {one}: add it to tests/codec/sample_{one.split()[0]}s.py")
    return 1 if wanting else 0


if __name__ == "__main__":
    sys.exit(main())
