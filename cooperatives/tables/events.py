"""The Excel tables of what happens to cooperatives and groups: assessments, conversions, inspections, supports."""

from __future__ import annotations

from datetime import date

from cooperatives.models import Assessment, Conversion, CooperativeSupport, Inspection, ValueChain
from cooperatives.tables.organisations import (
    GROUP,
    cooperative_columns,
    department_column,
    group_name,
    note_column,
    place_column,
)
from coopunion.tables.columns import Key, RecordPart, TableColumn
from coopunion.tables.near_duplicates import mark_namesakes, mark_near_duplicates
from coopunion.tables.readers import Day, Number, OneOf, Text, Whole, YesNo
from coopunion.tables.resource import TableResource

VALID_ON, COMPLETED_ON, STARTED_ON, RECOGNISED_ON = "Ngày đánh giá", "Ngày hoàn thành", "Ngày bắt đầu", "Ngày công nhận"
ENDED_ON, SUPPORTED_ON = "Ngày kết thúc", "Ngày hỗ trợ"
EVENT_PLACE = "Địa bàn của ngày đó; để trống là địa bàn của đơn vị."
RELATED = ("place__parent", "department")
SUBJECT = frozenset({"cooperative", "group"})  # one of them is empty


class AssessmentResource(TableResource):
    """One row an assessment of a cooperative."""

    title = "Đánh giá hợp tác xã"
    related = (*RELATED, "cooperative__place__parent")
    order = ("valid_on", "pk")
    owner = "cooperative"
    parts = (RecordPart(Assessment, (Key(("cooperative", "valid_on")),), placed_by="cooperative"),)
    columns = (
        *cooperative_columns(required=True),
        TableColumn("valid_on", VALID_ON, Day(), required=True, shown=True, example=date(2020, 12, 1)),
        TableColumn("effective", "Hoạt động hiệu quả", YesNo(), required=True, shown=True, example="có"),
        TableColumn(
            "rating",
            "Xếp loại",
            OneOf(Assessment.Rating.choices),
            shown=True,
            example="Tốt",
            hint="Theo Thông tư 01/2020/TT-BKHĐT.",
        ),
        TableColumn("score", "Điểm", Number(), shown=True, example=82),
        place_column(EVENT_PLACE),
        note_column(),
        department_column(),
    )

    place_days = (VALID_ON,)


class ConversionResource(TableResource):
    """One row the conversion of a cooperative to the new model; without a day of completion it is in progress."""

    title = "Chuyển đổi HTX kiểu mới"
    related = (*RELATED, "cooperative__place__parent")
    order = ("completed_on", "pk")
    owner = "cooperative"
    parts = (
        RecordPart(
            Conversion,
            (Key(("cooperative", "completed_on"), frozenset({"completed_on"})), Key(("cooperative", "started_on"))),
            placed_by="cooperative",
        ),
    )
    columns = (
        *cooperative_columns(required=True),
        TableColumn("started_on", STARTED_ON, Day(), shown=True, example=date(2020, 3, 2)),
        TableColumn(
            "completed_on",
            COMPLETED_ON,
            Day(),
            present=True,
            shown=True,
            example=date(2020, 9, 30),
            hint="Để trống khi đang làm.",
        ),
        TableColumn(
            "reregistered",
            "Đăng ký theo Luật 2012",
            YesNo(),
            example="có",
            hint="Đã tổ chức lại, đăng ký theo Luật HTX 2012.",
        ),
        TableColumn(
            "service_contracts",
            "Có hợp đồng dịch vụ",
            YesNo(),
            example="có",
            hint="Có hợp đồng dịch vụ với thành viên.",
        ),
        TableColumn(
            "viable_plan",
            "Có phương án khả thi",
            YesNo(),
            example="có",
            hint="Có phương án sản xuất, kinh doanh khả thi.",
        ),
        place_column(EVENT_PLACE),
        note_column(),
        department_column(),
    )

    place_days = (
        COMPLETED_ON,
        STARTED_ON,
    )


