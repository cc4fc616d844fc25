"""
What kits and desks are made of, blocking and asyncio alike.

Everything here prepares executions and serves none; the two faces, :mod:`orderkit.kit.blocking`
and :mod:`orderkit.kit.awaiting`, only differ in how they drive them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from secrets import token_hex
from typing import Any, TypeVar

from attrs import field, frozen

from orderkit import fulfilment as fulfilment  # what a kit stores and tells must be declared
from orderkit import payments as payments
from orderkit.codec import Codec
from orderkit.errors import invalid
from orderkit.flow import PERMISSIONS, Actor, Command, Context, PermissionPolicy, Rulebook
from orderkit.kit.roles import STANDARD_ROLES
from orderkit.orders import Allowed, Order, allowed_now, explained
from orderkit.shell import ATTEMPTS, Job
from orderkit.shell.lookups import View
from orderkit.values import check_id, check_text, utc
from orderkit.values.making import maker

A = TypeVar("A")
Clock = Callable[[], datetime]
STANDARD: Rulebook = Rulebook({PERMISSIONS: STANDARD_ROLES})
"""The rulebook of a kit that was given none: the defaults of every domain, the standard roles."""


def now_in_utc() -> datetime:
    """Return the present moment; the clock of a kit that was given none."""
    return datetime.now(UTC)


def rules(rulebook: Rulebook | None, permissions: PermissionPolicy | None) -> Rulebook:
    """
    Return the rulebook of a kit; *permissions* wins over what *rulebook* says of them.

    Where neither says anything the standard roles hold, and nobody without a role may do anything.
    """
    book = rulebook or STANDARD
    if permissions is None and PERMISSIONS in book.chosen:
        return book
    return book.having(PERMISSIONS, permissions or STANDARD_ROLES)


@frozen
class Setting:
    """
    The rules and tools of one kit.

    Attributes:
        services: Request class to the function that answers it.

        clock: Gives the aware time of each execution.

        joined: Whether the repository is inside an application's own transaction.
    """

    rulebook: Rulebook = STANDARD
    services: Mapping[type[Any], Callable[[Any], Any]] = field(factory=dict)
    clock: Clock = now_in_utc
    codec: Codec = field(factory=Codec)
    joined: bool = False

    def moment_us(self) -> int:
        """Return the clock's time in microseconds since 1970 UTC."""
        at = utc(self.clock(), "clock")
        return int(at.timestamp()) * 1_000_000 + at.microsecond


class Seat:
    """
    One actor in one tenant: what both kinds of desk know and prepare.

    Attributes:
        actor: On whose account everything is done.

        tenant: Whose data it is done to.
    """

    def __init__(self, setting: Setting, actor: Actor, tenant: str) -> None:
        if not isinstance(actor, Actor):
            remedy = "pass Actor.person(…) or Actor.automaton(…)"
            raise invalid("actor", "wrong_type", actor, "nobody acts by it", remedy)
        self.actor = actor
        self.tenant = check_id(tenant, "tenant")
        self._setting = setting

    def _job(self, command: Command[A], key: str | None) -> Job[A]:
        if not isinstance(command, Command):
            remedy = "pass a command, or build one with kit.parse"
            raise invalid("command", "wrong_type", command, "it is no command", remedy)
        natural = command.key() if key is None else _checked_key(key)
        setting = self._setting
        now = utc(setting.clock(), "clock")
        used = natural or token_hex(16)
        context = _context(now, self.tenant, self.actor, used, setting.rulebook)
        attempts = 1 if setting.joined else ATTEMPTS
        return _made(command, context, setting.codec, natural is not None, attempts, setting.joined)

    def _jobs(
        self, commands: Sequence[Command[A]], keys: Sequence[str | None] | None
    ) -> list[Job[A]]:
        given = keys if keys is not None else [None] * len(commands)
        if len(given) != len(commands):
            why, remedy = (
                f"there are {len(commands)} commands",
                "give one for each, None for its own",
            )
            raise invalid("keys", "not_one_each", len(given), why, remedy)
        return [self._job(one, key) for one, key in zip(commands, given, strict=True)]

    def _view(self) -> View:
        setting = self._setting
        return View(
            setting.moment_us(),
            self.tenant,
            self.actor,
            setting.rulebook,
            setting.codec,
            setting.joined,
        )

    def explain(self, order: Order) -> str:
        """
        Tell in words how the order came to its prices, amounts and holds.

        The trace stands in the order itself: nothing is looked up or computed anew.
        """
        return explained(order)

    def allowed(self, order: Order) -> Allowed:
        """Tell what is possible with the order now, for this actor, and why the rest is not."""
        return allowed_now(order, self.actor, self._setting.rulebook)


_context, _made = maker(Context), maker(Job)


def check_notifier(notifier: object) -> None:
    """
    Refuse what cannot take messages, before any of them is tried in vain.

    Raises:
        InvalidInput: It has no method ``notify`` (``wrong_type``).
    """
    if not callable(getattr(notifier, "notify", None)):
        raise invalid(
            "notifier", "wrong_type", notifier, "it takes no messages",
            "pass an object with a method notify(message)",
        )  # fmt: skip


def _checked_key(key: str) -> str:
    """Return a key as somebody may have made it: any text on one line, natural keys included."""
    return check_text(key, "key", longest=300, number=True)


def chunks(length: int, size: int) -> Iterator[slice]:
    """
    Return the slices that cut *length* items into pieces of at most *size*.

    >>> list(chunks(5, 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 6, None)]

    Raises:
        InvalidInput: *size* is below 1.
    """
    if size < 1:
        raise invalid("size", "out_of_range", size, "nothing would be done", "pass 1 or more")
    return (slice(at, at + size) for at in range(0, length, size))
