"""The Excel tables of cooperatives and cooperative groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.db.models import Model

from cooperatives.laws import registrar_help
from cooperatives.models import Cooperative, CooperativeGroup, Registration, Relocation, Renaming, StatusChange
from coopunion.tables.columns import DEPARTMENT_COLUMN, NOTE_COLUMN, PLACE, PLACE_COLUMN, RecordPart, TableColumn
from coopunion.tables.import_row import RECORD, ImportRow
from coopunion.tables.names import RecordName
from coopunion.tables.near_duplicates import mark_namesakes, mark_near_duplicates
from coopunion.tables.readers import Digits
from coopunion.tables.resource import TableResource

CODE, NAME = "Mã số", "Tên hợp tác xã"
ISSUED, STATUS, STATUS_FROM = "Ngày cấp GCN lần đầu", "Trạng thái", "Trạng thái từ ngày"
GROUP_NAME, NOTIFIED = "Tên tổ hợp tác", "Ngày thông báo với UBND xã"
CERTIFIED = "Ngày cấp GCN đăng ký"
COOPERATIVE_CODE, COOPERATIVE, GROUP = "Mã số HTX", "Hợp tác xã", "Tổ hợp tác"
ADDRESS = "Địa chỉ"


def seats() -> Iterator[tuple[int, dict[str, object]]]:
    """Places to which cooperatives have moved, so that a list with their present seats finds them too."""
    for cooperative, place in Relocation.objects.recorded().values_list("cooperative", "place"):
        yield cooperative, {"place": place}


def present_address(cooperative: Cooperative) -> str:
    moves = [move for move in cooperative.relocations.all() if move.counts]
    return max(moves, key=lambda move: (move.moved_on, move.pk)).address if moves else cooperative.address


class CooperativeResource(TableResource):
    """One row a cooperative, with its first certificate and its present status where they are known."""

    title = "Hợp tác xã"
    prefetched = ("relocations__place__parent",)
    order = ("name", "pk")
    parts = (
        RecordPart(
            Cooperative,
            (("code",), ("name", "place")),
            prefetch=("aliases", "renamings", "registrations", "relocations__place__parent"),
            elsewhere=seats,
        ),
        RecordPart(
            Registration,
            (("cooperative",),),
            "certificate",
            links={"cooperative": RECORD},
            fixed={"kind": Registration.Kind.FIRST.value},
            placed_by="cooperative",
            latest="issued_on",
        ),
        RecordPart(
            StatusChange,
            (("cooperative", "from_on"),),
            "status",
            links={"cooperative": RECORD},
            placed_by="cooperative",
            latest="from_on",
        ),
    )
    columns = (
        TableColumn(
            "code",
            CODE,
            "5200123456",
            "10 chữ số, ô định dạng Văn bản. Tìm hồ sơ đã có theo mã số; không có mã thì theo tên và địa bàn.",
            reader=Digits(10),
            shown=True,
        ),
        TableColumn("name", NAME, "HTX minh họa 001", required=True, names=True, width=40),
        TableColumn("short_name", "Tên viết tắt", width=24),
        TableColumn("kind", "Loại hình", "hợp tác xã", "Để trống là hợp tác xã."),
        replace(
            PLACE_COLUMN,
            required=True,
            shown=True,
            export=lambda cooperative: cooperative.seat_on(None),
            hint=f"{PLACE_COLUMN.hint} HTX đã chuyển trụ sở: nơi hiện nay.",
        ),
        TableColumn("address", ADDRESS, export=present_address, width=30),
        TableColumn("sector", "Lĩnh vực", "trồng trọt", width=24),
        TableColumn("activity", "Ngành, nghề chính", "trồng chè, chế biến chè", width=30),
        TableColumn("charter_capital", "Vốn điều lệ (đồng)", 500_000_000, shown=True),
        TableColumn("members", "Số thành viên", 9, shown=True),
        TableColumn("women", "Trong đó nữ", 4),
        TableColumn("founding_lead", "Chủ trì thành lập", "Liên minh HTX tỉnh", "Để trống là đơn vị khác.", width=22),
        TableColumn("issued_on", ISSUED, date(2020, 5, 12), part="certificate", shown=True),
        TableColumn("number", "Số GCN", "16070001", part="certificate"),
        TableColumn(
            "authority", "Cơ quan cấp", "Phòng Tài chính - Kế hoạch", registrar_help(), part="certificate", width=28
        ),
        TableColumn("law", "Đăng ký theo", "Luật HTX 2012", part="certificate"),
        TableColumn("status", STATUS, "đang hoạt động", part="status", width=22),
        TableColumn(
            "from_on",
            STATUS_FROM,
            date(2020, 5, 12),
            "Ngày đầu của trạng thái; ghi một ngày khác là thêm một trạng thái mới.",
            part="status",
        ),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )

    def keeps(self, column: TableColumn, record: Model, import_row: ImportRow) -> bool:
        """Where it was first registered stays; a cell that names another seat than the present is a move of its own."""
        if not isinstance(record, Cooperative) or column.heading not in (PLACE, ADDRESS):
            return False
        moves = [move for move in record.relocations.all() if move.counts]
        if not moves:
            return False
        value = import_row.values[column.heading]
        known = {move.place for move in moves} if column.heading == PLACE else {present_address(record)}
        if value not in known and (value or "") not in known:
            import_row.refuse(column.heading, "HTX này đã chuyển trụ sở: ghi lần chuyển mới ở trang của HTX.")
        return True

    def find_near_duplicates(self) -> None:
        moved = Relocation.objects.recorded().values_list("cooperative__name", "cooperative__name", "place")
        renamed = Renaming.objects.recorded().values_list("old_name", "cooperative__name", "cooperative__place")
        others = [*moved, *renamed]
        mark_near_duplicates(self.import_rows, Cooperative, others=others, lineage=self.places.lineage)
        without_code = [import_row for import_row in self.import_rows if not import_row.values.get(CODE)]
        mark_namesakes(without_code, Cooperative, self.places.lineage, others)


class GroupResource(TableResource):
    """One row a cooperative group."""

    title = "Tổ hợp tác"
    order = ("name", "pk")
    parts = (RecordPart(CooperativeGroup, (("name", "place"),)),)
    place_days = (NOTIFIED, CERTIFIED)
    columns = (
        TableColumn("name", GROUP_NAME, "THT minh họa 001", required=True, names=True, width=40),
        replace(PLACE_COLUMN, required=True, shown=True),
        TableColumn("activity", "Ngành, nghề chính", "nuôi ong lấy mật", width=30),
        TableColumn("contract_on", "Ngày ký hợp đồng hợp tác", date(2020, 5, 5)),
        TableColumn("notified_on", NOTIFIED, date(2020, 5, 12), shown=True),
        TableColumn(
            "registration_ground",
            "Thuộc diện phải đăng ký khi thành lập",
            hint="Từ 01/07/2024 (Luật HTX 2023): tổ thuộc diện tính theo ngày cấp giấy, tổ khác theo ngày thông báo.",
            width=34,
        ),
        TableColumn("registered_on", CERTIFIED, hint="UBND xã cấp; trước 01/07/2025 là cấp huyện."),
        TableColumn("certificate_number", "Số GCN đăng ký"),
        TableColumn("ended_on", "Ngày chấm dứt"),
        TableColumn("members", "Số thành viên", 6, shown=True),
        NOTE_COLUMN,
        DEPARTMENT_COLUMN,
    )

    def find_near_duplicates(self) -> None:
        mark_near_duplicates(self.import_rows, CooperativeGroup, lineage=self.places.lineage)
        mark_namesakes(self.import_rows, CooperativeGroup, self.places.lineage)


def names_of(cooperative: Cooperative) -> Iterator[str]:
    """Its own name first; an export asks for no other."""
    yield cooperative.name
    yield cooperative.short_name
    yield from (alias.name for alias in cooperative.aliases.all())
    yield from (renaming.old_name for renaming in cooperative.renamings.all() if renaming.counts)


def cooperative_name() -> RecordName[Cooperative]:
    """Reads the cooperative a row is about, by its code in COOPERATIVE_CODE or by a name."""
    return RecordName(
        Cooperative,
        missing="Không có hợp tác xã “{}” trong sổ.",
        names=names_of,
        code=COOPERATIVE_CODE,
        prefetched=("aliases", "renamings", "relocations__place__parent"),
    )


def group_name() -> RecordName[CooperativeGroup]:
    return RecordName(CooperativeGroup, missing="Không có tổ hợp tác “{}” trong sổ.")


def cooperative_columns(
    field: str = "cooperative", heading: str = COOPERATIVE, *, part: str = RECORD, required: bool = False
) -> tuple[TableColumn, TableColumn]:
    """The code and the name of the cooperative that a row is about; either is enough."""
    return (
        TableColumn(
            f"{field}__code",
            COOPERATIVE_CODE,
            "5200123456",
            "Có mã số thì không cần tên.",
            reader=Digits(10),
            part=part,
            fills=False,
        ),
        TableColumn(
            field,
            heading,
            "HTX minh họa 001",
            "Tên đầy đủ, tên viết tắt, tên cũ hay tên khác trong sổ; trùng tên thì ghi mã số.",
            reader=cooperative_name(),
            part=part,
            required=required,
            shown=part == RECORD,
            names=part == RECORD and field == "cooperative",
            always=part != RECORD,
            width=40,
        ),
    )
