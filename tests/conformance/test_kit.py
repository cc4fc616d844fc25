"""The kit itself: its table of contents, its report, and what a failure says."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Sequence

import pytest

from orderkit.adapters.awaiting import AwaitedRepository, at_once
from orderkit.adapters.memory import AsyncMemoryRepository, MemoryRepository
from orderkit.errors import Unavailable
from orderkit.ports import ChangeSet, Limits, Outcome, fits
from orderkit.testing import (
    BrokenClause,
    Harness,
    LaggingFind,
    Verdict,
    repository_checks,
    run_conformance,
)
from orderkit.testing.conformance import CLAUSES
from tests.conformance.faulty import Fault
from tests.conformance.faulty_counters import FloorIgnored
from tests.conformance.faulty_outbox import ClosedTwiceRaises

NAMED = {str(check): check for check in repository_checks()}
GROUPS = {
    "documents": 15,
    "counters": 14,
    "entries": 4,
    "idempotency": 11,
    "atomicity": 6,
    "many": 6,
    "find": 10,
    "tenancy": 5,
    "outbox": 12,
    "audit": 7,
    "operations": 3,
}


def memory() -> Harness:
    return Harness(MemoryRepository().beside)


def test_checks_are_counted_by_group() -> None:
    assert Counter(check.group for check in repository_checks()) == GROUPS
    assert len(NAMED) == sum(GROUPS.values())


def test_every_written_clause_is_checked_and_every_check_names_a_written_clause() -> None:
    assert {check.clause for check in repository_checks()} == set(CLAUSES)


def test_clauses_are_read_from_the_ports() -> None:
    assert " ".join(CLAUSES) == (
        "T D1 D2 D3 D4 D5 D6 L1 L2 L3 L4 W1 W2 W3 W4 W5 W6 W7 W8 W9 O1 O2 O3 O4 O5 O6 A1 A2 Y1 Y2 Y3"
    )
    assert CLAUSES["Y3"] == "orderkit.ports.Schema: *Close* twice is one close."
    assert CLAUSES["O4"].endswith(
        "a row waits until every earlier row of its partition is done or dead."
    )


def test_no_check_is_left_out_of_the_tables() -> None:
    """Every public function that takes a harness is in its module's table."""
    listed = {check.function for check in repository_checks()}
    written = {
        function
        for module in {inspect.getmodule(one) for one in listed}
        for function in vars(module).values()
        if inspect.isfunction(function)
        and list(inspect.signature(function).parameters) == ["harness"]
    }
    assert written == listed


def test_every_check_says_in_words_what_it_is() -> None:
    assert [str(one) for one in repository_checks() if not inspect.getdoc(one.function)] == []


def test_memory_reaches_level_one() -> None:
    report = run_conformance(memory)
    report.require()
    assert report.line == "orderkit-store 1.0 level 1 (92 run, 1 skipped)"
    assert report.untested == ("Y2",)
    assert report.limits == Limits()
    assert str(report).splitlines()[:3] == [
        report.line,
        "declares parts_max 100000, body_bytes_max 16777216, find_lags False",
        "T  passed   keys_per_tenant, get, find, balance, keys, effects_and_tokens",
    ]
    assert "Y2 skipped  operations/newer_schema_refused: the harness has no newer_schema" in str(
        report
    )


def test_report_tells_every_failure_and_reaches_no_level() -> None:
    chosen = [NAMED["counters/floor_minus_one"], NAMED["counters/floor_exact"]]
    report = run_conformance(Fault(FloorIgnored, ()).harness, chosen)
    why = (
        "counters/floor_minus_one: committed taking 6 of 5 with floor 0. Clause W4 of "
        "orderkit.ports.Writer: *Floors and ceilings* bind at the bump; see Bump."
    )
    assert [(one.verdict, one.why) for one in report.results] == [
        (Verdict.FAILED, why),
        (Verdict.PASSED, ""),
    ]
    assert report.line == "orderkit-store 1.0 level 0 (2 run, 0 skipped, 1 FAILED)"
    assert f"W4 passed   floor_exact\nW4 FAILED  {why}\nW5 untested" in str(report)
    with pytest.raises(ExceptionGroup, match="level 0") as caught:
        report.require()
    assert [str(one) for one in caught.value.exceptions] == [why]


def test_error_of_an_adapter_is_told_with_the_clause() -> None:
    with pytest.raises(BrokenClause) as caught:
        NAMED["operations/close_twice"](Fault(ClosedTwiceRaises, ()).harness())
    assert str(caught.value) == (
        "operations/close_twice: raised Unavailable(why='already closed'). "
        "Clause Y3 of orderkit.ports.Schema: *Close* twice is one close."
    )


class Small(MemoryRepository):
    """Keeps the contract, and takes little at once."""

    def beside(self) -> Small:
        return Small(self._memory)

    def limits(self) -> Limits:
        return Limits(parts_max=100, body_bytes_max=1_000)

    def commit(self, sets: Sequence[ChangeSet], /) -> list[Outcome]:
        for change in sets:
            fits(change, self.limits())
        return super().commit(sets)


def test_store_that_takes_little_at_once_reaches_level_one() -> None:
    report = run_conformance(lambda: Harness(Small().beside))
    assert report.failures == ()
    assert report.limits == Limits(parts_max=100, body_bytes_max=1_000)


def test_harness_migrates_its_store_and_closes_every_handle() -> None:
    with memory() as harness:
        assert harness.store is harness.store
        assert harness.store.version() == 1
        handles = [harness.store, harness.another()]
    for handle in handles:
        with pytest.raises(Unavailable, match="closed"):
            handle.version()


@pytest.mark.parametrize("awaited", [False, True], ids=["blocking", "awaited"])
def test_store_without_one_instant_skips_its_checks_and_leaves_its_clause_untested(
    awaited: bool,
) -> None:
    def lagging() -> LaggingFind:
        return LaggingFind(MemoryRepository(), MemoryRepository())

    def fresh() -> Harness:
        if awaited:
            return Harness.awaited(lambda: AwaitedRepository(lagging(), at_once))
        return Harness(lagging)

    report = run_conformance(fresh, [one for one in repository_checks() if one.clause == "A2"])
    why = "the store has no at_one_instant: audit it while nobody writes"
    assert [(one.verdict, one.why.endswith(why)) for one in report.results] == [
        (Verdict.SKIPPED, True)
    ] * 2
    assert "A2" in report.untested


def test_awaited_store_is_reached_from_blocking_code() -> None:
    with Harness.awaited(AsyncMemoryRepository) as harness:
        assert harness.store.joined is False
        assert harness.store.limits() == Limits()
