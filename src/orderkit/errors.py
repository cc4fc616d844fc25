"""
Every error orderkit raises on purpose:

OrderkitError
├── InvalidInput          yours: a value, a command or JSON cannot be what it claims; all faults at once
│   ├── FloatRefused      a float where an exact number belongs; a TypeError as well
│   └── CurrencyMismatch  two currencies in one sum or comparison (orderkit.values)
├── Refused               the business says no; nothing was written
│   ├── NotPermitted      the actor may not do or see this
│   ├── NotFound          no such document for this tenant and actor
│   ├── KeyReuse          the idempotency key already stands for other content
│   ├── AlreadyExists     the id already stands for other content
│   ├── NotAllowedNow     the document's stage has no such move
│   ├── OutOfLimits       a ledger account would leave its limits
│   └── …                 each domain adds its own beside its rules, as subclasses of Refused
├── Conflict              somebody else wrote first, again and again
├── Unavailable           the store could not be reached; certainly nothing happened
├── Unknown               the acknowledgement was lost; ask again with the same key
├── TooLarge              the change set is beyond the store's declared limits
└── MissingExtra          an optional part is not installed

Each class has a ``code`` that is never reworded, says whether it is ``transient``, survives
pickling, and gives a message that tells what happened, why, and the way out. The codes have
their page in the docs, reference/errors.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar, ParamSpec

import attrs
from attrs import define, frozen

P = ParamSpec("P")
PROBLEM_ROOT = "urn:orderkit:error:"


class OrderkitError(Exception):
    """Base class; ``except OrderkitError`` catches all of the above and nothing else."""

    code: ClassVar[str] = "orderkit_error"
    """Stable word for logs and API answers. Never reworded, never reused."""

    transient: ClassVar[bool] = False
    """Whether the same call can succeed later without changing its arguments."""

    status: ClassVar[int] = 500
    """The HTTP status a web API would answer with."""

    def as_problem(self) -> dict[str, Any]:
        """
        Return this error as an RFC 9457 problem document, ready for ``json.dumps``.

        >>> NotFound("Order", "o-1").as_problem()["code"]
        'not_found'
        """
        fields = {name: _plain(getattr(self, name)) for name in _field_names(type(self))}
        return {
            "type": PROBLEM_ROOT + self.code,
            "title": type(self).__name__,
            "status": self.status,
            "detail": str(self),
            "code": self.code,
            "transient": self.transient,
            **{name: value for name, value in fields.items() if name not in _PROBLEM_WORDS},
        }


def _field_names(cls: type[Any]) -> tuple[str, ...]:
    """Return the names of an error's typed fields; an error without any need not be attrs."""
    return tuple(one.name for one in attrs.fields(cls)) if attrs.has(cls) else ()


_PROBLEM_WORDS = frozenset({"type", "title", "status", "detail", "code", "transient"})


