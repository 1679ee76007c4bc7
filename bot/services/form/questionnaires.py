"""The instruments by version: the present one, and those that assessments of earlier were begun with."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from bot.db import assessments
from bot.db.database import ReadSession, WriteSession
from bot.domain.instrument import Instrument

_log = logging.getLogger(__name__)

Parse = Callable[[str], Instrument]


@dataclass
class Questionnaires:
    """Gives instruments by version. The version of a file names its words too: a changed file never passes for the old one."""

    text: str = field(repr=False)
    parse: Parse
    _known: dict[str, Instrument | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the present instrument. Raises what `parse` raises for a faulty one."""
        self.present = self.parse(self.text)
        digest = sha256(self.text.encode()).hexdigest()[:8]
        self.version = f"{self.present.id}/{self.present.version}+{digest}"
        self._known[self.version] = self.present

    async def keep(self, session: WriteSession) -> None:
        """Keep the present one with what is begun with it."""
        await assessments.kept_instrument(session, self.version, self.text)

    async def of(self, session: ReadSession, version: str) -> Instrument:
        """Return the instrument of that version; the present one where it can no longer be read."""
        return await self._found(session, version) or self.present

    async def is_lost(self, session: ReadSession, version: str) -> bool:
        """Tell whether the instrument of that version can no longer be read."""
        return await self._found(session, version) is None

    async def _found(self, session: ReadSession, version: str) -> Instrument | None:
        if version not in self._known:
            self._known[version] = self._read(version, await assessments.instrument(session, version))
        return self._known[version]

    def _read(self, version: str, text: str | None) -> Instrument | None:
        try:  # the rules of a file may have become stricter since it was kept
            return self.parse(text) if text else None
        except ValueError as faulty:
            _log.warning("the instrument %s can no longer be read (%s)", version, type(faulty).__name__)
            return None
