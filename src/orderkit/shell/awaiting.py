"""The asyncio shell: :class:`~orderkit.shell.blocking.BlockingShell`, awaited. Keep in step."""

from __future__ import annotations

from inspect import isawaitable
from typing import Any

from orderkit.flow import Consult
from orderkit.ports.awaited import AsyncRepository
from orderkit.shell.demands import Call, Demand, Hand, Load, Write
from orderkit.shell.services import Services


class AsyncShell:
    """Serves demands from an awaitable repository: ``await drive_async(…, shell.serve)``."""

    def __init__(self, repository: AsyncRepository, services: Services) -> None:
        self.repository = repository
        self.services = services

    async def serve(self, demand: Demand, /) -> Any:
        """Return the answer to one demand."""
        if isinstance(demand, Load):
            return await self.repository.load(demand.tenant, demand.wanted)
        if isinstance(demand, Write):
            return (await self.repository.commit((demand.change,)))[0]
        if isinstance(demand, Call):
            return await getattr(self.repository, demand.method)(*demand.arguments)
        if isinstance(demand, Consult):
            return await _settled(self.services.answer(demand.request))
        if isinstance(demand, Hand):
            return await _handed(demand)
        return await self.repository.commit(demand.changes)


async def _settled(answer: Any) -> Any:
    return await answer if isawaitable(answer) else answer


async def _handed(demand: Hand) -> Exception | None:
    try:
        await _settled(demand.notifier.notify(demand.message))
    except Exception as why:  # noqa: BLE001 - a receiver may fail in any way; the relay settles it
        return why
    return None
