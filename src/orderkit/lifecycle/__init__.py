"""Lifecycles of documents as values: stages with properties, and moves between them."""

from orderkit.lifecycle.charts import chart, chart_name, lifecycle_name, second_opinion
from orderkit.lifecycle.drawing import mermaid
from orderkit.lifecycle.finder import Problem, problems, reachable
from orderkit.lifecycle.lifting import lift
from orderkit.lifecycle.model import Lifecycle
from orderkit.lifecycle.stage import FLAGS, Move, Stage
from orderkit.lifecycle.standard import APPROVAL, DELIVERY, ORDER, PAYMENT, STANDARD

__all__ = [
    "APPROVAL",
    "DELIVERY",
    "FLAGS",
    "ORDER",
    "PAYMENT",
    "STANDARD",
    "Lifecycle",
    "Move",
    "Problem",
    "Stage",
    "chart",
    "chart_name",
    "lifecycle_name",
    "lift",
    "mermaid",
    "problems",
    "reachable",
    "second_opinion",
]
