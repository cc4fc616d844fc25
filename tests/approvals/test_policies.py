"""Approval policies: what cannot be one, what is unwise in one, and which levels an order needs."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest

from orderkit.approvals import (
    APPROVAL_FACTS,
    ORDER_FACTS,
    ApprovalPolicy,
    ApprovalPolicyPublished,
    Level,
    Mode,
    NobodyToAsk,
    PolicyCurrencyDiffers,
    PublishApprovalPolicy,
    PublishedPolicy,
    check_approver,
    fact_faults,
    impossible,
    in_currency,
    needed_levels,
    order_facts,
    person,
    problems,
    request_approvals,
    role,
    told,
)
from orderkit.errors import InvalidInput, Refused
from orderkit.flow import Rulebook
from orderkit.rules import Always, Condition, Fact, FactTable, FactType, FactValue, fact
from orderkit.testing.scripted import decide, given, scripted_context
from orderkit.values import EUR, USD
from tests.approvals.stories import AT, POLICY, asked_of, facts_of

FINANCE = ["role:finance"]


def codes(refused: InvalidInput) -> list[tuple[str, str]]:
    return [(fault.path, fault.code) for fault in refused.faults]


def test_approvers_are_persons_and_roles() -> None:
    assert (person("ann"), role("finance")) == ("person:ann", "role:finance")
    level = Level("l", Always(), ["person:ann", "role:finance"])
    assert level.persons == {"ann"}
    assert level.has_roles


@pytest.mark.parametrize("bad", ["ann", "group:x", "", 7])
def test_other_approvers_are_refused(bad: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        check_approver(bad, "approvers")
    assert codes(refused.value) == [("approvers", "bad_approver")]


def test_all_faults_of_a_level_are_told_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        Level("no name", Always(), ["ann", "role:", "role:x", "role:x"], Mode.N_OF_M, 0)
    assert codes(refused.value) == [
        ("Level.name", "bad_id"),
        ("Level.approvers[0]", "bad_approver"),
        ("Level.approvers[1]", "bad_id"),
        ("Level.approvers", "duplicate_approver"),
        ("Level.needed", "out_of_range"),
    ]


@pytest.mark.parametrize(
    ("approvers", "mode", "needed", "code"),
    [
        ([], Mode.ANY, 1, "nobody_to_ask"),
        (["person:a", "person:b"], Mode.N_OF_M, 3, "nobody_to_ask"),
        (["person:a"], Mode.ANY, 2, "not_counted"),
        (["person:a"], Mode.N_OF_M, True, "out_of_range"),
    ],
)
def test_level_that_nobody_can_answer_is_refused(
    approvers: list[str], mode: Mode, needed: int, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        Level("l", Always(), approvers, mode, needed)
    assert [found for _, found in codes(refused.value)] == [code]


def test_mode_in_plain_text_is_refused() -> None:
    with pytest.raises(InvalidInput, match=r"Level\.mode cannot be 'all': it is no Mode"):
        Level("l", Always(), FINANCE, "all")  # type: ignore[arg-type]


def test_role_counts_as_many_persons() -> None:
    assert Level("l", Always(), FINANCE, Mode.N_OF_M, 5).required == 5


def test_all_faults_of_a_policy_are_told_together() -> None:
    twice = Level("l", Always(), FINANCE)
    with pytest.raises(InvalidInput) as refused:
        ApprovalPolicy("no id", "EURO", [twice, twice])
    assert codes(refused.value) == [
        ("ApprovalPolicy.id", "bad_id"),
        ("ApprovalPolicy.currency", "currency_unknown"),
        ("ApprovalPolicy.levels", "duplicate_level"),
    ]


def names(total: str, discount: str = "0") -> list[str]:
    return [one.level.name for one in needed_levels(POLICY, facts_of(EUR(total), discount))]


def test_levels_are_needed_by_facts() -> None:
    assert names("100") == []
    assert names("100", "0.11") == ["sales"]
    assert names("10000.01", "0.11") == ["sales", "finance"]


def test_needed_level_says_why() -> None:
    [level] = needed_levels(POLICY, facts_of(EUR("10000.01")))
    assert level.position == 1
    assert str(level) == (
        "finance:\n"
        "at least one of these: yes\n"
        "  total is more than 10000.00 EUR: yes, it is 10000.01 EUR\n"
        "  over_credit is more than 0.00 EUR: no, it is 0.00 EUR"
    )


def test_order_in_another_currency_does_not_escape() -> None:
    with pytest.raises(PolicyCurrencyDiffers):
        needed_levels(POLICY, facts_of(USD("1")))


def test_every_declared_fact_is_told() -> None:
    facts = facts_of(EUR("1"))
    assert tuple(sorted(facts)) == tuple(sorted(ORDER_FACTS.names))
    assert facts["margin"] == Decimal(-1)
    known = order_facts(
        total=EUR("1"), customer="c", channel="w", lines=1, margin=Decimal("0.2"),
        over_credit=EUR("5"), groups=["b", "a"], categories=["wine"],
    )  # fmt: skip
    assert (known["margin"], known["over_credit"]) == (Decimal("0.2"), EUR("5"))
    assert known["groups"] == {"a", "b"}


def test_facts_are_kept_as_text() -> None:
    facts: dict[str, FactValue] = {
        "at": AT,
        "new": True,
        "old": False,
        "share": Decimal("0.1"),
        "c": frozenset("b"),
    }
    assert told(facts) == (
        ("at", "2026-01-05T09:00:00Z"), ("c", '["b"]'), ("new", "yes"), ("old", "no"),
        ("share", "0.1"),
    )  # fmt: skip


def test_money_of_the_table_takes_the_currency_of_the_policy() -> None:
    table = in_currency(
        FactTable("Order", [Fact("a", FactType.MONEY, currency="USD"), Fact("b", FactType.FLAG)]),
        "EUR",
    )
    assert [one.currency for one in table.facts] == ["USD", None]


def one_level(condition: Condition) -> ApprovalPolicy:
    return ApprovalPolicy("p", "EUR", [Level("l", condition, FINANCE)])


def test_conditions_are_checked_against_the_facts() -> None:
    policy = one_level((fact("totl") > EUR("1")) & (fact("total") > USD("1")))
    assert [(fault.path, fault.code) for fault in fact_faults(policy)] == [
        ("levels[0].when.all[0].fact", "unknown_fact"),
        ("levels[0].when.all[1].value", "currency_mismatch"),
    ]
    assert fact_faults(POLICY) == ()


@pytest.mark.parametrize(
    "condition",
    [
        (fact("lines") > 5) & (fact("lines") < 3),
        (fact("lines") >= 5) & (fact("lines") < 5),
        (fact("lines") > 5) & (fact("lines") <= 5),
        (fact("lines") == 5) & (fact("lines") > 5),
        (fact("channel") == "web") & (fact("channel") == "edi"),
        (fact("channel") == "web") & (fact("channel") != "web"),
        fact("channel").one_of("web", "edi") & (fact("channel") == "shop"),
        fact("new_customer").is_true() & (fact("new_customer") == False),  # noqa: E712
        Always() & ((fact("lines") > 5) & (fact("lines") < 3)),
        ((fact("lines") > 5) & (fact("lines") < 3)) | ((fact("lines") > 9) & (fact("lines") < 1)),
    ],
)
def test_condition_that_contradicts_itself_is_found(condition: Condition) -> None:
    assert impossible(condition)
    assert [one.code for one in problems(one_level(condition))] == ["never"]


@pytest.mark.parametrize(
    "condition",
    [
        Always(),
        fact("lines") > 5,
        (fact("lines") >= 5) & (fact("lines") <= 5),
        (fact("lines") > 3) & (fact("lines") < 5),
        (fact("lines") != 3) & (fact("lines") < 5),
        (fact("lines") > 5) & (fact("total") < EUR("3")),
        fact("channel").one_of("web", "edi") & (fact("channel") != "web"),
        ((fact("lines") > 5) & (fact("lines") < 3)) | (fact("lines") > 9),
        ~((fact("lines") > 5) & (fact("lines") < 3)),
    ],
)
def test_condition_that_can_be_met_is_not_blamed(condition: Condition) -> None:
    assert not impossible(condition)


def test_part_of_a_joined_condition_can_contradict_itself() -> None:
    odd = (fact("lines") > 5) & (fact("lines") < 3)
    assert impossible(Always() & (odd | odd))


def test_same_people_for_the_same_reason_are_found() -> None:
    big = fact("total") > EUR("1")
    policy = ApprovalPolicy(
        "p", "EUR", [Level("a", big, FINANCE), Level("b", big, [*FINANCE, "person:fay"])]
    )
    assert [str(one) for one in problems(policy)] == [
        "b: level 'a' asks role:finance for the same reason; join the two levels"
    ]
    other = ApprovalPolicy("p", "EUR", [Level("a", big, FINANCE), Level("b", big, ["role:x"])])
    assert problems(other) == ()


def test_policy_without_levels_is_found() -> None:
    assert [str(one) for one in problems(ApprovalPolicy("p", "EUR", []))] == [
        "policy: it has no levels and approves everything; add a level"
    ]


def test_first_publication_is_revision_one() -> None:
    made = decide(PublishApprovalPolicy("standard", "EUR", list(POLICY.levels), "new"))
    [put] = made.changes.puts
    assert made.answer == PublishedPolicy("standard", 1)
    assert put.value == ApprovalPolicy("standard", "EUR", POLICY.levels)
    assert put.events == (ApprovalPolicyPublished("standard", 1, "new"),)


def test_later_publication_raises_the_revision() -> None:
    command = PublishApprovalPolicy("standard", "EUR", (), "none needed")
    made = decide(command, given=given(POLICY))
    assert made.answer.revision == 4
    assert [one.code for one in made.answer.problems] == ["no_levels"]
    assert command.subject() == "approval_policy/standard"


def test_unknown_fact_is_refused_at_publication() -> None:
    level = Level("l", fact("colour") == "red", FINANCE)
    with pytest.raises(InvalidInput, match="Order has no such fact"):
        decide(PublishApprovalPolicy("p", "EUR", [level], "new"))
    table = FactTable("Order", (*ORDER_FACTS.facts, Fact("colour", FactType.TEXT)))
    context = scripted_context(rulebook=Rulebook().having(APPROVAL_FACTS, table))
    assert decide(PublishApprovalPolicy("p", "EUR", [level], "new"), context).answer.revision == 1


def test_all_faults_of_a_publication_are_told_together() -> None:
    with pytest.raises(InvalidInput) as refused:
        PublishApprovalPolicy("no id", "EURO", [], "")
    assert codes(refused.value) == [
        ("PublishApprovalPolicy.policy", "bad_id"),
        ("PublishApprovalPolicy.currency", "currency_unknown"),
        ("PublishApprovalPolicy.reason", "empty"),
    ]


def test_request_keeps_the_rules_and_the_facts() -> None:
    facts = facts_of(EUR("20000"), "0.2")
    sales, finance = request_approvals(
        POLICY, needed_levels(POLICY, facts), document="o-1", revision=2, submitted_by="fay",
        edited_by="eve", at=AT, facts=facts, new_id=lambda n: f"a-{n}",
    )  # fmt: skip
    assert (sales.id, finance.id) == ("a-0", "a-1")
    assert (sales.level, sales.position, sales.policy_revision) == ("sales", 0, 3)
    assert finance.approvers == ("person:fay", "role:finance")
    assert finance.asked == ("role:finance",), "she submitted it herself"
    assert ("total", "20000.00 EUR") in finance.facts
    assert finance.stage == "requested"


@pytest.mark.parametrize(
    ("approvers", "mode", "needed"),
    [
        (["person:sam"], Mode.ANY, 1),
        (["person:sam", "person:eve"], Mode.ANY, 1),
        (["person:sam", "person:ann"], Mode.N_OF_M, 2),
        (["person:sam", "role:finance"], Mode.ALL, 1),
    ],
)
def test_level_that_only_its_own_people_could_answer_is_refused(
    approvers: list[str], mode: Mode, needed: int
) -> None:
    with pytest.raises(NobodyToAsk):
        asked_of(*approvers, mode=mode, needed=needed)


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (
            NobodyToAsk("p-1", "big", "order o-1"),
            (
                "level 'big' of approval policy 'p-1' has too few approvers who did not submit or "
                "edit order o-1 themselves: have somebody else submit it, or publish the policy "
                "with a role or more people at that level"
            ),
        ),
        (
            PolicyCurrencyDiffers("p-1", "EUR", "USD"),
            (
                "approval policy 'p-1' judges amounts in EUR and this is in USD: publish a policy "
                "in USD and name it, or order in EUR"
            ),
        ),
    ],
)
def test_refusals_tell_the_way_out(refused: Refused, message: str) -> None:
    assert str(refused) == message
    assert pickle.loads(pickle.dumps(refused)).as_problem() == refused.as_problem()
