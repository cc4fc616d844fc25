"""
Who may do what. The default denies; a policy is asked on every command and every read.

``RolePolicy`` is the shipped one: a table of grants by role. A grant names commands or documents
by their declared names, ``"order.*"`` for a family. A buyer (an actor who acts for a customer)
sees and does only what is that customer's, whatever the roles say.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, Protocol

from attrs import field, frozen

from orderkit.errors import invalid
from orderkit.flow.actor import Actor
from orderkit.flow.declare import declared
from orderkit.flow.rulebook import Rule
from orderkit.values import typed

EVERYTHING: Final = ""
"""The restriction of somebody who may read all documents of a class."""


class PermissionPolicy(Protocol):
    """
    Decides who may do and see what.

    - P1 *Commands.* ``denial`` gives None when the actor may, else the reason in words.
    - P2 *Reads.* ``read_denial`` likewise for one loaded document.
    - P3 *Finding.* ``restriction`` gives the owner to whose documents a search is confined,
      ``""`` for no confinement, None when the actor may not search the class at all.
    """

    def denial(self, actor: Actor, command: object, scope: object | None, /) -> str | None:
        """Return why *actor* may not execute *command*, or None."""
        ...

    def read_denial(self, actor: Actor, document: object, /) -> str | None:
        """Return why *actor* may not see *document*, or None."""
        ...

    def restriction(self, actor: Actor, kind: type[Any], /) -> str | None:
        """Return the owner to whom a search is confined."""
        ...


def _expanded(grants: Mapping[str, Iterable[str]]) -> Mapping[str, frozenset[str]]:
    for role, names in grants.items():
        if isinstance(names, str):  # its letters would be granted, a star among them
            raise invalid(
                f"RolePolicy.{role}", "not_several", names, "a grant is a list of names",
                "put the name into a list",
            )  # fmt: skip
    return {role: frozenset(names) for role, names in grants.items()}


@typed
@frozen
class RolePolicy:
    """
    Grants by role; what is not granted is denied.

    Attributes:
        commands: Role to names of commands it may execute.

        reads: Role to names of documents it may read.

        about: For commands of buyers: the name of the field that names the customer.

    >>> policy = RolePolicy(commands={"sales": ["order.*"]}, reads={})
    >>> policy.grants("sales", "order.place"), policy.grants("sales", "stock.adjust")
    (True, False)
    """

    commands: Mapping[str, frozenset[str]] = field(converter=_expanded)
    reads: Mapping[str, frozenset[str]] = field(converter=_expanded)
    about: str = "customer"

    def grants(self, role: str, name: str) -> bool:
        """Tell whether *role* may execute the command *name*."""
        return _named_in(self.commands.get(role, frozenset()), name)

    def denial(self, actor: Actor, command: object, scope: object | None, /) -> str | None:
        """See :class:`PermissionPolicy`."""
        name = declared(type(command)).name
        if not any(self.grants(role, name) for role in actor.roles):
            return f"no role of theirs ({_listed(actor.roles)}) is granted {name}"
        if actor.customer and actor.customer not in self._owners(command, scope):
            return f"it is not a matter of customer {actor.customer}"
        return None

    def _owners(self, command: object, scope: object | None) -> tuple[str, ...]:
        if scope is not None:
            return (declared(type(scope)).owner(scope),)
        return (getattr(command, self.about, ""),)

    def read_denial(self, actor: Actor, document: object, /) -> str | None:
        """See :class:`PermissionPolicy`."""
        about = declared(type(document))
        if self.restriction(actor, about.cls) is None:
            return f"no role of theirs ({_listed(actor.roles)}) is granted to read {about.name}"
        if actor.customer and about.owner(document) != actor.customer:
            return f"it is not a matter of customer {actor.customer}"
        return None

    def restriction(self, actor: Actor, kind: type[Any], /) -> str | None:
        """See :class:`PermissionPolicy`."""
        name = declared(kind).name
        if not any(_named_in(self.reads.get(role, frozenset()), name) for role in actor.roles):
            return None
        return actor.customer or EVERYTHING


def _named_in(granted: frozenset[str], name: str) -> bool:
    return name in granted or "*" in granted or f"{name.partition('.')[0]}.*" in granted


def _listed(roles: Iterable[str]) -> str:
    return ", ".join(sorted(roles)) or "none"


DENY_ALL: Final = RolePolicy(commands={}, reads={})
PERMISSIONS: Final[Rule[PermissionPolicy]] = Rule("permissions", DENY_ALL)
"""Where the permission policy stands in the rulebook; nothing is permitted unless it says so."""
