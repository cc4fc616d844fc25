from __future__ import annotations

import gc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.adapters.memory import MemoryRepository
from orderkit.adapters.memory.rows import SortedRows
from orderkit.errors import Unavailable
from orderkit.ports import Done, Wanted
from orderkit.testing.conformance.drafts import KIND, TENANT, bump, change, emit, key, put, row

names = st.text(alphabet="abc", max_size=3)


@given(st.sets(names), st.sets(names), names)
def test_sorted_rows_are_a_sorted_set(add: set[str], remove: set[str], start: str) -> None:
    rows = SortedRows(add)
    for one in add & remove:
        rows.remove(one)
    left = sorted(add - remove)
    assert list(rows.above(None)) == left
    assert list(rows.above(start)) == [one for one in left if one > start]


@pytest.mark.parametrize("step", [1, -1, 7])
def test_sorted_rows_stay_sorted_over_many_chunks(step: int) -> None:
    count = 5_000  # has no factor 7, so that the step visits every number once
    numbers = [f"{nth * step % count:06d}" for nth in range(count)]
    rows = SortedRows(numbers)
    everything = list(rows.above(None))
    assert everything == sorted(numbers)
    assert list(rows.above("002499")) == everything[2_500:]
    for one in numbers[:-1]:
        rows.remove(one)
    assert list(rows.above(None)) == numbers[-1:]


def test_a_chunk_that_was_emptied_takes_rows_again() -> None:
    rows = SortedRows([])
    rows.add("a")
    rows.remove("a")
    rows.add("b")
    assert list(rows.above(None)) == ["b"]


def test_a_closed_handle_lets_nobody_in() -> None:
    repository = MemoryRepository()
    other = repository.beside()
    repository.close()
    repository.close()
    with pytest.raises(Unavailable, match="closed"):
        repository.load(TENANT, Wanted())
    with pytest.raises(Unavailable, match="closed"):
        repository.beside()
    assert other.backlog(TENANT) == (0, 0)


def test_the_operators_relay_takes_from_all_tenants_in_turn() -> None:
    repository = MemoryRepository()
    for tenant in ("a", "b", "c"):
        effects = [emit(f"{tenant}{nth}", f"{tenant}{nth}") for nth in range(3)]
        repository.commit([change(*effects, tenant=tenant)])
    first = repository.claim(1, 9, 2, "relay")
    second = repository.claim(1, 9, 5, "relay")
    assert [claim.id for claim in first] == ["a0", "b0"]
    assert [claim.id for claim in second] == ["c0", "a1", "b1", "c1", "a2"]
    assert len(repository.claim(1, 9, 100, "relay")) == 2


def test_a_clock_that_goes_back_hands_out_nothing_early() -> None:
    repository = MemoryRepository()
    repository.commit([change(emit("e-1", "p", not_before=50), emit("e-2", "q", not_before=60))])
    assert [claim.id for claim in repository.claim(70, 80, 1, "w")] == ["e-1"]
    assert repository.claim(10, 20, 9, "w") == ()
    assert [claim.id for claim in repository.claim(60, 70, 9, "w")] == ["e-2"]


def test_a_lease_that_a_later_one_replaced_is_forgotten() -> None:
    repository = MemoryRepository()
    repository.commit([change(emit("e-1"))])
    repository.claim(0, 10, 1, "w")
    (claim,) = repository.claim(10, 30, 1, "w")
    assert repository.claim(20, 40, 1, "w") == ()
    assert repository.settle([(claim, Done())]) == (True,)
    assert repository.claim(99, 100, 1, "w") == ()


def test_a_place_in_an_index_holds_one_row_or_many_and_again_one() -> None:
    repository = MemoryRepository()

    def ids() -> tuple[str, ...]:
        return repository.find(TENANT, "order", "by_status", ("new",), "", None, 9).ids

    repository.commit([change(put("o-1", index=row("new", "2")))])
    assert ids() == ("o-1",)
    repository.commit([change(put("o-2", index=row("new", "1")))])
    assert ids() == ("o-2", "o-1")
    repository.commit([change(put("o-2", 1, index=row("old")))])
    assert ids() == ("o-1",)
    repository.commit([change(put("o-1", 1, index=row("old")))])
    assert ids() == ()


def test_what_is_kept_is_nothing_for_the_garbage_collector() -> None:
    repository = MemoryRepository()

    def place(nth: int) -> None:
        repository.commit([
            change(
                put(f"o-{nth}", index=row("new", f"{nth:04d}")),
                key(f"k-{nth}"),
                emit(f"e-{nth}", f"p-{nth}"),
                *[bump(f"stock-{sku}", 1) for sku in range(10)],
            )
        ])  # fmt: skip

    place(0)
    gc.collect()
    before = len(gc.get_objects())
    for nth in range(1, 501):
        place(nth)
    gc.collect()  # lets go of the inner tuples
    gc.collect()  # and now of those that hold them
    assert len(gc.get_objects()) - before < 50


def test_only_so_many_documents_are_kept_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("orderkit.adapters.memory.repository._WARM_MAX", 2)
    repository = MemoryRepository()
    ids = [f"d-{n}" for n in range(5)]
    repository.commit([change(*map(put, ids))])
    wanted = Wanted(tuple((KIND, one) for one in ids))
    first = repository.load(TENANT, wanted)
    assert None not in first.documents
    assert len(repository._memory.tenants[TENANT].warm) <= 2
    assert repository.load(TENANT, wanted) == first
