"""Excel in and out, measured: `python bench/excel.py`. Prints CPU seconds, both sides and their ratio, peak memory.

One side is this portal's import of new cooperatives, the other the library's default resource on the same file: read,
checked (`clean_model_instances`), written with history. Each run is a process of its own on a database of its own, so
that one cannot warm up or crowd the other; medians of ROUNDS. On SQLite in memory; with DATABASE_URL on PostgreSQL,
where the server's own CPU time is not in the figures.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
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


def write_cooperatives(path: Path, rows: int) -> None:
    """New cooperatives: eleven columns, names that are not near one another."""
    from openpyxl import Workbook

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


def set_up():
    """A database of its own with the office, its user and the places of the file."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.test_settings")
    django.setup()
    from django.test.utils import setup_databases

    setup_databases(verbosity=0, interactive=False)
    from coopunion.models import Office
    from tests import factories

    factories.hong_ca()
    Office.objects.create(pk=1, province=factories.yen_bai())
    return factories.make_user("staff")


def portal(path: Path) -> dict:
    user = set_up_user()
    from coopunion.tables.registry import table_resources
    from coopunion.tables.workbooks import read_table

    resource = table_resources()["cooperatives"](user=user, reason="bench")
    started = time.process_time()
    result = resource.run(read_table(path, resource.known_headings))
    return spent(started, result.totals["new"], bool(resource.errors(result)))


def library(path: Path, *, clean: bool = True) -> dict:
    """The library's own resource, as its documentation makes one, with the columns of the same file."""
    user = set_up_user()
    import tablib
    from import_export import fields, resources, widgets

    from cooperatives.models import Cooperative
    from coopunion.models import Place

    class PlaceWidget(widgets.ForeignKeyWidget):
        def get_queryset(self, value, row, *args, **kwargs):
            return Place.objects.filter(parent__name="Trấn Yên")

        def clean(self, value, row=None, **kwargs):
            return super().clean(value.split(",")[0].removeprefix("xã "), row, **kwargs)

    labels = {label: key for key, label in Cooperative.Sector.choices}

    class SectorWidget(widgets.Widget):
        def clean(self, value, row=None, **kwargs):
            return labels[value]

    class DefaultResource(resources.ModelResource):
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
            clean_model_instances = clean

        def before_save_instance(self, instance, row, **kwargs):
            instance._history_user = user

        def after_init_instance(self, instance, new, row, **kwargs):
            instance.department = user.department

    started = time.process_time()
    table = tablib.Dataset().load(path.read_bytes(), format="xlsx")
    result = DefaultResource().import_data(table, rollback_on_validation_errors=True)
    return spent(started, result.totals["new"], result.has_errors() or result.has_validation_errors())


def spent(started: float, new: int, wrong: bool) -> dict:
    from cooperatives.models import Cooperative

    seconds = time.process_time() - started
    written = Cooperative.objects.count(), Cooperative.history.count()
    if wrong or set(written) != {new}:
        raise SystemExit(f"the import went wrong: {new} new, {written} written")
    return {"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, "rows": new}


_user = None


def set_up_user():
    global _user
    _user = _user or set_up()
    return _user


def export(rows: int) -> dict:
    """`rows` groups written to a file; peak memory before and after, to see that it stays flat."""
    user = set_up_user()
    from cooperatives.models import CooperativeGroup
    from coopunion.tables.exporting import write_export
    from coopunion.tables.registry import table_resources
    from tests import factories

    place = factories.hong_ca()
    for start in range(0, rows, 5_000):
        CooperativeGroup.objects.bulk_create(
            CooperativeGroup(
                name=f"THT số {number}",
                place=place,
                department=user.department,
                activity="nuôi ong",
                notified_on=date(2020, 5, 1 + number % 28),
                members=5,
            )
            for number in range(start, min(start + 5_000, rows))
        )
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table = table_resources()["groups"](user=user)
    started = time.process_time()
    with tempfile.TemporaryFile() as file:
        written = write_export(table, table.exported(table.visible(user).order_by(*table.order)), file)
        size = file.tell()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": time.process_time() - started, "rows": written, "grown_mb": peak - before, "size": size}


def bomb(path: Path) -> dict:
    """A file that must be refused: the seconds and megabytes it takes, in a process that did not make it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "deploy.test_settings")
    django.setup()
    from coopunion.tables.workbooks import UnreadableTable, read_table

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
    from tests.workbooks import HEAD, TAIL, text_cell, with_sheet

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


def run(*words: str) -> dict:
    """One measurement in a process of its own."""
    done = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__, *words], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-2000:])
    return json.loads(done.stdout)


def median(side: str, path: Path) -> dict:
    runs = [run(side, str(path)) for _ in range(ROUNDS)]
    return sorted(runs, key=lambda each: each["seconds"])[len(runs) // 2]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = {rows: Path(folder) / f"{rows}.xlsx" for rows in (1_000, 10_000, 20_000)}
        for rows, path in files.items():
            write_cooperatives(path, rows)
        print("Nhập HTX mới, có lịch sử (giây CPU, trung vị; đỉnh bộ nhớ):")
        ours = {rows: median("portal", path) for rows, path in files.items()}
        for rows, each in ours.items():
            print(f"  cổng, {rows:>6} dòng: {each['seconds']:6.2f} s, {each['peak_mb']:5.0f} MB")
        for side, label in (("library", "thư viện, mặc định + kiểm tra"), ("library-bare", "thư viện, mặc định")):
            theirs = run(side, str(files[10_000]))
            ratio = theirs["seconds"] / ours[10_000]["seconds"]
            print(f"  {label}: {theirs['seconds']:6.2f} s, {theirs['peak_mb']:5.0f} MB → nhanh gấp {ratio:.1f}")
        print(
            f"  20.000 so với 10.000 dòng: {ours[20_000]['seconds'] / ours[10_000]['seconds']:.2f} lần (tuyến tính: 2)"
        )
    for rows in (10_000, 100_000):
        each = run("export", str(rows))
        print(f"Xuất {each['rows']} dòng: {each['seconds']:.1f} s, bộ nhớ thêm {each['grown_mb']:.0f} MB")
    print("Tệp độc (giây, bộ nhớ thêm):")
    with tempfile.TemporaryDirectory() as folder:
        for name, content in _bombs().items():
            path = Path(folder) / "bom.xlsx"
            path.write_bytes(content)
            each = run("bomb", str(path))
            size = len(content) // 1024
            print(f"  {name} ({size} KB): {each['seconds']:.2f} s, {each['grown_mb']:.0f} MB – {each['said']}")


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
