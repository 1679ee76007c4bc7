"""The services of a form for tests: the shipped instrument, a vault in a temporary folder, passages that need no index."""

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from bot.db.database import Database
from bot.delivery.office import Office
from bot.domain.answer import Citation
from bot.domain.people import Language
from bot.domain.ports import Clock
from bot.instruments import SHIPPED, parse
from bot.services.announcing.announcing import Announce, announcing
from bot.services.announcing.drafting import Rules
from bot.services.announcing.noticing import Notices
from bot.services.filling import Filling, filling
from bot.services.form.finishing import Draw
from bot.services.form.questionnaires import Questionnaires
from bot.services.own import Own
from bot.vault.vault import Vault

KEY = bytes(range(32))
DAYS = {
    "done": 14, "exports": 7, "drafts": 365, "assessments": 1825, "announcements": 730, "talk": 730, "sign_ins": 30, "strangers": 90,
}  # fmt: skip

parsed = cache(parse)


def cite(passage: str, _language: Language) -> Citation:
    """Return a citation that names its passage."""
    return Citation(passage, passage, "Sumber", "dipakai sekarang", "", "Kutipan.", "https://example.go.id/")


def sketched(made: object, _: object) -> tuple[bytes, bytes]:
    """Stand in for the chart and the report, which take seconds; they differ when what is finished differs."""
    return f"chart of {made}".encode(), f"report of {made}".encode()


@dataclass
class Forms:
    """What takes a person through a form, over one database; `draw` makes the chart and the report."""

    database: Database
    clock: Clock
    folder: Path = field(default_factory=lambda: Path(mkdtemp(prefix="ovop-vault-")))
    text: str = field(default_factory=lambda: SHIPPED.read_text(encoding="utf-8"))
    draw: Draw = sketched

    def __post_init__(self) -> None:
        self.vault = Vault(self.folder / "vault", KEY)
        whole: Filling = filling(self.database, self.clock, Questionnaires(self.text, parsed), self.vault, cite)
        finish = replace(whole.assess.finish, draw=self.draw)
        self.filling = replace(whole, assess=replace(whole.assess, finish=finish))
        self.own = Own(
            self.database, self.clock, self.filling.opening, self.filling.assess.shows, self.vault, self.filling.leftover, DAYS
        )

    @property
    def notices(self) -> Notices:
        """What shows announcements on the web page."""
        return Notices(self.database, self.clock, self.vault)

    def spoil(self, content: bytes | None) -> None:
        """Put something else into the place of every file of the vault, or take all away."""
        for path in self.folder.glob("vault/??/*"):
            if content is None:
                path.unlink()
            else:
                path.write_bytes(content)

    def announce(self, office: Office, rules: Rules | None = None) -> Announce:
        """Return what puts the services of announcements together."""
        return announcing(
            database=self.database, clock=self.clock, questionnaires=self.filling.opening.questionnaires, vault=self.vault,
            owner=office.owner, rules=rules, wake=office.wake, limits=office.limits,
        )  # fmt: skip
