"""
Values to bytes and back: canonical bodies, strict reading, JSON Schema.

One :class:`Codec` per kit. Integrators' own value classes take part by :func:`register_value`,
types with JSON of their own by :func:`register_json`.
"""

from orderkit.codec import known as known
from orderkit.codec.codec import Codec
from orderkit.codec.forms import register_json, register_value
from orderkit.codec.reader import configure
from orderkit.codec.refusals import Unreadable
from orderkit.codec.shapes import personal_paths

__all__ = [
    "Codec",
    "Unreadable",
    "configure",
    "personal_paths",
    "register_json",
    "register_value",
]
