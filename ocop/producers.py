"""What a cooperative's or a group's page shows of its OCOP products."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from cooperatives.models import Cooperative, CooperativeGroup
from coopunion.models import Record
from coopunion.registers.columns import Column, Moment, Section
from ocop.models import Product, Recognition


def products_of(record: Record) -> QuerySet[Product]:
    """The record's products with their stars; none for records that are no OCOP producers."""
    if isinstance(record, Cooperative):
        return Product.objects.filter(producer__cooperative=record).with_stars()
    if isinstance(record, CooperativeGroup):
        return Product.objects.filter(producer__group=record).with_stars()
    return Product.objects.none()


PRODUCTS = Section[Record, Product](
    "Sản phẩm OCOP",
    lambda record: products_of(record).select_related("producer").order_by("name", "pk"),
    (
        Column("Sản phẩm", lambda row: row, "link"),
        Column("Số sao", lambda row: row.stars, "number"),
        Column("Ngày công nhận", lambda row: row.recognised_on, "day"),
    ),
)


def sections(record: Record) -> Iterator[Section[Record, Product]]:
    if isinstance(record, Cooperative | CooperativeGroup):
        yield PRODUCTS


def moments(record: Record) -> Iterator[Moment]:
    decisions = Recognition.objects.recorded().filter(product__in=products_of(record).values("pk"))
    if isinstance(record, Cooperative | CooperativeGroup):
        for decision in decisions.select_related("product"):
            yield Moment(decision.decided_on, f"OCOP {decision.stars} sao: {decision.product.name}", decision.decision)
