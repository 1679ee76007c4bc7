"""Writing an announcement, and having it approved."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.db import audit
from bot.db.database import Database
from bot.domain.announcement import Attached, Audience, Content, Link, Plan, Repeat, Stage, Standing
from bot.domain.errors import AnnouncementGone, ContentWrong, NobodyElse, NotAllowed, StageMoved
from bot.domain.people import Language
from bot.domain.staff import Grant, Role
from bot.services.announcing import wording
from bot.services.announcing.content import checked, framed, links_of
from bot.services.announcing.drafting import Rules
from tests.announcing import Newsroom
from tests.fakes import FixedClock

HOSTS = ("go.id",)
PHOTO, PAPER = Attached("a" * 64, "image/jpeg", "a.jpg"), Attached("b" * 64, "application/pdf", "b.pdf")


@pytest.fixture
def room(database: Database, clock: FixedClock) -> Newsroom:
    return Newsroom(database, clock)


async def test_a_second_person_approves_and_not_the_author(room: Newsroom) -> None:
    author, other = await room.pair()
    number = await room.drafted(author)

    assert await room.write.submit(author, number) is Stage.ASKED
    assert [chat for chat, _ in room.told] == ["502"]
    with pytest.raises(NotAllowed):
        await room.write.approve(author, number)
    await room.write.approve(other, number)
    assert await room.stage(number) is Stage.SCHEDULED
    with pytest.raises(StageMoved):
        await room.write.approve(other, number)


async def test_where_nobody_else_may_approve_the_author_is_told(room: Newsroom) -> None:
    author = await room.member(Grant(Role.BROADCASTER, "35"))
    await room.member(Grant(Role.BROADCASTER, "35.07"))  # covers a part only
    await room.member(Grant(Role.ASSESSOR, ""))
    number = await room.drafted(author, area="35")

    with pytest.raises(NobodyElse):
        await room.write.submit(author, number)
    assert await room.stage(number) is Stage.DRAFT


async def test_an_agency_can_do_without_a_second_person(database: Database, clock: FixedClock) -> None:
    room = Newsroom(database, clock, Rules(wants_second=False))
    author = await room.member(Grant(Role.BROADCASTER, ""))
    number = await room.drafted(author)

    assert await room.write.submit(author, number) is Stage.SCHEDULED


async def test_what_is_given_back_can_be_changed_by_its_author_only(room: Newsroom) -> None:
    author, other = await room.pair()
    number = await room.drafted(author)
    await room.write.submit(author, number)
    with pytest.raises(StageMoved):
        await room.write.keep(author, number, Content("Lain"))

    await room.write.reject(other, number, "tanggalnya salah")

    assert ("501", room.told[-1][1]) == room.told[-1]
    assert "tanggalnya salah" in room.told[-1][1]
    with pytest.raises(NotAllowed):
        await room.write.keep(other, number, Content("Lain"))
    await room.write.keep(author, number, Content("Lain"))


async def test_nobody_sees_or_writes_outside_of_their_area(room: Newsroom) -> None:
    author, _ = await room.pair("35.07")
    number = await room.drafted(author, area="35.07")
    stranger = await room.member(Grant(Role.BROADCASTER, "35.08"))

    async with room.database.reading() as session:
        with pytest.raises(AnnouncementGone):
            await room.write.of(session, stranger, number)
    with pytest.raises(ContentWrong, match="area"):
        await room.write.keep(author, number, audience=Audience(areas=("35.08",)))
    async with room.database.writing() as session:
        with pytest.raises(NotAllowed):
            await room.write.begin(session, author, "35")


async def test_a_time_that_is_over_is_refused_at_the_approval(room: Newsroom) -> None:
    author, other = await room.pair()
    number = await room.drafted(author)
    await room.write.keep(author, number, plan=Plan(room.clock.now()))
    await room.write.submit(author, number)
    room.clock.pass_by(timedelta(minutes=1))

    with pytest.raises(ContentWrong, match="past"):
        await room.write.approve(other, number)
    assert await room.stage(number) is Stage.ASKED


async def test_a_time_that_is_over_is_refused_before_anybody_is_asked(room: Newsroom) -> None:
    author, _ = await room.pair()
    number = await room.drafted(author)
    with pytest.raises(ContentWrong, match="past"):
        await room.write.keep(author, number, plan=Plan(room.clock.now() - timedelta(minutes=1)))
    await room.write.keep(author, number, plan=Plan(room.clock.now()))
    room.clock.pass_by(timedelta(minutes=1))

    with pytest.raises(ContentWrong, match="past"):
        await room.write.submit(author, number)


async def test_what_was_changed_since_somebody_looked_is_not_approved(room: Newsroom) -> None:
    author, other = await room.pair()
    number = await room.drafted(author)
    await room.write.submit(author, number)
    seen, _ = await room.steer.look(other, number)
    await room.write.withdraw(author, number)
    await room.write.keep(author, number, Content("Lain"))
    await room.write.submit(author, number)

    with pytest.raises(StageMoved):
        await room.write.approve(other, number, seen.version)
    assert await room.stage(number) is Stage.ASKED
    seen, _ = await room.steer.look(other, number)
    await room.write.approve(other, number, seen.version)


class Ticking(FixedClock):
    """A clock that goes on whenever somebody looks."""

    def now(self) -> datetime:
        self.pass_by(timedelta(milliseconds=1))
        return super().now()


async def test_what_goes_at_once_is_due_though_the_clock_goes_on(sqlite_database: Database) -> None:
    room = Newsroom(sqlite_database, Ticking())
    number = await room.approved(*await room.pair())

    assert await room.stage(number) is Stage.SCHEDULED


async def test_what_is_withdrawn_before_it_began_can_be_asked_for_again(room: Newsroom) -> None:
    author, other = await room.pair()
    number = await room.approved(author, other)
    room.clock.pass_by(timedelta(minutes=1))
    await room.write.withdraw(author, number)

    assert await room.write.submit(author, number) is Stage.ASKED


async def test_whoever_approves_reads_all_that_narrows_it(room: Newsroom) -> None:
    author, _ = await room.pair()
    number = await room.drafted(author)
    await room.seek.save(author, "Peserta 2025", "", Audience())
    audience = Audience(("35.07",), ("batik",), ("id",), ("telegram",), (Standing.DRAFT,), ("kemasan",), 30, (3, 4), (1,), (1,))
    plan = Plan(datetime(2026, 12, 1, 1, tzinfo=UTC), "Asia/Jayapura", Repeat.WEEKLY)
    await room.write.keep(author, number, audience=audience, plan=plan)
    await room.write.submit(author, number)

    for words in (
        "Kabupaten Malang", "Kain batik", "penilaian mandiri: belum selesai", "masih kurang: ", "bahasa: ", "lewat Telegram",
        "aktif 30 hari terakhir", "bintang OVOP: 3, 4", "hanya daftar Peserta 2025", "kecuali daftar Peserta 2025",
        "01-12-2026 10.00 WIT, setiap minggu",
    ):  # fmt: skip
        assert words in room.told[-1][1]


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("Daftar = https://a.go.id/?x=1", (Link("Daftar", "https://a.go.id/?x=1"),)),
        ("Daftar=a.go.id/x\n\nTanya = Apa itu?", (Link("Daftar", "https://a.go.id/x"), Link("Tanya", question="Apa itu?"))),
        ("-", ()),
    ],
)
def test_buttons_are_typed_line_by_line(text: str, links: tuple[Link, ...]) -> None:
    assert links_of(text) == links


def test_a_line_without_a_target_is_no_button() -> None:
    with pytest.raises(ContentWrong, match="line"):
        links_of("Daftar di sini")


async def test_the_number_of_a_draft_that_was_thrown_away_is_not_given_again(room: Newsroom) -> None:
    author, _ = await room.pair()
    number = await room.drafted(author)
    async with room.database.writing() as session:
        await room.write.drop(session, author, number)

    with pytest.raises(AnnouncementGone):
        await room.steer.look(author, number)
    assert await room.drafted(author) == number + 1


async def test_every_act_is_in_the_audit(room: Newsroom) -> None:
    author, other = await room.pair()
    number = await room.approved(author, other)
    await room.write.withdraw(author, number)

    async with room.database.reading() as session:
        rows = await audit.latest(session, thing=f"announcement:{number}")
        assert await audit.broken(session) is None
    assert [row.deed for row in reversed(rows)] == ["begin an announcement", "ask for approval", "approve", "withdraw"]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (Content("  "), "empty"),
        (Content("x", (PHOTO,) * 11), "files"),
        (Content("x", (PHOTO, PAPER)), "mixed"),
        (Content("x", links=(Link("a", "https://a.go.id"),) * 4), "links"),
        (Content("x", links=(Link("", "https://a.go.id"),)), "label"),
        (Content("x", links=(Link("a", "https://go.id.evil.com/"),)), "host"),
        (Content("x", links=(Link("a", "http://a.go.id/"),)), "host"),
        (Content("x", links=(Link("a", "https://go.id@evil.com/"),)), "host"),
        (Content('<a href="https://evil.com">dinas</a>'), "host"),
        (Content("daftar di https://evil.com/x"), "host"),
        (Content("daftar di www.evil.com"), "host"),
        (Content("x", (PHOTO, PHOTO), (Link("a", question="apa?"),)), "album_asks"),
        (Content("x" * 4096), "long"),
        (Content("😀" * 2040), "long"),
        (Content("x" * 1024, (PHOTO,)), "long"),
    ],
)
def test_what_cannot_be_sent_is_refused_with_its_reason(content: Content, why: str) -> None:
    with pytest.raises(ContentWrong) as told:
        checked(content, HOSTS, "Dinas")
    assert told.value.text_key == f"news.error.{why}"


def test_what_fits_goes_through_with_its_frame() -> None:
    links = (Link("Daftar", "https://dinas.go.id/daftar"), Link("Tanya", question="Apa itu OVOP?"))
    content = Content("x" * 3970 + " https://dinas.go.id, lalu", links=links)

    given = framed(7, checked(content, HOSTS, "Dinas A & B"), "Dinas A & B", Language.INDONESIAN)

    assert given.html.startswith("<b>📣 Pengumuman dari Dinas A &amp; B</b>\n\nxxx")
    assert given.html.endswith("/berhenti</i>")
    assert wording.length(given.html) <= 4096


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("*tebal* _miring_ ~coret~", "<b>tebal</b> <i>miring</i> <s>coret</s>"),
        ("2*3*4 dan nama_file_x", "2*3*4 dan nama_file_x"),
        ("<b>&", "&lt;b&gt;&amp;"),
        ("[di *sini*](https://a.go.id/x_y_z)", '<a href="https://a.go.id/x_y_z">di *sini*</a>'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ('[x](https://a.go.id/"onclick=)', '<a href="https://a.go.id/&quot;onclick=">x</a>'),
        ("*_dua_*", "<b><i>dua</i></b>"),
    ],
)
def test_marks_become_html_and_nothing_else_does(typed: str, html: str) -> None:
    assert wording.from_marks(typed) == html


@pytest.mark.parametrize("html", ["<b>a</b> b", '<i>x</i> <a href="https://a.go.id/">y</a>', "a &lt; b &amp; c"])
def test_marks_lead_there_and_back(html: str) -> None:
    assert wording.from_marks(wording.to_marks(html)) == html


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<b>a<i>b</b>c</i>", "<b>a<i>b</i></b>c"),
        ("<script>x</script><img src=x onerror=y>", "x"),
        ('<a href="javascript:x">a</a>', "a"),
        ("<strong>a</strong><em>b", "<b>a</b><i>b</i>"),
        ('<b class="x">a</b>', "<b>a</b>"),
        ("</b></i>a", "a"),
    ],
)
def test_html_is_cleaned(html: str, clean: str) -> None:
    assert wording.cleaned(html) == clean
