"""Writing a report's words: usual texts, last quarter's, saving while one types, nobody overwritten."""

import pytest
from django.urls import reverse

from reports.lifecycle.paper_source import current_paper
from reports.lifecycle.passages import Editor, WrittenMeanwhile, save_passage
from reports.models import Passage, Report
from reports.paper.sections import STANDING
from tests import factories
from tests.reports.lives import TODAY, draft, fill_blanks, quarter_four, submit


@pytest.fixture
def report(office, staff_a) -> Report:
    return draft(staff_a, quarter_four())


@pytest.fixture
def writer(client, staff_a):
    client.force_login(staff_a)
    return client


def autosave(client, report: Report, key: str, text: str, version: int = 0):
    return client.post(report.url("reports:autosave"), {"key": key, "text": text, "version": version})


def paragraphs(report: Report) -> list[str]:
    return [block.text for block in current_paper(report, today=TODAY).blocks]


def test_editor_has_every_text_of_the_paper(report):
    editor = Editor(report, today=TODAY)
    assert [draft.key for draft in editor.drafts] == [
        "leadership",
        "overview",
        "result.1a",
        "result.6",
        "achievements",
        "shortcomings",
        "causes",
        "directions",
        "proposals",
    ]
    assert {draft.is_own for draft in editor.drafts} == {False}
    assert "{{1a.lũy kế}}/{{1a.kế hoạch}} HTX" in editor.drafts[2].text


def test_written_text_replaces_the_portal_s_sentence_and_follows_the_records(report, staff_a):
    save_passage(report, "result.1a", "Đã có {{1a.lũy kế}} HTX.\nVượt mong đợi.", 0, user=staff_a)
    assert "a) Chỉ tiêu 1a: Đã có 02 HTX." in paragraphs(report)
    assert "Vượt mong đợi." in paragraphs(report)
    factories.make_cooperative(founded_on=TODAY.replace(year=2020))
    assert "a) Chỉ tiêu 1a: Đã có 03 HTX." in paragraphs(report)


def test_written_figure_leads_to_its_list(report, staff_a):
    save_passage(report, "result.1a", "Đã có {{1a.lũy kế}} HTX.", 0, user=staff_a)
    block = next(each for each in current_paper(report, today=TODAY).blocks if "Đã có" in each.text)
    assert [(block.text[link.start : link.end], link.code) for link in block.links] == [("02", "1a")]


def test_emptied_text_gives_way_to_the_usual_one(report, staff_a):
    usual = paragraphs(report)
    save_passage(report, "causes", "Mưa lũ.", 0, user=staff_a)
    save_passage(report, "causes", "", 1, user=staff_a)
    assert paragraphs(report) == usual


def test_autosave_keeps_a_text_and_counts_its_version(writer, report):
    first = autosave(writer, report, "causes", "Mưa lũ")
    second = autosave(writer, report, "causes", "Mưa lũ kéo dài.", 1)
    assert [(answer.status_code, answer.json()) for answer in (first, second)] == [
        (200, {"version": 1, "unknown": []}),
        (200, {"version": 2, "unknown": []}),
    ]
    assert Passage.objects.get().text == "Mưa lũ kéo dài."


def test_autosave_names_the_field_it_cannot_read_and_still_keeps_the_text(writer, report):
    answer = autosave(writer, report, "causes", "Đạt {{1a.sai}}")
    assert answer.json() == {"version": 1, "unknown": ["{{1a.sai}}"]}
    assert Passage.objects.get().text == "Đạt {{1a.sai}}"
    assert "Đạt {{1a.sai}}" in paragraphs(report)


def test_two_writers_do_not_overwrite_each_other(writer, report, staff_b):
    save_passage(report, "causes", "Bản của B", 0, user=staff_b)
    answer = autosave(writer, report, "causes", "Bản của A")
    assert (answer.status_code, answer.json()) == (
        409,
        {"error": "Trần Văn Bình vừa sửa mục này.", "text": "Bản của B"},
    )
    assert Passage.objects.get().text == "Bản của B"


def test_two_writers_of_different_texts_do_not_meet(writer, report, staff_b):
    save_passage(report, "causes", "Bản của B", 0, user=staff_b)
    assert autosave(writer, report, "proposals", "Bản của A").status_code == 200


