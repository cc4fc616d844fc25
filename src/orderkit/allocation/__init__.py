"""Allocation: which location serves which line, and why."""

from orderkit.allocation.model import (
    AllocationPlan,
    AllocationStrategy,
    Allotment,
    Need,
    Shortage,
    Split,
)
from orderkit.allocation.priority import ALLOCATION, allocate, priority_list

__all__ = [
    "ALLOCATION",
    "AllocationPlan",
    "AllocationStrategy",
    "Allotment",
    "Need",
    "Shortage",
    "Split",
    "allocate",
    "priority_list",
]
