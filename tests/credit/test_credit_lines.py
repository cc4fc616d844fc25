"""Credit lines: what fits, what is held, refused or warned about, and who sets them."""

from __future__ import annotations

import pickle

import pytest

from orderkit.credit import (
    BlockCredit,
    CreditBlocked,
    CreditCurrencyDiffers,
    CreditLimitSet,
    CreditLine,
    CreditTaken,
    CreditWasBlocked,
    CreditWasUnblocked,
    OverCreditLimit,
    SetCreditLimit,
    UnblockCredit,
    WentOverLimit,
    take_credit,
)
from orderkit.errors import InvalidInput, NotFound, Refused
from orderkit.flow import Changes, Command
from orderkit.parties import OverLimit
from orderkit.testing.scripted import balances_after, decide, given
from orderkit.values import EUR, USD, Money

FREE, OPEN, HELD = "credit/c-7/free", "credit/c-7/open", "credit/c-7/held"
LINE = CreditLine("c-7", "EUR", EUR("500"))


def after(taken: CreditTaken, free: int) -> dict[str, int]:
    return balances_after(Changes(transfers=taken.transfers), {FREE: free})


def test_what_fits_is_used() -> None:
    taken = take_credit(LINE, EUR("80"), 8000, "place")
    assert after(taken, 8000) == {FREE: 0, OPEN: 8000}
    assert (taken.held, taken.warning) == ("", None)


def test_limit_binds_at_the_commit_and_not_where_it_was_read() -> None:
    taken = take_credit(LINE, EUR("80"), 8000, "place")
    with pytest.raises(OverCreditLimit) as refused:
        after(taken, 7999)
    assert refused.value == refused.value
    assert (refused.value.payer, refused.value.asked, refused.value.free) == ("c-7", 8000, 7999)


def test_what_does_not_fit_is_held() -> None:
    taken = take_credit(LINE, EUR("80"), 7999, "place")
    assert after(taken, 7999) == {FREE: 7999, HELD: 8000}
    assert taken.held == "80.00 EUR are asked for and 79.99 EUR are left of the credit limit"


def test_company_says_what_happens_where_the_line_does_not() -> None:
    with pytest.raises(OverCreditLimit):
        take_credit(LINE, EUR("80"), 0, "place", OverLimit.REFUSE)
    strict = CreditLine("c-7", "EUR", EUR("500"), OverLimit.HOLD)
    assert take_credit(strict, EUR("80"), 0, "place", OverLimit.REFUSE).held


def test_policy_to_warn_lets_it_through() -> None:
    lax = CreditLine("c-7", "EUR", EUR("500"), OverLimit.WARN)
    taken = take_credit(lax, EUR("80"), 5000, "place")
    assert after(taken, 5000) == {FREE: -3000, OPEN: 8000}
    assert taken.warning == WentOverLimit("c-7", EUR("30"))
    assert str(taken.warning) == "c-7 is 30.00 EUR over the credit limit"


def test_without_a_limit_everything_fits() -> None:
    taken = take_credit(CreditLine("c-7", "EUR"), EUR("80"), -999, "place")
    assert after(taken, -999) == {FREE: -8999, OPEN: 8000}


def test_limit_of_zero_is_no_credit() -> None:
    none = CreditLine("c-7", "EUR", EUR("0"), OverLimit.REFUSE)
    with pytest.raises(OverCreditLimit):
        take_credit(none, EUR("0.01"), 0, "place")


def test_nothing_takes_nothing() -> None:
    assert take_credit(LINE, EUR("0"), 0, "place") == CreditTaken()


def test_amount_below_zero_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"give credit back with give_back\(\)"):
        take_credit(LINE, EUR("-1"), 0, "place")


def test_blocked_payer_is_held_or_refused_and_never_just_warned() -> None:
    blocked = CreditLine("c-7", "EUR", None, OverLimit.WARN, "overdue")
    assert take_credit(blocked, EUR("80"), 0, "place").held == "credit is blocked: overdue"
    with pytest.raises(CreditBlocked):
        take_credit(CreditLine("c-7", "EUR", blocked="overdue"), EUR("1"), 0, "p", OverLimit.REFUSE)


