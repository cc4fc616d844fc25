"""
The peer django-oscar: from a filled basket to a placed order, without a web server.

The settings are Oscar's own defaults on an SQLite file; nothing is mailed. The clock runs over
``OrderCreator.place_order`` and what has to come before it: a fresh basket, its ten products added
one by one with their stock and price looked up, offers applied, totals calculated. It prices by
one price per article, with no lists and no tiers.
"""

from __future__ import annotations

from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import shop

_DASHBOARDS = (
    "reports",
    "users",
    "orders",
    "catalogue",
    "offers",
    "partners",
    "pages",
    "ranges",
    "reviews",
    "vouchers",
    "communications",
    "shipping",
)
_APPS = (
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "django.contrib.flatpages",
    "oscar.config.Shop",
    "oscar.apps.analytics.apps.AnalyticsConfig",
    "oscar.apps.checkout.apps.CheckoutConfig",
    "oscar.apps.address.apps.AddressConfig",
    "oscar.apps.shipping.apps.ShippingConfig",
    "oscar.apps.catalogue.apps.CatalogueConfig",
    "oscar.apps.catalogue.reviews.apps.CatalogueReviewsConfig",
    "oscar.apps.communication.apps.CommunicationConfig",
    "oscar.apps.partner.apps.PartnerConfig",
    "oscar.apps.basket.apps.BasketConfig",
    "oscar.apps.payment.apps.PaymentConfig",
    "oscar.apps.offer.apps.OfferConfig",
    "oscar.apps.order.apps.OrderConfig",
    "oscar.apps.customer.apps.CustomerConfig",
    "oscar.apps.search.apps.SearchConfig",
    "oscar.apps.voucher.apps.VoucherConfig",
    "oscar.apps.wishlists.apps.WishlistsConfig",
    "oscar.apps.dashboard.apps.DashboardConfig",
    *(f"oscar.apps.dashboard.{name}.apps.{name.title()}DashboardConfig" for name in _DASHBOARDS),
    "widget_tweaks",
    "haystack",
    "treebeard",
    "django_tables2",
)


class OscarShop:
    """
    One shop in an SQLite file; there can be one in a process.

    Raises:
        ImportError: It is not installed here.
    """

    def __init__(self, path: Path) -> None:
        _set_up(path)
        loading = import_module("oscar.core.loading")
        self._model, self._class = loading.get_model, loading.get_class
        self._strategy = self._class("partner.strategy", "Default")()
        self._fill()

    def _fill(self) -> None:
        """Write a category's worth of articles, each with stock and a price."""
        kind = self._model("catalogue", "ProductClass").objects.create(
            name="goods", track_stock=True, requires_shipping=False
        )
        partner = self._model("partner", "Partner").objects.create(name="main")
        product, record = self._model("catalogue", "Product"), self._model("partner", "StockRecord")
        self._products = {}
        for n in range(shop.SKUS):
            made = product.objects.create(
                product_class=kind, title=f"Article {n}", upc=f"{n}", structure="standalone"
            )
            record.objects.create(
                product=made, partner=partner, partner_sku=f"SKU-{n}", price_currency="EUR",
                price=Decimal("9.50"), num_in_stock=1_000_000_000,
            )  # fmt: skip
            self._products[f"SKU-{n}"] = made.pk
        user = import_module("django.contrib.auth").get_user_model()
        self._user = user.objects.create_user("tea", "tea@example.com")

    def place(self, n: int) -> Any:
        """Fill a basket with the n-th order and place it."""
        basket = self._model("basket", "Basket").objects.create(owner=self._user)
        basket.strategy = self._strategy
        product = self._model("catalogue", "Product")
        for sku, pieces in shop.basket(n):
            basket.add_product(product.objects.get(pk=self._products[sku]), pieces)
        self._class("offer.applicator", "Applicator")().apply(basket, self._user)
        method = self._class("shipping.methods", "Free")()
        charge = method.calculate(basket)
        total = self._class("checkout.calculators", "OrderTotalCalculator")().calculate(
            basket, charge
        )
        creator = self._class("order.utils", "OrderCreator")()
        order = creator.place_order(
            basket=basket, total=total, shipping_method=method, shipping_charge=charge,
            user=self._user,
        )  # fmt: skip
        basket.submit()
        return order


def _set_up(path: Path) -> None:
    django, defaults = import_module("django"), import_module("oscar.defaults")
    told = {name: getattr(defaults, name) for name in dir(defaults) if name.isupper()}
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    import_module("django.conf").settings.configure(
        **told,
        DATABASES={"default": database | {"OPTIONS": {"init_command": _PRAGMAS}}},
        INSTALLED_APPS=list(_APPS),
        HAYSTACK_CONNECTIONS={
            "default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}
        },
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        ROOT_URLCONF=__name__,
        SECRET_KEY="of no use",
        SITE_ID=1,
        USE_TZ=True,
    )
    django.setup()
    import_module("django.core.management").call_command("migrate", verbosity=0)


_PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL"
urlpatterns: tuple[()] = ()