def test_without_scripts_the_save_button_shows_both_texts(writer, report, staff_b):
    save_passage(report, "causes", "Bản của B", 0, user=staff_b)
    address, data = report.url("reports:edit"), {"text-causes": "Bản của A", "version-causes": "0"}
    html = writer.post(address, data).content.decode()
    assert ("Bản của A" in html, "Bản của B" in html) == (True, True)
    assert 'name="version-causes" value="1"' in html
    writer.post(address, data | {"version-causes": "1"})
    assert Passage.objects.get().text == "Bản của A"


def test_save_button_keeps_only_what_was_changed(writer, report):
    editor = Editor(report, today=TODAY)
    data = {f"text-{draft.key}": draft.text for draft in editor.drafts}
    data |= {f"version-{draft.key}": "0" for draft in editor.drafts}
    writer.post(report.url("reports:edit"), data | {"text-causes": "Mưa lũ.\r\nSạt lở."})
    assert list(Passage.objects.values_list("key", "text")) == [("causes", "Mưa lũ.\nSạt lở.")]


def test_writing_for_a_while_is_one_change_in_the_history(writer, report, staff_b):
    for version, text in enumerate(("M", "Mưa", "Mưa lũ")):
        autosave(writer, report, "causes", text, version)
    save_passage(report, "causes", "Mưa lũ, sạt lở", 3, user=staff_b)
    rows = Passage.objects.get().history.values_list("text", "history_user__username", "history_type")
    assert list(rows) == [("Mưa lũ, sạt lở", "staff_b", "~"), ("Mưa lũ", "staff_a", "+")]


def test_submitted_report_is_not_written_any_more(writer, report, staff_a):
    submit(report, staff_a)
    answer = autosave(writer, report, "causes", "Mưa")
    assert (answer.status_code, answer.json()["error"]) == (409, "Báo cáo chờ duyệt, không sửa được nữa.")
    assert writer.get(report.url("reports:edit")).url == report.get_absolute_url()


def test_text_there_is_not_is_refused(writer, report):
    assert [autosave(writer, report, key, "x").status_code for key in ("", "reports", "result.9z", "result.")] == [
        400
    ] * 4


def test_last_quarter_s_text_is_at_hand_with_its_fields(report, staff_a):
    third = draft(staff_a, factories.make_period(report.period.program, 3))
    save_passage(third, "causes", "Quý này có {{1a.trong quý}} HTX.", 0, user=staff_a)
    last = {each.key: each.last for each in Editor(report, today=TODAY).drafts}
    assert last["causes"] == "Quý này có {{1a.trong quý}} HTX."
    assert last["leadership"] == ""  # nobody wrote it: the portal's own text is not last quarter's


def test_first_quarter_looks_at_the_fourth_of_the_year_before(staff_a, report):
    save_passage(report, "causes", "Mưa lũ.", 0, user=staff_a)
    program = factories.make_program("190", 2021)
    first = draft(staff_a, factories.make_period(program, 1))
    assert {each.key: each.last for each in Editor(first, today=TODAY).drafts}["causes"] == "Mưa lũ."


def test_version_that_is_no_number_is_the_first(writer, report, staff_a):
    save_passage(report, "causes", "Có rồi", 0, user=staff_a)
    assert autosave(writer, report, "causes", "Mới", version="1e9").status_code == 409
    with pytest.raises(WrittenMeanwhile):
        save_passage(report, "causes", "Mới", 0, user=staff_a)


def test_author_is_shown_standing_phrases_and_blanks(writer, report, staff_a):
    html = writer.get(report.url("reports:edit")).content.decode()
    assert f"Câu mẫu, không theo hồ sơ nào: “{STANDING[0]}”" in html
    assert "<b>Phải điền</b>: [CẦN ĐIỀN: văn bản đã ban hành" in html
    fill_blanks(report, staff_a)
    save_passage(report, "directions", "1. Mở lớp.", 1, user=staff_a)
    html = writer.get(report.url("reports:edit")).content.decode()
    assert ("Câu mẫu" in html, "Phải điền" in html) == (False, False)


def test_text_is_shown_literally(writer, report, staff_a):
    save_passage(report, "causes", "<script>alert(1)</script>", 0, user=staff_a)
    for address in (report.url("reports:edit"), reverse("reports:report", args=["190", 2020, 4])):
        html = writer.get(address).content.decode()
        assert "<script>alert(1)" not in html
        assert "&lt;script&gt;alert(1)" in html
