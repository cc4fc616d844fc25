"""The blocking shell: answers demands from a blocking repository."""

from __future__ import annotations

from inspect import isawaitable, iscoroutine
from typing import Any

from orderkit.errors import invalid
from orderkit.flow import Consult
from orderkit.ports import Repository
from orderkit.shell.demands import Call, Demand, Hand, Load, Write
from orderkit.shell.services import Services


class BlockingShell:
    """
    Serves demands one at a time: ``drive(execute(job), shell.serve)``.

    >>> from orderkit.adapters.memory import MemoryRepository
    >>> from orderkit.ports import Wanted
    >>> shell = BlockingShell(MemoryRepository(), Services())
    >>> shell.serve(Load("acme", Wanted(accounts=("a",)))).balances
    (0,)
    """

    def __init__(self, repository: Repository, services: Services) -> None:
        self.repository = repository
        self.services = services

    def serve(self, demand: Demand, /) -> Any:
        """Return the answer to one demand."""
        if isinstance(demand, Load):
            return self.repository.load(demand.tenant, demand.wanted)
        if isinstance(demand, Write):
            return self.repository.commit((demand.change,))[0]
        if isinstance(demand, Call):
            return getattr(self.repository, demand.method)(*demand.arguments)
        if isinstance(demand, Consult):
            return _present("services", self.services.answer(demand.request))
        if isinstance(demand, Hand):
            return _handed(demand)
        return self.repository.commit(demand.changes)


def _handed(demand: Hand) -> Exception | None:
    try:
        answer = demand.notifier.notify(demand.message)
    except Exception as why:  # noqa: BLE001 - a receiver may fail in any way; the relay settles it
        return why
    _present("notifier", answer)
    return None


def _present(path: str, answer: Any) -> Any:
    """
    Return *answer*, which is there and need not be waited for.

    Raises:
        InvalidInput: It is an awaitable: nobody would ever wait for it.
    """
    if not isawaitable(answer):
        return answer
    if iscoroutine(answer):
        answer.close()
    raise invalid(
        path, "awaitable", answer, "nothing is awaited here",
        "pass one that blocks, or use the asyncio kit",
    )  # fmt: skip
