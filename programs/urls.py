"""Addresses of the plan, of the reported figures, and of opening the next year."""

from django.urls import path

from programs.views import figures, plan, programs

app_name = "programs"
PROGRAM = "chuong-trinh/<str:code>/<int:year>/"
OF_INDICATOR = f"{PROGRAM}chi-tieu/<int:indicator>/"
FIGURES = "so-lieu-tong-hop/<str:code>/<int:year>/<int:number>/<str:indicator>/"

urlpatterns = [
    path("chuong-trinh/", programs.program_list, name="list"),
    path("chuong-trinh/them/", plan.program_add, name="add"),
    path(PROGRAM, programs.program_detail, name="detail"),
    path(f"{PROGRAM}sua/", plan.program_edit, name="edit"),
    path(f"{PROGRAM}xoa/", plan.program_delete, name="delete"),
    path(f"{PROGRAM}nam-sau/", plan.next_year, name="next-year"),
    path(f"{PROGRAM}lich-su/", programs.program_history, name="history"),
    path(f"{PROGRAM}lich-su/<slug:key>/lay-lai/", programs.part_restore, name="restore"),
    path(f"{PROGRAM}ky-bao-cao/<int:number>/", plan.period_edit, name="period"),
    path(f"{PROGRAM}nhiem-vu/them/", plan.part_add, {"part": plan.TASKS}, name="task-add"),
    path(f"{PROGRAM}nhiem-vu/<int:pk>/sua/", plan.part_edit, {"part": plan.TASKS}, name="task-edit"),
    path(f"{PROGRAM}nhiem-vu/<int:pk>/xoa/", plan.part_delete, {"part": plan.TASKS}, name="task-delete"),
    path(f"{PROGRAM}van-ban/them/", plan.part_add, {"part": plan.DECISIONS}, name="decision-add"),
    path(f"{PROGRAM}van-ban/<int:pk>/sua/", plan.part_edit, {"part": plan.DECISIONS}, name="decision-edit"),
    path(f"{PROGRAM}van-ban/<int:pk>/xoa/", plan.part_delete, {"part": plan.DECISIONS}, name="decision-delete"),
    path(f"{PROGRAM}chi-tieu/them/", plan.part_add, {"part": plan.INDICATORS}, name="indicator-add"),
    path(f"{PROGRAM}chi-tieu/<int:pk>/", programs.indicator_detail, name="indicator"),
    path(f"{PROGRAM}chi-tieu/<int:pk>/sua/", plan.part_edit, {"part": plan.INDICATORS}, name="indicator-edit"),
    path(f"{PROGRAM}chi-tieu/<int:pk>/xoa/", plan.part_delete, {"part": plan.INDICATORS}, name="indicator-delete"),
    path(f"{OF_INDICATOR}ke-hoach/them/", plan.part_add, {"part": plan.TARGETS}, name="target-add"),
    path(f"{PROGRAM}ke-hoach/<int:pk>/sua/", plan.part_edit, {"part": plan.TARGETS}, name="target-edit"),
    path(f"{PROGRAM}ke-hoach/<int:pk>/xoa/", plan.part_delete, {"part": plan.TARGETS}, name="target-delete"),
    path(f"{OF_INDICATOR}phan-cong/them/", plan.part_add, {"part": plan.ASSIGNMENTS}, name="assignment-add"),
    path(f"{PROGRAM}phan-cong/<int:pk>/sua/", plan.part_edit, {"part": plan.ASSIGNMENTS}, name="assignment-edit"),
    path(f"{PROGRAM}phan-cong/<int:pk>/xoa/", plan.part_delete, {"part": plan.ASSIGNMENTS}, name="assignment-delete"),
    path("so-lieu-tong-hop/", figures.figure_list, name="figure-list"),
    path("so-lieu-tong-hop/xuat-excel/", figures.figure_export, name="figure-export"),
    path(FIGURES, figures.figure_detail, name="figures"),
    path(f"{FIGURES}nhap/", figures.figure_entry, name="figure-entry"),
]
