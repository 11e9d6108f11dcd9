"""The command that lists places, before there are any (with them: tests/coopunion/places/test_loading.py)."""

from tests.commands import refusal


def test_places_command_refuses_what_is_no_day_or_has_no_table(db):
    assert refusal("places", "--from", "31/12/2020") == ("Ngày “31/12/2020” phải viết như 2020-12-31.", 2)
    assert refusal("places")[0] == "Chưa nạp bảng đơn vị hành chính."
