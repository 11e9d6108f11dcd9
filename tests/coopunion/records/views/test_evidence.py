"""Evidence: what is taken, what is refused, who may open it, and that it changes no count."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from cooperatives.models import CooperativeGroup
from cooperatives.models.group import FOUNDED
from coopunion.attachments import MAX_BYTES, storage
from coopunion.models import Evidence, SignedPeriod
from coopunion.models.conditions import queries
from tests import factories

PDF = b"%PDF-1.7\n1 0 obj"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def browser(client, office, staff_a):
    client.force_login(staff_a)
    return client


@pytest.fixture
def group(commune):
    return factories.make_group("THT Một", notified_on=date(2020, 5, 12))


def upload(browser, group, content: bytes, name: str = "quyet-dinh.pdf", **values):
    address = reverse("cooperatives:group-evidence", args=[group.pk])
    return browser.post(address, {"file": SimpleUploadedFile(name, content), **values})


def refusal(page) -> str:
    return str(page.context["form"].errors["file"][0])


def picture(form: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, "white").save(out, format=form)
    return out.getvalue()


def archive(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x")
    return out.getvalue()


def test_attached_file_comes_back_as_a_download(browser, group):
    upload(browser, group, PDF, note="Quyết định")

    evidence = Evidence.objects.get()
    answer = browser.get(evidence.get_absolute_url())
    assert b"".join(answer.streaming_content) == PDF
    assert (answer.headers["Content-Disposition"], answer.headers["X-Content-Type-Options"]) == (
        'attachment; filename="quyet-dinh.pdf"',
        "nosniff",
    )


def test_attaching_is_in_the_history_and_changes_no_count(browser, group, staff_a):
    before = CooperativeGroup.objects.with_founding_day().filter(*queries(FOUNDED)).count()

    upload(browser, group, PDF)

    assert [row.history_user for row in Evidence.history.all()] == [staff_a]
    assert CooperativeGroup.objects.with_founding_day().filter(*queries(FOUNDED)).count() == before


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "anh.svg"),
        (b"<html><script>alert(1)</script></html>", "quyet-dinh.pdf"),
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "quyet-dinh.docx"),
    ],
    ids=["svg", "html named pdf", "eicar"],
)
def test_content_of_another_kind_is_refused(content, name, browser, group):
    page = upload(browser, group, content, name)

    assert refusal(page).startswith("Không nhận ra kiểu tệp.")
    assert Evidence.objects.count() == 0


def test_word_file_with_macros_is_refused(browser, group):
    page = upload(browser, group, archive("word/document.xml", "word/vbaProject.bin"), "van-ban.docm")

    assert refusal(page) == "Tệp có macro; hãy lưu lại thành .docx hoặc .xlsx không có macro."


def test_other_archives_are_refused(browser, group):
    assert refusal(upload(browser, group, archive("x.exe"), "a.zip")).startswith("Tệp nén không được nhận.")


def test_second_file_behind_a_picture_is_not_kept(browser, group):
    upload(browser, group, picture("JPEG") + archive("x.exe"), "anh.jpg")

    with storage().open(Evidence.objects.get().stored_as) as file:
        stored = file.read()
    assert (stored.startswith(b"\xff\xd8\xff"), b"x.exe" in stored) == (True, False)


def test_picture_of_too_many_points_is_refused_before_it_is_opened(browser, group):
    page = upload(browser, group, picture(size=(10_000, 5_001)), "anh.png")

    assert refusal(page) == "Ảnh lớn hơn 50 triệu điểm."


@pytest.mark.parametrize(("content", "message"), [(b"", "rỗng"), (b"%PDF-" + b"0" * (MAX_BYTES - 4), "lớn hơn 20 MB")])
def test_size_has_limits(content, message, browser, group):
    assert message in refusal(upload(browser, group, content))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../x.pdf", "x.pdf"),
        ("quyết định\r\nSet-Cookie: a=b.pdf", "quyết định Set-Cookie a=b.pdf"),
        ("cccd 001070123466.pdf", "cccd •••••••••466.pdf"),
        ("Quyết định " + "rất dài " * 40 + ".pdf", None),
    ],
)
def test_name_is_made_safe(name, kept, browser, group):
    from coopunion.attachments import safe_name

    safe = safe_name(name, ".pdf")

    assert (safe == kept) if kept else (len(safe) <= 154 and safe.startswith("Quyết định rất dài"))


def test_file_of_another_departments_household_is_not_found(client, office, staff_b, commune):
    evidence = factories.make_evidence(factories.make_household())
    client.force_login(staff_b)

    assert client.get(evidence.get_absolute_url()).status_code == 404


def test_other_department_neither_attaches_nor_removes(client, office, staff_b, group):
    evidence = factories.make_evidence(group)
    client.force_login(staff_b)

    answers = [upload(client, group, PDF).status_code, client.post(f"/tep/{evidence.pk}/bo/").status_code]

    assert (answers, Evidence.objects.count()) == ([403, 403], 1)


def test_removed_file_leaves_its_history(browser, group):
    evidence = factories.make_evidence(group)

    browser.post(f"/tep/{evidence.pk}/bo/")

    gone = Evidence.history.first()
    assert (Evidence.objects.count(), gone.history_type, storage().exists(gone.stored_as)) == (0, "-", True)


def test_attaching_inside_a_signed_period_needs_a_reason(browser, group):
    SignedPeriod.objects.create(key="k", title="quý II", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))

    refused = upload(browser, group, PDF)
    upload(browser, group, PDF, reason="Bổ sung bản quét")

    assert list(refused.context["form"].errors) == ["reason"]
    assert Evidence.history.get().history_change_reason == "Bổ sung bản quét"


def test_removing_inside_a_signed_period_needs_a_reason_too(browser, group):
    evidence = factories.make_evidence(group)
    SignedPeriod.objects.create(key="k", title="quý II", starts_on=date(2020, 4, 1), ends_on=date(2020, 6, 30))

    browser.post(f"/tep/{evidence.pk}/bo/")
    kept = Evidence.objects.count()
    browser.post(f"/tep/{evidence.pk}/bo/", {"reason": "Đính kèm nhầm"})

    assert (kept, Evidence.objects.count()) == (1, 0)
    assert Evidence.history.first().history_change_reason == "Đính kèm nhầm"
