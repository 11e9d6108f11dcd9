"""The Excel tables of cooperatives and cooperative groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.db.models import Model

from cooperatives.models import Cooperative, CooperativeGroup, Registration, Relocation, Renaming, StatusChange
from coopunion.models import Place
from coopunion.tables.columns import Key, RecordPart, TableColumn
from coopunion.tables.import_row import RECORD, ImportRow
from coopunion.tables.names import PlaceName, RecordName
from coopunion.tables.near_duplicates import mark_namesakes, mark_near_duplicates
from coopunion.tables.readers import Day, Digits, OneOf, Plain, Text, Whole
from coopunion.tables.resource import TableResource

CODE, NAME, PLACE, NOTE, DEPARTMENT = "Mã số", "Tên hợp tác xã", "Địa bàn", "Ghi chú", "Phòng phụ trách"
ISSUED, STATUS, STATUS_FROM = "Ngày cấp GCN lần đầu", "Trạng thái", "Trạng thái từ ngày"
GROUP_NAME, NOTIFIED = "Tên tổ hợp tác", "Ngày thông báo với UBND xã"
COOPERATIVE_CODE, COOPERATIVE, GROUP = "Mã số HTX", "Hợp tác xã", "Tổ hợp tác"
ADDRESS = "Địa chỉ"
PLACE_HINT = "Ghi đủ: “xã Hồng Ca, huyện Trấn Yên”."


def seats() -> Iterator[tuple[int, dict[str, object]]]:
    """Places to which cooperatives have moved, so that a list with their present seats finds them too."""
    for cooperative, place in Relocation.objects.recorded().values_list("cooperative", "place"):
        yield cooperative, {"place": place}


def place_column(
    hint: str = PLACE_HINT,
    *,
    part: str = RECORD,
    required: bool = False,
    shown: bool = False,
    export: Callable[[Cooperative], Place | None] | None = None,
) -> TableColumn:
    return TableColumn(
        "place",
        PLACE,
        PlaceName(),
        part=part,
        required=required,
        shown=shown,
        export=export,
        example="xã Hồng Ca, huyện Trấn Yên",
        hint=hint,
        width=34,
    )


def note_column() -> TableColumn:
    return TableColumn("note", NOTE, Text(), width=30)


def department_column() -> TableColumn:
    return TableColumn("department", DEPARTMENT, Plain(), readonly=True, width=30, hint="Chỉ có trong tệp xuất.")


def present_address(cooperative: Cooperative) -> str:
    moves = [move for move in cooperative.relocations.all() if move.counts]
    return max(moves, key=lambda move: (move.moved_on, move.pk)).address if moves else cooperative.address


class CooperativeResource(TableResource):
    """One row a cooperative, with its first certificate and its present status where they are known."""

    title = "Hợp tác xã"
    related = ("place__parent", "department")
    prefetched = ("relocations__place__parent",)
    order = ("name", "pk")
    parts = (
        RecordPart(
            Cooperative,
            (Key(("code",)), Key(("name", "place"))),
            accent_insensitive=frozenset({"name"}),
            prefetch=("aliases", "renamings", "registrations", "relocations__place__parent"),
            elsewhere=seats,
        ),
        RecordPart(
            Registration,
            (Key(("cooperative",)),),
            "certificate",
            links={"cooperative": RECORD},
            fixed={"kind": Registration.Kind.FIRST.value},
            placed_by="cooperative",
            latest="issued_on",
        ),
        RecordPart(
            StatusChange,
            (Key(("cooperative", "from_on")),),
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
            Digits(10),
            shown=True,
            example="5200123456",
            hint="10 chữ số, ô định dạng Văn bản. Tìm hồ sơ đã có theo mã số; không có mã thì theo tên và địa bàn.",
        ),
        TableColumn("name", NAME, Text(), required=True, names=True, example="HTX minh họa 001", width=40),
        TableColumn("short_name", "Tên viết tắt", Text(), width=24),
        TableColumn(
            "kind",
            "Loại hình",
            OneOf(Cooperative.Kind.choices),
            example="hợp tác xã",
            hint="Để trống là hợp tác xã.",
        ),
        place_column(
            required=True,
            shown=True,
            export=lambda cooperative: cooperative.seat_on(None),
            hint=f"{PLACE_HINT} HTX đã chuyển trụ sở: nơi hiện nay.",
        ),
        TableColumn("address", ADDRESS, Text(), export=present_address, width=30),
        TableColumn("sector", "Lĩnh vực", OneOf(Cooperative.Sector.choices), example="trồng trọt", width=24),
        TableColumn("activity", "Ngành, nghề chính", Text(), example="trồng chè, chế biến chè", width=30),
        TableColumn("charter_capital", "Vốn điều lệ (đồng)", Whole(), shown=True, example=500_000_000),
        TableColumn("members", "Số thành viên", Whole(), shown=True, example=9),
        TableColumn("women", "Trong đó nữ", Whole(), example=4),
        TableColumn(
            "founding_lead",
            "Chủ trì thành lập",
            OneOf(Cooperative.Lead.choices),
            example="Liên minh HTX tỉnh",
            hint="Để trống là đơn vị khác.",
            width=22,
        ),
        TableColumn("issued_on", ISSUED, Day(), part="certificate", shown=True, example=date(2020, 5, 12)),
        TableColumn("number", "Số GCN", Text(), part="certificate", example="16070001"),
        TableColumn(
            "authority", "Cơ quan cấp", Text(), part="certificate", example="Phòng Tài chính - Kế hoạch", width=28
        ),
        TableColumn(
            "law", "Đăng ký theo", OneOf(Registration.Law.choices), part="certificate", example="Luật HTX 2012"
        ),
        TableColumn(
            "status", STATUS, OneOf(StatusChange.Status.choices), part="status", example="đang hoạt động", width=22
        ),
        TableColumn(
            "from_on",
            STATUS_FROM,
            Day(),
            part="status",
            example=date(2020, 5, 12),
            hint="Ngày đầu của trạng thái; ghi một ngày khác là thêm một trạng thái mới.",
        ),
        note_column(),
        department_column(),
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

    def days(self, import_row: ImportRow) -> Iterator[date]:
        """As the form: its kind and its lead decide whether its founding counts."""
        yield from super().days(import_row)
        if import_row.touched.get(RECORD, set()) & {"kind", "founding_lead"}:
            registrations = import_row.record(Cooperative).registrations.all()
            first = [registration for registration in registrations if registration.kind == Registration.Kind.FIRST]
            yield from (certificate.issued_on for certificate in first if certificate.counts and certificate.issued_on)

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
    related = ("place__parent", "department")
    order = ("name", "pk")
    parts = (RecordPart(CooperativeGroup, (Key(("name", "place")),), accent_insensitive=frozenset({"name"})),)
    columns = (
        TableColumn("name", GROUP_NAME, Text(), required=True, names=True, example="THT minh họa 001", width=40),
        place_column(required=True, shown=True),
        TableColumn("activity", "Ngành, nghề chính", Text(), example="nuôi ong lấy mật", width=30),
        TableColumn("contract_on", "Ngày ký hợp đồng hợp tác", Day(), example=date(2020, 5, 5)),
        TableColumn("notified_on", NOTIFIED, Day(), shown=True, example=date(2020, 5, 12)),
        TableColumn("ended_on", "Ngày chấm dứt", Day()),
        TableColumn("members", "Số thành viên", Whole(), shown=True, example=6),
        note_column(),
        department_column(),
    )

    place_days = (NOTIFIED,)

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
        lambda context: (
            Cooperative.objects.exclude(state=Cooperative.State.ANNULLED)
            .select_related("place__parent", "department")
            .prefetch_related("aliases", "renamings", "relocations__place__parent")
        ),
        names=names_of,
        missing="Không có hợp tác xã “{}” trong sổ.",
        code=COOPERATIVE_CODE,
    )


def group_name() -> RecordName[CooperativeGroup]:
    return RecordName(
        CooperativeGroup,
        lambda context: CooperativeGroup.objects.exclude(state=CooperativeGroup.State.ANNULLED).select_related(
            "place__parent", "department"
        ),
        names=lambda group: (group.name,),
        missing="Không có tổ hợp tác “{}” trong sổ.",
    )


def cooperative_columns(
    field: str = "cooperative", heading: str = COOPERATIVE, *, part: str = RECORD, required: bool = False
) -> tuple[TableColumn, TableColumn]:
    """The code and the name of the cooperative that a row is about; either is enough."""
    return (
        TableColumn(
            f"{field}__code",
            COOPERATIVE_CODE,
            Digits(10),
            part=part,
            fills=False,
            example="5200123456",
            hint="Có mã số thì không cần tên.",
        ),
        TableColumn(
            field,
            heading,
            cooperative_name(),
            part=part,
            required=required,
            always=part != RECORD,
            names=part == RECORD and field == "cooperative",
            shown=part == RECORD,
            example="HTX minh họa 001",
            hint="Tên đầy đủ, tên viết tắt, tên cũ hay tên khác trong sổ; trùng tên thì ghi mã số.",
            width=40,
        ),
    )
