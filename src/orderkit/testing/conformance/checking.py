"""A check: a plain function with the clause it is for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from attrs import frozen

from orderkit.errors import shown
from orderkit.testing.conformance.clauses import CLAUSES
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.proving import BrokenClause, Skipped

CORRECT: Final = 1
"""Level 1: the store keeps the contract for one caller at a time."""


@frozen
class ConformanceCheck:
    """
    One fact that every adapter must keep; call it with a fresh :class:`Harness`.

    Attributes:
        function: What is checked; its docstring says it in words.

        group: Which part of the contract: ``"documents"``, ``"counters"``…

        clause: Number in the ports' docstrings, such as ``"D3"``.

        level: 1 correct; 2 concurrent, 3 crash-safe and 4 durable have no checks yet.
    """

    function: Callable[[Harness], None]
    group: str
    clause: str
    level: int = CORRECT

    @property
    def name(self) -> str:
        """The function's name."""
        return self.function.__name__

    def __str__(self) -> str:
        return f"{self.group}/{self.name}"

    def __call__(self, harness: Harness) -> None:
        """
        Check one fresh store and close it.

        Raises:
            BrokenClause: The adapter does not keep the clause, or failed.

            Skipped: The check does not apply to what the store declares of itself.
        """
        try:
            with harness:
                self.function(harness)
        except Skipped:
            raise
        except Exception as why:
            told = str(why) if isinstance(why, BrokenClause) else f"raised {shown(why)}"
            raise BrokenClause(
                f"{self}: {told}. Clause {self.clause} of {CLAUSES[self.clause]}"
            ) from why


def checks(
    group: str, *clauses: tuple[str, Callable[[Harness], None]]
) -> tuple[ConformanceCheck, ...]:
    """Return the checks of one group, in the order of the table."""
    return tuple(ConformanceCheck(function, group, clause) for clause, function in clauses)
