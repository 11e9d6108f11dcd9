"""Evidence files: recognised by their content, sanitised, stored under random names."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import UploadedFile
from PIL import Image

from coopunion.personal_numbers import hide_personal_numbers
from coopunion.text import clean

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 50_000_000
MAX_INFLATED = 200 * 1024 * 1024
MAX_NAME = 150
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png")}
SUFFIXES = {PDF: ".pdf", WORD: ".docx", EXCEL: ".xlsx", **dict(PICTURES.values())}
ALLOWED = "PDF, ảnh JPEG hoặc PNG, Word (.docx), Excel (.xlsx)"


@dataclass(frozen=True)
class Attachment:
    """A file as it will be stored. `content` may differ from the upload: pictures are re-encoded."""

    name: str
    kind: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def storage() -> FileSystemStorage:
    """Outside every folder that a web server serves. Created at each use, so that tests may change MEDIA_ROOT."""
    return FileSystemStorage(location=settings.MEDIA_ROOT, base_url=None)


def receive(file: UploadedFile[bytes], accepted: str = ALLOWED) -> Attachment:
    """Check an upload; ValidationError, in Vietnamese, for a file that is refused. `accepted` names the kinds taken."""
    if not file.size:
        raise ValidationError("Tệp rỗng.")
    if file.size > MAX_BYTES:
        raise ValidationError("Tệp lớn hơn 20 MB.")
    kind, content = recognise(file.read(), accepted)
    return Attachment(safe_name(file.name or "", SUFFIXES[kind]), kind, content)


def recognise(content: bytes, accepted: str) -> tuple[str, bytes]:
    """The kind of the content, whatever its name claims, and the content to keep."""
    if content.startswith(b"%PDF-"):
        return PDF, content
    if content.startswith(b"PK\x03\x04"):
        return office_kind(content, accepted), content
    if content.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")):
        return picture(content)
    raise ValidationError(f"Không nhận ra kiểu tệp. Nhận: {accepted}.")


def office_kind(content: bytes, accepted: str) -> str:
    """A Word or Excel file without macros."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            inflated = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile as error:
        raise ValidationError("Tệp không còn nguyên vẹn.") from error
    if inflated > MAX_INFLATED:
        raise ValidationError("Tệp khi giải nén quá lớn.")
    if any(PurePath(name).name.lower() == "vbaproject.bin" for name in names):
        raise ValidationError("Tệp có macro; hãy lưu lại thành .docx hoặc .xlsx không có macro.")
    for kind, part in ((WORD, "word/document.xml"), (EXCEL, "xl/workbook.xml")):
        if part in names:
            return kind
    raise ValidationError(f"Tệp nén không được nhận. Nhận: {accepted}.")


def picture(content: bytes) -> tuple[str, bytes]:
    """Re-encode a picture: what is hidden in the file (a second file, GPS coordinates) is not kept."""
    try:
        with Image.open(BytesIO(content), formats=list(PICTURES)) as image:
            if image.width * image.height > MAX_PIXELS:
                raise ValidationError("Ảnh lớn hơn 50 triệu điểm.")
            kind, suffix = PICTURES[str(image.format)]
            out = BytesIO()
            plain = image.convert("RGB") if suffix == ".jpg" else image
            plain.info.clear()
            plain.save(out, format=image.format, quality=90)
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError("Ảnh không còn nguyên vẹn.") from error
    return kind, out.getvalue()


def safe_name(name: str, suffix: str) -> str:
    """The file's own name without folders, control characters and ID numbers, with the suffix of its content."""
    stem = clean(PurePath(name.replace("\\", "/")).name)
    stem = "".join(letter for letter in stem if letter.isprintable() and letter not in '<>:"/\\|?*')
    stem = PurePath(stem).stem.strip(". ")[:MAX_NAME] or "tep"
    return hide_personal_numbers(stem) + suffix


def store(attachment: Attachment) -> str:
    """Write the bytes; returns the name in the storage. A failed transaction leaves a file that no row refers to."""
    token = uuid4().hex
    return storage().save(f"minh-chung/{token[:2]}/{token}", ContentFile(attachment.content))
