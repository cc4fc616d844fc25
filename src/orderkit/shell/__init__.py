"""Shells: they read and write for decisions that do neither. Blocking, asyncio, and the batch."""

from orderkit.shell.attempt import ATTEMPTS, Job
from orderkit.shell.batch import Failed, Ok, Result, execute_many, waves
from orderkit.shell.demands import (
    Codec,
    Demand,
    Execution,
    Load,
    Round,
    Write,
    WriteMany,
    drive,
    drive_async,
)
from orderkit.shell.execution import execute, preview
from orderkit.shell.services import Services
from orderkit.shell.together import execute_together

__all__ = [
    "ATTEMPTS",
    "Codec",
    "Demand",
    "Execution",
    "Failed",
    "Job",
    "Load",
    "Ok",
    "Result",
    "Round",
    "Services",
    "Write",
    "WriteMany",
    "drive",
    "drive_async",
    "execute",
    "execute_many",
    "execute_together",
    "preview",
    "waves",
]
