from django.urls import path

from portal import sessions, views

app_name = "portal"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("seen/", views.desk_seen, name="desk-seen"),
    path("sign-in/", sessions.SignIn.as_view(), name="sign-in"),
    path("sign-out/", sessions.sign_out, name="sign-out"),
    path("signed-out/", sessions.signed_out, name="signed-out"),
    path("preferences/", sessions.preferences, name="preferences"),
    path("record/", views.centre_record, name="centre-record"),
    path("delegations/record/", views.delegation_record, name="delegation-record"),
    path("acting/", sessions.acting_switch, name="acting-switch"),
    path("papers/<uuid:pk>/", views.paper_detail, name="paper-detail"),
    path("papers/<uuid:pk>/revisions/<int:number>/origins/", views.text_origins, name="text-origins"),
    path("papers/<uuid:pk>/passages/<uuid:block>/", views.passage_history, name="passage-history"),
    path("papers/<uuid:pk>/record/", views.paper_record, name="paper-record"),
]
