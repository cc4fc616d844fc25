from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.adapters.asked import checked_lease, checked_sets
from orderkit.adapters.pages import checked_limit, cursor_after, equals_text, position_in
from orderkit.errors import InvalidInput
from orderkit.ports import ChangeSet, Limits, OutsideEntry

texts = st.lists(st.text(alphabet="ab\x1d\x1e\x1f0", max_size=3)).map(tuple)


@given(texts, texts)
def test_equal_texts_mean_equal_sequences(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    assert (equals_text(one) == equals_text(other)) == (one == other)


@given(texts, st.text(), st.text())
def test_a_cursor_gives_its_position_to_its_own_search(
    search: tuple[str, ...], sort: str, doc: str
) -> None:
    assert position_in(search, cursor_after(search, sort, doc)) == [sort, doc]


@pytest.mark.parametrize(
    "cursor", ["", "x", "AAAA", "e30=", "WzFd", "bnVsbA==", cursor_after(("other",), "a"), "ö"]
)
def test_any_other_text_is_no_cursor(cursor: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        position_in(("t", "order"), cursor)
    assert refused.value.faults[0].code == "foreign_cursor"


@pytest.mark.parametrize("limit", [1, 1_000])
def test_a_page_has_one_to_a_thousand_rows(limit: int) -> None:
    assert checked_limit(limit) == limit


@pytest.mark.parametrize("limit", [0, -1, 1_001])
def test_no_page_has_fewer_or_more(limit: int) -> None:
    with pytest.raises(InvalidInput, match="a page has 1 to 1000 rows"):
        checked_limit(limit)


def test_a_lease_ends_after_it_begins() -> None:
    with pytest.raises(InvalidInput, match="the lease begins at 7"):
        checked_lease(7, 7, 1)


def test_a_claim_is_for_one_row_at_least() -> None:
    with pytest.raises(InvalidInput, match="claim at least one"):
        checked_lease(7, 8, 0)


@pytest.mark.parametrize("delta", [2**53, -(2**53)])
def test_an_outside_entry_stays_within_what_every_store_keeps_exactly(delta: int) -> None:
    change = ChangeSet("t", 0, outside=(OutsideEntry("outside/supplier", delta, "in"),))
    with pytest.raises(InvalidInput, match="no store keeps it exactly"):
        checked_sets([change], Limits())
