from django.urls import path

from papers.delegations import views

app_name = "delegations"
urlpatterns = [
    path("delegations/", views.delegation_list, name="delegation-list"),
    path("delegations/consulted/", views.party_list, name="party-list"),
    path("delegations/people/", views.people, name="people"),
    path("delegations/people/posts/add/", views.seat_add, name="seat-add"),
    path("delegations/people/posts/<uuid:pk>/", views.seat_change, name="seat-change"),
    path("delegations/people/posts/<uuid:pk>/invite/", views.seat_invite, name="seat-invite"),
    path("delegations/people/mandates/<uuid:pk>/end/", views.mandate_end, name="mandate-end"),
    path("delegations/people/mandates/<uuid:pk>/until/", views.mandate_until, name="mandate-until"),
    path(
        "delegations/people/mandates/<uuid:pk>/hand-over/", views.mandate_hand_over, name="mandate-hand-over"
    ),
    path("delegations/people/mandates/<uuid:pk>/absence/", views.absence_note, name="absence-note"),
    path("delegations/people/absences/<uuid:pk>/end/", views.absence_end, name="absence-end"),
    path("delegations/people/invitations/<uuid:pk>/again/", views.invitation_again, name="invitation-again"),
    path(
        "delegations/people/invitations/<uuid:pk>/withdraw/",
        views.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("delegations/rules/<str:code>/", views.rules_detail, name="rules-detail"),
    path("delegations/erasures/", views.erasure_list, name="erasure-list"),
    path("delegations/erasures/<uuid:pk>/", views.erasure_detail, name="erasure-detail"),
    path("delegations/support/", views.support_list, name="support-list"),
    path("delegations/support/<uuid:pk>/", views.support_detail, name="support-detail"),
    path("delegations/<str:code>/first-person/", views.first_person, name="first-person"),
    path("delegations/<str:code>/calendar/", views.calendar_detail, name="calendar-detail"),
    path("delegations/<str:code>/calendar/weekend/", views.weekend_set, name="weekend-set"),
    path("delegations/<str:code>/calendar/holidays/", views.holidays_add, name="holidays-add"),
    path(
        "delegations/<str:code>/calendar/holidays/<uuid:pk>/remove/",
        views.holiday_remove,
        name="holiday-remove",
    ),
    path("delegations/<str:code>/participation/", views.participation_detail, name="participation-detail"),
    path("delegations/<str:code>/participation/<uuid:pk>/reply/", views.change_reply, name="change-reply"),
    path(
        "delegations/<str:code>/participation/<uuid:pk>/decision/", views.change_decide, name="change-decide"
    ),
    path("delegations/<str:code>/participation/<uuid:pk>/drop/", views.change_drop, name="change-drop"),
    path("invitations/<str:token>/", views.invitation_accept, name="invitation-accept"),
]
