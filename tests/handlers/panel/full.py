"""The whole panel with something in every part of it: for tests that go through all addresses."""

import re
from dataclasses import dataclass

from starlette.routing import Route

from bot.db.assessment_models import EvidenceRow
from bot.db.database import Database
from bot.domain.assessment import State
from bot.domain.people import Address, Channel
from bot.domain.staff import Deed, Grant, Role, Staff
from tests.fakes import FixedClock
from tests.filling import Forms
from tests.handing import Handing
from tests.handlers.panel.parts import all_parts
from tests.handlers.panel.stage import Desk
from tests.services.test_reply import Scene

ITEM = "pasokan"
OPTIONS = ("setahun", "tiga-tahun")


@dataclass
class Full:
    """The panel, and a member who may do everything everywhere."""

    desk: Desk
    member: Staff

    def routes(self, method: str) -> list[tuple[str, str]]:
        """Return address and deed of every guarded route of a method, from the table of routes."""
        routes = [route for route in self.desk.app.routes[0].app.routes if isinstance(route, Route)]  # type: ignore[attr-defined] # mounted
        deeds = [(route, route.name.partition(":")[0]) for route in routes if method in (route.methods or ())]
        return [("/panel" + route.path, deed) for route, deed in deeds if deed in set(Deed)]


async def full(database: Database, clock: FixedClock) -> Full:
    """Return the panel: owners who handed in, two assessors who differ, a question that waits, an announcement that is a draft."""
    desk = Desk(database, clock, all_parts(database, clock))
    hand = Handing(database, Forms(database, clock).filling.opening.questionnaires)
    await hand(clock.now(), state=State.IN_REVIEW)
    async with database.writing() as session:
        session.add(
            EvidenceRow(
                assessment_id=1, item=ITEM, key="k", digest="1", media_type="image/jpeg", size=1, album="", added_at=clock.now(),
                removed_at=None,
            )
        )  # fmt: skip
    for _ in range(6):
        await hand(clock.now(), answers={ITEM: "lama", "sk-sentra": "belum"}, business="Batik Tulis Sekar Arum Sejahtera Bersama")
    await Scene(database, clock).asks(Address(Channel.TELEGRAM, "1"), "biaya ikut berapa", "35.07")
    member, other = await desk.member(*(Grant(role) for role in Role)), await desk.member(Grant(Role.ASSESSOR, "35.07"))
    for officer, option in zip((member, other), OPTIONS, strict=True):
        browser = await desk.signed_in(officer)
        fields = {"csrf": browser.csrf, "item": ITEM, "option": option, "comment": "Kata penilai"}
        await browser.post("/panel/antrean/1/nilai", data=fields)
    await (await desk.signed_in(member)).get("/panel/pertanyaan")
    browser = await desk.signed_in(member)
    await browser.post("/panel/kabar", data={"csrf": browser.csrf})
    return Full(desk, member)


def filled(path: str, **names: str) -> str:
    """Return an address with its parts filled in, "1" where none is given."""
    return re.sub(r"\{([^}]+)\}", lambda name: names.get(name[1], "1"), path)
