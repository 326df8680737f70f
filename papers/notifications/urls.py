from django.urls import path

from papers.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notices/", views.notice_list, name="notice-list"),
    path("notices/read/", views.notices_read, name="notices-read"),
    path("notices/<uuid:pk>/", views.notice_open, name="notice-open"),
    path("outbox/", views.outbox, name="outbox"),
]
