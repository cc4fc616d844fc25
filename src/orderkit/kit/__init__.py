"""The facade: one object to embed, desks to work at, blocking and asyncio."""

from orderkit.kit.audit import Audit, Broken
from orderkit.kit.awaiting import AsyncDesk, AsyncOrderKit
from orderkit.kit.blocking import Desk, OrderKit
from orderkit.kit.roles import STANDARD_ROLES
from orderkit.kit.setting import STANDARD

__all__ = [
    "STANDARD",
    "STANDARD_ROLES",
    "AsyncDesk",
    "AsyncOrderKit",
    "Audit",
    "Broken",
    "Desk",
    "OrderKit",
]
