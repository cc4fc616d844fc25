"""
The mark of personal data. A field that tells who or where a natural person is carries
``metadata=Personal``; the codec encrypts such fields with a key that erasure destroys, and logs
and exports leave them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

Personal: Final[Mapping[str, bool]] = MappingProxyType({"personal": True})
"""Pass as ``attrs.field(metadata=Personal)``."""


def personal_fields(kind: type[attrs.AttrsInstance]) -> tuple[str, ...]:
    """
    Return the names of the fields of *kind* that are marked, in the order of the class.

    >>> from orderkit.values.address import Address
    >>> personal_fields(Address)
    ('name', 'lines', 'city', 'postcode')
    """
    return tuple(one.name for one in attrs.fields(kind) if one.metadata.get("personal", False))
