"""Running the whole kit, and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Final

from attrs import frozen

from orderkit.ports import Limits
from orderkit.testing.conformance.atomicity import ATOMICITY
from orderkit.testing.conformance.audit import AUDIT
from orderkit.testing.conformance.checking import ConformanceCheck
from orderkit.testing.conformance.clauses import CLAUSES
from orderkit.testing.conformance.counters import COUNTERS
from orderkit.testing.conformance.documents import DOCUMENTS
from orderkit.testing.conformance.entries import ENTRIES
from orderkit.testing.conformance.finding import FINDING
from orderkit.testing.conformance.harness import Harness
from orderkit.testing.conformance.idempotency import IDEMPOTENCY
from orderkit.testing.conformance.many import MANY
from orderkit.testing.conformance.operations import OPERATIONS
from orderkit.testing.conformance.outbox import OUTBOX
from orderkit.testing.conformance.proving import BrokenClause, Skipped
from orderkit.testing.conformance.tenancy import TENANCY

KIT_VERSION: Final = "1.0"


def repository_checks() -> tuple[ConformanceCheck, ...]:
    """
    Return every check of the kit, for ``pytest.mark.parametrize("check", …, ids=str)``.

    >>> str(repository_checks()[0])
    'documents/create_then_get'
    """
    return (
        *DOCUMENTS,
        *COUNTERS,
        *ENTRIES,
        *IDEMPOTENCY,
        *ATOMICITY,
        *MANY,
        *FINDING,
        *TENANCY,
        *OUTBOX,
        *AUDIT,
        *OPERATIONS,
    )


class Verdict(Enum):
    """How a check ended."""

    PASSED = "passed"
    FAILED = "FAILED"
    SKIPPED = "skipped"


@frozen
class Result:
    """
    One check and how it ended.

    Attributes:
        why: What the adapter did wrong, or which declaration made the check skip.
    """

    check: ConformanceCheck
    verdict: Verdict
    why: str = ""


@frozen
class Report:
    """
    What a run of the kit found.

    Attributes:
        limits: What the store declares of itself.

        results: One for each check, in the kit's order.
    """

    limits: Limits
    results: tuple[Result, ...]

    @property
    def failures(self) -> tuple[Result, ...]:
        """The checks that failed."""
        return self._those(Verdict.FAILED)

    @property
    def level(self) -> int:
        """The level reached: 1 (correct) when nothing failed, else 0; no more has checks yet."""
        return 0 if self.failures else 1

    @property
    def line(self) -> str:
        """One line to paste: ``orderkit-store 1.0 level 1 (93 run, 0 skipped)``."""
        skipped = self._those(Verdict.SKIPPED)
        counts = f"{len(self.results) - len(skipped)} run, {len(skipped)} skipped"
        failed = f", {len(self.failures)} FAILED" if self.failures else ""
        return f"orderkit-store {KIT_VERSION} level {self.level} ({counts}{failed})"

    @property
    def untested(self) -> tuple[str, ...]:
        """Numbers of the clauses for which no check ran."""
        ran = {one.check.clause for one in self.results if one.verdict is not Verdict.SKIPPED}
        return tuple(number for number in CLAUSES if number not in ran)

    def __str__(self) -> str:
        declared = ", ".join(f"{name} {value}" for name, value in self.limits._asdict().items())
        lines = [self.line, f"declares {declared}"]
        for number in CLAUSES:
            lines += self._told(number) or [f"{number:2} untested"]
        return "\n".join(lines)

    def require(self) -> None:
        """
        Do nothing when every check passed or was skipped.

        Raises:
            ExceptionGroup: One :class:`BrokenClause` for each check that failed.
        """
        if self.failures:
            broken = [BrokenClause(one.why) for one in self.failures]
            raise ExceptionGroup(self.line, broken)

    def _those(self, verdict: Verdict) -> tuple[Result, ...]:
        return tuple(one for one in self.results if one.verdict is verdict)

    def _told(self, number: str) -> list[str]:
        those = [one for one in self.results if one.check.clause == number]
        passed = [one.check.name for one in those if one.verdict is Verdict.PASSED]
        others = [one for one in those if one.verdict is not Verdict.PASSED]
        lines = [f"{number:2} passed   {', '.join(passed)}"] if passed else []
        return lines + [f"{number:2} {one.verdict.value}  {one.why}" for one in others]


def run_conformance(
    fresh: Callable[[], Harness], checks: Iterable[ConformanceCheck] | None = None
) -> Report:
    """
    Run every check, each on a harness of its own, and report all that failed.

    ``run_conformance(lambda: Harness(MemoryRepository().beside)).require()`` is a whole test.
    """
    chosen = repository_checks() if checks is None else tuple(checks)
    with fresh() as harness:
        limits = harness.store.limits()
    return Report(limits, tuple(_result(check, fresh()) for check in chosen))


def _result(check: ConformanceCheck, harness: Harness) -> Result:
    try:
        check(harness)
    except Skipped as why:
        return Result(check, Verdict.SKIPPED, f"{check}: {why}")
    except BrokenClause as why:
        return Result(check, Verdict.FAILED, str(why))
    return Result(check, Verdict.PASSED)
