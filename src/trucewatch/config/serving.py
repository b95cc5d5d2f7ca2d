"""The application as `trucewatch serve` runs it: ready before the first request comes."""

from django.db import connection

from trucewatch.config.wsgi import application as application
from trucewatch.incidents.index.current import current_index

# A million reports take some ten seconds, which the first to ask should not have to wait.
current_index()
connection.close()
