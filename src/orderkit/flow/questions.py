"""
What a decision may ask for. ``customer, claim = yield from ask(Ref(Customer, id), Maybe(Claim, n))``
is one round trip and fully typed; the shells see only :class:`Ask` and :class:`Consult`.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, final, overload

from attrs import frozen

from orderkit.errors import invalid

A = TypeVar("A")
B = TypeVar("B")
C = TypeVar("C")
D = TypeVar("D")
E = TypeVar("E")
F = TypeVar("F")
T = TypeVar("T")


class Question(Generic[T]):
    """Something a decision asks for; its parameter is the type of the answer."""

    __slots__ = ()


@final
@frozen
class Ref(Question[T]):
    """The document *id* of class *kind*. Absent: the command is refused with ``NotFound``."""

    kind: type[T]
    id: str


@final
@frozen(init=False)
class Maybe(Question["T | None"], Generic[T]):
    """The document *id* of class *kind*, or ``None``."""

    kind: type[T]
    id: str

    def __init__(self, kind: type[T], id: str) -> None:  # noqa: A002 - the field's own word
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "id", id)


@final
@frozen(init=False)
class Each(Question[Mapping[str, T]], Generic[T]):
    """Those documents of *ids* that exist, by id."""

    kind: type[T]
    ids: tuple[str, ...]

    def __init__(self, kind: type[T], ids: Sequence[str]) -> None:
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "ids", ids)
        self.__attrs_post_init__()

    def __attrs_post_init__(self) -> None:
        ids: Sequence[str] = self.ids
        # Names are rarely given twice, and that is found out for half the price of taking them out.
        if type(ids) is not tuple or (len(ids) > 1 and len(set(ids)) < len(ids)):
            object.__setattr__(self, "ids", _distinct("Each.ids", ids))


@final
@frozen(init=False)
class Balances(Question[Mapping[str, int]]):
    """The balances of ledger accounts, 0 for one never moved. Advisory: only a floor decides."""

    accounts: tuple[str, ...]

    def __init__(self, accounts: Sequence[str]) -> None:
        object.__setattr__(self, "accounts", _distinct("Balances.accounts", accounts))


def _distinct(path: str, names: Sequence[str]) -> tuple[str, ...]:
    if isinstance(names, str):
        why, remedy = "its letters would be the names", "pass a list, even of one name"
        raise invalid(path, "not_several", names, why, remedy)
    return tuple(dict.fromkeys(names))


class Consultation(Question[T]):
    """
    A question to a service outside that changes nothing there: a tax calculator, a rate table.

    Subclass it as a frozen, hashable value; the answer is remembered over reruns of the decision.
    """

    __slots__ = ()


_new = tuple.__new__
"""Half the price of calling the class, for an argument that is an exact tuple of its fields."""


class Ask(NamedTuple):
    """What a decision yields to read: up to six questions, one round trip."""

    questions: tuple[Question[Any], ...]


class Consult(NamedTuple):
    """What a decision yields to ask a service outside."""

    request: Consultation[Any]


Step: TypeAlias = Ask | Consult
Reading: TypeAlias = Generator[Step, Any, T]
"""A piece of a decision in progress that ends in a ``T``."""


@overload
def ask(a: Question[A], /) -> Reading[A]: ...
@overload
def ask(a: Question[A], b: Question[B], /) -> Reading[tuple[A, B]]: ...
@overload
def ask(a: Question[A], b: Question[B], c: Question[C], /) -> Reading[tuple[A, B, C]]: ...
@overload
def ask(
    a: Question[A], b: Question[B], c: Question[C], d: Question[D], /
) -> Reading[tuple[A, B, C, D]]: ...
@overload
def ask(
    a: Question[A], b: Question[B], c: Question[C], d: Question[D], e: Question[E], /
) -> Reading[tuple[A, B, C, D, E]]: ...
@overload
def ask(
    a: Question[A],
    b: Question[B],
    c: Question[C],
    d: Question[D],
    e: Question[E],
    f: Question[F],
    /,
) -> Reading[tuple[A, B, C, D, E, F]]: ...
def ask(*questions: Question[Any]) -> Reading[Any]:
    """
    Ask one to six questions in one round trip; one question gives its answer, several a tuple.

    Raises:
        NotFound: A :class:`Ref` names a document that is not there.
    """
    answers = yield _new(Ask, (questions,))
    return answers[0] if len(questions) == 1 else answers


def balances(*accounts: str) -> Reading[Mapping[str, int]]:
    """Ask for the balances of ledger accounts alone; the short form of :class:`Balances`."""
    found: Mapping[str, int] = yield from ask(Balances(accounts))
    return found


def consult(request: Consultation[T]) -> Reading[T]:
    """
    Put *request* to the service outside that answers requests of its class.

    What the service raises is raised here, so that a decision may go on without the answer.

    Raises:
        InvalidInput: No service for this class of request was given to the kit.
    """
    answer: T = yield Consult(request)
    return answer
