"""The reported figures as an address filters them: programme, quarter, indicator, place. Unknown values are ignored."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import QueryDict

from coopunion.models import Place
from coopunion.periods import ROMAN
from coopunion.registers.listing import ChosenFilter
from programs.models import Program, ReportedFigure

PROGRAM, YEAR = "chuong-trinh", "nam"


class FigureListing:
    """The totals of the programme that the query names, else of the latest: `programs`, of which there is one.

    `query` is the address's filters without the page.
    """

    def __init__(self, programs: Sequence[Program], query: QueryDict) -> None:
        self.programs = programs
        wanted = (query.get(PROGRAM), query.get(YEAR))
        self.program = next((known for known in programs if (known.code, str(known.year)) == wanted), programs[0])
        rows = ReportedFigure.objects.filter(indicator__program=self.program)
        self.total = rows.count()
        senders = Place.objects.filter(pk__in=rows.values("place")).select_related("parent")
        indicators = self.program.indicators.all()
        self.filters = []
        for key, label, path, options in (
            ("quy", "Quý", "quarter", [(str(number), roman) for number, roman in enumerate(ROMAN, 1)]),
            ("chi-tieu", "Chỉ tiêu", "indicator__code", [(row.code, str(row)) for row in indicators]),
            ("dia-ban", "Địa bàn", "place__code", [(place.code, place.full_name) for place in senders]),
        ):
            chosen = value if (value := query.get(key, "")) in dict(options) else ""
            rows = rows.filter(**{path: chosen}) if chosen else rows
            self.filters.append(ChosenFilter(key, label, options, chosen))
        self.rows = rows.select_related("indicator__program", "place__parent").order_by(
            "quarter", "indicator__position", "indicator__code", "place__code"
        )

    @property
    def is_filtered(self) -> bool:
        return any(box.chosen for box in self.filters)

    @property
    def query(self) -> str:
        kept = QueryDict(mutable=True)
        kept.update({PROGRAM: self.program.code, YEAR: str(self.program.year)})
        kept.update({box.key: box.chosen for box in self.filters if box.chosen})
        return kept.urlencode()
