"""Django's name for this app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The mechanism that rules on breaches."""

    name = "trucewatch.cases"
