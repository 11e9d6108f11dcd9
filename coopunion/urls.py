"""Every address of the portal. Each view declares its permission where its app routes it."""

from django.urls import include, path

from coopunion.accounts import views as accounts
from coopunion.administration.views import people
from coopunion.administration.views.places import place_urls
from coopunion.records.views import evidence, exports, history, imports, search
from coopunion.site import views as site
from coopunion.work import views as work

account_urls = [
    path("", people.user_edit, name="user-edit"),
    path("mat-khau/", people.user_password, name="user-password"),
    path("xac-minh-hai-buoc/", people.user_password, {"phone_is_lost": True}, name="user-second-factor"),
    path("mo-khoa/", people.user_unlock, name="user-unlock"),
    path("ngung/", people.user_close, name="user-close"),
    path("mo-lai/", people.user_open, name="user-open"),
    path("ban-giao/", work.handover, name="handover"),
]
urlpatterns = [
    path("dang-nhap/", accounts.sign_in, name="sign-in"),
    path("dang-nhap/ma-xac-minh/", accounts.sign_in_code, name="sign-in-code"),
    path("dang-xuat/", accounts.sign_out, name="sign-out"),
    path("tai-khoan/", accounts.own_account, name="own-account"),
    path("tai-khoan/mat-khau/", accounts.own_password, name="own-password"),
    path("tai-khoan/phien-khac/", accounts.other_sessions, name="other-sessions"),
    path("tai-khoan/xac-minh-hai-buoc/", accounts.second_factor_page, name="second-factor"),
    path("tai-khoan/xac-minh-hai-buoc/bat-dau/", accounts.second_factor_start, name="second-factor-start"),
    path("tai-khoan/xac-minh-hai-buoc/bat/", accounts.second_factor_on, name="second-factor-on"),
    path("tai-khoan/xac-minh-hai-buoc/tat/", accounts.second_factor_off, name="second-factor-off"),
    path("tai-khoan/xac-minh-hai-buoc/ma-du-phong/", accounts.second_factor_codes, name="second-factor-codes"),
    path("quan-tri/tai-khoan/", people.user_list, name="user-list"),
    path("quan-tri/tai-khoan/them/", people.user_add, name="user-add"),
    path("quan-tri/tai-khoan/<int:pk>/", include(account_urls)),
    path("quan-tri/phong-ban/", people.department_list, name="department-list"),
    path("quan-tri/phong-ban/them/", people.department_edit, name="department-add"),
    path("quan-tri/phong-ban/<int:pk>/", people.department_edit, name="department-edit"),
    path("quan-tri/phong-ban/<int:pk>/xoa/", people.department_delete, name="department-delete"),
    path("quan-tri/co-quan/", people.office_edit, name="office-edit"),
    path("quan-tri/co-quan/them/", people.office_identity_add, name="office-identity-add"),
    path("quan-tri/co-quan/<int:pk>/", people.office_identity_edit, name="office-identity-edit"),
    path("suc-khoe/", site.health, name="health"),
    path("nhat-ky/", history.journal, name="journal"),
    path("tep/<int:pk>/", evidence.evidence_open, name="evidence"),
    path("tep/<int:pk>/bo/", evidence.evidence_remove, name="evidence-remove"),
    path("nhap-excel/", imports.imports, name="imports"),
    path("nhap-excel/mau/<slug:name>/", exports.template, name="import-template"),
    path("nhap-excel/du-lieu/<slug:name>/", exports.export_all, name="import-export"),
    path("nhap-excel/<int:pk>/", imports.import_page, name="import"),
    path("nhap-excel/<int:pk>/ghi/", imports.import_apply, name="import-apply"),
    path("nhap-excel/<int:pk>/hoan-tac/", imports.import_undo, name="import-undo"),
    path("nhap-excel/<int:pk>/thay/", imports.import_correct, name="import-correct"),
    path("nhap-excel/<int:pk>/bo/", imports.import_drop, name="import-drop"),
    path("nhap-excel/<int:pk>/loi/", imports.import_marked, name="import-marked"),
    path("goi-y/dia-ban/", site.suggest_places, name="suggest-places"),
    path("quy-dinh/", site.standards, name="standards"),
    path("tim/", search.search, name="search"),
    path("viec-cua-toi/", work.my_work, name="my-work"),
    *place_urls,
    path("", include("reports.urls")),
    path("", include("cooperatives.urls")),
    path("", include("ocop.urls")),
    path("", include("poverty.urls")),
    path("", include("programs.urls")),
]
