"""Addresses of poor households and of their personal data."""

from django.urls import path

from coopunion.records.urls import register_urls
from poverty import views
from poverty.registers import CLASSIFICATIONS, EXITS, HOUSEHOLDS, REQUESTS, SUPPORTS

app_name = "poverty"
urlpatterns = [
    *register_urls(HOUSEHOLDS, "ho-ngheo/"),
    *register_urls(CLASSIFICATIONS, "ho-ngheo/phan-loai/"),
    *register_urls(SUPPORTS, "ho-ngheo/ho-tro/"),
    *register_urls(EXITS, "ho-ngheo/thoat-ngheo/"),
    *register_urls(REQUESTS, "ho-ngheo/yeu-cau/"),
    path("ho-ngheo/het-han-luu-giu/", views.past_retention, name="past-retention"),
    path("ho-ngheo/<int:pk>/du-lieu-ca-nhan/", views.personal_data, name="personal-data"),
    path("ho-ngheo/<int:pk>/so-dinh-danh/", views.reveal, name="reveal"),
    path("ho-ngheo/<int:pk>/xoa-du-lieu/", views.erase_one, name="erase"),
]
