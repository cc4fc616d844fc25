"""Lifecycles of documents as values: stages with properties, and moves between them."""

from orderkit.lifecycle.model import Lifecycle
from orderkit.lifecycle.standard import APPROVAL, DELIVERY, ORDER, PAYMENT, STANDARD
from orderkit.lifecycle.stage import FLAGS, Move, Stage

__all__ = [
    "APPROVAL",
    "DELIVERY",
    "FLAGS",
    "ORDER",
    "PAYMENT",
    "STANDARD",
    "Lifecycle",
    "Move",
    "Stage",
]
