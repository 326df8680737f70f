from django.urls import path

from papers.adoption import views

app_name = "adoption"
urlpatterns = [
    path("receipts/", views.receipt_check, name="receipt-check"),
    # /papers/<uuid>/silence/…
    path("<uuid:pk>/silence/", views.silence_list, name="silence-list"),
    path("<uuid:pk>/silence/place/", views.silence_place, name="silence-place"),
    path("<uuid:pk>/silence/<int:number>/", views.silence_detail, name="silence-detail"),
    path("<uuid:pk>/silence/<int:number>/acknowledge/", views.silence_acknowledge, name="silence-acknowledge"),
    path("<uuid:pk>/silence/<int:number>/break/", views.silence_break, name="silence-break"),
    path("<uuid:pk>/silence/<int:number>/extend/", views.silence_extend, name="silence-extend"),
    path("<uuid:pk>/silence/<int:number>/cancel/", views.silence_cancel, name="silence-cancel"),
    path("<uuid:pk>/silence/<int:number>/resume/", views.silence_resume, name="silence-resume"),
    # /papers/<uuid>/silence/<n>/objections/<uuid>/…
    path(
        "<uuid:pk>/silence/<int:number>/objections/<uuid:objection>/note/",
        views.objection_note, name="objection-note",
    ),
    path(
        "<uuid:pk>/silence/<int:number>/objections/<uuid:objection>/receipt/",
        views.receipt_detail, name="receipt-detail",
    ),
    path(
        "<uuid:pk>/silence/<int:number>/objections/<uuid:objection>/receipt.txt",
        views.receipt_text, name="receipt-text",
    ),
]  # fmt: skip
