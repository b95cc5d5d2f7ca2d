"""Registers the app under its own short name."""

from django.apps import AppConfig


class Config(AppConfig):
    name = "trucewatch.statements"
    label = "statements"
