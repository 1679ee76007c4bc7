"""What people say to a bot besides questions, as patterns: greetings, thanks, calls for help or for a person, injections."""

import re

_CALLED = "min|kak|kakak|kaka|bang|gan|bro|sis|pak|bu|bapak|ibu|mas|mbak|om|admin|dok|dear|bot"
_FILLER = (
    "ya+|nih?|dong|deh|lagi|semua|everyone|there|a lot|so much|very much|banyak|banget|pisan|sanget|infonya|bantuannya|"
    r"jawabannya|atas \w+"
)
_SALAM = r"ass?alamu?\s?'?alaikum\w*|waalaikum\s?salam"
_HELLO = (
    "h[ae]l+o+w?|hai+|hi+|hey|pagi|siang|sore|malam|selamat (?:pagi|siang|sore|malam)|good (?:morning|afternoon|evening|day)|"
    "permisi|punten|sampurasun|kulo ?nuwun|apa kabar|how are you"
)
_MAY_I_ASK = (
    "(?:mau|mo|pengen|boleh|izin|ijin|arep|bade) (?:nanya|tanya|bertanya|takon|naros)|mohon info(?:rmasi)?"
)
_END = rf"(?:[\s,.!?]*(?:{_CALLED}|{_FILLER}))*[\s,.!?]*$"


def _whole(core: str) -> re.Pattern[str]:
    """Compile a pattern that fits only a message that says nothing else."""
    return re.compile(rf"^\W*{core}{_END}", re.IGNORECASE)


LEADING = re.compile(
    rf"^\W*(?:(?:(?:{_SALAM})(?:\s+w[a-z.]*\s*w[a-z.]*)?|{_HELLO}|{_MAY_I_ASK}|{_CALLED})\b[\s,.!?]*)+", re.IGNORECASE
)
"""A greeting before a question."""

GREETING = _whole(rf"(?:(?:{_SALAM}|{_HELLO}|{_MAY_I_ASK}|tes+|test|p)[\s,.!?]*(?:w[a-z.]{{0,3}} ?w[a-z.]{{0,3}})?)+")

_ASKS = (
    r"\?|\b(?:apa\w*|berapa|brp|gimana|gmn|bagaimana|kapan|siapa|mana|kalau|kalo|klo|kl|terus|trus|trs|tapi|tp|bisa|boleh|mau|piye|"
    r"pripun|kumaha|naon|nek|lamun|how|what|when|where|which|who|can|but|if|is|are|does)\b"
)
THANKS = re.compile(
    r"^\W*(?:(?:ok(?:e|ay|eh)?|siap|baik|sip+|mantap|wah|waduh)[\s,.!?]*)*"
    r"(?:terima ?kasih|te?ri?ma ?ka?sih|ma?kasih?|makasi+|mksh|mks|tq|thx|"
    rf"thanks?(?: you)?|thank you|suwun|matur ?nuwun|nuhun|hatur ?nuhun)\b(?!.*(?:{_ASKS}))(?:\W+\w+){{0,8}}\W*$",
    re.IGNORECASE,
)
"""Thanks, and whatever friendly words follow; no question."""
FINE = _whole(r"(?:(?:ok(?:e|ay|eh)?|siap|baik(?:lah)?|sip+|mantap|noted|got it|paham|ngerti|jelas)[\s,.!?]*)+")
HELP = _whole(
    r"(?:bantuan|help|menu|tolong|info|cara pakai(?:nya)?|(?:kamu|bot|ini|anda)?\s*(?:bisa|iso|tiasa) "
    r"(?:bantu(?:in)? )?(?:apa|bantu|ngapain|nopo|naon)(?: (?:aja|saja|wae))?|what can you do|how (?:do|can) i use (?:this|you))"
)

ENGLISH = re.compile(
    r"\b(?:hello|good (?:morning|afternoon|evening|day)|how are you|thank(?:s| you)|got it|what can you do)\b", re.IGNORECASE
)

_TALK = r"ngomong|bicara|ngobrol|chat|tanya|nanya|hubungi|menghubungi|konsultasi|disambung\w*|sambungkan|terhubung|bertemu|ketemu"
_SOMEONE = r"orang(?:nya)?|manusia|petugas(?:nya)?|admin(?:nya)?|cs|operator|customer service|staf+|pegawai|wong"
PERSON = re.compile(
    rf"\b(?:{_TALK})\s+(?:langsung\s+)?(?:(?:sama|dengan|ke|dg|dgn|karo|jeung|dari)\s+)?(?:{_SOMEONE})\b"
    r"|\b(?:talk|speak|chat)\s+(?:to|with)\s+(?:an?\s+)?(?:real\s+)?(?:human|person|officer|agent|someone|staff)\b"
    r"|^\W*minta petugas\W*$",
    re.IGNORECASE,
)

