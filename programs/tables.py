"""The Excel tables of a programme's plan and of reported figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db.models import Model

from coopunion.models import Place
from coopunion.periods import FIRST_YEAR, LAST_YEAR, ROMAN, Days, Quarter
from coopunion.permissions import Permission
from coopunion.tables.cells import Cell, NearMiss, Value, Values, day_in, number_in
from coopunion.tables.columns import RecordPart, TableColumn
from coopunion.tables.context import ImportContext
from coopunion.tables.import_row import RECORD, WHOLE_ROW, ImportRow
from coopunion.tables.names import PlaceOrProvince
from coopunion.tables.readers import Day, Number, Reader, Text, Whole, YearNumber
from coopunion.tables.resource import TableResource
from programs.figures.plausibility import KnownTotals
from programs.forms import cut_offs
from programs.measures import MEASURES
from programs.models import Indicator, Program, ReportedFigure, Target, Task
from programs.models.figures import figure_days, overlap, overlap_message

PROGRAM, YEAR, TASK, TASK_NAME = "Chương trình", "Năm", "Nhiệm vụ", "Tên nhiệm vụ"
CODE, EFFECTIVE, QUARTER, RECEIVED = "Mã chỉ tiêu", "Hiệu lực từ", "Quý", "Ngày nhận"
VALUE, BECAUSE = "Giá trị", "Vì sao khác thường"


class MeasureKey(Text):
    """A key of programs.measures; empty means reported figures only."""

    def choices(self) -> Sequence[str]:
        return list(MEASURES)

    def read(self, cell: Cell, row: Values) -> str:
        if cell not in MEASURES:
            raise ValueError(f"Không có cách đếm “{cell}”.")
        return str(cell)


class PlanResource(TableResource):
    """One row an indicator with its targets; its programme and task are created with it."""

    title = "Kế hoạch năm"
    related = ("program", "task")
    order = ("program__year", "program__code", "position")
    permission = Permission.MANAGE_PROGRAMS
    parts = (
        RecordPart(Program, (("code", "year"),), "program", shared=True),
        RecordPart(Task, (("program", "number"),), "task", links={"program": "program"}, shared=True),
        RecordPart(Indicator, (("program", "code"),), links={"program": "program", "task": "task"}),
        *(
            RecordPart(
                Target,
                (("indicator", "effective_from"),),
                kind.value,
                links={"indicator": RECORD},
                fixed={"kind": kind.value},
                removed_when_blank=True,
                latest="effective_from",
            )
            for kind in Target.Kind
        ),
    )
    columns = (
        TableColumn("code", PROGRAM, 190, part="program", required=True, shown=True),
        TableColumn(
            "year", YEAR, 2021, reader=YearNumber(FIRST_YEAR, LAST_YEAR), part="program", required=True, shown=True
        ),
        TableColumn(
            "number",
            TASK,
            1,
            "Để trống với số liệu toàn tỉnh, ngoài các nhiệm vụ được giao.",
            part="task",
            present=True,
            shown=True,
        ),
        TableColumn("name", TASK_NAME, "Phát triển hợp tác xã", part="task", present=True, width=36),
        TableColumn("code", CODE, "1a", required=True, shown=True),
        TableColumn("name", "Chỉ tiêu", "HTX thành lập mới", required=True, names=True, width=40),
        TableColumn("unit", "ĐVT", "HTX", required=True),
        TableColumn(
            "measure",
            "Cách đếm",
            "cooperatives.founded_by_union",
            "Khóa của cách đếm; để trống nếu chỉ có số liệu tổng hợp.",
            reader=MeasureKey(),
            present=True,
            width=32,
        ),
        TableColumn(
            "value",
            "Kế hoạch",
            30,
            "Tỉnh giao. Để trống là không giao.",
            reader=Number(lowest=0),
            part="assigned",
            present=True,
            shown=True,
        ),
        TableColumn(
            "decimals", "Số lẻ", 1, "Số lẻ của tỷ lệ phần trăm, 0–4; để trống là 1.", reader=Whole(0, 4), present=True
        ),
        TableColumn("name", "Tên chương trình", "Chương trình hành động 190", part="program", width=30),
        TableColumn("number", "Số văn bản", "190-CTr/TU", part="program"),
        TableColumn("value", "Phấn đấu", 40, "Liên minh tự phấn đấu, nếu có.", reader=Number(lowest=0), part="own_aim"),
        TableColumn(
            "effective_from",
            EFFECTIVE,
            hint="Để trống là từ ngày 01/01 của năm.",
            reader=Day(future=True),
            part=("assigned", "own_aim"),
            always=True,
        ),
    )

    def complete(self, import_row: ImportRow) -> None:
        values = import_row.values
        year, effective_from = number_in(values, YEAR), day_in(values, EFFECTIVE)
        if values.get(TASK) is None:
            values[TASK_NAME] = None
        elif not values.get(TASK_NAME):
            import_row.refuse(TASK_NAME, "Chưa nhập.")
        if effective_from and year and effective_from.year > year:
            import_row.refuse(EFFECTIVE, f"Ngày có hiệu lực không được sau năm {year}.")
        elif year and not effective_from and EFFECTIVE not in import_row.wrong:
            values[EFFECTIVE] = date(year, 1, 1)

    def begin(self) -> None:
        self._tasks: dict[int, int] = {}
        """How many tasks each programme has, by the identity of its record: a new one has no primary key yet."""

    def before_checks(self, import_row: ImportRow) -> None:
        program = import_row.record(Program, "program")
        if "program" in import_row.new and not program.name:
            program.name = f"Chương trình hành động {program.code}"
        if "task" in import_row.new and not (task := import_row.record(Task, "task")).position:
            task.position = self._next_position(program)
        if RECORD in import_row.new:
            import_row.record(Indicator).position = import_row.number - self.sheet.heading_row

    def _next_position(self, program: Program) -> int:
        """After the programme's tasks and the new ones of earlier rows."""
        if id(program) not in self._tasks:
            self._tasks[id(program)] = program.tasks.count() if program.pk else 0
        self._tasks[id(program)] += 1
        return self._tasks[id(program)]

    def days_of(self, record: Model) -> Iterable[date]:
        """As the plan's forms: a target applies from its day on, an indicator's measure to the whole year."""
        if isinstance(record, Target):
            return [day for day in self._cut_offs(record.indicator) if day >= record.effective_from]
        return self._cut_offs(record) if isinstance(record, Indicator) else ()

    @staticmethod
    def _cut_offs(indicator: Indicator) -> Sequence[date]:
        return cut_offs(indicator.program) if indicator.program.pk else ()

    def days(self, import_row: ImportRow) -> Iterator[date]:
        """Names change no signed figure; targets and the way of counting do."""
        kinds = [kind.value for kind in Target.Kind]
        written = [import_row.records[kind] for kind in kinds if import_row.writes(kind)]
        for target in (*written, *import_row.removed):
            yield from self.days_of(target)
        if "measure" in import_row.touched.get(RECORD, ()):
            yield from self.days_of(import_row.records[RECORD])

    def repeated(self, import_row: ImportRow, first: ImportRow) -> tuple[str, str]:
        return CODE, f"Chỉ tiêu {import_row.values[CODE]} đã có ở dòng {first.number} của tệp."


