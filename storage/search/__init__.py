"""Finds resolutions: ranked, forgiving, and only within the asker's own council.

`index` writes texts into the vocabulary and its postings (`postings`, `packing`, `terms`);
`ranking` answers queries (`opening`, `words`, `spelling`, `scores`, `nearness`; `secrets` are left
out, `filters` narrows).
All of it speaks to the database's driver itself (`driver`), and `room` keeps the tables small.
"""

from storage.search.filters import Narrowing
from storage.search.index import (
    SearchEntry,
    SearchFields,
    count_outdated,
    index_resolution,
    index_resolutions,
    mark_body_changed,
    mark_changed,
    missing_resolutions,
    outdated_resolutions,
    remove_resolutions,
)
from storage.search.ranking import Hit, SearchPage, alike, search
from storage.search.secrets import Secrets, secrets_of
from storage.search.words import SearchQuery, SearchWord

__all__ = [
    "Hit",
    "Narrowing",
    "SearchEntry",
    "SearchFields",
    "SearchPage",
    "SearchQuery",
    "SearchWord",
    "Secrets",
    "alike",
    "count_outdated",
    "index_resolution",
    "index_resolutions",
    "mark_body_changed",
    "mark_changed",
    "missing_resolutions",
    "outdated_resolutions",
    "remove_resolutions",
    "search",
    "secrets_of",
]
