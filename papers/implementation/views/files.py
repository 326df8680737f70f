"""Files from outside, handed out to be kept: never shown as a page of ours, and with nothing they could run."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from papers.files import services as files
from papers.implementation import exhibits

AS_A_FILE = {"Content-Security-Policy": "default-src 'none'; sandbox", "X-Content-Type-Options": "nosniff"}


def handed_out(blob, title):
    """The bytes of a blob under a name made from its title."""
    response = HttpResponse(files.read(blob), content_type=blob.media_type, headers=AS_A_FILE)
    name = exhibits.file_name(title, blob.media_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
