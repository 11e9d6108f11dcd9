"""Of every table: what was exported changes nothing when it is brought back, and its template is a table."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from coopunion.models import Place
from coopunion.places.loading import load_places
from coopunion.tables.context import PlaceNames
from coopunion.tables.exporting import write_template
from coopunion.tables.resource import table_resources
from coopunion.tables.workbooks import UnreadableTable, parse_table
from tests import factories
from tests.tables import cells, exported, outcome, resource_of
from tests.workbooks import saved

DAY = date(2020, 5, 12)
NAMES = list(table_resources())


@pytest.fixture
def registers(office, province, commune, other_district) -> None:
    """A record or more of every table, with what makes a table hard to read back."""
    former = factories.make_place("Minh Quân", "commune", valid_to=date(2020, 2, 1))
    factories.make_place("Minh Quán", "commune")
    factories.make_place("Minh Quân", "commune", valid_from=date(2020, 2, 1))
    cooperative = factories.make_cooperative(
        "=HYPERLINK(1)", founded_on=DAY, operating_since=DAY, code="0200000001", note="hai\ndòng", place=former
    )
    factories.make_status(cooperative, "suspended", date(2020, 12, 1))
    for name in ("HTX trùng tên", "HTX trùng tên"):
        near_duplicate = factories.make_cooperative(
            name, place=commune if name else None, charter_capital=1_500_000_000
        )
        factories.make_assessment(near_duplicate, DAY, rating="good", score="82.50")
    factories.make_cooperative("HTX nháp", state="draft", place=None)
    factories.make_cooperative("HTX đã hủy", state="annulled")
    group = factories.make_group("@THT +84", notified_on=DAY, members=5, place=former)
    factories.make_conversion(cooperative, None, started_on=DAY)
    factories.make_conversion(cooperative, DAY)
    factories.make_chain("Chuỗi chè", recognised_on=DAY, lead=cooperative)
    for subject in (cooperative, group):
        factories.make_inspection(subject, DAY)
        factories.make_inspection(subject, None, started_on=DAY)
        factories.make_cooperative_support(subject, DAY)
    for producer in (
        factories.make_producer("=HYPERLINK(1)", "cooperative", cooperative=cooperative, place=former),
        factories.make_producer("Công ty A"),
    ):
        product = factories.make_product("-Chè Shan", producer=producer, category="drink")
        factories.make_recognition(product, DAY, 4)
    household = factories.make_household(head="Chủ hộ", id_number="012345678901", place=former)
    factories.make_household(classified="")
    factories.make_classification(household, "near_poor", 2019)
    factories.make_support(household, DAY, value=1_500_000)
    factories.make_support(household, DAY)
    factories.make_exit(household, date(2020, 12, 1))
    program = factories.make_program(number="190-CTr/TU")
    indicator = factories.make_indicator(program, "1a", target=30, task=factories.make_task(program))
    factories.make_target(indicator, "37.5", kind="own_aim")
    total = factories.make_indicator(program, "T2")
    factories.make_figure(total, 120)
    factories.make_figure(total, "80.5", 2, place=other_district, received_on=DAY)


@pytest.mark.parametrize("name", NAMES)
def test_what_was_exported_changes_nothing(name, registers):
    resource = resource_of(name)
    content = exported(name)

    came = outcome(resource, parse_table("bang.xlsx", content, resource.known_headings))

    assert came == {"new": 0, "changed": 0, "unchanged": len(cells(content))}
    assert (came["unchanged"] > 0, resource.written) == (True, {})


@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_was_exported_is_a_formula(name, registers):
    book = load_workbook(BytesIO(exported(name)))

    assert [cell.coordinate for row in book.active.iter_rows() for cell in row if cell.data_type == "f"] == []


@pytest.mark.parametrize("name", NAMES)
def test_template_is_an_empty_table_with_lists_and_an_example(name, registers):
    resource, file = resource_of(name), BytesIO()
    write_template(resource, file)
    table = parse_table("mau.xlsx", file.getvalue(), resource.known_headings)
    book = load_workbook(file)
    wanted = [column for column in resource.columns if not column.readonly]
    with_choices = [column for column in wanted if column.reader.choices()]

    assert (len(table), table.notices, table.headers) == (0, [], [column.heading for column in wanted])
    assert book.sheetnames == ["Dữ liệu", "Hướng dẫn", "Danh mục"]
    assert book["Danh mục"].sheet_state == "hidden"
    assert len(book["Dữ liệu"].data_validations.dataValidation) == len(with_choices)
    assert book["Hướng dẫn"]["A1"].value == f"Nhập từ Excel: {resource.title}"  # OCOP stays OCOP


@pytest.mark.parametrize("name", NAMES)
def test_template_without_an_optional_column_is_still_read_from_its_data(name, registers):
    resource, file = resource_of(name), BytesIO()
    write_template(resource, file)
    book = load_workbook(file)
    columns = [column for column in resource.columns if not column.readonly]
    place = next(place for place, column in enumerate(columns, 1) if not column.present)
    book["Dữ liệu"].delete_cols(place)

    table = parse_table("mau.xlsx", saved(book), resource.known_headings)

    assert (table.sheet, len(table)) == ("Dữ liệu", 0)


def test_instructions_alone_are_no_table(registers):
    resource, file = resource_of("groups"), BytesIO()
    write_template(resource, file)
    book = load_workbook(file)
    del book["Dữ liệu"]

    with pytest.raises(UnreadableTable, match="không có trang tính nào để đọc"):
        parse_table("mau.xlsx", saved(book), resource.known_headings)


@pytest.mark.parametrize("name", NAMES)
def test_example_row_of_the_template_can_be_read(name, registers):
    """Whatever it refers to may be missing here; no cell of it is written in a way that cannot be read."""
    resource = resource_of(name)
    resource.prepare_export()
    late = {column.heading for column in resource.columns if column.reader.late}

    wrong = []
    for column in resource.columns:
        try:
            if column.heading not in late and not column.readonly:
                column.reader.clean(column.example)
        except ValueError as error:
            wrong.append(f"{column.heading}: {error}")

    assert wrong == []


def test_drop_down_of_places_names_the_communes_in_full(registers):
    file = BytesIO()
    write_template(resource_of("groups"), file)
    lists = load_workbook(file)["Danh mục"]

    listed = [cell.value for cell in lists["A"]][1:]

    communes = Place.objects.filter(level="commune", valid_to=None).select_related("parent")
    assert sorted(listed) == sorted(place.full_name for place in communes)


def test_drop_down_after_the_reform_names_todays_units_first_then_those_of_2020(db):
    load_places()
    factories.make_office(Place.objects.get(code="15", valid_from="2004-01-01"))
    names = PlaceNames(date(2026, 8, 1))

    communes, reporting = names.communes(), names.reporting_units()

    assert (len(communes), communes[0]) == (51 + 173, "phường Âu Lâu, tỉnh Lào Cai")
    assert (len(reporting), reporting[:51], reporting[51]) == (51 + 9, communes[:51], "huyện Lục Yên")
    assert "xã Đào Thịnh, huyện Trấn Yên" in communes[51:]
