"""The register of OCOP products."""

from __future__ import annotations

from collections.abc import Iterator

from coopunion.permissions import Permission
from coopunion.registers import Choice, Column, Moment, Register, Section
from ocop.models import Product


def timeline(product: Product) -> Iterator[Moment]:
    for recognition in product.recognitions.recorded():
        yield Moment(
            recognition.decided_on,
            f"{recognition.get_kind_display().capitalize()}: {recognition.stars} sao",
            recognition.decision,
        )


PRODUCTS = Register(
    model=Product,
    title="Sản phẩm OCOP",
    list_url="ocop:list",
    permission=Permission.VIEW_RECORDS,
    visible=lambda user: Product.objects.select_related("producer__place__parent", "department").with_stars(),
    search_hint="Tên sản phẩm, chủ thể",
    order=("name", "pk"),
    empty="Chưa có sản phẩm OCOP nào trong sổ.",
    columns=(
        Column("Tên sản phẩm", lambda row: row, "link", sort="name"),
        Column("Chủ thể", lambda row: row.producer),
        Column("Địa bàn", lambda row: row.producer.place),
        Column("Nhóm", lambda row: row.get_category_display()),
        Column("Số sao", lambda row: row.stars, "number", sort="stars"),
        Column("Ngày công nhận", lambda row: row.recognised_on, "day", sort="recognised_on"),
    ),
    choices=(Choice("nhom", "Nhóm sản phẩm", "category", Product.Category.choices),),
    facts=(
        Column("Chủ thể", lambda row: row.producer),
        Column("Loại chủ thể", lambda row: row.producer.get_kind_display()),
        Column("Hợp tác xã", lambda row: row.producer.cooperative, "link"),
        Column("Địa bàn", lambda row: row.producer.place),
        Column("Nhóm sản phẩm", lambda row: row.get_category_display()),
        Column("Liên minh hỗ trợ làm hồ sơ", lambda row: "có" if row.dossier_helped_by_union else "không"),
        Column("Phòng phụ trách", lambda row: row.department),
        Column("Ghi chú", lambda row: row.note),
    ),
    sections=(
        Section(
            "Quyết định công nhận",
            lambda row: row.recognitions.all(),
            (
                Column("Loại quyết định", lambda each: each.get_kind_display().capitalize()),
                Column("Số sao", lambda each: each.stars, "number"),
                Column("Ngày quyết định", lambda each: each.decided_on, "day"),
                Column("Hết hạn", lambda each: each.valid_until, "day"),
            ),
        ),
    ),
    timeline=timeline,
)
