"""The store in memory: for tests, simulations and a first look; nothing survives the process."""

from orderkit.adapters.memory.repository import AsyncMemoryRepository, MemoryRepository

__all__ = ["AsyncMemoryRepository", "MemoryRepository"]
