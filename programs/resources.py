"""Plans and reported figures from Excel: what an office already has goes in first."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from import_export.fields import Field

from coopunion.imports import Cells, TableResource
from coopunion.models import Office, Place
from coopunion.periods import FIRST_YEAR, LAST_YEAR, Quarter
from coopunion.placenames import PlaceFinder
from programs.measures import MEASURES
from programs.models import Indicator, Program, ReportedFigure, Target, Task

PROGRAM, YEAR, TASK, TASK_NAME = "Chương trình", "Năm", "Nhiệm vụ", "Tên nhiệm vụ"
CODE, NAME, UNIT, MEASURE = "Mã chỉ tiêu", "Chỉ tiêu", "ĐVT", "Cách đếm"
TARGET, DECIMALS = "Kế hoạch", "Số lẻ"
PROGRAM_NAME, PROGRAM_NUMBER, OWN_AIM, EFFECTIVE = "Tên chương trình", "Số văn bản", "Phấn đấu", "Hiệu lực từ"
PROGRAM_COLUMNS = {"code": PROGRAM, "year": YEAR, "name": PROGRAM_NAME, "number": PROGRAM_NUMBER}
TASK_COLUMNS = {"number": TASK, "name": TASK_NAME}
VALUE_COLUMNS = {Target.Kind.ASSIGNED: TARGET, Target.Kind.OWN_AIM: OWN_AIM}
QUARTER, VALUE, PLACE, SOURCE, RECEIVED = "Quý", "Giá trị", "Địa bàn", "Nguồn", "Ngày nhận"


class PlanResource(TableResource):
    """One row an indicator: its programme and task come into being with it, its target stands beside it."""

    headings = (PROGRAM, YEAR, TASK, TASK_NAME, CODE, NAME, UNIT, MEASURE, TARGET, DECIMALS)

    program = Field("program", PROGRAM)
    task = Field("task", TASK)
    code = Field("code", CODE)
    name = Field("name", NAME)
    unit = Field("unit", UNIT)
    measure = Field("measure", MEASURE)
    decimals = Field("decimals", DECIMALS)

    class Meta(TableResource.Meta):
        model = Indicator
        fields = ("program", "task", "code", "name", "unit", "measure", "decimals")
        import_id_fields = ("program", "code")

    def before_import(self, dataset, **kwargs) -> None:
        self._seen: dict[tuple[Program, str], int] = {}

    def before_import_row(self, row: dict[str, Any], **kwargs) -> None:
        cells = Cells(row)
        year = cells.whole(YEAR, FIRST_YEAR, LAST_YEAR)
        code, task_number = cells.text(CODE), cells.text(TASK, required=False)
        row[NAME], row[UNIT] = cells.text(NAME), cells.text(UNIT)
        row[MEASURE], row[DECIMALS] = (
            cells.text(MEASURE, required=False),
            cells.whole(DECIMALS, 0, 4, default=1),
        )
        if row[MEASURE] and row[MEASURE] not in MEASURES:
            cells.wrong[MEASURE] = f"Không có cách đếm “{row[MEASURE]}”."
        program_code, task_name = cells.text(PROGRAM), cells.text(TASK_NAME, required=bool(task_number))
        effective_from = cells.day(EFFECTIVE)
        values = {kind: cells.number(column, required=False, lowest=0) for kind, column in VALUE_COLUMNS.items()}
        if effective_from and year and effective_from.year > year:
            cells.wrong[EFFECTIVE] = f"Ngày có hiệu lực không được sau năm {year}."
        cells.check()
        row[CODE] = code
        row[PROGRAM] = self._program(program_code, year, row)
        row[TASK] = self._task(row[PROGRAM], task_number, task_name) if task_number else None
        row["targets"], row["effective_from"] = values, effective_from or date(year, 1, 1)
        first = self._seen.setdefault((row[PROGRAM], code), kwargs["row_number"])
        if first != kwargs["row_number"]:
            raise ValidationError({CODE: f"Chỉ tiêu {code} đã có ở dòng {first + 1} của tệp."})

    def _program(self, code: str, year: int, row: dict[str, Any]) -> Program:
        program = Program.objects.filter(code=code, year=year).first()
        if program is None:
            name = str(row.get(PROGRAM_NAME) or f"Chương trình hành động {code}")
            program = Program(code=code, year=year, name=name, number=str(row.get(PROGRAM_NUMBER) or ""))
            self._keep(program, PROGRAM_COLUMNS)
        return program

    def _task(self, program: Program, number: str, name: str) -> Task:
        task = Task.objects.filter(program=program, number=number).first()
        if task is None:
            task = Task(program=program, number=number, name=name, position=program.tasks.count() + 1)
            self._keep(task, TASK_COLUMNS)
        elif task.name != name:
            task.name = name
            self._keep(task, TASK_COLUMNS)
        return task

    def _keep(self, thing: Program | Task | Target, columns: dict[str, str]) -> None:
        """Save what the row brings along; an error of its fields is shown under their `columns`."""
        self.before_save_instance(thing, {})
        try:
            thing.full_clean()
        except ValidationError as error:
            raise ValidationError({columns.get(name, ""): told for name, told in error.message_dict.items()}) from error
        thing.save()

    def get_instance(self, instance_loader, row) -> Indicator | None:
        return Indicator.objects.filter(program=row[PROGRAM], code=row[CODE]).first()

    def after_init_instance(self, instance: Indicator, new: bool, row: dict[str, Any], **kwargs) -> None:
        if new:
            instance.position = kwargs["row_number"]

    def skip_row(self, instance, original, row, import_validation_errors=None) -> bool:
        same = super().skip_row(instance, original, row, import_validation_errors)
        return same and not list(self._changed_targets(instance, row))

    def after_save_instance(self, instance: Indicator, row: dict[str, Any], **kwargs) -> None:
        for target, value in self._changed_targets(instance, row):
            if value is None:
                self.before_save_instance(target, row)
                target.delete()
            else:
                target.value = value
                self._keep(target, {"value": VALUE_COLUMNS[target.kind], "effective_from": EFFECTIVE})

    def _changed_targets(self, indicator: Indicator, row: dict[str, Any]):
        """Targets whose value differs from the file's, with that value; None where the file gives none."""
        for kind, value in row["targets"].items():
            key = {"indicator": indicator, "kind": kind, "effective_from": row["effective_from"]}
            target = Target.objects.filter(**key).first() if indicator.pk else None
            if target is None and value is not None:
                yield Target(**key), value
            elif target is not None and target.value != value:
                yield target, value


