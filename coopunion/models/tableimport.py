"""An Excel import: the file, its preview and, once confirmed, the rows of history that it wrote."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from coopunion.encryption import EncryptedTextField, Sealed
from coopunion.models.people import User

KEPT_DAYS = 7  # an unconfirmed file is deleted after this


class TableImportQuerySet(models.QuerySet["TableImport"]):
    def of(self, user: User) -> Self:
        """A file may hold personal data: it is shown to the person who uploaded it alone."""
        return self.filter(user=user)

    def without_files(self) -> Self:
        return self.defer("content", "preview", "plan", "written")

    def forget_old(self) -> None:
        """Delete the unconfirmed imports older than KEPT_DAYS."""
        old = timezone.now() - timedelta(days=KEPT_DAYS)
        self.filter(state__in=TableImport.OPEN, uploaded_at__lt=old).delete()


class TableImport(models.Model):
    """One file of one resource. Its bytes, its preview and its plan are kept until it is applied, and not a day longer
    than needed: what it wrote is in the records' history, under the keys in `written`.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "chờ ghi"
        WRONG = "wrong", "có lỗi, chưa ghi"
        APPLIED = "applied", "đã ghi"
        UNDONE = "undone", "đã hoàn tác"

    OPEN = (State.CHECKED, State.WRONG)

    resource = models.CharField("loại bảng", max_length=30)
    file_name = models.CharField("tên tệp", max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    content = EncryptedTextField("nội dung tệp", default="", blank=True)
    state = models.CharField("tình trạng", max_length=10, choices=State)
    rows_new = models.PositiveIntegerField("dòng mới", default=0)
    rows_changed = models.PositiveIntegerField("dòng thay đổi", default=0)
    rows_same = models.PositiveIntegerField("dòng không đổi", default=0)
    rows_wrong = models.PositiveIntegerField("dòng có lỗi", default=0)
    preview = models.JSONField("xem trước", default=dict)
    plan = EncryptedTextField("việc sẽ ghi", default="", blank=True)
    """What confirming writes: `coopunion.tables.plan`."""
    written = models.JSONField("dòng lịch sử đã ghi", default=dict)
    """Model label → primary keys of rows of history, in the order of writing."""
    signed = models.JSONField("kỳ đã duyệt", default=list)
    """The approved periods that it touched: taking it back touches them again."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người nhập")
    uploaded_at = models.DateTimeField("tải lên lúc", auto_now_add=True)
    applied_at = models.DateTimeField("ghi lúc", null=True, blank=True)
    reason = models.CharField("lý do", max_length=500, blank=True)
    undone_at = models.DateTimeField("hoàn tác lúc", null=True, blank=True)
    undo_reason = models.CharField("lý do hoàn tác", max_length=500, blank=True)

    objects = TableImportQuerySet.as_manager()

    class Meta:
        verbose_name = "lần nhập từ Excel"
        ordering = ("-uploaded_at", "-pk")
        indexes = (models.Index(fields=("user", "uploaded_at")), models.Index(fields=("sha256",)))

    def __str__(self) -> str:
        return f"{self.file_name} (lần nhập {self.pk})"

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.pk])

    @property
    def file(self) -> bytes:
        """The file's bytes: encrypted at rest, since a .csv of households holds ID numbers as they are."""
        return b64decode(self.content.plain)

    @file.setter
    def file(self, content: bytes) -> None:
        self.content = Sealed(text=b64encode(content).decode())

    @property
    def rows(self) -> int:
        return self.rows_new + self.rows_changed + self.rows_same + self.rows_wrong

    @property
    def is_open(self) -> bool:
        """Whether its file is still kept: to be confirmed, or to be corrected and uploaded again."""
        return self.state in self.OPEN

    @property
    def has_nothing_to_write(self) -> bool:
        """Whether the file has no error and every row is the same as in the register."""
        return self.state == self.State.CHECKED and not self.rows_new and not self.rows_changed
