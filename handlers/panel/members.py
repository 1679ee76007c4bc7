"""The first page of the panel, the members of the staff, and what they did."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.areas import named
from bot.db import audit, staff
from bot.domain.errors import NotAllowed
from bot.domain.people import Language
from bot.domain.staff import NATIONAL, Deed, Grant, Role, Staff
from bot.services.announcing.seeking import area_of
from bot.services.authorize import areas
from bot.services.browse import Browse
from bot.services.staffing import Staffing
from bot.texts import say
from handlers.panel.pages import Page, draw, number_of
from handlers.panel.tables import Column, Table
from handlers.panel.trail import TRAIL

MEMBERS = "/panel/petugas"


@dataclass(frozen=True, slots=True)
class Members:
    """Who is staff, and what the staff did."""

    browse: Browse
    staffing: Staffing

    menu: ClassVar[Sequence[tuple[str, str, Deed]]] = (
        ("panel.menu.home", "/panel/", Deed.SEE_PANEL),
        ("panel.menu.members", MEMBERS, Deed.MANAGE_STAFF),
        ("panel.menu.audit", "/panel/jejak", Deed.SEE_AUDIT),
    )

    def pages(self) -> Sequence[Page]:
        """Return the pages."""
        return (
            Page("/panel/", Deed.SEE_PANEL, self.home),
            Page(MEMBERS, Deed.MANAGE_STAFF, self.members),
            Page(MEMBERS, Deed.MANAGE_STAFF, self.invite, ("POST",)),
            Page(f"{MEMBERS}/cabut", Deed.MANAGE_STAFF, self.revoke, ("POST",)),
            Page(f"{MEMBERS}/selesai", Deed.MANAGE_STAFF, self.end, ("POST",)),
            Page("/panel/jejak", Deed.SEE_AUDIT, self.audit),
        )

    async def home(self, request: Request, actor: Staff) -> Response:
        """Show who is signed in, and what they may do where."""
        return draw(request, "home.html", grants=[(grant.role, named(grant.area)) for grant in actor.grants])

    async def members(self, request: Request, actor: Staff, code: str = "") -> Response:
        """Show the members within the actor's areas."""
        mine, listing = areas(actor, Deed.MANAGE_STAFF), MEMBERS_TABLE.asked(request)
        found = await self.browse(actor, "staff", listing, lambda session: staff.members_within(session, mine, listing))
        return await MEMBERS_TABLE.answer(request, found, "members.html", roles=tuple(Role), code=code, named=named)

    async def invite(self, request: Request, actor: Staff) -> Response:
        """Make a one-time code. Raises `NotAllowed`."""
        form = await request.form()
        code = await self.staffing.invite(actor, str(form.get("name", ""))[:100], str(form.get("office", ""))[:200], _grant(form.get))
        return await self.members(request, actor, code)

    async def revoke(self, request: Request, actor: Staff) -> Response:
        """Take a role away. Raises `NotAllowed` and `LastAdmin`."""
        form = await request.form()
        await self.staffing.revoke(actor, number_of(form.get("staff"), 11), _grant(form.get))
        return RedirectResponse(MEMBERS, 303)

    async def end(self, request: Request, actor: Staff) -> Response:
        """End a member. Raises `NotAllowed` and `LastAdmin`."""
        form = await request.form()
        await self.staffing.end(actor, number_of(form.get("staff"), 11), str(form.get("why", ""))[:500])
        return RedirectResponse(MEMBERS, 303)

    async def audit(self, request: Request, actor: Staff) -> Response:
        """Show what the staff did; the whole country's admins only, since a row has no area."""
        if NATIONAL not in areas(actor, Deed.SEE_AUDIT):
            raise NotAllowed
        listing = TRAIL.asked(request)
        found = await self.browse(actor, "audit", listing, lambda session: audit.trail(session, listing))
        return await TRAIL.answer(request, found, "audit.html")


def _roles(member: Staff, language: Language) -> str:
    return "; ".join(
        f"{say(language, f'staff_role.{grant.role}')}, {named(grant.area) or say(language, 'panel.national')}" for grant in member.grants
    )


MEMBERS_TABLE: Table[Staff] = Table(
    "petugas",
    "panel.menu.members",
    (
        Column("number", "panel.number_short", lambda one, _: one.id),
        Column("name", "panel.name", lambda one, _: one.name),
        Column("office", "panel.office", lambda one, _: one.office),
        Column("roles", "panel.roles", _roles, sorts=False),
    ),
)


def _grant(get: Callable[[str], object]) -> Grant:
    """Read a role and an area, by name or code. Raises `NotAllowed` for what is no role, `ContentWrong` for what is not one area."""
    role, where = (str(get(name) or "").strip() for name in ("role", "area"))
    if role not in set(Role):
        raise NotAllowed
    return Grant(Role(role), area_of(where) if where else NATIONAL)
