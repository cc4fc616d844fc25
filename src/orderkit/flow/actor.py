"""Who acts. Every command and every read has an actor, automata too; there is no default one."""

from __future__ import annotations

from collections.abc import Iterable

from attrs import field, frozen

from orderkit.values import check_id, several, typed


def _distinct(roles: Iterable[str]) -> frozenset[str]:
    names = several(roles, str, "Actor.roles")
    for one in names:
        check_id(one, "Actor.roles")
    return frozenset(names)


@typed
@frozen
class Actor:
    """
    A person or a system on whose account something is done.

    Raises:
        InvalidInput: An id or a role is none, or the roles are one text and no set.

    Attributes:
        id: Who, unique within the tenant.

        roles: What the permission policy grants to; empty may do nothing.

        customer: The customer a buyer acts for; ``""`` for the house's own people.

        system: Whether this is an automaton.

    >>> Actor.person("ann", roles={"sales"}).roles
    frozenset({'sales'})
    """

    id: str
    roles: frozenset[str] = field(default=frozenset(), converter=_distinct)
    customer: str = ""
    system: bool = False

    def __attrs_post_init__(self) -> None:
        check_id(self.id, "Actor.id")
        if self.customer:
            check_id(self.customer, "Actor.customer")

    @classmethod
    def person(cls, id: str, *, roles: Iterable[str] = (), customer: str = "") -> Actor:  # noqa: A002
        """Return a natural person."""
        return cls(id, _distinct(roles), customer)

    @classmethod
    def automaton(cls, id: str, *, roles: Iterable[str] = ()) -> Actor:  # noqa: A002
        """Return a system that acts by itself: a relay, an importer, a timer."""
        return cls(id, _distinct(roles), system=True)

    @property
    def principal(self) -> str:
        """What a repeated command must have in common: the id and the customer acted for."""
        return f"{self.id}@{self.customer}" if self.customer else self.id
