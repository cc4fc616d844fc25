"""
orderkit: the whole life of an order, as a library inside your own application.

The public names are gathered here and loaded when they are first used, so that ``import orderkit``
alone costs next to nothing and loads no other library.

>>> import orderkit
>>> orderkit.EUR("19.99").minor
1999
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # type checkers take it for true; typing itself would be most of the import

if TYPE_CHECKING:
    from typing import Any

    from orderkit.approvals import AlreadyAnswered as AlreadyAnswered
    from orderkit.approvals import Approval as Approval
    from orderkit.approvals import ApprovalPolicy as ApprovalPolicy
    from orderkit.approvals import Level as Level
    from orderkit.approvals import Mode as Mode
    from orderkit.approvals import NobodyToAsk as NobodyToAsk
    from orderkit.approvals import NotAnApprover as NotAnApprover
    from orderkit.approvals import PublishApprovalPolicy as PublishApprovalPolicy
    from orderkit.approvals import SelfApproval as SelfApproval
    from orderkit.approvals import person as person
    from orderkit.approvals import role as role
    from orderkit.catalog import CrossReference as CrossReference
    from orderkit.catalog import DefineCrossReference as DefineCrossReference
    from orderkit.catalog import DefineProduct as DefineProduct
    from orderkit.catalog import LineKind as LineKind
    from orderkit.catalog import Meaning as Meaning
    from orderkit.catalog import Product as Product
    from orderkit.catalog import channel_scope as channel_scope
    from orderkit.catalog import customer_scope as customer_scope
    from orderkit.credit import BlockCredit as BlockCredit
    from orderkit.credit import CreditBlocked as CreditBlocked
    from orderkit.credit import CreditCurrencyDiffers as CreditCurrencyDiffers
    from orderkit.credit import CreditLine as CreditLine
    from orderkit.credit import OverCreditLimit as OverCreditLimit
    from orderkit.credit import SetCreditLimit as SetCreditLimit
    from orderkit.credit import UnblockCredit as UnblockCredit
    from orderkit.errors import AlreadyExists as AlreadyExists
    from orderkit.errors import Conflict as Conflict
    from orderkit.errors import Fault as Fault
    from orderkit.errors import FloatRefused as FloatRefused
    from orderkit.errors import InvalidInput as InvalidInput
    from orderkit.errors import KeyReuse as KeyReuse
    from orderkit.errors import MissingExtra as MissingExtra
    from orderkit.errors import NotAllowedNow as NotAllowedNow
    from orderkit.errors import NotFound as NotFound
    from orderkit.errors import NotPermitted as NotPermitted
    from orderkit.errors import OrderkitError as OrderkitError
    from orderkit.errors import OutOfLimits as OutOfLimits
    from orderkit.errors import Refused as Refused
    from orderkit.errors import TooLarge as TooLarge
    from orderkit.errors import Unavailable as Unavailable
    from orderkit.errors import Unknown as Unknown
    from orderkit.flow import Actor as Actor
    from orderkit.flow import Page as Page
    from orderkit.flow import Query as Query
    from orderkit.flow import RolePolicy as RolePolicy
    from orderkit.flow import Rulebook as Rulebook
    from orderkit.fulfilment import DELIVERY_LIFECYCLE as DELIVERY_LIFECYCLE
    from orderkit.fulfilment import AddToDelivery as AddToDelivery
    from orderkit.fulfilment import AdvanceDelivery as AdvanceDelivery
    from orderkit.fulfilment import CancelDelivery as CancelDelivery
    from orderkit.fulfilment import ConfirmDelivery as ConfirmDelivery
    from orderkit.fulfilment import Delivery as Delivery
    from orderkit.fulfilment import DeliveryLine as DeliveryLine
    from orderkit.fulfilment import LineQuantity as LineQuantity
    from orderkit.fulfilment import MoreThanReserved as MoreThanReserved
    from orderkit.fulfilment import NothingToDeliver as NothingToDeliver
    from orderkit.fulfilment import PackDelivery as PackDelivery
    from orderkit.fulfilment import Parcel as Parcel
    from orderkit.fulfilment import PickDelivery as PickDelivery
    from orderkit.fulfilment import PlanDelivery as PlanDelivery
    from orderkit.fulfilment import ReleaseDelivery as ReleaseDelivery
    from orderkit.fulfilment import ShipDelivery as ShipDelivery
    from orderkit.inventory import AdjustStock as AdjustStock
    from orderkit.inventory import Bucket as Bucket
    from orderkit.inventory import DefineLocation as DefineLocation
    from orderkit.inventory import Location as Location
    from orderkit.inventory import LocationKind as LocationKind
    from orderkit.inventory import MoveStock as MoveStock
    from orderkit.inventory import NotEnoughStock as NotEnoughStock
    from orderkit.inventory import ReceiveStock as ReceiveStock
    from orderkit.inventory import StockLine as StockLine
    from orderkit.kit import STANDARD_ROLES as STANDARD_ROLES
    from orderkit.kit import AsyncDesk as AsyncDesk
    from orderkit.kit import AsyncOrderKit as AsyncOrderKit
    from orderkit.kit import Audit as Audit
    from orderkit.kit import Desk as Desk
    from orderkit.kit import OrderKit as OrderKit
    from orderkit.lifecycle import Lifecycle as Lifecycle
    from orderkit.lifecycle import Move as Move
    from orderkit.lifecycle import Stage as Stage
    from orderkit.orders import ORDER_LIFECYCLE as ORDER_LIFECYCLE
    from orderkit.orders import AdvanceOrder as AdvanceOrder
    from orderkit.orders import Allowed as Allowed
    from orderkit.orders import AlreadyShipped as AlreadyShipped
    from orderkit.orders import ApproveOrder as ApproveOrder
    from orderkit.orders import CancelOrder as CancelOrder
    from orderkit.orders import ChannelDiscount as ChannelDiscount
    from orderkit.orders import CloseOrder as CloseOrder
    from orderkit.orders import ConfirmOrder as ConfirmOrder
    from orderkit.orders import FulfilmentStatus as FulfilmentStatus
    from orderkit.orders import Hold as Hold
    from orderkit.orders import HoldOrder as HoldOrder
    from orderkit.orders import InDelivery as InDelivery
    from orderkit.orders import Line as Line
    from orderkit.orders import Moved as Moved
    from orderkit.orders import Notice as Notice
    from orderkit.orders import NoticeCode as NoticeCode
    from orderkit.orders import NumberTaken as NumberTaken
    from orderkit.orders import OnHold as OnHold
    from orderkit.orders import Order as Order
    from orderkit.orders import OrderLine as OrderLine
    from orderkit.orders import OrderRefused as OrderRefused
    from orderkit.orders import PaymentStatus as PaymentStatus
    from orderkit.orders import Placed as Placed
    from orderkit.orders import PlaceOrder as PlaceOrder
    from orderkit.orders import RejectOrder as RejectOrder
    from orderkit.orders import ReleaseHold as ReleaseHold
    from orderkit.orders import ReopenOrder as ReopenOrder
    from orderkit.orders import ReturnStatus as ReturnStatus
    from orderkit.orders import RevisionChanged as RevisionChanged
    from orderkit.orders import UnconfirmOrder as UnconfirmOrder
    from orderkit.orders import statuses as statuses
    from orderkit.parties import BlockCustomer as BlockCustomer
    from orderkit.parties import CaptureMode as CaptureMode
    from orderkit.parties import Company as Company
    from orderkit.parties import Customer as Customer
    from orderkit.parties import DefineCompany as DefineCompany
    from orderkit.parties import DefineCustomer as DefineCustomer
    from orderkit.parties import OverLimit as OverLimit
    from orderkit.parties import Place as Place
    from orderkit.parties import PriceDate as PriceDate
    from orderkit.parties import TaxRounding as TaxRounding
    from orderkit.parties import UnblockCustomer as UnblockCustomer
    from orderkit.payments import ChannelPayment as ChannelPayment
    from orderkit.payments import Overpaid as Overpaid
    from orderkit.payments import Payment as Payment
    from orderkit.payments import PaymentKind as PaymentKind
    from orderkit.payments import PlacePaidOrder as PlacePaidOrder
    from orderkit.payments import RecordPayment as RecordPayment
    from orderkit.payments import RecordRefund as RecordRefund
    from orderkit.pricing import PRICING_STRATEGY as PRICING_STRATEGY
    from orderkit.pricing import By as By
    from orderkit.pricing import DefineOffer as DefineOffer
    from orderkit.pricing import Entry as Entry
    from orderkit.pricing import Formula as Formula
    from orderkit.pricing import NoPrice as NoPrice
    from orderkit.pricing import Offer as Offer
    from orderkit.pricing import PriceEntries as PriceEntries
    from orderkit.pricing import PriceList as PriceList
    from orderkit.pricing import PublishPriceList as PublishPriceList
    from orderkit.pricing import PublishPrices as PublishPrices
    from orderkit.pricing import Scope as Scope
    from orderkit.pricing import Trace as Trace
    from orderkit.pricing import WithdrawPriceList as WithdrawPriceList
    from orderkit.pricing import best_price as best_price
    from orderkit.pricing import by_precedence as by_precedence
    from orderkit.rules import Condition as Condition
    from orderkit.rules import fact as fact
    from orderkit.shell import Failed as Failed
    from orderkit.shell import Ok as Ok
    from orderkit.tax import DefineTaxTable as DefineTaxTable
    from orderkit.tax import TaxRate as TaxRate
    from orderkit.tax import TaxTable as TaxTable
    from orderkit.values import CHF as CHF
    from orderkit.values import CNY as CNY
    from orderkit.values import EUR as EUR
    from orderkit.values import GBP as GBP
    from orderkit.values import JPY as JPY
    from orderkit.values import KWD as KWD
    from orderkit.values import TWD as TWD
    from orderkit.values import USD as USD
    from orderkit.values import Address as Address
    from orderkit.values import Currency as Currency
    from orderkit.values import Money as Money
    from orderkit.values import Packaging as Packaging
    from orderkit.values import Quantity as Quantity
    from orderkit.values import Rounding as Rounding
    from orderkit.values import Unit as Unit
    from orderkit.values import UnitPrice as UnitPrice
    from orderkit.values import Window as Window
    from orderkit.values import currency as currency

# Where each name lives. The imports above say the same to type checkers; a test compares the two.
_HOMES = {
    "orderkit.approvals": """
        AlreadyAnswered Approval ApprovalPolicy Level Mode NobodyToAsk NotAnApprover
        PublishApprovalPolicy SelfApproval person role
    """,
    "orderkit.catalog": """
        CrossReference DefineCrossReference DefineProduct LineKind Meaning Product
        channel_scope customer_scope
    """,
    "orderkit.credit": """
        BlockCredit CreditBlocked CreditCurrencyDiffers CreditLine OverCreditLimit
        SetCreditLimit UnblockCredit
    """,
    "orderkit.errors": """
        AlreadyExists Conflict Fault FloatRefused InvalidInput KeyReuse MissingExtra
        NotAllowedNow NotFound NotPermitted OrderkitError OutOfLimits Refused TooLarge
        Unavailable Unknown
    """,
    "orderkit.flow": "Actor Page Query RolePolicy Rulebook",
    "orderkit.fulfilment": """
        DELIVERY_LIFECYCLE AddToDelivery AdvanceDelivery CancelDelivery ConfirmDelivery
        Delivery DeliveryLine LineQuantity MoreThanReserved NothingToDeliver PackDelivery
        Parcel PickDelivery PlanDelivery ReleaseDelivery ShipDelivery
    """,
    "orderkit.inventory": """
        AdjustStock Bucket DefineLocation Location LocationKind MoveStock NotEnoughStock
        ReceiveStock StockLine
    """,
    "orderkit.kit": "STANDARD_ROLES AsyncDesk AsyncOrderKit Audit Desk OrderKit",
    "orderkit.lifecycle": "Lifecycle Move Stage",
    "orderkit.orders": """
        ORDER_LIFECYCLE AdvanceOrder Allowed AlreadyShipped ApproveOrder CancelOrder
        ChannelDiscount CloseOrder ConfirmOrder FulfilmentStatus Hold HoldOrder InDelivery
        Line Moved Notice NoticeCode NumberTaken OnHold Order OrderLine OrderRefused
        PaymentStatus PlaceOrder Placed RejectOrder ReleaseHold ReopenOrder ReturnStatus
        RevisionChanged UnconfirmOrder statuses
    """,
    "orderkit.parties": """
        BlockCustomer CaptureMode Company Customer DefineCompany DefineCustomer OverLimit
        Place PriceDate TaxRounding UnblockCustomer
    """,
    "orderkit.payments": """
        ChannelPayment Overpaid Payment PaymentKind PlacePaidOrder RecordPayment
        RecordRefund
    """,
    "orderkit.pricing": """
        PRICING_STRATEGY By DefineOffer Entry Formula NoPrice Offer PriceEntries PriceList
        PublishPriceList PublishPrices Scope Trace WithdrawPriceList best_price
        by_precedence
    """,
    "orderkit.rules": "Condition fact",
    "orderkit.shell": "Failed Ok",
    "orderkit.tax": "DefineTaxTable TaxRate TaxTable",
    "orderkit.values": """
        CHF CNY EUR GBP JPY KWD TWD USD Address Currency Money Packaging Quantity Rounding
        Unit UnitPrice Window currency
    """,
}

_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}

__all__ = list(_HOME_OF)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module 'orderkit' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOME_OF})
