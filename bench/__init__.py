"""Benchmarks. Importing the package sets Django up with the tests' settings, before anything imports a model."""

import os

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "deploy.test_settings"
django.setup()
