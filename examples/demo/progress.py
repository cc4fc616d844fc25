"""A progress bar on a text stream: one moving line on a terminal, a few plain ones elsewhere."""

from __future__ import annotations

import sys
from time import monotonic
from typing import Final, TextIO

BLOCKS: Final = 16
"""Characters of the bar."""

LINE: Final = 79
"""Characters of the whole line: on a terminal of eighty a longer one could not be written over."""

PLAIN_STEPS: Final = 5
"""Lines written where the stream is no terminal."""


class Progress:
    """
    How far a piece of work is, with its rate and the time left.

    Attributes:
        total: Of what is counted.

        unit: What is counted: ``"orders"``.
    """

    def __init__(
        self,
        title: str,
        total: int,
        unit: str,
        *,
        quiet: bool = False,
        stream: TextIO | None = None,
    ) -> None:
        self.title = title
        self.total = max(total, 1)
        self.unit = unit
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._moving = self._stream.isatty()
        self._began = monotonic()
        self._shown = -1
        self._width = 0

    def show(self, done: int, note: str = "") -> None:
        """Tell that *done* of the total are done; *note* stands before it."""
        if self._quiet:
            return
        step = done * (100 if self._moving else PLAIN_STEPS) // self.total
        if step == self._shown and not self._moving:
            return
        self._shown = step
        line = self._line(done, note)
        if self._moving:
            self._stream.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            self._stream.write(line + "\n")
        self._stream.flush()

    def finish(self) -> None:
        """End the moving line."""
        if self._moving and not self._quiet:
            self._stream.write("\n")

    def _line(self, done: int, note: str) -> str:
        filled = BLOCKS * done // self.total
        bar = "#" * filled + "." * (BLOCKS - filled)
        seconds = monotonic() - self._began
        rate = int(done / seconds) if seconds else 0
        left = f", {(self.total - done) // rate} s left" if rate and done < self.total else ""
        told = f"{done:,} of {self.total:,} {self.unit}, {rate:,}/s{left}"
        return " ".join(one for one in (self.title, f"[{bar}]", note, told) if one)[:LINE]
