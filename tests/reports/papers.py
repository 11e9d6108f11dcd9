"""A report made by hand, with every part of the paper in it: the tests of the form need no records."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from coopunion.models import OfficeIdentity
from programs.models import Program, ReportingPeriod
from reports.figures.progress import QuarterProgress
from reports.paper.elements import AppendixRow, Block, FigureGroup, ListRow, RecordList
from reports.paper.quarterly import QuarterlyReport

VIETNAMESE = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
    "AÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬBCDĐEÈÉẺẼẸÊỀẾỂỄỆGHIÌÍỈĨỊKLMNOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢPQRSTUÙÚỦŨỤƯỪỨỬỮỰVXYỲÝỶỸỴ"
)
LONG = (
    "Trong quý IV có thêm 18 HTX; lũy kế cả năm đã tư vấn, hướng dẫn thành lập mới 65/30 HTX, đạt 217% so với kế "
    "hoạch; bằng 125% so với cùng kỳ năm trước (danh sách tại Mục A Phụ lục II)."
)


def paper(**changes: Any) -> QuarterlyReport:
    """Quarter IV of 2020, numbered and issued, in the words of the official example; `changes` replace its parts."""
    program = Program(code="190", number="190-CTr/TU", issuer="Tỉnh ủy", year=2020, name="Chương trình hành động 190")
    period = ReportingPeriod.standard(program, program.quarters[3])
    report = QuarterlyReport(
        office=OfficeIdentity(pk=1),
        program=program,
        period=period,
        progress=QuarterProgress(program, period.span, date(2020, 12, 20), []),
        issued=True,
        issued_on=date(2020, 12, 21),
        number_line="Số: 186/BC-LMHTX",
        date_line="Yên Bái, ngày 21 tháng 12 năm 2020",
        subject=(
            "Kết quả thực hiện Chương trình hành động số 190-CTr/TU của Tỉnh ủy",
            "quý IV và năm 2020; phương hướng, nhiệm vụ năm 2021",
        ),
        opening=(
            "Thực hiện Chương trình hành động số 190-CTr/TU của Tỉnh ủy, Liên minh Hợp tác xã tỉnh Yên Bái báo cáo kết "
            "quả thực hiện quý IV và năm 2020, số liệu tính đến ngày 20/12/2020, như sau:"
        ),
        blocks=[
            Block("chapter", "I. CÔNG TÁC LÃNH ĐẠO, CHỈ ĐẠO, TRIỂN KHAI THỰC HIỆN"),
            Block("paragraph", VIETNAMESE[:86]),
            Block("paragraph", VIETNAMESE[86:]),
            Block("chapter", "II. KẾT QUẢ THỰC HIỆN CÁC NHIỆM VỤ"),
            *(block for number in range(1, 9) for block in task(number)),
        ],
        closing=(
            "Trên đây là Báo cáo kết quả thực hiện Chương trình hành động số 190-CTr/TU quý IV và năm 2020, Liên minh "
            "HTX tỉnh kính báo cáo Thường trực Tỉnh ủy./."
        ),
        signer_title="CHỦ TỊCH",
        signer_name="(Họ và tên)",
        recipients=["Như trên;", "Ủy ban nhân dân tỉnh;", "Lưu: VT, NVCS."],
        groups=[FigureGroup("I", "Các nhiệm vụ được giao", [FIGURE, replace(FIGURE, code="1b", note="")])],
        lists=[
            RecordList("A", "1a", "HTX thành lập mới", "HTX", "Ngành, nghề chính", "Ngày cấp GCN", records(70)),
            RecordList("B", "5", "Sản phẩm OCOP", "sản phẩm", "Hạng sao", "Ngày quyết định", []),
        ],
        attached_to=(
            "(Kèm theo Báo cáo số 186/BC-LMHTX ngày 21 tháng 12 năm 2020 của Liên minh Hợp tác xã tỉnh Yên Bái)"
        ),
    )
    return replace(report, **changes)


def task(number: int) -> list[Block]:
    return [Block("heading", f"{number}. Phát triển hợp tác xã"), Block("paragraph", LONG), Block("paragraph", LONG)]


FIGURE = AppendixRow(
    code="1a",
    name="HTX thành lập mới do Liên minh HTX tỉnh chủ trì",
    unit="sản phẩm",
    target=Decimal(30),
    quarter=Decimal(18),
    cumulative=Decimal(65),
    ratio=Decimal(6500) / 30,
    previous_year=Decimal(52),
    change=Decimal(125),
    note="Tính đúng 216,7%",
    decimals=0,
)


def records(count: int) -> list[ListRow]:
    return [
        ListRow(
            number,
            f"HTX minh họa {number:03d}",
            "xã An Thịnh, huyện Văn Yên",
            "Chăn nuôi tổng hợp",
            date(2020, 1, 8),
            "huyện Văn Yên",
        )
        for number in range(1, count + 1)
    ]


def digests(printer: str) -> set[str]:
    """SHA-256 of the paper from other processes, where sets come in other orders; `printer` is module.function."""
    module, _, function = printer.rpartition(".")
    script = (
        "import django, hashlib; django.setup()\n"
        f"from {module} import {function}; from tests.reports.papers import paper\n"
        f"print(hashlib.sha256({function}(paper())).hexdigest())"
    )
    return {
        subprocess.run(  # noqa: S603 - our own script
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "deploy.test_settings"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
