"""Excel in and out, measured: `python bench/excel.py`. Prints CPU seconds, both sides and their ratio, peak memory.

One side is this portal's import of new cooperatives, the other the library's default resource on the same file: read,
checked (`clean_model_instances`), written with history. Each run is a process of its own on a database of its own, so
that one cannot warm up or crowd the other; medians of ROUNDS. On SQLite in memory; with DATABASE_URL on PostgreSQL,
where the server's own CPU time is not in the figures.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from functools import cache
from pathlib import Path
from typing import TypedDict

import tablib
from django.db.models import QuerySet
from django.test.utils import setup_databases
from import_export import fields, resources, widgets
from openpyxl import Workbook

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import bench  # noqa: E402, F401 - sets Django up
from cooperatives.models import Cooperative, CooperativeGroup  # noqa: E402
from coopunion.authorship import set_author  # noqa: E402
from coopunion.models import Place, User  # noqa: E402
from coopunion.tables.exporting import write_export  # noqa: E402
from coopunion.tables.library import run as run_import  # noqa: E402
from coopunion.tables.resource import table_resources  # noqa: E402
from coopunion.tables.sheets import UnreadableTable  # noqa: E402
from coopunion.tables.workbooks import read_table  # noqa: E402
from tests import factories  # noqa: E402
from tests.workbooks import HEAD, TAIL, text_cell, with_sheet  # noqa: E402

ROUNDS = 3
FIELDS = (
    "name",
    "short_name",
    "code",
    "place",
    "address",
    "sector",
    "activity",
    "charter_capital",
    "members",
    "women",
    "note",
)
HEADINGS = (
    "Tên hợp tác xã",
    "Tên viết tắt",
    "Mã số",
    "Địa bàn",
    "Địa chỉ",
    "Lĩnh vực",
    "Ngành, nghề chính",
    "Vốn điều lệ (đồng)",
    "Số thành viên",
    "Trong đó nữ",
    "Ghi chú",
)


class Measurement(TypedDict, total=False):
    """What one process found, as it prints it."""

    seconds: float
    rows: int
    peak_mb: float
    grown_mb: float
    size: int
    said: str


def write_cooperatives(path: Path, rows: int) -> None:
    """New cooperatives: eleven columns, names that are not near one another."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADINGS)
    for number in range(rows):
        sheet.append(
            (
                f"HTX số {number:05d}",
                f"HTX {number:05d}",
                f"{5200000000 + number}",
                "xã Hồng Ca, huyện Trấn Yên",
                f"thôn {number % 40}",
                "trồng trọt",
                "trồng chè",
                500_000_000 + number,
                9 + number % 20,
                number % 9,
                "minh họa",
            )
        )
    book.save(path)


@cache
def user() -> User:
    """A member of staff, in a database of its own with the office and the places of the file."""
    setup_databases(verbosity=0, interactive=False)
    factories.hong_ca()
    factories.make_office(factories.yen_bai())
    staff: User = factories.make_user("staff")
    return staff


def portal(path: Path) -> Measurement:
    table = table_resources()["cooperatives"](user=user(), reason="bench")
    started = time.process_time()
    result = run_import(table, read_table(path, table.known_headings))
    return spent(started, result.totals["new"], bool(table.errors))


class PlaceWidget(widgets.ForeignKeyWidget):  # type: ignore[misc]  # import_export has no types
    def get_queryset(self, value: str, row: dict[str, str], *args: object, **kwargs: object) -> QuerySet[Place]:
        return Place.objects.filter(parent__name="Trấn Yên")

    def clean(self, value: str, row: dict[str, str] | None = None, **kwargs: object) -> Place:
        place: Place = super().clean(value.split(",")[0].removeprefix("xã "), row, **kwargs)
        return place


class SectorWidget(widgets.Widget):  # type: ignore[misc]  # import_export has no types
    labels = {label: key for key, label in Cooperative.Sector.choices}

    def clean(self, value: str, row: dict[str, str] | None = None, **kwargs: object) -> str:
        return self.labels[value]


class DefaultResource(resources.ModelResource):  # type: ignore[misc]  # import_export has no types
    """The library's own resource, as its documentation makes one, with the columns of the same file."""

    name = fields.Field("name", HEADINGS[0])
    short_name = fields.Field("short_name", HEADINGS[1])
    code = fields.Field("code", HEADINGS[2])
    place = fields.Field("place", HEADINGS[3], PlaceWidget(Place, "name"))
    address = fields.Field("address", HEADINGS[4])
    sector = fields.Field("sector", HEADINGS[5], SectorWidget())
    activity = fields.Field("activity", HEADINGS[6])
    charter_capital = fields.Field("charter_capital", HEADINGS[7], widgets.DecimalWidget())
    members = fields.Field("members", HEADINGS[8], widgets.IntegerWidget())
    women = fields.Field("women", HEADINGS[9], widgets.IntegerWidget())
    note = fields.Field("note", HEADINGS[10])

    class Meta:
        model = Cooperative
        fields = FIELDS
        import_id_fields = ("code",)
        skip_unchanged = True
        report_skipped = True

    def before_save_instance(self, instance: Cooperative, row: dict[str, str], **kwargs: object) -> None:
        set_author(instance, user(), "")

    def after_init_instance(self, instance: Cooperative, new: bool, row: dict[str, str], **kwargs: object) -> None:
        instance.department_id = user().department_id  # type: ignore[assignment]  # the user of the benchmark has one


