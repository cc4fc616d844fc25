"""What a business refuses, row by row: class, code, faults, words, and nothing changed."""

from __future__ import annotations

import pytest

from tests.badinput.asking_rows import ALLOWED, DECIDING, KEYS, SEARCHING
from tests.badinput.defining_rows import LISTS, PARTIES, POLICIES
from tests.badinput.goods_rows import DELIVERING, STOCKING
from tests.badinput.money_rows import CREDIT, PAYING
from tests.badinput.order_rows import APPROVING, CANCELLING, MOVING
from tests.badinput.placing_rows import PLACING
from tests.badinput.rows import Row, check_row
from tests.badinput.said_of_asking import SAID as SAID_OF_ASKING
from tests.badinput.said_of_defining import SAID as SAID_OF_DEFINING
from tests.badinput.said_of_goods import SAID as SAID_OF_GOODS
from tests.badinput.said_of_money import SAID as SAID_OF_MONEY
from tests.badinput.said_of_orders import SAID as SAID_OF_ORDERS
from tests.badinput.said_of_placing import SAID as SAID_OF_PLACING

ROWS = [
    *PLACING,
    *APPROVING,
    *MOVING,
    *CANCELLING,
    *DELIVERING,
    *STOCKING,
    *PAYING,
    *CREDIT,
    *LISTS,
    *POLICIES,
    *PARTIES,
    *ALLOWED,
    *KEYS,
    *SEARCHING,
    *DECIDING,
]
SAID = {
    **SAID_OF_PLACING,
    **SAID_OF_ORDERS,
    **SAID_OF_GOODS,
    **SAID_OF_MONEY,
    **SAID_OF_DEFINING,
    **SAID_OF_ASKING,
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row.name))
def test_is_refused_and_nothing_changes(row: Row) -> None:
    check_row(row, SAID)


def test_no_two_rows_have_one_name() -> None:
    names = [row.name for row in ROWS]
    assert len(set(names)) == len(names)
    assert set(names) == SAID.keys()
