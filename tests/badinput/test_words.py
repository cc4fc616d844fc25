"""
Every code there is has one message that is asserted word for word.

The codes are gathered from the source, so that a new one fails here until it has a row of its own.
"""

from __future__ import annotations

import ast
import pickle

import pytest

from tests.badinput.chart_rows import CHARTS
from tests.badinput.codes import error_codes, fault_codes, fault_codes_in
from tests.badinput.declaring_rows import DECLARING, JSON, LIFECYCLES, RULES
from tests.badinput.rows import Row, check_row, codes_of, refusal
from tests.badinput.said_of_declaring import SAID as SAID_OF_DECLARING
from tests.badinput.said_of_world import SAID as SAID_OF_WORLD
from tests.badinput.test_domain import ROWS as DOMAIN
from tests.badinput.test_sixty_cases import CASES
from tests.badinput.world_rows import LEDGER, STORES, WORLD
from tests.values.test_messages import MESSAGES

ROWS = [*DECLARING, *JSON, *RULES, *LIFECYCLES, *CHARTS, *STORES, *LEDGER, *WORLD]
SAID = {**SAID_OF_DECLARING, **SAID_OF_WORLD}
EVERY = [*DOMAIN, *ROWS, *(row for _, row in CASES)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.name))
def test_is_refused_and_nothing_changes(row: Row) -> None:
    check_row(row, SAID)


def test_every_code_of_an_error_has_its_words() -> None:
    assert error_codes() - codes_of(EVERY) == set()


def test_every_code_of_a_fault_has_its_words() -> None:
    assert fault_codes() - codes_of(EVERY) - MESSAGES.keys() == set()


def test_no_row_has_a_code_that_the_source_has_not() -> None:
    assert codes_of(EVERY) <= error_codes() | fault_codes()


def test_no_two_rows_have_one_name() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)
    assert set(names) == SAID.keys()


@pytest.mark.parametrize("row", EVERY, ids=lambda row: str(row.name))
def test_every_fault_has_a_remedy_and_every_error_survives_pickling(row: Row) -> None:
    error = refusal(row)
    assert all(fault.why and fault.remedy for fault in getattr(error, "faults", ()))
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again)) == (type(error), str(error))
    assert again.as_problem() == error.as_problem()


def test_codes_are_found_however_a_fault_is_built() -> None:
    source = """
raise invalid("a", "first", 1, "b", "c")
yield Fault("a", "second", "b", "c", "d")
yield Fault(path, code, got, why, remedy)
Fault(step, one.code, one.got, one.why, one.remedy)
other("a", "third")
"""
    assert list(fault_codes_in(ast.parse(source))) == ["first", "second", ""]
