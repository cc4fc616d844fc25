"""The meaning of a commit: evaluated on a slate it equals a model that applies one after the other."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import define, field
from hypothesis import given
from hypothesis import strategies as st

from orderkit.errors import TooLarge
from orderkit.ports import (
    GENESIS,
    LARGEST,
    Answer,
    Bump,
    Cause,
    ChangeSet,
    Check,
    Committed,
    Declined,
    DocumentPut,
    Emit,
    Failure,
    Limits,
    Outcome,
    Slate,
    body_hash,
    evaluate,
    fits,
    head_after,
    touched,
)


def put(name: str, expect: int, body: bytes = b"{}") -> DocumentPut:
    return DocumentPut("box", name, expect, b"", b"", "", body, (), "", b"{}")


def bump(account: str, delta: int, floor: int | None = None, ceiling: int | None = None) -> Bump:
    return Bump(account, delta, floor, ceiling, "why")


def slate(
    versions: dict[str, int] | None = None,
    accounts: dict[str, tuple[int, int]] | None = None,
    answers: dict[str, Answer] | None = None,
    emitted: set[str] | None = None,
) -> Slate:
    keyed = {("box", name): version for name, version in (versions or {}).items()}
    return Slate(answers or {}, keyed, accounts or {}, emitted or set())


def change(**parts: Any) -> ChangeSet:
    return ChangeSet("acme", 0, **parts)


def failures(outcome: Outcome) -> tuple[Failure, ...]:
    assert isinstance(outcome, Declined)
    return outcome.failures


# Stories


def test_everything_of_a_change_set_takes_effect() -> None:
    on = slate({"a": 2, "c": 7}, {"x": (5, 3)})
    outcome = evaluate(
        change(
            answers=(Answer("k", b"f", b"done"),),
            checks=(Check("box", "c", 7),),
            puts=(put("a", 2), put("b", 0)),
            bumps=(bump("x", -5, 0), bump("y", 4)),
            emits=(Emit("e", "p", "t", b""),),
        ),
        on,
    )
    assert outcome == Committed(False, (b"done",), (0, 4))
    assert on.versions == {("box", "a"): 3, ("box", "b"): 1, ("box", "c"): 7}
    assert on.accounts == {"x": (0, 4), "y": (4, 1)}
    assert (on.answers["k"].body, on.emitted) == (b"done", {"e"})


def test_key_that_is_there_gives_the_stored_answer_whatever_else_would_fail() -> None:
    on = slate(answers={"k": Answer("k", b"f", b"first")})
    again = change(answers=(Answer("k", b"f", b"second"),), puts=(put("a", 9),))
    assert evaluate(again, on) == Committed(True, (b"first",))
    assert on.versions == {}


def test_key_with_another_fingerprint_is_reuse_whatever_else_would_fail() -> None:
    on = slate(answers={"k": Answer("k", b"f", b"first")})
    reused = change(answers=(Answer("k", b"g", b""),), puts=(put("a", 9),))
    outcome = evaluate(reused, on)
    assert outcome == Declined((Failure(Cause.KEY_REUSE, "k"),))
    assert isinstance(outcome, Declined)
    assert outcome.cause is Cause.KEY_REUSE


def test_keys_of_which_only_some_are_there_are_a_conflict() -> None:
    on = slate(answers={"k": Answer("k", b"f", b"first")})
    both = change(answers=(Answer("k", b"f", b""), Answer("l", b"f", b"")))
    assert evaluate(both, on) == Declined((Failure(Cause.CONFLICT, "k"),))


def test_failures_stand_by_precedence_whatever_the_order_of_the_parts() -> None:
    on = slate({"a": 2}, {"x": (5, 1), "y": (5, 1)}, emitted={"e"})
    wrong = change(
        checks=(Check("box", "a", 1),),
        puts=(put("b", 3),),
        bumps=(bump("y", 1, ceiling=5), bump("x", -6, floor=0)),
        emits=(Emit("e", "p", "t", b""),),
    )
    assert failures(evaluate(wrong, on)) == (
        Failure(Cause.CONFLICT, "box/a", 2),
        Failure(Cause.CONFLICT, "box/b", 0),
        Failure(Cause.SHORT, "x", 5),
        Failure(Cause.OVER, "y", 5),
        Failure(Cause.DUPLICATE, "e"),
    )
    assert on.accounts == {"x": (5, 1), "y": (5, 1)}


@pytest.mark.parametrize("version", [0, 1])
def test_check_never_holds_what_is_absent(version: int) -> None:
    outcome = evaluate(change(checks=(Check("box", "a", version),)), slate())
    assert failures(outcome) == (Failure(Cause.CONFLICT, "box/a", 0),)


@pytest.mark.parametrize(
    ("balance", "delta", "floor", "ceiling", "cause"),
    [
        (5, -5, 0, None, None),
        (5, -6, 0, None, Cause.SHORT),
        (-9, 1, 0, None, None),
        (5, 5, None, 10, None),
        (5, 6, None, 10, Cause.OVER),
        (99, -1, None, 10, None),
        (5, 0, 5, 5, None),
        (5, 0, 6, None, Cause.SHORT),
        (5, 0, None, 4, Cause.OVER),
        (0, -LARGEST, None, None, None),
        (-1, -LARGEST, None, None, Cause.SHORT),
        (-1, -LARGEST, -2 * LARGEST, None, Cause.SHORT),
        (0, LARGEST, None, None, None),
        (1, LARGEST, None, None, Cause.OVER),
        (1, LARGEST, None, 2 * LARGEST, Cause.OVER),
    ],
)
def test_limits_bind_one_way_and_no_balance_leaves_the_range(
    balance: int, delta: int, floor: int | None, ceiling: int | None, cause: Cause | None
) -> None:
    on = slate(accounts={"x": (balance, 1)})
    outcome = evaluate(change(bumps=(bump("x", delta, floor, ceiling),)), on)
    if cause is None:
        assert outcome == Committed(False, (), (balance + delta,))
    else:
        assert failures(outcome) == (Failure(cause, "x", balance),)


def test_guard_writes_nothing() -> None:
    on = slate()
    assert evaluate(change(bumps=(bump("x", 0, 0, 0),)), on) == Committed(False, (), (0,))
    assert on.accounts == {}


def test_guard_outside_both_limits_fails_both() -> None:
    outcome = evaluate(change(bumps=(bump("x", 0, 1, -1),)), slate())
    assert [one.cause for one in failures(outcome)] == [Cause.SHORT, Cause.OVER]


def test_everything_that_comes_twice_is_named_once() -> None:
    twice = change(
        answers=(Answer("k", b"f", b""),) * 2,
        puts=(put("a", 0),) * 2,
        bumps=(bump("x", 1),) * 3,
        emits=(Emit("e", "p", "t", b""),) * 2,
    )
    assert failures(evaluate(twice, slate())) == tuple(
        Failure(Cause.DUPLICATE, one) for one in ("k", "box/a", "x", "e")
    )


def test_empty_change_set_commits() -> None:
    assert evaluate(change(), slate()) == Committed(False, ())


def test_what_is_touched_is_told_in_one_order() -> None:
    wanted = touched(
        change(
            answers=(Answer("k", b"", b""), Answer("j", b"", b"")),
            checks=(Check("box", "c", 1), Check("box", "a", 1)),
            puts=(put("b", 0), put("a", 1)),
            bumps=(bump("y", 1), bump("x", 1)),
            emits=(Emit("f", "p", "t", b""), Emit("e", "p", "t", b"")),
        )
    )
    assert wanted.keys == ("j", "k")
    assert wanted.documents == (("box", "a"), ("box", "b"), ("box", "c"))
    assert wanted.accounts == ("x", "y")
    assert wanted.emits == ("e", "f")


# Sizes


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"puts": (put("a", 0),) * 4}, "the change set has 4 parts, the limit is 3"),
        ({"puts": (put("a", 0, b"12345"),)}, "box a has 5 bytes, the limit is 4"),
        ({"puts": (put("a", 0)._replace(audit=b"12345"),)}, "box a has 5 bytes"),
        ({"answers": (Answer("k", b"", b"12345"),)}, "the answer of the key k has 5 bytes"),
        ({"emits": (Emit("e", "box/a", "t", b"12345"),)}, "the event t of box/a has 5 bytes"),
    ],
)
def test_what_does_not_fit_is_refused_before_it_is_sent(parts: dict[str, Any], told: str) -> None:
    with pytest.raises(TooLarge, match=told):
        fits(change(**parts), Limits(3, 4))


def test_what_fits_exactly_is_let_through() -> None:
    full = change(
        answers=(Answer("k", b"", b"1234"),),
        puts=(put("a", 0, b"1234"),),
        emits=(Emit("e", "p", "t", b"1234"),),
    )
    fits(full, Limits(3, 4))
    with pytest.raises(TooLarge):
        fits(full, Limits(2, 4))


# Against a model


@define
class Model:
    """The same, written as plainly as it goes: each part looks at all the others' leftovers."""

    answers: dict[str, Answer] = field(factory=dict)
    versions: dict[str, int] = field(factory=dict)
    balances: dict[str, int] = field(factory=dict)
    moves: dict[str, int] = field(factory=dict)
    emitted: set[str] = field(factory=set)

    def apply(self, one: ChangeSet) -> str:
        known = [answer.key in self.answers for answer in one.answers]
        if any(known):
            return self.repeated(one, known)
        found = self.first_failure(one)
        if found is None:
            self.write(one)
        return found or "committed"

    def repeated(self, one: ChangeSet, known: list[bool]) -> str:
        for answer in one.answers:
            there = self.answers.get(answer.key)
            if there is not None and there.fingerprint != answer.fingerprint:
                return "KEY_REUSE"
        return "replayed" if all(known) else "CONFLICT"

    def first_failure(self, one: ChangeSet) -> str | None:
        if any(self.versions.get(c.id, 0) != c.version or c.version < 1 for c in one.checks):
            return "CONFLICT"
        if any(self.versions.get(p.id, 0) != p.expect for p in one.puts):
            return "CONFLICT"
        after = {b: self.balances.get(b.account, 0) + b.delta for b in one.bumps}
        if any(b.delta <= 0 and b.floor is not None and after[b] < b.floor for b in one.bumps):
            return "SHORT"
        if any(b.delta >= 0 and b.ceiling is not None and after[b] > b.ceiling for b in one.bumps):
            return "OVER"
        lists: list[list[str]] = [
            [answer.key for answer in one.answers],
            [p.id for p in one.puts],
            [b.account for b in one.bumps],
            [emit.id for emit in one.emits],
        ]
        if any(len(set(names)) < len(names) for names in lists):
            return "DUPLICATE"
        return "DUPLICATE" if self.emitted & set(lists[3]) else None

    def write(self, one: ChangeSet) -> None:
        self.answers.update({answer.key: answer for answer in one.answers})
        self.versions.update({p.id: p.expect + 1 for p in one.puts})
        for b in one.bumps:
            self.balances[b.account] = self.balances.get(b.account, 0) + b.delta
            self.moves[b.account] = self.moves.get(b.account, 0) + (1 if b.delta else 0)
        self.emitted.update(emit.id for emit in one.emits)


