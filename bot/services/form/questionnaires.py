"""The instruments by version: the present one, and those that assessments of earlier were begun with."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from bot.db import assessments
from bot.db.database import ReadSession, WriteSession
from bot.domain.instrument import Instrument

Parse = Callable[[str], Instrument]


@dataclass
class Questionnaires:
    """Gives instruments by version. The version of a file names its words too: a changed file never passes for the old one."""

    text: str = field(repr=False)
    parse: Parse
    _known: dict[str, Instrument] = field(default_factory=dict)

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
        if version not in self._known:
            text = await assessments.instrument(session, version)
            self._known[version] = self.parse(text) if text else self.present
        return self._known[version]
