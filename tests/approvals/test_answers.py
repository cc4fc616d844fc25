"""Answers to an approval: who may give one, what completes it, and for whom it waits."""

from __future__ import annotations

import pickle
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orderkit.approvals import (
    AlreadyAnswered,
    Answer,
    Approval,
    Mode,
    NotAnApprover,
    SelfApproval,
    Verdict,
    approver_keys,
    decide_approval,
    withdraw_approval,
)
from orderkit.errors import InvalidInput, NotAllowedNow, Refused
from orderkit.flow import Actor, declared
from orderkit.lifecycle import APPROVAL, Move, Stage
from tests.approvals.stories import AT, asked_of

ANN = Actor.person("ann", roles={"finance"})
BOB = Actor.person("bob", roles={"finance", "legal"})
CY = Actor.person("cy", roles={"legal"})


def yes(approval: Approval, actor: Actor) -> Approval:
    return decide_approval(approval, actor, Verdict.APPROVE, AT)


def test_one_yes_is_enough_for_any() -> None:
    done = decide_approval(asked_of("role:finance"), ANN, Verdict.APPROVE, AT, note="fine")
    assert done.stage == "approved"
    assert done.asked == ()
    assert done.answers == (Answer("ann", Verdict.APPROVE, AT, ("role:finance",), "fine"),)


@pytest.mark.parametrize("mode", Mode)
def test_one_no_ends_it(mode: Mode) -> None:
    done = decide_approval(asked_of("role:finance", mode=mode), ANN, Verdict.REJECT, AT)
    assert (done.stage, done.asked) == ("rejected", ())


def test_n_of_m_waits_for_n_distinct_persons() -> None:
    approval = asked_of("role:finance", "person:cy", mode=Mode.N_OF_M, needed=2)
    once = yes(approval, CY)
    assert (once.stage, once.asked) == ("requested", ("role:finance",))
    with pytest.raises(AlreadyAnswered):
        yes(once, CY)
    assert yes(once, BOB).stage == "approved"


@pytest.mark.parametrize("order", [(ANN, BOB), (BOB, ANN)])
def test_all_is_answered_in_whatever_order_people_come(order: tuple[Actor, Actor]) -> None:
    approval = asked_of("role:finance", "role:legal", mode=Mode.ALL)
    once = yes(approval, order[0])
    assert once.stage == "requested"
    assert yes(once, order[1]).stage == "approved"


def test_all_asks_only_for_what_is_missing() -> None:
    approval = asked_of("role:finance", "role:legal", mode=Mode.ALL)
    assert yes(approval, ANN).asked == ("role:legal",)
    assert yes(approval, BOB).asked == ("role:finance", "role:legal"), "bob may count for either"
    second = Actor.person("al", roles={"finance"})
    with pytest.raises(NotAnApprover):
        yes(yes(approval, ANN), second)


def test_one_person_never_answers_for_two_entries() -> None:
    approval = asked_of("person:bob", "role:finance", "role:legal", mode=Mode.ALL)
    done = yes(approval, BOB)
    assert done.stage == "requested"
    with pytest.raises(AlreadyAnswered):
        yes(done, BOB)
    assert yes(yes(done, ANN), CY).stage == "approved"


@pytest.mark.parametrize("actor", ["sam", "eve"])
@pytest.mark.parametrize("verdict", Verdict)
def test_nobody_answers_for_their_own(actor: str, verdict: Verdict) -> None:
    approval = asked_of("role:finance")
    with pytest.raises(SelfApproval):
        decide_approval(approval, Actor.person(actor, roles={"finance"}), verdict, AT)


@pytest.mark.parametrize(
    "actor",
    [
        Actor.person("zoe", roles={"sales"}),
        Actor.person("finance"),
        Actor.automaton("robot", roles={"finance"}),
    ],
)
def test_others_may_not_answer(actor: Actor) -> None:
    with pytest.raises(NotAnApprover):
        yes(asked_of("role:finance", "person:ann"), actor)


@pytest.mark.parametrize("verdict", Verdict)
def test_what_has_ended_takes_no_answer(verdict: Verdict) -> None:
    ended = decide_approval(asked_of("role:finance"), ANN, verdict, AT)
    with pytest.raises(NotAllowedNow, match="nothing; this stage is final"):
        yes(ended, BOB)


def test_note_is_checked() -> None:
    with pytest.raises(InvalidInput):
        decide_approval(asked_of("role:finance"), ANN, Verdict.APPROVE, AT, note="\x00")