NAMES = st.sampled_from(["a", "b", "c"])
SMALL = st.integers(-3, 4)
LIMIT = st.one_of(st.none(), SMALL)


def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=2).map(tuple)


CHANGES = st.builds(
    change,
    answers=some(st.builds(Answer, NAMES, st.sampled_from([b"f", b"g"]), st.just(b"{}"))),
    checks=some(st.builds(Check, st.just("box"), NAMES, st.integers(0, 2))),
    puts=some(st.builds(put, NAMES, st.integers(0, 2))),
    bumps=some(st.builds(bump, NAMES, SMALL, LIMIT, LIMIT)),
    emits=some(st.builds(Emit, NAMES, st.just("p"), st.just("t"), st.just(b""))),
)


@given(st.lists(CHANGES, max_size=12))
def test_slate_equals_the_model_after_every_change_set(changes: list[ChangeSet]) -> None:
    on, model = slate(), Model()
    for one in changes:
        outcome = evaluate(one, on)
        assert word(outcome) == model.apply(one)
        assert on.answers == model.answers
        assert {name: version for (_, name), version in on.versions.items()} == model.versions
        assert on.emitted == model.emitted
        moved = {name: (model.balances[name], n) for name, n in model.moves.items() if n}
        assert on.accounts == moved


def word(outcome: Outcome) -> str:
    if isinstance(outcome, Committed):
        return "replayed" if outcome.replayed else "committed"
    assert list(outcome.failures) == sorted(outcome.failures, key=lambda one: one.cause)
    return outcome.cause.name


# The chain


def test_head_binds_the_body_the_audit_entry_and_all_before() -> None:
    first = head_after(GENESIS, body_hash(b"{}"), b"audit")
    heads = {
        first,
        head_after(GENESIS, body_hash(b"{ }"), b"audit"),
        head_after(GENESIS, body_hash(b"{}"), b"other"),
        head_after(first, body_hash(b"{}"), b"audit"),
    }
    assert len(heads) == 4
    assert {len(head) for head in heads} == {32}
