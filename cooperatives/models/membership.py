"""Membership of the union: the certificate a cooperative holds from one day to another."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from cooperatives.models.events import CooperativeEvent, CooperativeEventQuerySet
from coopunion.models import Event
from coopunion.models.constraints import needed, once, ordered


class MembershipCertificateQuerySet(CooperativeEventQuerySet["MembershipCertificate"]):
    def valid_on(self, day: date) -> Self:
        """Issued up to that day, and not withdrawn by then: on the day of withdrawal it is no longer valid."""
        return self.recorded().filter(Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gt=day), issued_on__lte=day)


class MembershipCertificate(CooperativeEvent):
    """A certificate of membership (giấy chứng nhận thành viên Liên minh HTX). A cooperative holds one at a time."""

    number = models.CharField("số giấy chứng nhận", max_length=50, blank=True)
    issued_on = models.DateField("ngày cấp", null=True, blank=True)
    withdrawn_on = models.DateField(
        "ngày thu hồi, ra khỏi Liên minh", null=True, blank=True, help_text="Để trống khi còn là thành viên."
    )

    objects = MembershipCertificateQuerySet.as_manager()
    date_field = "issued_on"

    class Meta(CooperativeEvent.Meta):
        verbose_name = "giấy chứng nhận thành viên"
        verbose_name_plural = "giấy chứng nhận thành viên"
        ordering = ("issued_on", "pk")
        indexes = (models.Index(fields=("cooperative", "issued_on")),)
        constraints = (
            *Event.Meta.constraints,
            needed("issued_on", "ngày cấp giấy chứng nhận"),
            ordered("issued_on", "withdrawn_on", "Ngày thu hồi không được trước ngày cấp."),
            once(
                "number",
                name="membership_number_once",
                message="Số giấy chứng nhận thành viên này đã cấp cho một hợp tác xã.",
                among=~Q(number=""),
            ),
            models.UniqueConstraint(
                fields=("cooperative",),
                condition=Q(state="recorded", withdrawn_on__isnull=True),
                name="membership_one_held",
                violation_error_message="Hợp tác xã này đang có giấy chứng nhận thành viên chưa thu hồi.",
            ),
        )
