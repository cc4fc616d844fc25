"""Names of accounts: built, read back, and what is conserved in them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import InvalidInput
from orderkit.ledger import (
    StockAccount,
    credit_account,
    is_outside,
    least,
    outside_account,
    stock_account,
    stock_parts,
    substance,
)
from orderkit.values import ID_PATTERN

ids = st.from_regex(ID_PATTERN, fullmatch=True)


@given(ids, ids, ids, ids)
def test_stock_account_reads_back(owner: str, sku: str, location: str, bucket: str) -> None:
    name = stock_account(owner, sku, location, bucket)
    assert stock_parts(name) == StockAccount(owner, sku, location, bucket)
    assert substance(name) == f"stock/{sku}"
    assert least(name) == 0
    assert not is_outside(name)


@given(ids, ids, ids)
def test_outside_is_of_the_same_substance_as_inside(kind: str, subject: str, party: str) -> None:
    outside = outside_account(kind, subject, party)
    assert is_outside(outside)
    assert substance(outside) == f"{kind}/{subject}"
    assert least(outside) is None


@given(ids)
def test_only_free_credit_may_be_below_zero(payer: str) -> None:
    assert least(credit_account(payer, "free")) is None
    assert least(credit_account(payer, "open")) == 0
    assert substance(credit_account(payer, "open")) == f"credit/{payer}"


def test_account_of_another_domain_has_a_substance() -> None:
    assert substance("uses/spring/held") == substance(outside_account("uses", "spring", "issued"))


@pytest.mark.parametrize("part", ["", "a/b", "/", "a/"])
@pytest.mark.parametrize("place", range(4))
def test_part_that_is_no_id_is_refused(part: str, place: int) -> None:
    parts = ["acme", "TEA-1", "north", "available"]
    parts[place] = part
    with pytest.raises(InvalidInput) as refused:
        stock_account(parts[0], parts[1], parts[2], parts[3])
    named = ("owner", "sku", "location", "bucket")[place]
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [(named, "bad_id")]


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (lambda bad: credit_account(bad, "open"), "payer"),
        (lambda bad: credit_account("c-7", bad), "bucket"),
        (lambda bad: outside_account(bad, "TEA-1", "supplier"), "kind"),
        (lambda bad: outside_account("stock", bad, "supplier"), "subject"),
        (lambda bad: outside_account("stock", "TEA-1", bad), "party"),
    ],
)
@pytest.mark.parametrize("bad", ["", "a/b"])
def test_every_builder_refuses_what_is_no_id(
    build: Callable[[str], str], path: str, bad: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        build(bad)
    assert [fault.path for fault in refused.value.faults] == [path]


@pytest.mark.parametrize("name", ["", "stock", "credit/c-7/open", "stock/a/b/c", "stock/a/b/c/d/e"])
def test_other_text_is_no_stock_account(name: str) -> None:
    with pytest.raises(InvalidInput, match="build the name with stock_account"):
        stock_parts(name)


@pytest.mark.parametrize(
    "name", ["", "free", "stock/a/b", "outside/a/b", "outside/a/b/c/d", "/a/b", "stock/a/b/c"]
)
def test_text_of_no_known_form_has_no_substance(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        substance(name)
    assert refused.value.faults[0].code == "not_an_account"
