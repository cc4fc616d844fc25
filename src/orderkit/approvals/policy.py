"""
Approval policies: which orders somebody has to approve, and who.

A policy is an ordered list of levels. A level has a condition on the order's facts and a list of
approvers: persons and roles, written ``"person:ann"`` and ``"role:finance"``, which are also the
keys by which an approval that waits is found. How many of them must say yes is the level's mode.
A single no is a no in every mode.

``any``: one person, whoever it is. ``n_of_m``: that many different persons. ``all``: every entry of the
list is answered for, each by a person of its own: who has two of the roles answers for one of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import Final

from attrs import field, frozen

from orderkit.errors import Fault, caught, gathered, invalid, shown
from orderkit.flow import document
from orderkit.rules import Condition
from orderkit.values import check_id, minor_digits, several, typed

PERSON: Final = "person:"
ROLE: Final = "role:"


class Mode(StrEnum):
    """How many of a level's approvers have to say yes; see the module."""

    ANY = "any"
    ALL = "all"
    N_OF_M = "n_of_m"


def person(actor_id: str) -> str:
    """
    Return the approver that is one person.

    >>> person("ann")
    'person:ann'
    """
    return PERSON + check_id(actor_id, "person")


def role(name: str) -> str:
    """
    Return the approver that is whoever has a role.

    >>> role("finance")
    'role:finance'
    """
    return ROLE + check_id(name, "role")


def check_approver(value: str, path: str) -> str:
    """
    Return *value* when it names an approver.

    Raises:
        InvalidInput: It does not (``bad_approver``), or its id is none (``bad_id``).

    >>> check_approver("role:finance", "approvers")
    'role:finance'
    """
    for prefix in (PERSON, ROLE):
        if isinstance(value, str) and value.startswith(prefix):
            check_id(value.removeprefix(prefix), path)
            return value
    raise invalid(
        path, "bad_approver", value, "it is neither a person nor a role",
        "write 'person:<actor id>' or 'role:<name>'",
    )  # fmt: skip


def _approvers(given: Iterable[str]) -> tuple[str, ...]:
    return several(given, str, "Level.approvers")


@typed
@frozen
class Level:
    """
    One level of a policy.

    >>> from orderkit.rules import fact
    >>> from orderkit.values import EUR
    >>> Level("big", fact("total") > EUR("1000"), ["role:finance"]).required
    1

    Attributes:
        name: Stable id, unique in its policy.

        when: The facts that need it.

        approvers: ``"person:…"`` and ``"role:…"``, each once; not empty.

        mode: How many of them have to say yes.

        needed: For ``n_of_m`` the number of persons, from 1; 1 otherwise.

    Raises:
        InvalidInput: A name is no id; nobody is asked (``nobody_to_ask``); somebody is named
            twice; more persons are needed than there are. All faults at once.
    """

    name: str
    when: Condition
    approvers: tuple[str, ...] = field(converter=_approvers)
    mode: Mode = Mode.ANY
    needed: int = 1

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_id, self.name, "Level.name"),
            self._approver_faults(),
            self._mode_faults(),
            self._needed_faults(),
        )

    @property
    def persons(self) -> frozenset[str]:
        """Ids of the actors that are named."""
        return frozenset(
            one.removeprefix(PERSON) for one in self.approvers if one.startswith(PERSON)
        )

    @property
    def has_roles(self) -> bool:
        """Whether somebody who is not named can answer."""
        return len(self.persons) < len(self.approvers)

    @property
    def required(self) -> int:
        """How many persons have to say yes."""
        return len(self.approvers) if self.mode is Mode.ALL else self.needed

    def can_be_answered_without(self, actors: AbstractSet[str]) -> bool:
        """
        Tell whether enough approvers are left when *actors* may not answer.

        A role counts as many persons: who has it is known to the one who signs people in.

        >>> from orderkit.rules import Always
        >>> Level("two", Always(), ["person:ann", "person:bob"]).can_be_answered_without({"ann"})
        True
        """
        left = self.persons - actors
        if self.mode is Mode.ALL:
            return left == self.persons
        return self.has_roles or len(left) >= self.needed

    def _approver_faults(self) -> Iterator[Fault]:
        if not self.approvers:
            why, remedy = "nobody would be asked", "name a person or a role"
            yield Fault("Level.approvers", "nobody_to_ask", "()", why, remedy)
        for n, one in enumerate(self.approvers):
            yield from caught(check_approver, one, f"Level.approvers[{n}]")
        for one, times in Counter(self.approvers).items():
            if times > 1:
                why, remedy = f"it is named {times} times", "name each approver once"
                yield Fault("Level.approvers", "duplicate_approver", shown(one), why, remedy)

    def _mode_faults(self) -> Iterator[Fault]:
        if not isinstance(self.mode, Mode):
            why, remedy = "it is no Mode", "pass Mode.ANY, Mode.ALL or Mode.N_OF_M"
            yield Fault("Level.mode", "wrong_type", shown(self.mode), why, remedy)

    def _needed_faults(self) -> Iterator[Fault]:
        path, got = "Level.needed", shown(self.needed)
        if type(self.needed) is not int or self.needed < 1:
            why, remedy = "at least one person has to say yes", "give a whole number from 1"
            yield Fault(path, "out_of_range", got, why, remedy)
        elif self.mode is not Mode.N_OF_M and self.needed != 1:
            why, remedy = f"mode {self.mode} does not count", "use mode n_of_m, or leave it out"
            yield Fault(path, "not_counted", got, why, remedy)
        elif not self.has_roles and self.approvers and self.needed > len(self.approvers):
            why = f"only {len(self.approvers)} persons are asked"
            yield Fault(
                path, "nobody_to_ask", got, why, "name more persons or a role, or ask fewer"
            )


def as_levels(given: Iterable[Level]) -> tuple[Level, ...]:
    """
    Return levels as policies keep them.

    >>> as_levels([])
    ()
    """
    return several(given, Level, "levels")


@document("approval_policy")
@typed
@frozen
class ApprovalPolicy:
    """
    Which orders need whose approval.

    Attributes:
        id: Stable id.

        currency: Of every amount that its conditions name, and of the orders it judges.

        levels: In the order in which they are told; names are unique.

        revision: 1 when first published, one more with each later time.

    Raises:
        InvalidInput: A field cannot be what it claims; all faults at once.
    """

    id: str
    currency: str
    levels: tuple[Level, ...] = field(converter=as_levels)
    revision: int = 1

    def __attrs_post_init__(self) -> None:
        gathered(
            caught(check_id, self.id, "ApprovalPolicy.id"),
            caught(minor_digits, self.currency, "ApprovalPolicy.currency"),
            level_faults(self.levels, "ApprovalPolicy.levels"),
        )


def level_faults(levels: Iterable[Level], path: str) -> Iterator[Fault]:
    """
    Tell what is wrong with *levels* together.

    >>> list(level_faults([], "levels"))
    []
    """
    for name, times in Counter(level.name for level in levels).items():
        if times > 1:
            why, remedy = f"{times} levels have this name", "give each level its own"
            yield Fault(path, "duplicate_level", shown(name), why, remedy)
