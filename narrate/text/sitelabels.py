"""Lines to whether they are links that head every page of a site, and no title."""

from __future__ import annotations

import re
from collections.abc import Sequence

from narrate.text.furniture import PAGES

_SITE = re.compile(  # what heads every page of a site, and no title is
    rf"(?:{PAGES}|products?|resources|pricing|contact sales|try (?:it )?(?:for )?free|companies"
    r"|(?:open|toggle|main|primary|site)(?: navigation)?(?: menu)?|navigation|courses|meetings"
    r"|(?:public )?transcripts|install app"
    r"|accessibility links"
    r"|skip to (?:main |the )?\w+|(?:show|open|close|skip) .{0,20}(?:menu|links)"
    r"|keyboard shortcuts for audio player|topics"
    r"|newsletters|sermons|worship|give|giving|categories|explore|discover|browse|get started"
    r"|membership|become a member|my account|live|latest|cart(?: \(\d+\))?|[a-z]{2}"
    r"|zum (?:haupt)?inhalt(?: springen)?|startseite|suche|suchen|menü|anmelden|über uns|sendungen"
    r"|aller au contenu(?: principal)?|accueil|rechercher|recherche|connexion|se connecter"
    r"|s['’]abonner|émissions|à propos|(?:saltar|ir) al contenido(?: principal)?|inicio|buscar"
    r"|iniciar sesión|programas|(?:vai|salta) al contenuto(?: principale)?|cerca|accedi|chi siamo"
    r"|(?:ir|pular) para o conteúdo(?: principal)?|início|entrar|sobre|programmi|naar inhoud"
    r"|(?:перейти|к) .{0,12}(?:содержимому|содержанию)|главная|поиск|войти|меню|подкасты|о нас"
    r"|zoeken|inloggen|programma['’]s|przejdź do treści|strona główna|odcinki|szukaj|zaloguj się"
    r"|본문 바로가기|홈|로그인|검색|에피소드|ホーム|検索|メニュー|ログイン"
    r"|(?:本文|コンテンツ)へ.{0,6}|首页|首頁|搜索|登录|登入|菜单|跳转至.{0,6})",
    re.IGNORECASE,
)
_MENU = re.compile(
    r"(?:[\w'’-]+(?: [\w'’&-]+)?(?:\s*[|•·»›]\s*|\s+[/>]\s+|$)){3,}"
)  # of links of a word or two
_SURE = re.compile(
    r"search|menu|home|(?:log|sign) ?(?:in|up)(?: for free|\W+(?:log|sign) ?(?:in|up))?"
    r"|register|anmelden|(?:se )?connecter"
    r"|connexion|accedi|iniciar sesión|entrar|войти|inloggen|zaloguj się|로그인|ログイン|登录|登入",
    re.IGNORECASE,
)
_NEAR, _NEAR_SURE = 3, 6  # lines from one link to the next, or from the top
_LINK_WORDS = 3  # at most, of what a site's head links to; titles have more
_LONGEST = 180  # characters


def is_sure_link(text: str) -> bool:
    """Tell whether a line is a link that stands in a site's head and seldom below a title."""
    return bool(_SURE.fullmatch(text))


def is_site_label(text: str) -> bool:
    """Tell whether a line is a link, or several, that head every page of a site."""
    if len(text) > _LONGEST:
        return False
    return any(sign.fullmatch(text) for sign in (_SITE, _SURE, _MENU))


def is_longer(text: str) -> bool:
    """Tell whether a line has more words than a site's links."""
    return text.count(" ") >= _LINK_WORDS


def count_links(texts: Sequence[str]) -> int:
    """Return how many of the first lines are the links of a site's head, with its name."""
    count = 0
    for n in (n for n, text in enumerate(texts) if is_site_label(text)):
        short = not any(map(is_longer, texts[count:n]))
        near = n - count < (_NEAR_SURE if is_sure_link(texts[n]) else _NEAR)
        if near or (short and count):
            count = n + 1
        elif n - count >= _NEAR:
            break
    return count
