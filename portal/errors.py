"""Pages for requests that cannot be answered; they say what was kept and what to do."""

from django.shortcuts import render

from papers.shared.http import names_posted


def csrf_failure(request, reason=""):
    """A form without its token is refused, and its words are handed back."""
    return render(request, "403_csrf.html", {"kept": names_posted(request)}, status=403)
