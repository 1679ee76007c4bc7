"""Filling: everything that takes an owner through a self-assessment, put together once for all channels."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.db.database import Database
from bot.domain.ports import Clock
from bot.services.assess import Assess
from bot.services.attach import Attach
from bot.services.fill import Fill
from bot.services.form.finishing import Cite, Finish
from bot.services.form.opening import Opening
from bot.services.form.questionnaires import Questionnaires
from bot.services.form.showing import Shows
from bot.services.leftover import Leftover
from bot.vault.vault import Vault


@dataclass(frozen=True, slots=True)
class Filling:
    """The services of a form, and how the bytes of its files are fetched."""

    opening: Opening
    assess: Assess
    fill: Fill
    attach: Attach
    vault: Vault
    leftover: Leftover

    @property
    def files(self) -> Callable[[str], Awaitable[bytes]]:
        """Return what fetches a file by its digest."""
        return self.vault.get


def filling(database: Database, clock: Clock, questionnaires: Questionnaires, vault: Vault, cite: Cite) -> Filling:
    """Put the services of a form together."""
    opening = Opening(questionnaires)
    shows = Shows(opening, cite)
    leftover = Leftover()
    finish = Finish(database, clock, opening, vault, cite)
    assess = Assess(database, clock, opening, shows, finish, leftover)
    return Filling(
        opening,
        assess,
        Fill(database, clock, opening, shows, assess),
        Attach(database, clock, opening, shows, vault),
        vault,
        leftover,
    )
