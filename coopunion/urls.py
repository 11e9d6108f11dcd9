"""Every address of the portal. Each view declares its permission where its app routes it."""

from django.urls import include, path

from coopunion import evidencepages, journalpages, views, workpages

urlpatterns = [
    path("dang-nhap/", views.sign_in, name="sign-in"),
    path("dang-xuat/", views.sign_out, name="sign-out"),
    path("suc-khoe/", views.health, name="health"),
    path("nhat-ky/", journalpages.journal, name="journal"),
    path("tep/<int:pk>/", evidencepages.evidence_open, name="evidence"),
    path("tep/<int:pk>/bo/", evidencepages.evidence_remove, name="evidence-remove"),
    path("goi-y/dia-ban/", views.suggest_places, name="suggest-places"),
    path("viec-cua-toi/", workpages.my_work, name="my-work"),
    path("nguoi-dung/<int:pk>/ban-giao/", workpages.handover, name="handover"),
    path("", include("reports.urls")),
    path("", include("cooperatives.urls")),
    path("", include("ocop.urls")),
    path("", include("poverty.urls")),
    path("", include("programs.urls")),
]
