"""Which documents are confidential: read once for several searches, each with eyes of its own."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from storage.database import Session
from storage.search import packing
from storage.search.driver import Driver, read_at_once


@dataclass(frozen=True)
class Secrets:
    """What a council has of confidential documents; a column each, in the order of the places."""

    ids: NDArray[np.int64]
    """Of their resolutions."""
    places: packing.Numbers
    newest: int
    """The newest place of all documents then: of later ones nothing is known here."""

    def hidden_from(self, listed: Collection[int]) -> packing.Numbers:
        """Return the places that nobody may know of who is listed for these resolutions alone."""
        if not listed:
            return self.places
        return self.places[~np.isin(self.ids, np.array(sorted(listed), np.int64))]


async def secrets_of(session: Session, council_id: int) -> Secrets:
    """Return what is confidential in the council now. It may be asked together with others."""
    return await read_at_once(session, partial(read_secrets, council_id=council_id))


async def read_secrets(driver: Driver, council_id: int) -> Secrets:
    """Do the same for one who is at the driver already.

    By the index of what is confidential: with the bare council SQLite would look at all of it.
    """
    stmt = (
        f"SELECT {driver.gathered('id')} AS ids, {driver.gathered('place')} AS places,"  # noqa: S608  fixed words
        " (SELECT MAX(place) FROM search_documents WHERE council_id = :council) AS newest"
        " FROM (SELECT hidden.id, document.place FROM resolutions AS hidden"
        " JOIN search_documents AS document ON document.resolution_id = hidden.id"
        " WHERE hidden.confidential IS TRUE AND hidden.council_id + 0 = :council"
        " ORDER BY document.place) AS secret"
    )
    ids, places, newest = (await driver.rows(stmt, {"council": council_id}))[0]
    return Secrets(
        np.array(json.loads(ids or "[]"), np.int64),
        np.array(json.loads(places or "[]"), np.uint32),
        -1 if newest is None else newest,
    )
