"""An integrator's own facts of orders, asked for by approval policies."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from orderkit.approvals import APPROVAL_FACTS, ORDER_FACTS, Level
from orderkit.flow import PERMISSIONS, Rulebook
from orderkit.kit import STANDARD_ROLES, OrderKit
from orderkit.orders import MORE_FACTS, Line
from orderkit.parties import Company, Customer
from orderkit.rules import Fact, FactMissing, FactTable, FactType, FactValue, fact
from tests.world import Clock, opened, placed, review

FACTS = FactTable("Order", (*ORDER_FACTS.facts, Fact("abroad", FactType.FLAG)))


def abroad(
    customer: Customer, company: Company, told: Mapping[str, FactValue]
) -> Mapping[str, FactValue]:
    assert told["customer"] == customer.id
    address = customer.place()
    return {"abroad": address is not None and address.country != company.country}


BOOK = Rulebook({APPROVAL_FACTS: FACTS, PERMISSIONS: STANDARD_ROLES})


@pytest.mark.parametrize(("wanted", "holds"), [(False, ("approval",)), (True, ())])
def test_own_facts_decide_whether_an_approval_is_needed(
    wanted: bool, holds: tuple[str, ...]
) -> None:
    level = Level("export", fact("abroad") == wanted, ["role:approver"])
    kit = opened(
        OrderKit.memory(rulebook=BOOK.having(MORE_FACTS, abroad), clock=Clock()),
        policies=[review(level)],
    )
    answer, _ = placed(kit, Line("TEA-1", 1))
    assert answer.holds == holds


def test_a_fact_that_nobody_tells_is_named() -> None:
    level = Level("export", fact("abroad").is_true(), ["role:approver"])
    kit = opened(OrderKit.memory(rulebook=BOOK, clock=Clock()), policies=[review(level)])
    with pytest.raises(FactMissing, match="abroad"):
        placed(kit, Line("TEA-1", 1))