class QuarterNumber(Whole):
    """1–4, or I–IV as papers write it, with or without "quý" before it."""

    def __init__(self) -> None:
        super().__init__(1, 4)

    def choices(self) -> Sequence[str]:
        return ROMAN

    def read(self, cell: Cell, row: Values) -> int | None:
        text = cell.upper().removeprefix("QUÝ").strip() if isinstance(cell, str) else cell
        try:
            quarter = ROMAN.index(text) + 1 if text in ROMAN else super().read(text, row)
        except ValueError:
            quarter = None
        if quarter is None:
            raise ValueError("Quý ghi I, II, III hoặc IV.")
        return quarter

    def render(self, value: Value) -> str | None:
        return ROMAN[value - 1] if isinstance(value, int) and value else None


class IndicatorCode(Reader):
    """An indicator by its code, of the programme and year in the same row."""

    number_format = Text.number_format
    late = True

    def prepare(self, context: ImportContext) -> None:
        self._known: dict[tuple[Value, Value, str], Indicator] = {
            (indicator.program.code, indicator.program.year, indicator.code): indicator
            for indicator in Indicator.objects.select_related("program")
        }

    def read(self, cell: Cell, row: Values) -> Indicator | None:
        code, program, year = Text().read(cell, row), row.get(PROGRAM), row.get(YEAR)
        if not program or not year:
            return None
        if (program, year, code) not in self._known:
            codes = [known for (*own, known) in self._known if own == [program, year]]
            if not codes:
                raise ValueError(f"Chương trình {program} năm {year} không có trong sổ, hoặc chưa có chỉ tiêu.")
            near = next((known for known in codes if known.casefold() == code.casefold()), "")
            raise NearMiss(f"Chương trình {program} năm {year} không có chỉ tiêu {code}.", near)
        return self._known[program, year, code]

    def render(self, value: Value) -> str | None:
        return value.code if isinstance(value, Indicator) else None


