"""Addresses of the plan, of the reported figures, and of opening the next year."""

from django.urls import path

from programs.views import figures, plan, programs
from programs.views.plan import (
    ASSIGNMENTS,
    INDICATORS,
    TARGETS,
    TASKS,
    part_add,
    part_delete,
    part_edit,
)

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
    path(f"{PROGRAM}nhiem-vu/them/", part_add(TASKS), name="task-add"),
    path(f"{PROGRAM}nhiem-vu/<int:pk>/sua/", part_edit(TASKS), name="task-edit"),
    path(f"{PROGRAM}nhiem-vu/<int:pk>/xoa/", part_delete(TASKS), name="task-delete"),
    path(f"{PROGRAM}chi-tieu/them/", part_add(INDICATORS), name="indicator-add"),
    path(f"{PROGRAM}chi-tieu/<int:pk>/", programs.indicator_detail, name="indicator"),
    path(f"{PROGRAM}chi-tieu/<int:pk>/sua/", part_edit(INDICATORS), name="indicator-edit"),
    path(f"{PROGRAM}chi-tieu/<int:pk>/xoa/", part_delete(INDICATORS), name="indicator-delete"),
    path(f"{OF_INDICATOR}ke-hoach/them/", part_add(TARGETS), name="target-add"),
    path(f"{PROGRAM}ke-hoach/<int:pk>/sua/", part_edit(TARGETS), name="target-edit"),
    path(f"{PROGRAM}ke-hoach/<int:pk>/xoa/", part_delete(TARGETS), name="target-delete"),
    path(f"{OF_INDICATOR}phan-cong/them/", part_add(ASSIGNMENTS), name="assignment-add"),
    path(f"{PROGRAM}phan-cong/<int:pk>/sua/", part_edit(ASSIGNMENTS), name="assignment-edit"),
    path(f"{PROGRAM}phan-cong/<int:pk>/xoa/", part_delete(ASSIGNMENTS), name="assignment-delete"),
    path("so-lieu-tong-hop/", figures.figure_list, name="figure-list"),
    path("so-lieu-tong-hop/xuat-excel/", figures.figure_export, name="figure-export"),
    path(FIGURES, figures.figure_detail, name="figures"),
    path(f"{FIGURES}nhap/", figures.figure_entry, name="figure-entry"),
]
