"""What the values refuse, row by row, and that nothing switches a refusal off."""

from __future__ import annotations

import pickle
import time as clock
from collections.abc import Callable
from decimal import Decimal
from functools import partial

import attr
import pytest

from orderkit.errors import FloatRefused, InvalidInput
from orderkit.values import EUR, USD, CurrencyMismatch, exact
from tests.values.refused_amounts import AMOUNTS, loosely
from tests.values.refused_words import CARD, WORDS, address, note

ROWS = [*AMOUNTS, *WORDS]


def refusal(call: Callable[[], object]) -> InvalidInput:
    with pytest.raises(InvalidInput) as caught:
        call()
    return caught.value


def quickest(call: Callable[[], object]) -> float:
    """Seconds of the best of five refusals: a busy machine slows some, not all."""
    taken = []
    for _ in range(5):
        start = clock.perf_counter()
        refusal(call)
        taken.append(clock.perf_counter() - start)
    return min(taken)


@pytest.mark.parametrize(("code", "call"), ROWS)
def test_refuses_what_cannot_be_at_once(code: str, call: Callable[[], object]) -> None:
    refused = refusal(call)
    assert quickest(call) < 0.05
    assert [fault.code for fault in refused.faults] == [code]
    assert pickle.loads(pickle.dumps(refused)).faults == refused.faults
    assert type(pickle.loads(pickle.dumps(refused))) is type(refused)


@pytest.mark.parametrize(("code", "call"), ROWS)
def test_refuses_the_same_with_validators_switched_off(
    code: str, call: Callable[[], object]
) -> None:
    attr.set_run_validators(False)
    try:
        refused = refusal(call)
    finally:
        attr.set_run_validators(True)
    assert refused.faults[0].code == code


def test_judges_a_huge_exponent_without_arithmetic() -> None:
    huge = Decimal("1E+2000000")
    assert quickest(lambda: exact(huge, "x", places=2)) < 0.001


def test_a_refused_float_is_a_type_error_too() -> None:
    with pytest.raises(TypeError) as caught:
        loosely.EUR(1.5)
    assert isinstance(caught.value, FloatRefused)
    assert caught.value.code == "float_refused"
    assert isinstance(caught.value.under("lines[0]"), FloatRefused)


def test_two_currencies_have_a_class_of_their_own() -> None:
    refused = refusal(lambda: EUR(1) + USD(1))
    assert isinstance(refused, CurrencyMismatch)
    assert refused.as_problem()["code"] == "currency_mismatch"


def test_reports_all_faults_of_an_address_together() -> None:
    refused = refusal(lambda: address(name="", lines=("", "ok", "\x00"), country="XX"))
    assert [(fault.path, fault.code) for fault in refused.faults] == [
        ("Address.name", "empty"),
        ("Address.lines[0]", "empty"),
        ("Address.lines[2]", "control_character"),
        ("Address.country", "country_unknown"),
    ]


def test_never_repeats_a_card_number() -> None:
    for text in (CARD, CARD + "\x00", CARD + "x" * 2000):
        assert "4111" not in str(refusal(partial(note, text)))