def test_verdict_in_plain_text_is_refused() -> None:
    approval = asked_of("role:finance", mode=Mode.N_OF_M, needed=2)
    with pytest.raises(InvalidInput, match=r"it is no Verdict; pass Verdict\.APPROVE or Verdict"):
        decide_approval(approval, ANN, "reject", AT)  # type: ignore[arg-type]


def test_withdrawn_approval_waits_for_nobody() -> None:
    gone = withdraw_approval(asked_of("role:finance"))
    assert (gone.stage, gone.asked) == ("withdrawn", ())
    with pytest.raises(NotAllowedNow):
        withdraw_approval(gone)


def test_lifecycle_of_ones_own_is_followed() -> None:
    second_look = APPROVAL.reroute(
        "requested", "approved", via=Stage("second_look", awaits_answer=True), move="look_again"
    ).extend(moves=[Move("refuse_again", "second_look", "rejected")])
    looked = decide_approval(
        asked_of("role:finance"), ANN, Verdict.APPROVE, AT, lifecycle=second_look
    )
    assert (looked.stage, looked.asked) == ("second_look", ("role:finance",))


def test_approval_is_found_by_whom_it_waits_for_and_by_its_document() -> None:
    approval = asked_of("role:finance", "person:ann")
    about = declared(Approval)
    at = "2026-01-05T09:00:00.000000+00:00"
    assert [tuple(key) for key in about.keys(approval)] == [
        ("waiting_for", ("role:finance",), at),
        ("waiting_for", ("person:ann",), at),
        ("by_document", ("order", "o-1"), f"{at} 000"),
    ]
    assert [key[0] for key in about.keys(yes(approval, ANN))] == ["by_document"]
    assert Approval.waiting_for("person:ann").index == "waiting_for"
    assert Approval.of_document("o-1").equals == ("order", "o-1")


def test_actor_is_known_by_name_and_role() -> None:
    assert approver_keys(BOB) == ("person:bob", "role:finance", "role:legal")


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (
            SelfApproval("a-0", "sam", ("role:finance",)),
            (
                "sam submitted or last edited what approval 'a-0' is about, and nobody approves "
                "their own: one of role:finance has to answer"
            ),
        ),
        (
            NotAnApprover("a-0", "zoe", ("role:finance", "person:ann")),
            ("approval 'a-0' does not wait for zoe: one of role:finance, person:ann has to answer"),
        ),
        (
            AlreadyAnswered("a-0", "cy", ("role:finance",)),
            (
                "cy has already answered approval 'a-0', and a person counts once: somebody else "
                "of role:finance has to answer"
            ),
        ),
    ],
)
def test_refusals_tell_the_way_out(refused: Refused, message: str) -> None:
    assert str(refused) == message
    assert pickle.loads(pickle.dumps(refused)).as_problem() == refused.as_problem()


ROLES = ("finance", "legal", "sales")
people = st.lists(st.sets(st.sampled_from(ROLES), max_size=3), max_size=6).map(
    lambda roles: [Actor.person(f"p-{n}", roles=some) for n, some in enumerate(roles)]
)


def can_be_dealt(entries: list[str], roles: list[frozenset[str]]) -> bool:
    """Try every way of giving each entry a person of its own: the slow second opinion."""
    return any(
        all(
            entry.removeprefix("role:") in some for entry, some in zip(entries, chosen, strict=True)
        )
        for chosen in permutations(roles, len(entries))
    )


@given(st.lists(st.sampled_from(ROLES), min_size=1, unique=True), people)
def test_all_is_approved_exactly_when_every_entry_can_have_its_own_person(
    roles: list[str], actors: list[Actor]
) -> None:
    entries = [f"role:{one}" for one in roles]
    approval = asked_of(*entries, mode=Mode.ALL)
    said_yes: list[Actor] = []
    for actor in actors:
        if approval.stage != "requested":
            break
        waits = set(approval.asked)
        if waits & set(approver_keys(actor)):
            approval = yes(approval, actor)
            said_yes.append(actor)
        else:
            with pytest.raises(NotAnApprover):
                yes(approval, actor)
    dealt = can_be_dealt(entries, [actor.roles for actor in said_yes])
    assert (approval.stage == "approved") is dealt
    if approval.stage == "requested":
        assert not can_be_dealt(entries, [actor.roles for actor in actors])
