"""Route: what is said to the bot but is no question to the corpus - greeting, thanks, help, a wish for a person, an injection."""

import re

from knowledge.answering import Outcome, Reply, Thinking
from knowledge.steps.openers import openers

_END = r"(?:[\s,.!?]*(?:min|kak|kaka?k|bang|gan|bro|sis|pak|bu|bapak|ibu|mas|mbak|om|admin|ya+|nih?|dong|deh|lagi|semua|bot|everyone|there|a lot|so much|very much|banyak|banget|pisan|sanget|infonya|bantuannya|jawabannya|atas \w+))*[\s,.!?]*$"
_GREETING = re.compile(
    r"^\W*(?:(?:ass?alamu?\s?'?alaikum|waalaikum\s?salam|h[ae]l+o+w?|hai+|hi+|hey|pagi|siang|sore|malam|selamat (?:pagi|siang|sore|malam)|good (?:morning|afternoon|evening|day)|"
    r"permisi|punten|sampurasun|kulo ?nuwun|apa kabar|how are you|(?:mau|mo|pengen|boleh|izin|ijin|arep|bade) (?:nanya|tanya|bertanya|takon|naros)|tes+|test|p)[\s,.!?]*(?:w[a-z.]{0,3} ?w[a-z.]{0,3})?)+"
    + _END,
    re.IGNORECASE,
)
_THANKS = re.compile(
    r"^\W*(?:ok(?:e|ay|eh)?|siap|baik|sip+|mantap)?[\s,.!?]*(?:terima ?kasih|te?ri?ma ?ka?sih|ma?kasih?|makasi+|mksh|mks|tq|thx|thanks?(?: you)?|thank you|suwun|matur ?nuwun|nuhun|hatur ?nuhun)"
    + _END,
    re.IGNORECASE,
)
_FINE = re.compile(r"^\W*(?:ok(?:e|ay|eh)?|siap|baik(?:lah)?|sip+|mantap|noted|got it|paham|ngerti|jelas)" + _END, re.IGNORECASE)
_HELP = re.compile(
    r"^\W*(?:bantuan|help|menu|tolong|info|cara pakai(?:nya)?|(?:kamu|bot|ini|anda)?\s*(?:bisa|iso|tiasa) (?:apa|bantu|ngapain|nopo|naon)(?: (?:aja|saja|wae))?|what can you do|how (?:do|can) i use (?:this|you))"
    + _END,
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:(?:ngomong|bicara|ngobrol|chat|tanya|nanya|hubungi|menghubungi|konsultasi|disambung\w*|sambungkan|terhubung|bertemu|ketemu)\s+(?:langsung\s+)?(?:sama|dengan|ke|dg|dgn|karo|jeung|dari)?\s*"
    r"(?:orang(?:nya)?|manusia|petugas(?:nya)?|admin(?:nya)?|cs|operator|customer service|staf+|pegawai|wong))\b"
    r"|\b(?:talk|speak|chat)\s+(?:to|with)\s+(?:a\s+|an\s+)?(?:real\s+)?(?:human|person|officer|agent|someone|staff)\b|^\W*minta petugas\W*$",
    re.IGNORECASE,
)
_INJECTION = re.compile(
    r"(?:abaikan|lupakan|hiraukan|ignore|forget|disregard|override)\W+(?:\w+\W+){0,4}(?:instruksi|perintah|aturan (?:sebelum|di atas|mu)|prompt|instructions?|previous|prior|above|rules above)"
    r"|(?:system|sistem|rahasia|hidden|secret|initial)\s*(?:prompt|instruksi)|prompt\s*(?:rahasia|sistem|system|awal)|(?:instruksi|perintah)\s+(?:rahasia|sistem|sistemmu|internal)"
    r"|\b(?:jailbreak|developer mode|mode (?:developer|pengembang|dewa|bebas)|DAN mode)\b|(?:you are now|act as|pretend (?:to be|you)|berpura-pura|pura-pura(?:lah)?|anggap (?:dirimu|kamu|km))\b"
    r"|(?:api|token|password|kata sandi)\s*(?:key|bot|rahasia|admin)|<\s*script|drop\s+table|\{\{.*\}\}",
    re.IGNORECASE,
)
SHORTEST_REST = 4


def route(thinking: Thinking) -> Reply | None:
    """End what needs no search. An injection is cut out; when a question is left beside it, that is answered."""
    text = thinking.text
    for pattern, key in ((_GREETING, "answer.greeting"), (_THANKS, "answer.thanks"), (_FINE, "answer.thanks"), (_HELP, "answer.greeting")):
        if pattern.match(text):
            _speak_as_before(thinking)
            return thinking.ends(Outcome.CLARIFICATION, thinking.say(key), choices=openers(thinking.library.corpus))
    if _PERSON.search(text):
        return thinking.ends(Outcome.CLARIFICATION, thinking.say("answer.person"), choices=openers(thinking.library.corpus))
    if _INJECTION.search(text):
        return _without_injection(thinking)
    return None


def _speak_as_before(thinking: Thinking) -> None:
    """A greeting is too short to tell a language by: the chosen one counts."""
    if thinking.chosen_language and thinking.language == "id":
        thinking.language = thinking.chosen_language


def _without_injection(thinking: Thinking) -> Reply | None:
    clauses = re.split(r"(?<=[.!?;,\n])\s+|\s+(?:terus|trus|lalu|and then|then|dan)\s+", thinking.text)
    kept = [clause for clause in clauses if not _INJECTION.search(clause)]
    rest = " ".join(kept)
    if len(rest.split()) >= SHORTEST_REST and thinking.library.lexicon.names_domain(rest):
        thinking.query = rest
        return None
    return thinking.ends(Outcome.OUT_OF_SCOPE, thinking.say("answer.injection"), choices=openers(thinking.library.corpus))
