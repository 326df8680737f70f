"""Which methods a page answers."""

from django.views.decorators.http import require_http_methods

# A page that shows its form and takes it; everything else is require_safe or require_POST.
reads_and_sends = require_http_methods(["GET", "HEAD", "POST"])
