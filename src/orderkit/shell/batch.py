"""
Many commands at once: the lockstep batch.

The executions of a wave advance together. What some of them demand to read is one load; when none
wants to read any more, what the whole wave wants to write is one ``commit`` of many change sets,
evaluated in input order. Only so many are decided abreast, because what hundreds of decisions have
in hand at once fits no processor's cache and keeps the garbage collector busy. The result equals some serial order, because every change set is guarded by its own
versions and floors; one that is declined runs again, alone or with others that were declined.

Commands that write the same thing (same ``subject()``) or use the same key run in successive
waves, in input order, so that the second one reads what the first one wrote. Commands that write
the same thing without saying so cost a rerun each; those that used up their attempts on it are
carried out one by one afterwards, when nothing in the batch is in their way.

The waves are a generator of *rounds* that a blocking or an asyncio shell serves, so that there is
one batch and not two.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Final, Generic, TypeAlias, TypeVar

from attrs import frozen

from orderkit.errors import Conflict, OrderkitError, TooLarge, invalid
from orderkit.flow import Consult
from orderkit.ports import Loaded, Outcome, Wanted
from orderkit.shell.attempt import Job
from orderkit.shell.demands import Demand, Execution, Load, Round, Write, WriteMany
from orderkit.shell.execution import execute

A = TypeVar("A")
T = TypeVar("T")
_new: Final = tuple.__new__

ABREAST: Final = 50
"""How many executions are decided at the same time."""


@frozen
class Ok(Generic[A]):
    """The command was carried out, now or earlier."""

    answer: A


@frozen
class Failed:
    """The command was not carried out, and why; the others were not touched by it."""

    error: OrderkitError


Result: TypeAlias = Ok[A] | Failed


def waves(jobs: Sequence[Job[Any]]) -> list[list[int]]:
    """Return positions of *jobs* in waves: never two of one subject or one key in the same."""
    last: dict[str, int] = {}
    found: list[list[int]] = []
    for at, job in enumerate(jobs):
        names = [f"key {job.context.key}"]
        subject = job.command.subject()
        if subject:
            names.append(f"subject {subject}")
        wave = max(last.get(name, -1) for name in names) + 1
        last.update(dict.fromkeys(names, wave))
        if wave == len(found):
            found.append([])
        found[wave].append(at)
    return found


def tenant_of(jobs: Sequence[Job[Any]]) -> str:
    """
    Return the one tenant of *jobs*, ``""`` where there are none.

    Raises:
        InvalidInput: There are several; nothing may ever be read for two at once.
    """
    tenants = sorted({job.context.tenant for job in jobs})
    if len(tenants) > 1:
        raise invalid(
            "jobs", "several_tenants", tenants, "a batch is of one tenant",
            "make one batch for each tenant",
        )  # fmt: skip
    return "".join(tenants)


def execute_many(jobs: Sequence[Job[A]]) -> Generator[Round, Any, list[Result[A]]]:
    """
    Carry out *jobs*, each by itself; one result each, in input order.

    Raises:
        InvalidInput: They are of several tenants.
    """
    tenant = tenant_of(jobs)
    results: dict[int, Result[A]] = {}
    for wave in waves(jobs):
        yield from _lockstep(tenant, (_Run(at, jobs[at], results) for at in wave))
        for at in wave:
            if _is_conflict(results[at]):
                yield from _lockstep(tenant, iter([_Run(at, jobs[at], results)]))
    return [results[at] for at in range(len(jobs))]


def _is_conflict(result: Result[Any]) -> bool:
    return isinstance(result, Failed) and isinstance(result.error, Conflict)


class _Run(Generic[A]):
    """One execution in the wave, and the demand it waits on; None when it has its result."""

    __slots__ = ("_at", "_execution", "_results", "demand")

    def __init__(self, at: int, job: Job[A], results: dict[int, Result[A]]) -> None:
        self._at = at
        self._results = results
        self._execution: Execution[A] = execute(job)
        self.demand: Demand | None = None
        self.send(None)

    def send(self, answer: Any) -> None:
        self._step(self._execution.send, answer)

    def throw(self, why: OrderkitError) -> None:
        self._step(self._execution.throw, why)

    def _step(self, advance: Callable[[Any], Demand], given: Any) -> None:
        self.demand = None
        try:
            self.demand = advance(given)
        except StopIteration as stop:
            self._results[self._at] = Ok(stop.value)
        except OrderkitError as why:
            self._results[self._at] = Failed(why)


def _lockstep(tenant: str, runs: Iterator[_Run[Any]]) -> Generator[Round, Any, None]:
    """Begin *runs* some at a time; once all of them want to write, advance them together."""
    begun: list[_Run[Any]] = []
    while abreast := list(islice(runs, ABREAST)):
        begun += abreast
        yield from _decided(tenant, abreast)
    while writing := [(run, run.demand) for run in begun if isinstance(run.demand, Write)]:
        yield from _write(writing)
        yield from _decided(tenant, begun)


def _decided(tenant: str, runs: Sequence[_Run[Any]]) -> Generator[Round, Any, None]:
    """Advance *runs* until none asks any more: services first, then everything that reads."""
    while True:
        consulting = [(run, run.demand) for run in runs if isinstance(run.demand, Consult)]
        reading = [(run, run.demand) for run in runs if isinstance(run.demand, Load)]
        if consulting:
            for run, consult in consulting:
                yield from _served(consult, [run], run.send)
        elif reading:
            yield from _load(tenant, reading)
        else:
            return


def _served(
    demand: Round, runs: Sequence[_Run[Any]], deliver: Callable[[Any], None]
) -> Generator[Round, Any, None]:
    """Have one round served; an error of the store is every waiting run's own error."""
    try:
        answer = yield demand
    except OrderkitError as why:
        for run in runs:
            run.throw(why)
    else:
        deliver(answer)