def test_other_currency_is_refused() -> None:
    with pytest.raises(CreditCurrencyDiffers):
        take_credit(LINE, USD("80"), 10**6, "place")


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (
            OverCreditLimit("c-7", 8000, -100, "EUR"),
            (
                "c-7 would use 80.00 EUR of credit and has -1.00 EUR left: take payment first, "
                "order less, raise the limit, or have the order held"
            ),
        ),
        (
            CreditBlocked("c-7", "overdue"),
            "credit of c-7 is blocked: overdue. Take payment in advance, or unblock the payer",
        ),
        (
            CreditCurrencyDiffers("c-7", "USD", "EUR"),
            (
                "the credit of c-7 is in EUR and the amount is in USD: use EUR, take payment "
                "in advance, or name a payer with credit in USD"
            ),
        ),
    ],
)
def test_refusals_tell_the_way_out(refused: Refused, message: str) -> None:
    assert str(refused) == message
    assert pickle.loads(pickle.dumps(refused)).as_problem() == refused.as_problem()


def test_first_limit_makes_the_line() -> None:
    made = decide(SetCreditLimit("c-7", "EUR", EUR("500"), "new", OverLimit.WARN))
    [put] = made.changes.puts
    assert put.value == CreditLine("c-7", "EUR", EUR("500"), OverLimit.WARN)
    assert put.events == (CreditLimitSet("c-7", None, EUR("500"), "new"),)
    assert balances_after(made.changes, {}) == {FREE: 50000}


@pytest.mark.parametrize(
    ("limit", "free"), [(EUR("700"), 40000), (EUR("100"), -20000), (None, -30000)]
)
def test_change_of_limit_moves_the_difference(limit: Money | None, free: int) -> None:
    made = decide(SetCreditLimit("c-7", "EUR", limit, "review"), given=given(LINE))
    books = {FREE: 20000, OPEN: 30000}
    assert balances_after(made.changes, books) == {FREE: free, OPEN: 30000}


def test_same_limit_moves_nothing_and_keeps_a_block() -> None:
    blocked = CreditLine("c-7", "EUR", EUR("500"), None, "overdue")
    made = decide(SetCreditLimit("c-7", "EUR", EUR("500"), "review"), given=given(blocked))
    assert made.changes.transfers == ()
    assert made.changes.puts[0].value == blocked


def test_currency_of_a_line_is_for_good() -> None:
    with pytest.raises(CreditCurrencyDiffers):
        decide(SetCreditLimit("c-7", "USD", USD("5"), "moved"), given=given(LINE))


def test_block_and_unblock() -> None:
    made = decide(BlockCredit("c-7", "overdue"), given=given(LINE))
    [put] = made.changes.puts
    assert put.value == CreditLine("c-7", "EUR", EUR("500"), None, "overdue")
    assert put.events == (CreditWasBlocked("c-7", "overdue"),)
    made = decide(UnblockCredit("c-7", "paid"), given=given(put.value))
    assert made.changes.puts[0].value == LINE
    assert made.changes.puts[0].events == (CreditWasUnblocked("c-7", "paid"),)


@pytest.mark.parametrize("command", [BlockCredit("c-7", "x"), UnblockCredit("c-7", "x")])
def test_only_a_line_can_be_blocked(command: Command[str]) -> None:
    with pytest.raises(NotFound):
        decide(command)


@pytest.mark.parametrize(
    "command",
    [SetCreditLimit("c-7", "EUR", None, "x"), BlockCredit("c-7", "x"), UnblockCredit("c-7", "x")],
)
def test_commands_about_one_line_run_one_after_the_other(command: Command[str]) -> None:
    assert command.subject() == "credit_line/c-7"


def test_limit_in_another_currency_is_refused() -> None:
    with pytest.raises(InvalidInput, match="the credit line is in EUR; give the limit in EUR"):
        SetCreditLimit("c-7", "EUR", USD("5"), "new")


def test_limit_below_zero_is_refused() -> None:
    with pytest.raises(InvalidInput, match="give 0 for no credit, or None for no limit"):
        CreditLine("c-7", "EUR", EUR("-1"))


def test_all_faults_of_a_limit_are_told_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        SetCreditLimit("c 7", "EURO", EUR("-1"), "")
    assert [(fault.path, fault.code) for fault in refused.value.faults] == [
        ("SetCreditLimit.payer", "bad_id"),
        ("SetCreditLimit.currency", "currency_unknown"),
        ("SetCreditLimit.limit", "currency_mismatch"),
        ("SetCreditLimit.reason", "empty"),
    ]


@pytest.mark.parametrize("command", [BlockCredit, UnblockCredit])
def test_all_faults_of_a_block_are_told_together(
    command: type[BlockCredit | UnblockCredit],
) -> None:
    with pytest.raises(InvalidInput) as refused:
        command("c 7", "")
    assert [fault.code for fault in refused.value.faults] == ["bad_id", "empty"]


def test_all_faults_of_a_line_are_told_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        CreditLine("c 7", "EUR", EUR("-1"), blocked="\x00")
    assert [fault.code for fault in refused.value.faults] == [
        "bad_id",
        "negative_limit",
        "control_character",
    ]
