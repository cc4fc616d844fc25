"""Services outside that decisions may consult: side-effect-free, one per class of request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from attrs import field, frozen

from orderkit.errors import invalid
from orderkit.flow import Consultation

T = TypeVar("T")


def _copied(services: Mapping[type[Any], Callable[[Any], Any]]) -> dict[type[Any], Any]:
    return dict(services)


@frozen
class Services:
    """
    Request class to the function that answers it; an async shell awaits what is awaitable.

    >>> Services().answer("what?")
    Traceback (most recent call last):
    ...
    orderkit.errors.InvalidInput: services cannot be 'what?': nothing answers requests of class \
str; pass services={str: your_function} to the kit
    """

    by_request: Mapping[type[Any], Callable[[Any], Any]] = field(factory=dict, converter=_copied)

    def answer(self, request: Consultation[T] | Any) -> Any:
        """
        Ask the service for *request*.

        Raises:
            InvalidInput: The kit was given no service for this class.
        """
        service = self.by_request.get(type(request))
        if service is None:
            name = type(request).__name__
            raise invalid(
                "services", "no_service", request, f"nothing answers requests of class {name}",
                f"pass services={{{name}: your_function}} to the kit",
            )  # fmt: skip
        return service(request)
