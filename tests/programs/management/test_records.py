"""`manage.py records`: a public interface, and exactly what the figure counts."""

from datetime import date

import pytest

from programs.measures import MEASURES
from tests import factories
from tests.commands import refusal, run, run_json
from tests.programs.examples import DAY, EXAMPLES

pytestmark = pytest.mark.django_db

FOUNDED = "cooperatives.founded_by_union"
YEAR = ("--year", "2020", "--quarter")


def records(key: str, quarter: str, *words: str) -> list[dict]:
    return run_json("records", "--measure", key, *YEAR, quarter, *words)


def test_json_of_a_founded_cooperative(commune):
    factories.make_program()
    registration = factories.make_cooperative("HTX Hồng Ca", founded_on=DAY, place=commune).registrations.get()
    assert records(FOUNDED, "2") == [
        {
            "id": registration.pk,
            "title": "HTX Hồng Ca",
            "date": "2020-05-05",
            "place": "xã Hồng Ca, huyện Trấn Yên",
            "url": f"/htx/{registration.cooperative_id}/",
        }
    ]


@pytest.mark.parametrize("key", sorted(EXAMPLES))
def test_json_has_the_promised_keys_for_every_measure(key):
    EXAMPLES[key](DAY)
    if key != "programs.reports_sent":
        factories.make_program()
    (row,) = records(key, "4")
    assert list(row) == ["id", "title", "date", "place", "url"]
    assert (row["date"], row["url"][0], bool(row["title"])) == ("2020-05-05", "/", True)


def test_rows_are_cumulative_to_the_quarter_s_cut_off_day():
    program = factories.make_program()
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    for day in (date(2019, 12, 31), date(2020, 1, 1), DAY, date(2020, 12, 20), date(2020, 12, 21)):
        factories.make_cooperative(founded_on=day)
    dates = [[row["date"] for row in records(FOUNDED, quarter)] for quarter in "1234"]
    assert dates == [
        ["2020-01-01"],
        ["2020-01-01", "2020-05-05"],
        ["2020-01-01", "2020-05-05"],
        ["2020-01-01", "2020-05-05", "2020-12-20"],
    ]


def test_as_of_day_moves_the_day():
    factories.make_program()
    for day in (DAY, date(2020, 5, 6)):
        factories.make_cooperative(founded_on=day)
    assert [row["date"] for row in records(FOUNDED, "2", "--as-of", "05/05/2020")] == ["2020-05-05"]


def test_quarter_that_lies_ahead_has_no_rows():
    factories.make_program(year=2099)
    words = ("--year", "2099", "--quarter", "1")
    assert run_json("records", "--measure", FOUNDED, *words) == []


def test_as_of_day_before_the_quarter_has_no_rows():
    factories.make_program()
    factories.make_cooperative(founded_on=date(2020, 1, 1))
    assert records(FOUNDED, "2", "--as-of", "31/03/2020") == []


def test_rows_of_reports_sent_are_the_named_programme_s():
    for code, quarter in (("190", 1), ("144", 2)):
        factories.make_period(factories.make_program(code), quarter, sent_on=date(2020, 11, 11))
    rows = records("programs.reports_sent", "4", "--program", "144")
    assert [(row["title"], row["date"], row["place"]) for row in rows] == [
        ("Báo cáo quý II năm 2020", "2020-06-30", None)
    ]


def test_table_is_the_default(commune):
    factories.make_program()
    factories.make_cooperative("HTX Hồng Ca", founded_on=DAY, place=commune)
    assert run("records", "--measure", FOUNDED, *YEAR, "2").splitlines() == [
        f"{MEASURES[FOUNDED].name}, quý II năm 2020: 1 HTX",
        "2020-05-05  HTX Hồng Ca  xã Hồng Ca, huyện Trấn Yên",
    ]


# Refusals: one line, exit code 2


def test_unknown_measure_is_refused():
    factories.make_program()
    known = ", ".join(sorted(MEASURES))
    message = f"Không có cách đếm “htx”. Đang có: {known}."
    assert refusal("records", "--measure", "htx", *YEAR, "4") == (message, 2)


@pytest.mark.parametrize(
    ("year", "quarter", "message"),
    [
        ("2020", "5", "Không có quý 5: quý là 1, 2, 3 hoặc 4."),
        ("2020", "abc", "Năm và quý phải là số: “2020”, “abc”."),
        ("1999", "1", "Năm 1999 nằm ngoài khoảng 2000–2100."),
        ("2018", "1", "Không có chương trình nào năm 2018."),
    ],
)
def test_wrong_period_is_refused(year, quarter, message):
    factories.make_program()
    assert refusal("records", "--measure", FOUNDED, "--year", year, "--quarter", quarter) == (message, 2)


def test_unknown_programme_is_refused():
    factories.make_program("144")
    message = "Không có chương trình 190 năm 2020. Đang có: 144/2020."
    assert refusal("records", "--measure", FOUNDED, *YEAR, "4", "--program", "190") == (message, 2)


@pytest.mark.parametrize(
    ("as_of", "message"),
    [
        ("31/02/2020", "“31/02/2020” không phải là ngày: viết dd/mm/yyyy hoặc yyyy-mm-dd."),
        ("01/07/2020", "Ngày 01/07/2020 không dùng được cho quý II năm 2020."),
        ("31/12/2019", "Ngày 31/12/2019 không dùng được cho quý II năm 2020."),
    ],
)
def test_wrong_as_of_day_is_refused(as_of, message):
    factories.make_program()
    assert refusal("records", "--measure", FOUNDED, *YEAR, "2", "--as-of", as_of) == (message, 2)


def test_programmes_with_different_cut_off_days_are_refused():
    first, second = factories.make_program("144"), factories.make_program("190")
    factories.make_period(first, 4, cut_off_on=date(2020, 12, 15))
    factories.make_period(second, 4, cut_off_on=date(2020, 12, 20))
    message = "Các chương trình năm này chốt số liệu khác ngày: chọn một bằng --program."
    assert refusal("records", "--measure", FOUNDED, *YEAR, "4") == (message, 2)
