"""
One sample of every declared type, as the plain data that ``Codec.parse`` takes.

Written by hand, with a value in every field that has one to show. A new type gets its sample in
the file of its role, and ``python tools/make_goldens.py`` writes its golden document.
"""

from __future__ import annotations

from typing import Any

from tests.codec.sample_commands import COMMANDS
from tests.codec.sample_documents import DOCUMENTS
from tests.codec.sample_events import EVENTS

SAMPLES: dict[str, dict[str, dict[str, Any]]] = {
    "document": DOCUMENTS,
    "event": EVENTS,
    "command": COMMANDS,
}
