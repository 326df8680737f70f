from django.urls import path

from portal import views

app_name = "portal"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("seen/", views.desk_seen, name="desk-seen"),
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("preferences/", views.preferences, name="preferences"),
    path("record/", views.centre_record, name="centre-record"),
    path("acting/", views.acting_switch, name="acting-switch"),
    path("papers/<uuid:pk>/", views.paper_detail, name="paper-detail"),
    path("papers/<uuid:pk>/record/", views.paper_record, name="paper-record"),
]
