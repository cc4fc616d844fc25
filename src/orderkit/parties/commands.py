"""
Defining companies and customers, and blocking customers.

Defining anew with other content writes a new version of the document, which its history keeps; with
the same content nothing is written and the answer is the same.
"""

from __future__ import annotations

import attrs
from attrs import frozen

from orderkit.errors import NotFound, caught, gathered
from orderkit.flow import (
    Changes,
    Command,
    Context,
    Decision,
    Each,
    Flow,
    Maybe,
    Put,
    Ref,
    ask,
    command,
    event,
)
from orderkit.parties.model import Company, Customer
from orderkit.values import check_id, check_text, typed


@event("company.defined")
@frozen
class CompanyDefined:
    """A selling company was defined, or defined anew."""

    company: str


@event("customer.defined")
@frozen
class CustomerDefined:
    """A customer was defined, or defined anew."""

    customer: str


@event("customer.blocked")
@frozen
class CustomerBlocked:
    """A customer may not order from now on."""

    customer: str
    reason: str


@event("customer.unblocked")
@frozen
class CustomerUnblocked:
    """A customer may order again."""

    customer: str


@command("company.define")
@typed
@frozen
class DefineCompany(Command[str]):
    """
    Define a selling company; the answer is its id.

    Attributes:
        company: The company, whole.
    """

    company: Company

    def subject(self) -> str:
        """Return what this writes."""
        return f"company/{self.company.id}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - it holds at once
        """Return the decision in progress."""
        wanted = self.company
        known = yield from ask(Maybe(Company, wanted.id))
        if known == wanted:
            return Decision(wanted.id)
        return Decision(wanted.id, Changes((Put(wanted, (CompanyDefined(wanted.id),)),)))


@command("customer.define")
@typed
@frozen
class DefineCustomer(Command[str]):
    """
    Define a customer; the answer is their id. Their company and payer are there already.

    Attributes:
        customer: The customer, whole.
    """

    customer: Customer

    def subject(self) -> str:
        """Return what this writes."""
        return f"customer/{self.customer.id}"

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - it holds at once
        """Return the decision in progress."""
        wanted = self.customer
        payers = () if wanted.payer_id == wanted.id else (wanted.payer_id,)
        _, known, found = yield from ask(
            Ref(Company, wanted.company), Maybe(Customer, wanted.id), Each(Customer, payers)
        )
        for payer in payers:
            if payer not in found:
                raise NotFound("Customer", payer)
        if known == wanted:
            return Decision(wanted.id)
        return Decision(wanted.id, Changes((Put(wanted, (CustomerDefined(wanted.id),)),)))


@command("customer.block")
@typed
@frozen
class BlockCustomer(Command[str]):
    """
    Let a customer place no more orders; the answer is their id.

    Attributes:
        customer: Id of the customer.

        reason: Why, for those who ask.
    """

    customer: str
    reason: str

    def __attrs_post_init__(self) -> None:
        gathered(
            (
                *caught(check_id, self.customer, "BlockCustomer.customer"),
                *caught(check_text, self.reason, "BlockCustomer.reason", longest=200),
            )
        )

    def subject(self) -> str:
        """Return what this writes."""
        return f"customer/{self.customer}"

    def scope(self) -> Ref[Customer]:
        """Return the document by which permission is judged."""
        return Ref(Customer, self.customer)

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - it holds at once
        """Return the decision in progress."""
        known = yield from ask(Ref(Customer, self.customer))
        if known.blocked == self.reason:
            return Decision(known.id)
        told = CustomerBlocked(known.id, self.reason)
        return Decision(
            known.id, Changes((Put(attrs.evolve(known, blocked=self.reason), (told,)),))
        )


@command("customer.unblock")
@typed
@frozen
class UnblockCustomer(Command[str]):
    """
    Let a customer order again; the answer is their id.

    Attributes:
        customer: Id of the customer.
    """

    customer: str

    def __attrs_post_init__(self) -> None:
        check_id(self.customer, "UnblockCustomer.customer")

    def subject(self) -> str:
        """Return what this writes."""
        return f"customer/{self.customer}"

    def scope(self) -> Ref[Customer]:
        """Return the document by which permission is judged."""
        return Ref(Customer, self.customer)

    def decide(self, context: Context) -> Flow[str]:  # noqa: ARG002 - it holds at once
        """Return the decision in progress."""
        known = yield from ask(Ref(Customer, self.customer))
        if not known.blocked:
            return Decision(known.id)
        told = CustomerUnblocked(known.id)
        return Decision(known.id, Changes((Put(attrs.evolve(known, blocked=""), (told,)),)))