def library(path: Path, *, clean: bool = True) -> Measurement:
    user()
    table_resource = DefaultResource()
    table_resource._meta.clean_model_instances = clean
    started = time.process_time()
    table = tablib.Dataset().load(path.read_bytes(), format="xlsx")
    result = table_resource.import_data(table, rollback_on_validation_errors=True)
    return spent(started, result.totals["new"], result.has_errors() or result.has_validation_errors())


def spent(started: float, new: int, wrong: bool) -> Measurement:
    seconds = time.process_time() - started
    written = Cooperative.objects.count(), Cooperative.history.count()
    if wrong or set(written) != {new}:
        raise SystemExit(f"the import went wrong: {new} new, {written} written")
    return {"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "rows": new}


def export(rows: int) -> Measurement:
    """`rows` groups written to a file; peak memory before and after, to see that it stays flat."""
    staff = user()
    place = factories.hong_ca()
    for start in range(0, rows, 5_000):
        CooperativeGroup.objects.bulk_create(
            CooperativeGroup(
                name=f"THT số {number}",
                place=place,
                department=staff.department,
                activity="nuôi ong",
                notified_on=date(2020, 5, 1 + number % 28),
                members=5,
            )
            for number in range(start, min(start + 5_000, rows))
        )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table = table_resources()["groups"](user=staff)
    started = time.process_time()
    with tempfile.TemporaryFile() as file:
        written = write_export(table, table.exported(table.visible(staff).order_by(*table.order)), file)
        size = file.tell()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.process_time() - started, "rows": written, "grown_mb": peak - before, "size": size}


def bomb(path: Path) -> Measurement:
    """A file that must be refused: the seconds and megabytes it takes, in a process that did not make it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    started = time.perf_counter()
    try:
        read_table(path)
        said = "đọc được"
    except UnreadableTable as error:
        said = str(error)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.perf_counter() - started, "grown_mb": peak - before, "said": said}


def _bombs() -> dict[str, bytes]:
    first = b'<row r="1">' + text_cell("A1", "A") + b"</row>"
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "' + b"&a;" * 10 + b'">]>'
    return {
        "600 MB giải nén": with_sheet(bytes(1024 * 1024), 600),
        "ô XFD1048576": with_sheet(HEAD + first + far + TAIL),
        "thực thể lồng nhau": with_sheet(entity + HEAD + b"<row><c><v>&b;</v></c></row>" + TAIL),
        "một dòng 2 triệu ô": with_sheet(HEAD + b"<row>" + b"<c><v>1</v></c>" * 2_000_000 + b"</row>" + TAIL),
        "3 triệu dòng rỗng": with_sheet(HEAD + b"<row/>" * 3_000_000 + TAIL),
    }


def run(*words: str) -> Measurement:
    """One measurement in a process of its own."""
    done = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    measurement: Measurement = json.loads(done.stdout)
    return measurement


def median(side: str, path: Path) -> Measurement:
    runs = [run(side, str(path)) for _ in range(ROUNDS)]
    return sorted(runs, key=lambda measurement: measurement["seconds"])[len(runs) // 2]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {rows: Path(folder) / f"{rows}.xlsx" for rows in (1_000, 10_000, 20_000)}
        for rows, path in files.items():
            write_cooperatives(path, rows)
        print("Nhập HTX mới, có lịch sử (giây CPU, trung vị; đỉnh bộ nhớ):")
        ours = {rows: median("portal", path) for rows, path in files.items()}
        for rows, measured in ours.items():
            print(f"  cổng, {rows:>6} dòng: {measured['seconds']:6.2f} s, {measured['peak_mb']:5.0f} MB")
        for side, label in (("library", "thư viện, mặc định + kiểm tra"), ("library-bare", "thư viện, mặc định")):
            other = run(side, str(files[10_000]))
            ratio = other["seconds"] / ours[10_000]["seconds"]
            print(f"  {label}: {other['seconds']:6.2f} s, {other['peak_mb']:5.0f} MB → nhanh gấp {ratio:.1f}")
        print(
            f"  20.000 so với 10.000 dòng: {ours[20_000]['seconds'] / ours[10_000]['seconds']:.2f} lần (tuyến tính: 2)"
        )
    for rows in (10_000, 100_000):
        measured = run("export", str(rows))
        print(f"Xuất {measured['rows']} dòng: {measured['seconds']:.1f} s, bộ nhớ thêm {measured['grown_mb']:.0f} MB")
    print("Tệp độc (giây, bộ nhớ thêm):")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in _bombs().items():
            path = Path(folder) / "bom.xlsx"
            path.write_bytes(content)
            found = run("bomb", str(path))
            size = len(content) // 1024
            print(f"  {name} ({size} KB): {found['seconds']:.2f} s, {found['grown_mb']:.0f} MB – {found['said']}")


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["portal", path]:
            print(json.dumps(portal(Path(path))))
        case ["library", path]:
            print(json.dumps(library(Path(path))))
        case ["library-bare", path]:
            print(json.dumps(library(Path(path), clean=False)))
        case ["export", rows]:
            print(json.dumps(export(int(rows))))
        case ["bomb", path]:
            print(json.dumps(bomb(Path(path))))
        case []:
            main()
        case _:
            raise SystemExit(__doc__)