class FiguresResource(TableResource):
    """One row the value of an indicator that arose in a quarter in a place."""

    title = "Số liệu tổng hợp"
    related = ("indicator__program", "place__parent")
    order = ("indicator__program__year", "indicator__program__code", "quarter", "indicator__position", "place__code")
    parts = (RecordPart(ReportedFigure, (("indicator", "quarter", "place"),)),)
    columns = (
        TableColumn("indicator__program__code", PROGRAM, 190, required=True, shown=True, fills=False),
        TableColumn(
            "indicator__program__year",
            YEAR,
            2020,
            reader=YearNumber(FIRST_YEAR, LAST_YEAR),
            required=True,
            shown=True,
            fills=False,
        ),
        TableColumn(
            "quarter", QUARTER, "I", "Quý mà số liệu phát sinh.", reader=QuarterNumber(), required=True, shown=True
        ),
        TableColumn("indicator", CODE, "T2", reader=IndicatorCode(), required=True, names=True),
        TableColumn("value", VALUE, 120, required=True, shown=True),
        TableColumn(
            "place",
            "Địa bàn",
            "huyện Trấn Yên",
            "Để trống là toàn tỉnh.",
            reader=PlaceOrProvince(),
            present=True,
            shown=True,
            width=30,
        ),
        TableColumn("source", "Nguồn", "BC 12/BC-UBND", required=True, width=30),
        TableColumn("received_on", RECEIVED, date(2020, 4, 2)),
        TableColumn(
            "confirmed_because",
            BECAUSE,
            hint="Chỉ ghi khi số khác xa các quý trước và các nơi khác mà vẫn đúng: đã hỏi lại ai, theo văn bản nào.",
            width=30,
        ),
    )

    def place_day(self, values: Values) -> date | None:
        year = number_in(values, YEAR)
        return Quarter(year, 4).ends_on if year else None

    def complete(self, import_row: ImportRow) -> None:
        values = import_row.values
        received, year, quarter = day_in(values, RECEIVED), number_in(values, YEAR), number_in(values, QUARTER)
        if received and year and quarter and received < Quarter(year, quarter).starts_on:
            import_row.refuse(RECEIVED, "Ngày nhận không được trước ngày đầu của quý.")

    def repeated(self, import_row: ImportRow, first: ImportRow) -> tuple[str, str]:
        return WHOLE_ROW, f"Chỉ tiêu, quý và địa bàn này đã có ở dòng {first.number} của tệp."

    def begin(self) -> None:
        self._places: dict[tuple[int, int], list[Place]] = {}
        figures = list(ReportedFigure.objects.select_related("indicator__program", "place__parent__parent"))
        self._known = KnownTotals(figures)
        for figure in figures:
            self._places.setdefault((figure.indicator_id, figure.quarter), []).append(figure.place)

    def clean(self, record: Model) -> None:
        """As the model's own `clean`, over the register's figures and those of earlier rows of the file."""
        if not isinstance(record, ReportedFigure):
            return
        others = self._places.setdefault((record.indicator_id, record.quarter), [])
        for other in others:
            if overlap(record.place, other):
                raise ValidationError({"place": overlap_message(record.place, other)})
        others.append(record.place)

    def keeps(self, column: TableColumn, record: Model, import_row: ImportRow) -> bool:
        """An empty cell says nothing of why the value is right."""
        return column.heading == BECAUSE and import_row.values.get(BECAUSE) is None

    def before_checks(self, import_row: ImportRow) -> None:
        """The reason goes with the value."""
        figure, touched = import_row.record(ReportedFigure), import_row.touched.get(RECORD, set())
        if "value" in touched and figure.confirmed_because and not import_row.values.get(BECAUSE):
            figure.confirmed_because = ""
            touched.add("confirmed_because")

    def check_together(self) -> None:
        """Totals far from all others, those of the file among them, need their reason in the file."""
        rows = [row for row in self.import_rows if not row.wrong and row.writes(RECORD)]
        figures = [row.record(ReportedFigure) for row in rows]
        for figure in figures:
            self._known.put(figure.indicator, figure.quarter, figure.place, Decimal(figure.value))
        for row, figure in zip(rows, figures, strict=True):
            if row.values.get(BECAUSE) or not (RECORD in row.new or "value" in row.touched[RECORD]):
                continue
            if doubt := self._known.doubt(figure.indicator, figure.quarter, figure.place, Decimal(figure.value)):
                row.refuse(VALUE, f"{doubt} Sửa lại, hoặc ghi vì sao số này đúng vào cột “{BECAUSE}”.")

    def days_of(self, record: Model) -> Iterable[Days]:
        if not isinstance(record, ReportedFigure):
            return ()
        return [figure_days(record.indicator.program, record.quarter)]

    def days(self, import_row: ImportRow) -> Iterator[Days]:
        yield from self.days_of(import_row.records[RECORD])
