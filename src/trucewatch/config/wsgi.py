"""The application that a server runs: `trucewatch.config.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trucewatch.config.settings")

application = get_wsgi_application()
