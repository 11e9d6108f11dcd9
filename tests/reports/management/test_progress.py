"""`manage.py progress`: a public interface."""

from datetime import date

import pytest

from tests import factories
from tests.commands import refusal, run, run_json

pytestmark = pytest.mark.django_db

PROGRESS = ("progress", "--program", "190", "--year", "2020", "--quarter")
KEYS = [
    "code",
    "task",
    "name",
    "unit",
    "measure",
    "kind",
    "target",
    "due",
    "quarter_actual",
    "actual",
    "counted",
    "reported",
    "previous_year",
    "ratio",
    "percent_text",
    "status",
]


def test_json_has_the_promised_keys():
    factories.make_indicator(factories.make_program())
    answer = run_json(*PROGRESS, "4")
    assert list(answer) == ["program", "year", "quarter", "as_of", "indicators"]
    assert list(answer["indicators"][0]) == KEYS


def test_json_of_a_counted_indicator():
    program = factories.make_program()
    factories.make_period(program, 4, cut_off_on=date(2020, 12, 20))
    task = factories.make_task(program, "1")
    measure = "cooperatives.founded_by_union"
    factories.make_indicator(program, measure=measure, target=3, task=task, name="HTX mới", decimals=1)
    for day in (date(2019, 5, 5), date(2020, 5, 5), date(2020, 12, 20), date(2020, 12, 21)):
        factories.make_cooperative(founded_on=day)
    answer = run_json(*PROGRESS, "4")
    assert answer | {"indicators": 1} == {
        "program": "190",
        "year": 2020,
        "quarter": 4,
        "as_of": "2020-12-20",
        "indicators": 1,
    }
    assert answer["indicators"][0] | {"ratio": 66.67} == {
        "code": "1a",
        "task": "1",
        "name": "HTX mới",
        "unit": "HTX",
        "measure": measure,
        "kind": "flow",
        "target": 3,
        "due": 3,
        "quarter_actual": 1,
        "actual": 2,
        "counted": 2,
        "reported": None,
        "previous_year": 1,
        "ratio": 66.67,
        "percent_text": "66,7%",
        "status": "behind",
    }
    assert answer["indicators"][0]["ratio"] == pytest.approx(200 / 3, abs=1e-9)


def test_json_of_an_indicator_that_nobody_reported():
    factories.make_indicator(factories.make_program(), target=3)
    (indicator,) = run_json(*PROGRESS, "1")["indicators"]
    empty = [key for key, value in indicator.items() if value is None]
    assert empty == [
        "task",
        "measure",
        "quarter_actual",
        "actual",
        "counted",
        "reported",
        "previous_year",
        "ratio",
        "status",
    ]
    assert (indicator["kind"], indicator["due"], indicator["percent_text"]) == ("reported", 0.75, "–")


def test_json_of_a_quarter_that_lies_ahead():
    program = factories.make_program(year=2099)
    factories.make_indicator(program, measure="cooperatives.founded", target=3)
    answer = run_json("progress", "--program", "190", "--year", "2099", "--quarter", "1")
    (indicator,) = answer["indicators"]
    figures = [indicator[key] for key in ("quarter_actual", "actual", "counted", "reported", "previous_year", "ratio")]
    assert (answer["as_of"], figures, indicator["status"]) == (None, [None] * 6, None)


@pytest.mark.parametrize(
    ("value", "status"), [(3, "exceeded"), (2, "met"), (1, "on_track"), ("0.25", "behind"), (0, "behind")]
)
def test_json_status_words(value, status):
    factories.make_figure(factories.make_indicator(factories.make_program(), target=2), value)
    assert run_json(*PROGRESS, "1")["indicators"][0]["status"] == status


@pytest.mark.parametrize("as_of", ["05/05/2020", "2020-05-05"])
def test_as_of_day_in_either_form(as_of):
    factories.make_indicator(factories.make_program(), measure="cooperatives.founded")
    for day in (date(2020, 5, 5), date(2020, 5, 6)):
        factories.make_cooperative(founded_on=day)
    answer = run_json(*PROGRESS, "2", "--as-of", as_of)
    assert (answer["as_of"], answer["indicators"][0]["actual"]) == ("2020-05-05", 1)


def test_table_is_the_default():
    program = factories.make_program(name="Chương trình 190")
    factories.make_figure(factories.make_indicator(program, name="HTX mới", target=30, decimals=0), 65)
    assert run(*PROGRESS, "1").splitlines() == [
        "Chương trình 190, quý I năm 2020: số liệu đến 31/03/2020",
        "Mã  Chỉ tiêu  ĐVT  Kế hoạch  Quý  Lũy kế  Tỷ lệ  Cùng kỳ  Tình trạng",
        "1a  HTX mới   HTX        30   65      65   217%        –  Vượt",
    ]


def test_table_of_a_quarter_that_lies_ahead_says_so():
    factories.make_program(year=2099, name="Chương trình 190")
    (first, _heading) = run("progress", "--program", "190", "--year", "2099", "--quarter", "1").splitlines()
    assert first == "Chương trình 190, quý I năm 2099: quý chưa đến, chưa có số liệu"


# Refusals: one line, exit code 2


@pytest.mark.parametrize(
    ("year", "quarter", "message"),
    [
        ("2020", "5", "Không có quý 5: quý là 1, 2, 3 hoặc 4."),
        ("2020", "0", "Không có quý 0: quý là 1, 2, 3 hoặc 4."),
        ("2020", "abc", "Năm và quý phải là số: “2020”, “abc”."),
        ("20x0", "4", "Năm và quý phải là số: “20x0”, “4”."),
        ("1999", "4", "Năm 1999 nằm ngoài khoảng 2000–2100."),
        ("99999999", "4", "Năm 99999999 nằm ngoài khoảng 2000–2100."),
        ("2021", "4", "Không có chương trình 190 năm 2021. Đang có: 190/2020."),
    ],
)
def test_wrong_period_is_refused(year, quarter, message):
    factories.make_program()
    assert refusal("progress", "--program", "190", "--year", year, "--quarter", quarter) == (message, 2)


def test_unknown_programme_is_refused():
    factories.make_program("144")
    message = "Không có chương trình 190 năm 2020. Đang có: 144/2020."
    assert refusal(*PROGRESS, "4") == (message, 2)


def test_programme_in_an_empty_portal_is_refused():
    assert refusal(*PROGRESS, "4") == ("Không có chương trình 190 năm 2020. Đang có: chưa có.", 2)


@pytest.mark.parametrize("as_of", ["31/02/2020", "2020-13-01", "hôm nay", "5.5.2020"])
def test_day_that_is_none_is_refused(as_of):
    factories.make_program()
    message = f"“{as_of}” không phải là ngày: viết dd/mm/yyyy hoặc yyyy-mm-dd."
    assert refusal(*PROGRESS, "2", "--as-of", as_of) == (message, 2)


@pytest.mark.parametrize("as_of", ["01/07/2020", "31/12/2019", "01/01/2021"])
def test_day_outside_the_quarter_is_refused(as_of):
    factories.make_program()
    message = f"Ngày {as_of} không dùng được cho quý II năm 2020: chọn một ngày trong năm, không sau 30/06/2020."
    assert refusal(*PROGRESS, "2", "--as-of", as_of) == (message, 2)
