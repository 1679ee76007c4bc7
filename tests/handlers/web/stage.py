"""The chat page on a real database, with a thinker whose answers are written here."""

import asyncio
import re
import socket
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp

from bot.db.database import Database
from bot.domain.answer import Citation, Outcome
from bot.domain.messages import Choice
from bot.domain.people import Language
from bot.services.ask import Ask
from bot.services.introduce import Introduce
from bot.services.rate import Rate
from bot.services.recall import Recall
from bot.services.speak import Speak
from bot.services.wait import Wait
from handlers.pace import Pace
from handlers.web.asks import Asks
from handlers.web.site import create_site
from tests.fakes import FakeThought, FixedClock, ScriptedThinker
from tests.filling import Forms

STARS = Choice("p-bintang", "Apa arti bintang 1, 2 dan 3?")
JOINING = Choice("p-cara-ikut", "Bagaimana cara mengusulkan produk ke OVOP?")
SENTRA = Choice("p-sentra", "Berapa usaha supaya disebut sentra IKM?")
LICENCE = Choice("p-nib", "Apakah perlu NIB?")
OPENERS = (Choice("p-ovop", "Apa itu OVOP?"), JOINING, STARS, LICENCE)

CLUSTER = FakeThought(
    text=(
        "Paling sedikit lima usaha di satu lokasi, dengan produk sejenis dan bahan baku sejenis "
        "atau proses yang sama.\n\n"
        "Ukuran itu dari PP 29/2018. OVOP sekarang bekerja lewat sentra, jadi usaha yang sendirian biasanya "
        "diminta bergabung dulu dengan sentra di daerahnya."
    ),
    citations=(
        Citation(
            passage="pp-29-2018.jumlah-unit",
            label="PP 29/2018",
            title="Disperindag Lamongan, tulisan tentang sentra IKM",
            status="dipakai sekarang",
            locator="Berapa usaha supaya disebut sentra IKM?",
            quote="Sentra adalah kumpulan IKM di satu lokasi, paling sedikit lima usaha.",
            url="https://lamongankab.go.id/disperindag/post/4936",
        ),
        Citation(
            passage="ovop-2021.sentra",
            label="Permenperin 14/2021",
            title="Situs OVOP Kementerian Perindustrian, halaman Tentang Kami",
            status="dipakai sejak Juli 2021",
            locator="Mengapa OVOP lewat sentra?",
            quote="Aturan yang dipakai kini membina industri kecil dan menengah di dalam sentra IKM.",
            url="https://ovop.kemenperin.go.id/tentang-kami/",
        ),
    ),
    choices=(JOINING, STARS, LICENCE),
)
MISSING = FakeThought(
    outcome=Outcome.NOT_IN_INDEX,
    text=(
        "Biaya ikut OVOP belum ada di bahan saya, jadi saya tidak mau menebak.\n\n"
        "Silakan tanyakan ke dinas kabupaten/kota yang membidangi perindustrian, atau lihat ovop.kemenperin.go.id."
    ),
    citations=(),
    choices=(JOINING, STARS),
)
OUTSIDE = FakeThought(
    outcome=Outcome.OUT_OF_SCOPE,
    text="Harga emas di luar bidang saya. Saya menjawab tentang OVOP dan hal di sekitarnya untuk pelaku IKM.",
    citations=(),
    choices=(),
)
UNCLEAR = FakeThought(
    outcome=Outcome.CLARIFICATION,
    text="Nilai bisa berarti dua hal. Yang mana yang dimaksud?",
    citations=(),
    choices=(STARS, SENTRA),
)
ENGLISH = FakeThought(
    text="At least five businesses in one place.",
    language=Language.ENGLISH,
    citations=CLUSTER.citations[:1],
    choices=(),
)
SCRIPT = {"biaya": MISSING, "emas": OUTSIDE, "nilai": UNCLEAR, "how many": ENGLISH}


def scripted() -> ScriptedThinker:
    """Return a thinker that answers what is written above, about sentra when nothing fits."""
    return ScriptedThinker(dict(SCRIPT), CLUSTER, OPENERS, (SENTRA,))


def site_on(  # noqa: PLR0913 - each tells one thing
    database: Database,
    thinker: ScriptedThinker,
    pace: Pace | None = None,
    trusted_proxies: Collection[str] = (),
    forms: Forms | None = None,
    *,
    ask: Asks | None = None,
) -> Starlette:
    """Return the page as the application puts it together."""
    forms = forms or Forms(database, FixedClock())
    clock = forms.clock
    speak = Speak(database, clock)
    return create_site(
        ask=ask or Ask(database, thinker, clock),
        rate=Rate(database, clock),
        wait=Wait(database, clock),
        recall=Recall(database),
        speak=speak,
        introduce=Introduce(speak, thinker),
        filling=forms.filling,
        own=forms.own,
        notices=forms.notices,
        pace=pace,
        trusted_proxies=trusted_proxies,
    )


@asynccontextmanager
async def serving(app: ASGIApp, port: int = 0) -> AsyncIterator[str]:
    """Serve on loopback while the block lasts; yields the address."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        config = uvicorn.Config(app, lifespan="off", log_config=None, proxy_headers=False, timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server._serve([listener]))  # without its signal handlers
        while not server.started:  # noqa: ASYNC110 - uvicorn has a flag, no event
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


def tokens_in(page: str) -> list[str]:
    """Return the tokens of the answers on a page, in their order."""
    return re.findall(r'class="turn" id="t-([^"]+)"', page)
