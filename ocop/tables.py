"""The Excel tables of OCOP products and their recognitions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db.models import Model

from cooperatives.tables.organisations import COOPERATIVE, GROUP, cooperative_columns, group_name
from coopunion.models import Place
from coopunion.tables.cells import Value
from coopunion.tables.columns import DEPARTMENT_COLUMN, NOTE_COLUMN, PLACE, PLACE_COLUMN, RecordPart, TableColumn
from coopunion.tables.import_row import ImportRow
from coopunion.tables.names import RecordName
from coopunion.tables.near_duplicates import mark_near_duplicates
from coopunion.tables.readers import Whole
from coopunion.tables.resource import TableResource
from ocop.models import Producer, Product, Recognition

PRODUCT, PRODUCER, PRODUCER_KIND, DECIDED_ON = "Tên sản phẩm", "Chủ thể", "Loại chủ thể", "Ngày quyết định"


class ProductResource(TableResource):
    """One row a product of a producer; the producer is created with its first product."""

    title = "Sản phẩm OCOP"
    related = ("department", "producer__place__parent", "producer__cooperative__place__parent", "producer__group")
    order = ("name", "pk")
    parts = (
        RecordPart(Producer, (("cooperative",), ("group",), ("name", "place")), "producer", shared=True),
        RecordPart(Product, (("name", "producer"),), links={"producer": "producer"}, prefetch=("recognitions",)),
    )
    columns = (
        TableColumn("name", PRODUCT, "Chè Shan minh họa", required=True, names=True, width=36),
        TableColumn("name", PRODUCER, "HTX minh họa 001", part="producer", required=True, shown=True, width=36),
        TableColumn(
            "kind",
            PRODUCER_KIND,
            "hợp tác xã",
            "Hợp tác xã, tổ hợp tác: tên chủ thể là tên trong sổ, hoặc ghi mã số.",
            part="producer",
            required=True,
        ),
        replace(PLACE_COLUMN, part="producer", required=True, shown=True),
        *cooperative_columns(part="producer"),
        TableColumn("group", GROUP, reader=group_name(), part="producer", always=True, width=36),
        TableColumn("category", "Nhóm sản phẩm", "đồ uống", shown=True, width=24),
        TableColumn("dossier_helped_by_union", "Liên minh hỗ trợ làm hồ sơ", "có", shown=True),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )

    def complete(self, import_row: ImportRow) -> None:
        """A producer that is a cooperative or a group of the register, named as there, needs no further cell."""
        values = import_row.values
        headings: dict[Value, str] = {Producer.Kind.COOPERATIVE: COOPERATIVE, Producer.Kind.GROUP: GROUP}
        heading = headings.get(values.get(PRODUCER_KIND))
        if heading is None or heading in import_row.wrong or values.get(heading) or not values.get(PRODUCER):
            return
        reader = next(column.reader for column in self.columns if column.heading == heading)
        try:
            values[heading] = reader.clean(str(values[PRODUCER]), values)
        except ValueError as error:
            import_row.refuse(PRODUCER, str(error))

    def keeps(self, column: TableColumn, record: Model, import_row: ImportRow) -> bool:
        """A producer found as its cooperative or group keeps its name, and its place where another unit names it."""
        if not isinstance(record, Producer) or not (record.cooperative_id or record.group_id):
            return False
        if column.heading != PLACE:
            return column.heading == PRODUCER
        place, known = import_row.values.get(PLACE), record.place_id
        return isinstance(place, Place) and known is not None and place.pk in self.places.lineage.sharing(known)

    def find_near_duplicates(self) -> None:
        mark_near_duplicates(self.import_rows, Producer, part="producer", lineage=self.places.lineage)
        mark_near_duplicates(self.import_rows, Product, "producer")


def product_name() -> RecordName[Product]:
    return RecordName(
        Product,
        missing="Không có sản phẩm “{}” trong sổ.",
        beside=PRODUCER,
        beside_name=lambda product: product.producer.name,
        related=("producer__place__parent", "department"),
    )


class RecognitionResource(TableResource):
    """One row a decision that gives a product its stars."""

    title = "Công nhận OCOP"
    related = ("place__parent", "department", "product__producer__place__parent")
    order = ("decided_on", "pk")
    owner = "product"
    parts = (RecordPart(Recognition, (("product", "decided_on"),), placed_by="product"),)
    place_days = (DECIDED_ON,)
    columns = (
        TableColumn(
            "product", PRODUCT, "Chè Shan minh họa", reader=product_name(), required=True, names=True, width=36
        ),
        TableColumn(
            "product__producer__name",
            PRODUCER,
            "HTX minh họa 001",
            "Cần khi nhiều chủ thể có sản phẩm cùng tên.",
            shown=True,
            fills=False,
            width=36,
        ),
        TableColumn(
            "kind", "Loại quyết định", "công nhận lần đầu", "Để trống là công nhận lần đầu.", shown=True, width=24
        ),
        TableColumn("stars", "Số sao", 3, reader=Whole(1, 5), required=True, shown=True),
        TableColumn("decided_on", DECIDED_ON, date(2020, 11, 20), required=True, shown=True),
        TableColumn("decision", "Số quyết định", "2890/QĐ-UBND"),
        replace(PLACE_COLUMN, hint="Địa bàn của ngày đó; để trống là địa bàn của chủ thể."),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )
