from django.urls import path

from papers.delegations import views

app_name = "delegations"
urlpatterns = [
    path("delegations/", views.delegation_list, name="delegation-list"),
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
    path("delegations/<str:code>/first-person/", views.first_person, name="first-person"),
    path("invitations/<str:token>/", views.invitation_accept, name="invitation-accept"),
]
