"""Selling companies, customers, the roles they have, and their definition."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import attrs
import pytest

from orderkit.errors import InvalidInput, NotFound
from orderkit.flow import NOTHING, Put, Ref, declared
from orderkit.parties import (
    BlockCustomer,
    Company,
    CompanyDefined,
    Customer,
    CustomerBlocked,
    CustomerDefined,
    CustomerUnblocked,
    DefineCompany,
    DefineCustomer,
    Place,
    Roles,
    UnblockCustomer,
    roles_of,
)
from orderkit.testing.scripted import decide, given
from orderkit.values import Address

MAIN = Company("main", "Tea Trading Ltd", "EUR", "DE", "Europe/Berlin", ("north", "south"))
HOME = Address("Tea House", ("Main Street 1",), "Bremen", "28195", "DE")
SHOP = Address("Tea House Shop", ("Market 2",), "Bremen", "28195", "DE")
HOUSE = Customer(
    "c-7",
    "Tea House",
    "main",
    "EUR",
    ("gold", "north"),
    payer="c-1",
    ship_to=(Place("home", HOME), Place("shop", SHOP)),
    salesperson="ann",
)


def codes(refused: pytest.ExceptionInfo[InvalidInput]) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in refused.value.faults]


def test_all_faults_of_a_company_come_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        Company("", "", "XXX", "XX", "Mars/North", ("a", "?", "a"), extended_places=7)
    assert codes(refused) == [
        ("Company.id", "bad_id"),
        ("Company.name", "empty"),
        ("Company.currency", "currency_unknown"),
        ("Company.timezone", "zone_unknown"),
        ("Company.country", "country_unknown"),
        ("Company.locations[1]", "bad_id"),
        ("Company.locations", "duplicate"),
        ("Company.extended_places", "out_of_range"),
    ]


def test_all_faults_of_a_customer_come_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        Customer(
            "",
            "\x00",
            "",
            "EURO",
            ("gold", "gold"),
            payer="?",
            ship_to=(Place("home", HOME), Place("home", SHOP)),
            salesperson="?",
            manager="?",
            terms="?",
            assortment=("?",),
            blocked="\n",
        )
    assert codes(refused) == [
        ("Customer.id", "bad_id"),
        ("Customer.company", "bad_id"),
        ("Customer.payer", "bad_id"),
        ("Customer.salesperson", "bad_id"),
        ("Customer.manager", "bad_id"),
        ("Customer.terms", "bad_id"),
        ("Customer.groups", "duplicate"),
        ("Customer.assortment[0]", "bad_id"),
        ("Customer.name", "control_character"),
        ("Customer.currency", "currency_unknown"),
        ("Customer.blocked", "control_character"),
        ("Customer.ship_to", "duplicate"),
    ]


def test_a_place_has_an_id() -> None:
    with pytest.raises(InvalidInput) as refused:
        Place("", HOME)
    assert codes(refused) == [("Place.id", "bad_id")]


def test_since_is_kept_in_utc() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=timezone(timedelta(hours=1)))
    since = attrs.evolve(HOUSE, since=noon).since
    assert since is not None
    assert since.tzinfo is UTC


def test_a_customer_is_found_by_group_and_by_salesperson_and_reads_themselves() -> None:
    about = declared(Customer)
    assert [(row.name, row.equals) for row in about.keys(HOUSE)] == [
        ("by_group", ("gold",)),
        ("by_group", ("north",)),
        ("by_salesperson", ("ann",)),
    ]
    assert about.keys(attrs.evolve(HOUSE, groups=(), salesperson="")) == ()
    assert about.owner(HOUSE) == "c-7"


def test_roles_follow_the_master_data() -> None:
    assert roles_of(HOUSE) == Roles("main", "c-7", "c-1", "ann", HOME, HOME)
    assert roles_of(HOUSE, place="shop").ship_to == SHOP
    assert roles_of(HOUSE, place="none").ship_to is None
    billed = attrs.evolve(HOUSE, payer="", bill_to=SHOP)
    assert (roles_of(billed).payer, roles_of(billed).bill_to) == ("c-7", SHOP)


def test_an_assortment_holds_for_every_category_below() -> None:
    picky = attrs.evolve(HOUSE, assortment=("food",))
    assert picky.may_order(("food", "tea"))
    assert not picky.may_order(("tools",))
    assert HOUSE.may_order(())


def test_defining_writes_and_tells() -> None:
    assert decide(DefineCompany(MAIN)).changes.puts == (Put(MAIN, (CompanyDefined("main"),)),)
    payer = attrs.evolve(HOUSE, id="c-1", payer="")
    first = decide(DefineCustomer(payer), given=given(MAIN))
    assert first.changes.puts == (Put(payer, (CustomerDefined("c-1"),)),)
    second = decide(DefineCustomer(HOUSE), given=given(MAIN, payer))
    assert second.changes.puts == (Put(HOUSE, (CustomerDefined("c-7"),)),)


def test_defining_the_same_again_writes_nothing() -> None:
    own = attrs.evolve(HOUSE, payer="c-7")
    known = given(MAIN, own)
    assert decide(DefineCompany(MAIN), given=known).changes == NOTHING
    assert decide(DefineCustomer(own), given=known).changes == NOTHING


def test_a_customers_company_and_payer_are_there_before() -> None:
    with pytest.raises(NotFound, match="Company 'main'"):
        decide(DefineCustomer(HOUSE))
    with pytest.raises(NotFound, match="Customer 'c-1'"):
        decide(DefineCustomer(HOUSE), given=given(MAIN))


def test_blocking_and_unblocking_are_told_once() -> None:
    blocked = attrs.evolve(HOUSE, blocked="fraud")
    block, unblock = BlockCustomer("c-7", "fraud"), UnblockCustomer("c-7")
    assert decide(block, given=given(HOUSE)).changes.puts == (
        Put(blocked, (CustomerBlocked("c-7", "fraud"),)),
    )
    assert decide(block, given=given(blocked)).changes == NOTHING
    assert decide(unblock, given=given(blocked)).changes.puts == (
        Put(HOUSE, (CustomerUnblocked("c-7"),)),
    )
    assert decide(unblock, given=given(HOUSE)).changes == NOTHING


def test_blocking_needs_a_reason() -> None:
    with pytest.raises(InvalidInput) as refused:
        BlockCustomer("c-7", "")
    assert codes(refused) == [("BlockCustomer.reason", "empty")]


def test_commands_name_what_they_write_and_whom_they_concern() -> None:
    block, unblock = BlockCustomer("c-7", "fraud"), UnblockCustomer("c-7")
    commands: list[Any] = [DefineCompany(MAIN), DefineCustomer(HOUSE), block, unblock]
    subjects = [one.subject() for one in commands]
    assert subjects == ["company/main", "customer/c-7", "customer/c-7", "customer/c-7"]
    assert block.scope() == unblock.scope() == Ref(Customer, "c-7")