class ValueChainResource(TableResource):
    """One row a value-chain model; its members are entered on its page."""

    title = "Mô hình chuỗi giá trị"
    related = (*RELATED, "lead__place__parent")
    order = ("name", "pk")
    parts = (RecordPart(ValueChain, (Key(("name", "place")),), accent_insensitive=frozenset({"name"})),)
    columns = (
        TableColumn(
            "name", "Tên mô hình", Text(), required=True, names=True, example="Chuỗi chè Shan minh họa", width=40
        ),
        TableColumn("product", "Sản phẩm", Text(), shown=True, example="chè Shan", width=24),
        *cooperative_columns("lead", "HTX chủ trì"),
        place_column(required=True, shown=True),
        TableColumn(
            "recognised_on",
            RECOGNISED_ON,
            Day(),
            shown=True,
            example=date(2020, 8, 20),
            hint="Để trống khi đang xây dựng.",
        ),
        TableColumn("decision", "Văn bản công nhận", Text(), example="QĐ 12/QĐ-LMHTX", width=26),
        note_column(),
        department_column(),
    )

    place_days = (RECOGNISED_ON,)

    def find_near_duplicates(self) -> None:
        mark_near_duplicates(self.import_rows, ValueChain, names="", lineage=self.places.lineage)
        mark_namesakes(self.import_rows, ValueChain, self.places.lineage)


class InspectionResource(TableResource):
    """One row an inspection of a cooperative or of a group."""

    title = "Kiểm tra"
    related = (*RELATED, "cooperative__place__parent", "group__place__parent")
    order = ("-completed_on", "-pk")
    parts = (
        RecordPart(
            Inspection,
            (
                Key(("kind", "cooperative", "group", "completed_on"), SUBJECT | {"completed_on"}),
                Key(("kind", "cooperative", "group", "started_on"), SUBJECT),
            ),
            placed_by="subject",
        ),
    )
    columns = (
        TableColumn(
            "kind",
            "Hình thức",
            OneOf(Inspection.Kind.choices),
            required=True,
            shown=True,
            example="kiểm tra hồ sơ",
        ),
        *cooperative_columns(),
        TableColumn("group", GROUP, group_name(), shown=True, hint="Khi đơn vị được kiểm tra là tổ hợp tác.", width=36),
        TableColumn("started_on", STARTED_ON, Day(), example=date(2020, 6, 1)),
        TableColumn(
            "completed_on",
            ENDED_ON,
            Day(),
            present=True,
            shown=True,
            example=date(2020, 6, 3),
            hint="Để trống khi đang kiểm tra.",
        ),
        TableColumn("findings", "Kết luận", Text(), example="Hồ sơ đầy đủ.", width=40),
        place_column(EVENT_PLACE),
        note_column(),
        department_column(),
    )

    place_days = (
        ENDED_ON,
        STARTED_ON,
    )


class CooperativeSupportResource(TableResource):
    """One row a support given to a cooperative or a group."""

    title = "Hỗ trợ HTX, tổ hợp tác"
    related = (*RELATED, "cooperative__place__parent", "group__place__parent")
    order = ("-supported_on", "-pk")
    parts = (
        RecordPart(
            CooperativeSupport,
            (Key(("kind", "cooperative", "group", "supported_on"), SUBJECT),),
            placed_by="subject",
        ),
    )
    columns = (
        TableColumn(
            "kind",
            "Hình thức",
            OneOf(CooperativeSupport.Kind.choices),
            required=True,
            shown=True,
            example="tư vấn, hướng dẫn",
        ),
        *cooperative_columns(),
        TableColumn("group", GROUP, group_name(), shown=True, hint="Khi đơn vị được hỗ trợ là tổ hợp tác.", width=36),
        TableColumn("supported_on", SUPPORTED_ON, Day(), required=True, shown=True, example=date(2020, 6, 3)),
        TableColumn(
            "organiser",
            "Đơn vị tổ chức",
            OneOf(CooperativeSupport.Organiser.choices),
            shown=True,
            example="Liên minh HTX tỉnh",
            hint="Để trống là Liên minh HTX tỉnh.",
            width=24,
        ),
        TableColumn("organiser_name", "Tên đơn vị phối hợp", Text(), hint="Ghi khi có đơn vị khác cùng làm.", width=30),
        TableColumn("content", "Nội dung", Text(), example="Tư vấn thành lập HTX", width=40),
        TableColumn("value", "Trị giá (đồng)", Whole(), shown=True, example=20_000_000),
        TableColumn("people_trained", "Số người được đào tạo", Whole()),
        TableColumn(
            "graduate_name", "Họ tên cán bộ trẻ", Text(), hint="Không ghi số định danh, số điện thoại.", width=26
        ),
        TableColumn("graduate_from", "Cán bộ trẻ làm từ ngày", Day(future=True)),
        TableColumn("graduate_to", "Cán bộ trẻ đến hết ngày", Day(future=True)),
        place_column(EVENT_PLACE),
        note_column(),
        department_column(),
    )

    place_days = (SUPPORTED_ON,)
