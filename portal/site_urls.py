from django.urls import path

from portal import participation_views, sessions, views
from portal.accounts.views import SignIn

app_name = "portal"
urlpatterns = [
    path("", views.desk, name="desk"),
    path("seen/", views.desk_seen, name="desk-seen"),
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", sessions.sign_out, name="sign-out"),
    path("signed-out/", sessions.signed_out, name="signed-out"),
    path("preferences/", sessions.preferences, name="preferences"),
    path("record/", views.centre_record, name="centre-record"),
    path("record/access/", views.access_record, name="access-record"),
    path("record/access.csv", views.access_record_file, {"kind": "csv"}, name="access-record-csv"),
    path("record/access.xlsx", views.access_record_file, {"kind": "xlsx"}, name="access-record-xlsx"),
    path("delegations/record/", views.delegation_record, name="delegation-record"),
    path("delegations/quiet/", participation_views.quiet_list, name="quiet-list"),
    path(
        "delegations/<str:code>/participation/propose/",
        participation_views.change_propose,
        name="change-propose",
    ),
    path("delegations/<str:code>/left-open/", participation_views.left_open, name="left-open"),
    path(
        "delegations/<str:code>/left-open/<uuid:target>/",
        participation_views.left_open_settle,
        name="left-open-settle",
    ),
    path("acting/", sessions.acting_switch, name="acting-switch"),
    path("papers/<uuid:pk>/", views.paper_detail, name="paper-detail"),
    path("papers/<uuid:pk>/revisions/<int:number>/beside/", views.paper_beside, name="paper-beside"),
    path("papers/<uuid:pk>/revisions/<int:number>/origins/", views.text_origins, name="text-origins"),
    path("papers/<uuid:pk>/passages/<uuid:block>/", views.passage_history, name="passage-history"),
    path("papers/<uuid:pk>/access/as/<str:code>/", views.paper_as, name="paper-as"),
    path("papers/<uuid:pk>/record/", views.paper_record, name="paper-record"),
]
