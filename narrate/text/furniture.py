"""What web pages and transcript services put around speech, by the line."""

from __future__ import annotations

import re

from narrate.text.columns import Lines
from narrate.text.terms import count_words

_LABEL = re.compile(  # whole lines that are a page's, in any text
    r"""(?:\W|π€)*(?:
      share|copy(?:\ link|\ transcript)?|link\ copied|embed|download(?:\ (?:audio|transcript|mp3))?
    | subscribe|sign\ (?:in|up)|log\ ?in|skip\ to\ content|back\ to\ (?:top|episodes?)
    | (?:show|hide|view|read|open|close|see|load)\ (?:more|less|all|(?:the\ )?(?:full\ )?transcript)
    | podcast:\ play\ in\ new\ window.{0,120}|(?:\w+\ )?(?:photo|image)\ credits?:.{1,80}
    | (?:full\ |auto-?generated\ |episode\ |read\ )?transcript|transcription
    | search\ th(?:e|is)\ site|transcribe\ your\ podcast
    | (?:break|begin|end)(?:\ in|\ of)?\ transcript
    | sync\ to\ video\ time|in\ this\ video|follow\ along\ using\ the\ transcript\.?
    | toggle\ timestamps?|timestamps|search\ (?:in\ )?(?:video|transcript)
    | speaker\ ?appearances\ over\ time|podcast\ appearances|appearances\ over\ time
    | related\ (?:episodes|videos|podcasts|articles|posts|stories|content)
    | message\ \#\S+|(?:has\ )?(?:joined|left)\ \#\S+\.?  # of Slack
    | <all>  # of the Government Publishing Office
    | (?:english|espa[nñ]ol|spanish|portugu[eê]se?|fran[cç]ais|french|deutsch|german|chinese)
      \ \([\w\ ]{4,20}\)
    | we\ value\ your\ privacy
    | (?:manage|reject|accept|cookie)\ (?:all|options|preferences|choices)
    | column\ \d{1,4}[a-z]{1,3}  # of Hansard
    | webvtt|top\ of\ page|bottom\ of\ page|(?:story|article)\ continues\ (?:below|after).{0,40}
    | (?:.{0,60}[.!]\ )?enter\ your\ e-?mail(?:\ address)?(?:\ to\ subscribe)?
    | up\ next|more\ from\ .{1,40}|all\ episodes
    | this\ material\ may\ be\ protected\ by\ copyright\.?|excerpt\ from
    | from\ [^:]{2,60}:\ .{2,110},\ [a-z]{3}\ \d{1,2},\ \d{4}  # what Apple adds to a copy
    | https://(?:podcasts\.apple|open\.spotify|podscripts|music\.youtube)\.com?/\S+
    | there\ are(?:n['’]t|\ no)\ comments\ yet\b.{0,120}
    | advertisement|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|reclame|reklama
    | реклама|広告|广告|廣告|광고|skip\ ads?|ad\ ·.{0,40}|powered\ by\ .{1,40}|made\ with\ .{1,40}
    | accept(?:\ all)?\ cookies|cookie\ (?:policy|settings)|privacy\ policy
    | terms\ of\ (?:use|service)|all\ rights\ reserved\.?|(?:copyright\ |©).{1,60}
    | \w+\ \((?:auto-generated|automatisch\ (?:erzeugt|gegenereerd|skapad)|généré\ automatiquement
        |generad[oa]s?\ automáticamente|generat[oi]\ automaticamente|gerad[oa]s?\ automaticamente
        |wygenerowan[oey]\ automatycznie|создан[оаы]\ автоматически|自動生成|자동\ 생성됨)\)
    | in\ video\ suchen|rechercher\ dans\ la\ vidéo|buscar\ en\ el\ v[ií]deo|cerca\ nel\ video
    | pesquisar\ no\ vídeo|szukaj\ w\ filmie|поиск\ по\ видео|動画内を検索
    | action\ item:.{1,150}\ -\ watch:\ https?://\S+
    | end\ of\ (?:episode|transcript|recording|interview|audio|tape)\.?
    | this\ transcript\ was\ exported\ on\ .{1,80}
    | (?<=\[\^)\w{1,9}\]:\ .{1,170}  # a footnote of Markdown
    | open\ in\ app|member-only\ story|\d+\ min(?:ute)?s?\ (?:read|listen)|type\ your\ email
    | thanks\ for\ reading\ .{1,150}|discussion\ about\ this\ (?:post|video|episode)
    | this\ .{0,12}transcript\ (?:was|is|has\ been)\ (?:generated|computer|auto|machine).{0,150}
    | home\ [»›>/]\ .{3,150}
    | (?:it|transcripts?|people)\ (?:may|might|can)\ (?:contain\ errors|also\ change).{0,60}
    | transcription\ ended\ after\ .{1,12}|.{2,40}\ (?:started|stopped)\ transcription
    | sent\ from\ my\ .{1,20}|user['’]s\ avatar|ready\ for\ more\?|share\ this\ \w+
    | leave\ a\ comment|write\ a\ comment.{0,3}|by\ .{2,40}\ ·\ launched\ .{4,20}\ ago
    | by\ subscribing,\ i\ agree\ to\ .{1,150}|start\ writing|get\ the\ app
    | \d+\ repl(?:y|ies)|last\ reply\ .{1,40}|view\ thread|(?::[a-z0-9_+-]{1,30}:\ ?)+
    | (?:topic|chapter)\ \d+\ \d+:\d\d(?::\d\d)?
    | part\ \d+\ of\ \d+\ ends.{0,20}|meeting\ ended\ after\ .{1,20}
    | \d+-minute\ listen|heard\ on\ .{2,60}
    | \[?(?:ad|ads|sponsor|commercial)\ (?:start|begins?|end|ends|break|over)s?\]?
    | (?:(?:ad|commercial|sponsor|music)\ )?break:\**(?:\ [\[(]?[\d:.]+[\])]?)?
    | [\d.,]+\ ?[kmb]?\ (?:views?|likes?|subscribers?|comments?|plays?|followers?
        |appearances?|episodes?|restacks?|claps?|responses?)(?:\ (?:•|·|\|).{0,30})?
    | (?:discussion|comments?|repl(?:y|ies)|responses?|reviews?|ratings?)\ ?\([\d.,]+[km]?\)
    )[\s•·|>»….]*""",
    re.IGNORECASE | re.VERBOSE,
)
_CREDIT = re.compile(  # of those who made captions
    r"""\W*(?:
      (?:subtitle[sd]|caption(?:s|ed|ing)|sync(?:ed)?)(?:\ (?:and|&)\ \w+)?\ (?:provided\ )?by
      \ .{1,60}
    | untertitel(?:ung)?(?:\ (?:im\ auftrag|von|der|des|aufgrund)\b|:).{1,60}
    | sous-titr(?:es|age)\b.{1,60}
    | subt[ií]tul(?:os|ado)\ (?:realizados\ )?por\ .{1,60}|sottotitoli\ (?:creati|e|di|a)\b.{1,60}
    | (?:recorded\ and\ )?transcribed\ (?:by|with|using)\ .{1,80}
    | advertise\ your\ product\ or\ brand\ here.*|support\ us\ and\ become\ vip\ member.*
    | .{0,60}\bopensubtitles\.(?:org|com)\b.{0,40}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_ADDRESS = re.compile(r"(?:www\.|https?://)\S+\.\S+")
_SMALL_LABELS = ("top of page", "bottom of page", "back to top", "http")  # of Wix; addresses
_LISTS = re.compile(
    r"(?:related|recommended|popular|recent|latest|trending|more|most|you) .*", re.I
)
_BUTTON = re.compile(  # lines that are a page's only among others that surely are
    r"""\W+|(?:\W)*(?:
      like|dislike|comments?|reply|save|report|clip|thanks|export
    | play(?:\ episode)?|pause|home|menu|search
    | listen(?:\ now)?(?:\W+[\d:]+)?|watch\ (?:later|now)|follow(?:ing)?|subscribed
    | next(?:\ episode)?|toggle\ more\ options|tweet|pin|flipboard
    | attendees|summary\ keywords|speakers|previous(?:\ episode)?|sponsored|english|timestamp
    | write|pin\ it|(?:jump\ to|print|rate\ this|save\ this)\ recipe
    | paid|restacks?|replies|facebook|twitter|linkedin|email|notes|top|new|no\ posts
    | (?:recommended|popular|recent|latest|trending)\ (?:articles|posts|stories|news)
    | (?:recommended|most\ popular|trending|you\ (?:may|might)\ also\ like|more\ stories)
      (?:\ for\ you|\ now)?
    | read\ (?:more|next|also):\ .{1,100}|see\ also:\ .{1,100}|listen\ to\ this\ (?:article|story)
    | (?:subscribe|sign\ up)\ (?:to|for)\ (?:our|the|my)\ (?:[\w-]+\ ){0,3}newsletter
    | (?:we|this\ (?:web)?site)\ uses?\ cookies\b.*
    | .{0,40}\b(?:19|20)\d\d\ by\ .{2,40}\ leave\ a\ (?:comment|reply)
    | (?:name|e-?mail|website|comment)\ \*|post\ comment
    | your\ email\ address\ will\ not\ be\ .{1,80}
    | (?:previous|next)\ (?:post|article|sermon|page)s?|edit\ (?:this\ )?page|report\ an\ issue
    | links|chapters|video|resources|about|contact|blog|donate|see\ all\ responses
    | subscribe\ to\ [A-Z].{1,60}|share\ [A-Z].{1,60}
    | [\d.,]{1,7}[km]?|https?://\S+|.?more
    )[\s•·|>»…]*""",
    re.IGNORECASE | re.VERBOSE,
)
PAGES = (  # that links lead to
    r"(?:home|menu|about(?: us)?|contact(?: us)?|episodes?|podcasts?|shows?|blog|news|articles"
    r"|shop|store|videos?|events|press|careers|jobs|advertise|donate|subscribe|newsletter|search"
    r"|help|faqs?|support|account|log ?in|sign (?:in|up)|register|rss|terms|imprint|accessibility"
    r"|sitemap|disclaimer)"
)
_LEGAL = (
    r"(?:terms(?: (?:of|and|&) \w+)?|(?:privacy|cookies?)(?: (?:policy|notice|settings))?"
    r"|do not sell my (?:personal )?info\w*|impressum|datenschutz\w*|agb|mentions légales"
    r"|(?:politique de )?confidentialité|aviso legal|(?:política de )?(?:privacidad|cookies))"
)
_LEGAL_ALONE = re.compile(_LEGAL, re.IGNORECASE)
_PLATFORMS = (
    r"(?:apple(?: podcasts?)?|spotify|google(?: podcasts?)?|youtube|twitter|x|facebook|instagram"
    r"|linkedin|tiktok|patreon|discord|amazon music|overcast|pocket casts|stitcher|castbox)"
)
_BAR = r"\s*[|•·/»]\s*"
_LINKS = re.compile(  # the head or foot of a page in one line; with commas somebody may say it
    rf"\W*(?:(?:{PAGES}|{_LEGAL}|{_PLATFORMS})(?:{_BAR}|\W*$)){{3,}}"
    rf"|\W*{PAGES}(?:\s+{PAGES}){{2,}}|\W*{_LEGAL}(?:(?:{_BAR}|\s+|\s+(?:and|&)\s+){_LEGAL})+\W*"
    rf"|listen on:?\s*{_PLATFORMS}(?:{_BAR}(?:{_PLATFORMS}|rss))*\W*",
    re.IGNORECASE,
)
_CHAT_NOTICE = re.compile(
    r"""\W*(?:
      (?:media|image|video|audio|gif|sticker|document|contact\ card)\ omitted\W*
    | (?:this|you\ deleted\ this)\ message(?:\ was\ deleted)?\W*|missed\ (?:voice|video)\ call\W*
    | messages\ and\ calls\ are\ end-to-end\ encrypted.*|.{1,60}\ \(file\ attached\)
    | (?:bild|video|audio|gif|sticker|dokument|afbeelding|image|vidéo|imagen|immagine|imagem|vídeo
        |áudio|documento?)\ (?:weggelassen|weggelaten|absente?|omitid[oa]|omess[oa]|ocult[oa])\W*
    | (?:diese\ nachricht\ wurde|ce\ message\ a\ été|este\ mensaje\ fue|questo\ messaggio\ è\ stato
        |esta\ mensagem\ foi|dit\ bericht\ is|wiadomość
        |(?:данное\ )?сообщение|mensagem)
      \ (?:gelöscht|supprimé|eliminado|eliminato|apagada|verwijderd|usunięta|удалено)\W*
    | (?:se\ )?elimin(?:ó|aste)\ este\ mensaje\W*
    | .*(?:ende-zu-ende-verschlüsselt|chiffrés\ de\ bout\ en\ bout|cifrad[oa]s\ de\ extremo
        |crittografat[ei]\ end-to-end|criptografia\ de\ ponta|versleuteld|сквозным\ шифрованием).*
    | thought\ for\ (?:a|\d)[\w\ ]{1,20}|(?:show|hide)\ thinking|thought\ process
    | .{2,30}\ can\ make\ mistakes\b.{0,80}|.{2,20}\ may\ display\ inaccurate\ info.{0,90}
    | reacted\ to\ ["“].*|removed\ an?\ .{1,20}\ reaction\ from\ ["“].*|replying\ to\ ["“].*["”]
    | exported\ \d+\ message.*|forwarded\ from\ .{1,60}\]|\ ?(?:photo|sticker|video|voice|file)\ \]
    )|<[^<>]{3,40}>|={6,}""",
    re.IGNORECASE | re.VERBOSE,
)
_CHAT_BLOCK = re.compile(  # what stands below them up to a blank line is no message, too
    r"\{(?:Attachments|Reactions|Embed|Stickers|Forwarded)\}|Tapbacks:"
)
_SPEECH_LABEL = re.compile(  # lines below which speech begins
    r"""\W*(?:
      (?:(?:full|auto(?:matic|-?generated)?|machine|episode|interview|video|audio|podcast|show|read
        |complete|edited|rough|the)\ )*(?:transcript(?:ion)?|(?:closed\ )?captions)
        (?:\ (?:below|starts\ here|of\ (?:this|the)\ [\w'’ ]{1,30}))?
    | [^\W\d_]{3,}\ (?:[^\W\d_]{2,}\ )?transcript  # of a sermon, a call, a hearing
    | show\ timecodes?|transcript\ available\ below
    | date\ \S+\ transcript\ for\ .{2,100}
    | (?:re)?(?:transcri(?:ption|pción|ção|zione|pció)|transcripci[oó]n|transcrição|trascrizione)
        (?:\ (?:de|del|do|da|des|di|dell|della|du|écrite|completa|complète|intégrale|integrale
        |automatique|automática)\b[\w'’é ]{0,50})?
    | transkript(?:ion|ierung)?(?:\ \w+)?|abschrift|transkrypcja|utskrift|transcriptie
    | (?:расшифровка|стенограмма|транскрипт|текст)(?:\ (?:выпуска|подкаста|эпизода|видео))?
    | (?:全文)?(?:文字起こし|書き起こし|文字稿|逐字稿|字幕|文字記錄|文字记录)
    | 대본|스크립트|النص\ الكامل
    )[\s:：.•>»▼↓–—-]*""",
    re.IGNORECASE | re.VERBOSE,
)
_SPEAKER_PAGE = re.compile(r"appearances|speaker|guest", re.IGNORECASE)
_PAGE_TITLE = re.compile(r"(?:podcast|speaker|guest|recent) appearances|episodes", re.IGNORECASE)
_NAME = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w'’-]*")
_LONGEST_LABEL = 180  # characters
_LONGEST_SPEECH_LABEL = 120
_SURELY_ABOVE = 12  # lines
MOST_ABOVE, MOST_WORDS_ABOVE = 80, 600  # lines and words that a page puts above its transcript


def is_furniture(text: str) -> bool:
    """Tell whether a line is nothing but a label of a page."""
    label = _may_be_label(text)
    return label and any(p.fullmatch(text) for p in (_LABEL, _LINKS, _CREDIT))


def is_credit(text: str) -> bool:
    """Tell whether a caption is not of the show, but of those who made the captions."""
    return bool(_ADDRESS.fullmatch(text)) or (_may_be_label(text) and bool(_CREDIT.fullmatch(text)))


def opens_list(label: str) -> bool:
    """Tell whether the titles of other pages stand below a page's label."""
    return bool(_LISTS.fullmatch(label))


def is_chat_notice(text: str) -> bool:
    """Tell whether a message is what a program of chats writes where there is none."""
    return bool(_CHAT_NOTICE.fullmatch(text))


def is_chat_block(text: str) -> bool:
    """Tell whether a line is above what a program of chats adds to a message."""
    return bool(_CHAT_BLOCK.fullmatch(text))


def is_button(text: str) -> bool:
    """Tell whether a line would be a label on a page, while elsewhere somebody may say it."""
    return _may_be_label(text) and bool(_BUTTON.fullmatch(text) or _LEGAL_ALONE.fullmatch(text))


def is_label(text: str) -> bool:
    """Tell whether a line is a label of a page, if it stands on one: surely or among others."""
    return is_furniture(text) or is_button(text)


def _may_be_label(text: str) -> bool:
    """Tell whether a line has the form of a label: short, and not the rest of a sentence."""
    return len(text) <= _LONGEST_LABEL and (not text[0].islower() or text.startswith(_SMALL_LABELS))


def is_speech_label(text: str) -> bool:
    """Tell whether a line says that speech stands below, as "Full transcript" does."""
    return len(text) <= _LONGEST_SPEECH_LABEL and bool(_SPEECH_LABEL.fullmatch(text))


def first_said(lines: Lines) -> int:
    """Return the line below the label with which a page opens its transcript, or 0."""
    above = enumerate(lines.texts[:MOST_ABOVE])
    labels = (n for n, text in above if is_speech_label(text) and _stands_apart(lines, n))
    label = max(labels, default=-1)
    words = sum(map(count_words, lines.texts[: label + 1]))
    below = 0
    for text in lines.texts[label + 1 :] if label >= 0 else ():
        below += count_words(text)
        if below > words:
            return label + 1 if words < MOST_WORDS_ABOVE else 0
    return 0


def _stands_apart(lines: Lines, n: int) -> bool:
    """Tell a page's label from a word of speech that happens to fill a line."""
    return lines.is_after_blank(n) or lines.is_after_blank(n + 1) or n < _SURELY_ABOVE


def is_speaker_page(text: str) -> bool:
    """Tell whether a label stands on a page that collects what one person said."""
    return bool(_SPEAKER_PAGE.search(text))


def is_page_title(text: str) -> bool:
    """Tell whether a label says what the page holds, so that it belongs in a title."""
    return bool(_PAGE_TITLE.fullmatch(text.strip()))


def is_name(text: str) -> bool:
    """Tell whether a line could be somebody's name: two to four capitalised words."""
    words = text.split()
    return bool(_NAME.fullmatch(text)) and all(w[0].isupper() for w in (words[0], words[-1]))
