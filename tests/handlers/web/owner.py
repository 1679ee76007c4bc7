"""An owner at the form of the web page, without a browser."""

import re
from dataclasses import dataclass, field
from html import unescape

import httpx

from bot.domain.people import Language
from bot.texts import say


@dataclass
class Owner:
    """An owner at the form: reads the page that came last, and presses what is on it."""

    client: httpx.AsyncClient
    page: str = field(default="", repr=False)
    status: int = 0
    address: str = ""

    async def look(self, path: str = "/penilaian") -> None:
        self._see(await self.client.get(path))

    async def press(self, label: str) -> None:
        action = next(value for value, words in self.buttons() if label in words)
        await self.send(action)

    async def send(self, action: str) -> None:
        self._see(await self.client.post("/penilaian", data={"action": action}, follow_redirects=True))

    async def write(self, text: str, **fields: str) -> None:
        hidden = dict(re.findall(r'<input type="hidden" name="(key|place)" value="([^"]*)"', self.page))
        self._see(await self.client.post("/penilaian/tulis", data={**hidden, "text": text, **fields}, follow_redirects=True))

    async def upload(self, *sent: tuple[str, bytes], **fields: str) -> None:
        upload = self.page[self.page.index('class="upload"') :]
        hidden = dict(re.findall(r'<input type="hidden" name="(key|action)" value="([^"]*)"', upload))
        form = [("file", (name, content, "image/jpeg")) for name, content in sent]
        self._see(await self.client.post("/penilaian/berkas", data={**hidden, **fields}, files=form, follow_redirects=True))

    async def begin(self) -> None:
        await self.look()
        await self.press(words("form.agree"))

    async def to_evidence(self) -> None:
        """Go on until an item takes evidence, and agree that it is kept."""
        await self.begin()
        while words("form.proof.button") not in unescape(self.page):
            await self.press(words("form.skip"))
        await self.press(words("form.proof.button"))
        await self.press(words("form.proof.agree"))

    async def to_result(self) -> None:
        await self.begin()
        while words("form.review.finish") not in self.page:
            await self.press(words("form.skip"))
        await self.press(words("form.review.finish"))

    def buttons(self) -> list[tuple[str, str]]:
        found = re.findall(r'<button name="action" value="([^"]+)"[^>]*>(.*?)</button>', self.page, re.DOTALL)
        return [(action, unescape(label)) for action, label in found]

    def says(self, text: str) -> bool:
        return text in unescape(self.page)

    def heading(self) -> str:
        return unescape(re.findall(r'<h1 id="step"[^>]*>(.*?)</h1>', self.page)[0])

    def links(self) -> list[str]:
        return re.findall(r'"(/berkas/[^"]+)"', self.page)

    def _see(self, response: httpx.Response) -> None:
        self.page, self.status, self.address = response.text, response.status_code, str(response.url)


def words(key: str, **values: str | int) -> str:
    return say(Language.INDONESIAN, key, **values)