def _plain(value: Any) -> Any:
    """Make *value* JSON: numbers and text stay, values of ours become text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Fault):
        return {name: getattr(value, name) for name in _field_names(Fault)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, tuple | list | set | frozenset):
        return [_plain(one) for one in value]
    return str(value)


@frozen
class Fault:
    """
    One thing wrong with one part of an input.

    Attributes:
        path: Where: ``"Money.minor"`` for a value, ``"$.lines[2].quantity"`` for parsed JSON.

        code: Stable word for the kind of fault, such as ``"float"`` or ``"not_a_number"``.

        got: What was given, as a short ``repr``.

        why: What is wrong with it.

        remedy: The way out, as an imperative.
    """

    path: str
    code: str
    got: str
    why: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path} cannot be {self.got}: {self.why}; {self.remedy}"


@define(eq=False)
class InvalidInput(OrderkitError):
    """
    What was passed in cannot be what it claims to be. Nothing was read or written.

    Attributes:
        faults: Every fault of the one input, in its own order; never empty.
    """

    code = "invalid_input"
    status = 422

    faults: tuple[Fault, ...]

    def __str__(self) -> str:
        if len(self.faults) == 1:
            return str(self.faults[0])
        lines = "\n".join(f"- {fault}" for fault in self.faults)
        return f"{len(self.faults)} faults:\n{lines}"

    def under(self, path: str) -> InvalidInput:
        """Return the same faults with *path* put before each of theirs."""
        return type(self)(tuple(attrs.evolve(f, path=f"{path}.{f.path}") for f in self.faults))


@define(eq=False)
class FloatRefused(InvalidInput, TypeError):
    """
    A float where an exact number belongs; ``except TypeError`` catches it too.

    >>> isinstance(float_refused("quantity", 1.5), TypeError)
    True
    """

    code = "float_refused"


def shown(value: object) -> str:
    """Return a short, safe ``repr`` of anything, for messages."""
    try:
        text = repr(value)
    except Exception as why:  # noqa: BLE001 - a broken __repr__ must not hide the fault we are reporting
        text = f"<{type(value).__name__} whose repr raises {type(why).__name__}>"
    return text if len(text) <= 80 else f"{text[:60]}… ({len(text)} characters)"


def invalid(path: str, code: str, got: object, why: str, remedy: str) -> InvalidInput:
    """Build the :class:`InvalidInput` of a single fault."""
    return InvalidInput((Fault(path, code, shown(got), why, remedy),))


def float_refused(path: str, got: float) -> FloatRefused:
    """
    Build the refusal of the float *got*.

    >>> print(float_refused("quantity", 1.5))
    quantity cannot be 1.5: a float is not exact; pass an int, a Decimal or text such as '1.5'
    """
    why, remedy = "a float is not exact", "pass an int, a Decimal or text such as '1.5'"
    return FloatRefused((Fault(path, "float", shown(got), why, remedy),))


def gathered(*groups: Iterable[Fault]) -> None:
    """
    Raise the faults of all *groups* together, or do nothing when there are none.

    A group may be a generator that refuses on its way: what it found before stands, and so do the
    other groups.

    Raises:
        InvalidInput: There is at least one fault.
    """
    found: list[Fault] = []
    stopped: InvalidInput | None = None
    for group in groups:
        try:
            found.extend(group)
        except InvalidInput as refused:
            found.extend(refused.faults)
            stopped = refused
    if stopped is not None and len(found) == len(stopped.faults):
        raise stopped  # by its own class
    if found:
        raise refusal_of(tuple(found))


def refusal_of(faults: tuple[Fault, ...]) -> InvalidInput:
    """
    Build the refusal of some faults, at least one; of floats alone it is a TypeError as well.

    >>> refusal_of(float_refused("quantity", 1.5).faults).code
    'float_refused'
    """
    only_floats = all(one.code == "float" for one in faults)
    return FloatRefused(faults) if only_floats else InvalidInput(faults)


def caught(check: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> tuple[Fault, ...]:
    """
    Return the faults that ``check(*args)`` raises, none when it is content; for :func:`gathered`.

    >>> caught(int, "7")
    ()
    """
    try:
        check(*args, **kwargs)
    except InvalidInput as refused:
        return refused.faults
    return ()


class Refused(OrderkitError):
    """The business says no. Nothing was written, so nothing needs undoing."""

    code = "refused"
    status = 409


@define(eq=False)
class NotPermitted(Refused):
    """The actor may not do or see this."""

    code = "not_permitted"
    status = 403

    actor: str
    action: str
    what: str
    missing: str

    def __str__(self) -> str:
        return (
            f"{self.actor} may not {self.action} {self.what}: {self.missing}. "
            "Act as somebody who may, or have the permission policy grant it"
        )


@define(eq=False)
class NotFound(Refused):
    """No such document for this tenant and actor."""

    code = "not_found"
    status = 404

    kind: str
    id: str

    def __str__(self) -> str:
        return (
            f"there is no {self.kind} {self.id!r} here: check the id and the tenant, "
            "or create it first"
        )


@define(eq=False)
class AlreadyExists(Refused):
    """The id already stands for other content."""

    code = "already_exists"

    kind: str
    id: str

    def __str__(self) -> str:
        return (
            f"{self.kind} {self.id!r} already exists with other content: "
            "choose a fresh id, or change the existing one with its own command"
        )


@define(eq=False)
class KeyReuse(Refused):
    """The idempotency key already stands for other content."""

    code = "key_reuse"

    key: str

    def __str__(self) -> str:
        return (
            f"the key {self.key!r} was already used for a command with other content: "
            "repeat the command exactly as it was, or choose a fresh key"
        )


@define(eq=False)
class NotAllowedNow(Refused):
    """The document's stage has no such move."""

    code = "not_allowed_now"

    kind: str
    id: str
    move: str
    stage: str
    allowed: tuple[str, ...]

    def __str__(self) -> str:
        allowed = ", ".join(self.allowed) or "nothing; this stage is final"
        return (
            f"cannot {self.move} {self.kind} {self.id!r}, which is {self.stage}; "
            f"allowed now: {allowed}"
        )


@define(eq=False)
class OutOfLimits(Refused):
    """A transfer would take a ledger account over a limit, and named no refusal of its own."""

    code = "out_of_limits"
    transient = True

    account: str
    found: int

    def __str__(self) -> str:
        return (
            f"the account {self.account!r} stands at {self.found} and may not go beyond its limit: "
            "move less, or first move something the other way"
        )


@define(eq=False)
class Conflict(OrderkitError):
    """Somebody else wrote first, again and again, until the attempts were used up."""

    code = "conflict"
    transient = True
    status = 409

    what: str
    attempts: int

    def __str__(self) -> str:
        return (
            f"{self.what} was changed by somebody else during each of {self.attempts} attempts: "
            "repeat the command with the same key"
        )


@define(eq=False)
class Unavailable(OrderkitError):
    """The store could not be reached or was too busy. Certainly nothing happened."""

    code = "unavailable"
    transient = True
    status = 503

    why: str

    def __str__(self) -> str:
        return f"nothing was written: {self.why}. Repeat the command with the same key"


@define(eq=False)
class Unknown(OrderkitError):
    """
    The acknowledgement was lost: the commit may or may not have happened.

    Attributes:
        key: Key to repeat the command with; ``""`` where the store does not know it.
    """

    code = "unknown"
    transient = True
    status = 504

    why: str
    key: str = ""

    def __str__(self) -> str:
        same = f"key={self.key!r}" if self.key else "the same key"
        return (
            f"the outcome is unknown: {self.why}. Repeat the command with {same}: "
            "it is answered if it happened and carried out if it did not"
        )


@define(eq=False)
class TooLarge(OrderkitError):
    """The change set is beyond the store's declared limits; it was not sent."""

    code = "too_large"
    status = 413

    what: str
    size: int
    limit: int
    unit: str = "parts"

    def __str__(self) -> str:
        return (
            f"{self.what} has {self.size} {self.unit}, the limit is {self.limit}: "
            "split it into smaller ones"
        )


@define(eq=False)
class MissingExtra(OrderkitError):
    """An optional part of orderkit is not installed."""

    code = "missing_extra"

    module: str
    extra: str

    def __str__(self) -> str:
        return (
            f"this needs the module {self.module!r}, which is not installed: "
            f"pip install 'orderkit[{self.extra}]'"
        )