class FiguresResource(TableResource):
    """One row the value of an indicator that arose in a quarter in a place."""

    headings = (PROGRAM, YEAR, QUARTER, CODE, VALUE, PLACE, SOURCE)

    indicator = Field("indicator", CODE)
    quarter = Field("quarter", QUARTER)
    place = Field("place", PLACE)
    value = Field("value", VALUE)
    source = Field("source", SOURCE)
    received_on = Field("received_on", RECEIVED)

    class Meta(TableResource.Meta):
        model = ReportedFigure
        fields = ("indicator", "quarter", "place", "value", "source", "received_on")
        import_id_fields = ("indicator", "quarter", "place")

    def before_import(self, dataset, **kwargs) -> None:
        self._province = Office.current().province
        self._finders: dict[int, PlaceFinder] = {}
        self._indicators = {
            (each.program.code, each.program.year, each.code): each
            for each in Indicator.objects.select_related("program")
        }
        self._seen: dict[tuple[object, ...], int] = {}

    def before_import_row(self, row: dict[str, Any], **kwargs) -> None:
        cells = Cells(row)
        program, code = cells.text(PROGRAM), cells.text(CODE)
        year, quarter = cells.whole(YEAR, FIRST_YEAR, LAST_YEAR), cells.quarter(QUARTER)
        row[VALUE], row[SOURCE] = cells.number(VALUE), cells.text(SOURCE)
        received = cells.day(RECEIVED)
        if RECEIVED in row:
            row[RECEIVED] = received
        indicator = self._indicators.get((program, year, code)) if year else None
        if program and code and year and indicator is None:
            cells.wrong[CODE] = f"Chương trình {program} năm {year} không có chỉ tiêu {code}."
        place = self._place(cells, year) if year else None
        if received and year and quarter and received < Quarter(year, quarter).starts_on:
            cells.wrong[RECEIVED] = "Ngày nhận không được trước ngày đầu của quý."
        cells.check()
        row[CODE], row[QUARTER], row[PLACE] = indicator, quarter, place
        first = self._seen.setdefault((indicator, quarter, place), kwargs["row_number"])
        if first != kwargs["row_number"]:
            raise ValidationError(f"Chỉ tiêu, quý và địa bàn này đã có ở dòng {first + 1} của tệp.")

    def _place(self, cells: Cells, year: int) -> Place | None:
        if self._province is None:
            cells.wrong[PLACE] = "Chưa đặt tỉnh của cơ quan."
            return None
        if year not in self._finders:
            self._finders[year] = PlaceFinder(self._province, Quarter(year, 4).ends_on)
        try:
            return self._finders[year].find(cells.text(PLACE, required=False))
        except ValueError as error:
            cells.wrong[PLACE] = str(error)
            return None

    def get_instance(self, instance_loader, row) -> ReportedFigure | None:
        return ReportedFigure.objects.filter(indicator=row[CODE], quarter=row[QUARTER], place=row[PLACE]).first()
