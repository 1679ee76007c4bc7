"""The browser and the database of the web page's tests."""

from tests.handlers.web.chromium.conftest import browser, sqlite_database

__all__ = ["browser", "sqlite_database"]
