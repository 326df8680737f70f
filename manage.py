#!/usr/bin/env python3
"""Django's console of the portal."""

import os
import sys


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.core.management import execute_from_command_line

    from portal.env import Misconfigured

    try:
        execute_from_command_line(sys.argv)
    except Misconfigured as reason:
        sys.exit(str(reason))


if __name__ == "__main__":
    main()