_WISH = (
    r"mau|ingin|pengen|pengin|pingin|pgn|bisa|boleh|ayo|mulai|tolong|cara(?:nya)?|gimana|arep|hayang|bade|"
    r"want to|start|how (?:do|can|to)|can"
)
_MEASURE = r"menilai|nilai(?:in|kan)?|(?:nge)?cek|(?:nge)?tes|ukur|mengukur|isi|ngisi|mengisi|assess|check|rate|score|test|evaluate|fill in"
_BUSINESS = (
    r"(?:kesiapan )?(?:usaha|bisnis|ikm)(?:ku|nya|(?: \w+){0,2} (?:saya|sy|aku|sendiri|kami|kula|abdi))|kesiapan|diri sendiri|kuesioner|"
    r"my (?:own )?business|my readiness"
)
ASSESSING = re.compile(
    rf"\b(?:{_WISH})\b(?:\W+\w+){{0,3}}\W+(?:{_MEASURE})\s+(?:\w+\s+)?(?:{_BUSINESS})\b"
    r"|\bself[- ]assess|\b(?:penilaian|asesmen) (?:mandiri|sendiri)\b"
    r"|\b(?:hasil|riwayat|lanjut\w*|nerusin|terusin)\s+(?:penilaian|asesmen|kuesioner)(?:ku|nya)?\s+"
    r"(?:saya|sy|aku|usaha saya|kemar[ei]n|tadi)\b"
    r"|\bmy (?:earlier |last |previous )?(?:assessment|self-assessment)\b",
    re.IGNORECASE,
)
"""A wish to assess one's own business, which is a conversation of its own."""

_MINE = (
    r"data(?: pribadi| diri| usaha| bisnis| ikm)?(?:ku|q| saya| sy| aku| kami| kita| abdi| kula)|"
    r"my (?:personal |business )?(?:data|answers?)|"
    r"(?:chat|obrolan|jawaban) (?:saya|sy|aku|ini)"
)
_KEPT = r"aman|di ?simpan|disimpen|di ?(?:ke)?mana\w*|ke ?mana\w*|dipak[ae]i?|dijual|bocor|rahasia|dihapus|safe|stored|kept|shared|sold"
_DO = r"hapus(?:kan|in)?|buang|ilangin|delete|erase|lihat|liat|minta|simpan|nyimpen|show|keep|store"
DATA = re.compile(
    rf"(?:{_MINE})\b[^.?!]{{0,25}}\b(?:{_KEPT})\b|\b(?:{_DO})\b[^.?!]{{0,12}}\b(?:{_MINE})\b|^\W*(?:privasi|privacy)\W*$"
    rf"|\b(?:{_KEPT})\b[^.?!]{{0,12}}\b(?:{_MINE})\b|\bdata apa\W+(?:\w+\s+){{0,2}}(?:disimpan|disimpen)\b|\bwhat data do you\b",
    re.IGNORECASE,
)
"""A question about what is kept of the person who asks."""

_ORDERS = r"instruksi|perintah|aturan (?:sebelum|di atas|mu)|prompt|instructions?|previous|prior|above|rules above"
INJECTION = re.compile(
    rf"(?:abaikan|lupakan|hiraukan|ignore|forget|disregard|override)\W+(?:\w+\W+){{0,4}}(?:{_ORDERS})"
    r"|(?:system|sistem|rahasia|hidden|secret|initial)\s*(?:prompt|instruksi)|prompt\s*(?:rahasia|sistem|system|awal)"
    r"|(?:instruksi|perintah)\s+(?:rahasia|sistem|sistemmu|internal)"
    r"|\b(?:jailbreak|developer mode|mode (?:developer|pengembang|dewa|bebas)|DAN mode)\b"
    r"|(?:you are now|act as|pretend (?:to be|you)|berpura-pura|pura-pura(?:lah)?|anggap (?:dirimu|kamu|km))\b"
    r"|(?:api|token|password|kata sandi)\s*(?:key|bot|rahasia|admin)|<\s*script|drop\s+table|\{\{.*\}\}",
    re.IGNORECASE,
)