def _load(tenant: str, reading: Sequence[tuple[_Run[Any], Load]]) -> Generator[Round, Any, None]:
    loads = [load.wanted for _, load in reading]
    wanted = Wanted(
        _distinct(load.documents for load in loads),
        _distinct(load.accounts for load in loads),
        _distinct(load.keys for load in loads),
    )

    def deliver(loaded: Loaded) -> None:
        document = dict(zip(wanted.documents, loaded.documents, strict=True)).__getitem__
        balance = dict(zip(wanted.accounts, loaded.balances, strict=True)).__getitem__
        answer = dict(zip(wanted.keys, loaded.answers, strict=True)).__getitem__
        for run, (documents, accounts, keys) in zip(runs, loads, strict=True):
            run.send(
                _new(
                    Loaded,
                    (
                        tuple(map(document, documents)),
                        tuple(map(balance, accounts)) if accounts else (),
                        tuple(map(answer, keys)) if keys else (),
                    ),
                )
            )

    runs = [run for run, _ in reading]
    yield from _served(Load(tenant, wanted), runs, deliver)


def _distinct(parts: Iterable[tuple[T, ...]]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def _write(writing: Sequence[tuple[_Run[Any], Write]]) -> Generator[Round, Any, None]:
    runs = [run for run, _ in writing]
    try:
        outcomes: Sequence[Outcome] = yield WriteMany(tuple([write.change for _, write in writing]))
    except TooLarge as why:
        yield from _each_alone(writing, why)
    except OrderkitError as why:
        for run in runs:
            run.throw(why)
    else:
        for run, outcome in zip(runs, outcomes, strict=True):
            run.send(outcome)


def _each_alone(
    writing: Sequence[tuple[_Run[Any], Write]], why: TooLarge
) -> Generator[Round, Any, None]:
    """Nothing of it was sent: find out which of the change sets are too large."""
    if len(writing) == 1:
        writing[0][0].throw(why)
    else:
        for one in writing:
            yield from _write([one])
