"""Lines to whether they are links that head every page of a site, and no title."""

from __future__ import annotations

import re

from narrate.text.furniture import PAGES

_SITE = re.compile(  # what heads every page of a site, and no title is
    rf"(?:{PAGES}|products?|resources|pricing|contact sales|try (?:it )?(?:for )?free|companies"
    r"|(?:open|toggle|main|primary|site)(?: navigation)?(?: menu)?|navigation|courses|meetings"
    r"|(?:public )?transcripts|install app"
    r"|accessibility links|skip to (?:main |the )?\w+|keyboard shortcuts for audio player|topics"
    r"|newsletters|sermons|worship|give|giving|categories|explore|discover|browse|get started"
    r"|membership|become a member|my account|live|latest|cart(?: \(\d+\))?|[a-z]{2}"
    r"|zum (?:haupt)?inhalt(?: springen)?|startseite|suche|suchen|menü|anmelden|über uns|sendungen"
    r"|aller au contenu(?: principal)?|accueil|rechercher|recherche|connexion|se connecter"
    r"|s['’]abonner|émissions|à propos|(?:saltar|ir) al contenido(?: principal)?|inicio|buscar"
    r"|iniciar sesión|programas|(?:vai|salta) al contenuto(?: principale)?|cerca|accedi|chi siamo"
    r"|(?:ir|pular) para o conteúdo(?: principal)?|início|entrar|sobre|programmi|naar inhoud"
    r"|(?:перейти|к) .{0,12}(?:содержимому|содержанию)|главная|поиск|войти|меню|подкасты|о нас"
    r"|ホーム|検索|メニュー|ログイン|(?:本文|コンテンツ)へ.{0,6}|首页|首頁|搜索|登录|登入|菜单|跳转至.{0,6})",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"(?:[\w'’-]+(?: [\w'’&-]+)?(?:\s*[|•·»›]\s*|\s+[/>]\s+|$)){3,}"
)  # of links of a word or two
_SIGN_IN = re.compile(
    r"(?:log|sign) ?(?:in|up)(?: for free)?|register|anmelden|(?:se )?connecter|connexion|accedi"
    r"|iniciar sesión|entrar|войти|ログイン|登录|登入",
    re.IGNORECASE,
)
_LONGEST = 180  # characters


def is_sign_in(text: str) -> bool:
    """Tell whether a line asks a reader who he is, as only a site's head does."""
    return bool(_SIGN_IN.fullmatch(text))


def is_site_label(text: str) -> bool:
    """Tell whether a line is a link, or several, that head every page of a site."""
    return len(text) <= _LONGEST and bool(_SITE.fullmatch(text) or _MENU.fullmatch(text))
