"""What a page sets below a transcript, such as buttons, comments and notices, to drops.

From the first line on that only pages write, and below which nobody speaks any more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from narrate.text.columns import Drops, Lines
from narrate.text.headsigns import is_prose
from narrate.text.making import is_note
from narrate.text.pagelines import count_last_page_lines, is_surely_page, is_surely_said
from narrate.text.read.marks import Mark, could_be_name, parse_mark
from narrate.text.read.nameplates import find_plates

_END = re.compile(
    r"""\W*(?:
      discussion\ about\ this\ \w+|ready\ for\ more\?|responses?\ \(\d+\)|leave\ a\ comment
    | leave\ a\ reply
    | this\ (?:entry|post)\ was\ (?:posted|published|filed)\ (?:in|on|under)\ .{1,120}
    | this\ (?:interview|conversation|transcript|episode)\ (?:has\ been|was)\ .{0,40}edited.{0,80}
    | (?:recommended\ from|more\ from)\ .{2,60}|related\ (?:posts?|episodes?|stories|articles?)
    | thanks\ for\ reading\ .{1,150}|share\ this\ (?:post|episode|article|story)
    | subscribe\ to\ [A-Z].{1,60}[^.!?]|excerpt\ from|written\ by\ .{2,40}
    | (?:copyright\ )?©\ ?\d{4}\b.{1,200}|copyright\ ©.{1,300}
    | sonix\ is\ the\ world['’]s\ .{1,200}|automatically\ convert\ your\ .{1,200}
    | meeting\ ended\ (?:after|at)\ .{1,20}|transcri(?:bed|pt\ provided)\ by\ .{1,80}
    | (?:.{1,30}\ )?transcripts\ are\ created\ on\ a\ rush\ deadline.{1,400}
    | about\ the\ (?:authors?|hosts?|guests?|speakers?|show|podcast)
    | .{2,60}\ is\ a\ reader-supported\ publication\..{0,200}|disclaimers?|copyright\ disclaimer
    | end\ of\ (?:the\ )?transcript
    | das\ könnte\ (?:sie|dich)\ auch\ interessieren
    | (?:weitere|ähnliche)\ (?:folgen|episoden|beiträge)
    | (?:à\ lire|à\ écouter)\ aussi|(?:épisodes|articles|contenus)\ (?:similaires|liés|associés)
    | (?:artículos|episodios|contenido)\ relacionad[oa]s?
    | (?:también\ )?te\ (?:puede|podría)\ interesar
    | (?:potrebbe\ interessarti|ti\ potrebbe\ interessare)\ anche|articoli\ correlati
    | (?:você\ também\ pode\ gostar|episódios\ relacionados|leia\ também|veja\ também)
    | (?:читайте|смотрите|слушайте)\ (?:также|ещё)|похожие\ (?:выпуски|материалы|записи)
    | 関連(?:記事|エピソード|リンク)|相关(?:文章|节目|阅读)|相關(?:文章|節目)
    | (?:teilen|partager|compartir|condividi|compartilhar|поделиться|シェア(?:する)?|分享):?
    | lees\ ook|deel\ deze\ aflevering|(?:powiązane|podobne)\ (?:odcinki|wpisy)|dodaj\ komentarz
    | 관련\ (?:에피소드|글|기사)|공유하기
    | cite\ this\ .{2,20}|citation|edit\ (?:this\ )?page|posts\ relacionados
    | (?:deixe|deja)\ un?m?\ coment[aá]rio|lascia\ un\ commento
    | laisse[rz]\ un\ commentaire|(?:schreibe?|hinterlasse)\ einen\ kommentar
    | duration:\ \d.{1,30}|call\ participants:?
    | source:\ .{2,80}|filed\ under:?.{0,80}|tags:.{1,120}|categories:.{1,120}|posted\ in:?\ .{1,80}
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_COMMENTS = re.compile(r"[\d,.]+ (?:comments|responses|thoughts on .{2,120})", re.IGNORECASE)
_FEWEST_TURNS = 2
_LAST_LINES = 80  # that are looked at where none of them surely ends the page
_MOST_BELOW = 0.5  # of all lines: a page with more below its end is no transcript's
_MOST_TIMED = 0.34  # of the lines below an end: related videos have a length each, turns more


def take_ending(lines: Lines) -> tuple[Lines, Drops]:
    """Drop what stands below the last turn from a line on that ends a page's transcript.

    Where nobody is named, nothing below it may sound said, and more must tell of a page.
    """
    texts = lines.texts
    ends = _ends(texts)
    drops = Drops()
    if not ends and not count_last_page_lines(lines[-_LAST_LINES:]):
        return lines, drops
    turns = _turns(lines)
    over = next((end for end in ends if not _goes_on(texts, turns, end)), len(texts))
    turns = [n for n in turns if n < over]
    if len(turns) >= _FEWEST_TURNS:
        end = next((n for n in ends if n > turns[-1]), len(texts))
        first = end - count_last_page_lines(lines[max(turns[-1], end - _LAST_LINES) : end])
    else:
        first = end = _end_of_speech(lines, ends)
    if len(texts) - end > _MOST_BELOW * len(texts):
        return lines, drops
    for n in range(first, len(texts)):
        drops.add(lines[n], texts[n], "page furniture")
    return lines.edited((n, None) for n in range(first, len(texts))), drops


def _end_of_speech(lines: Lines, ends: Sequence[int]) -> int:
    """Return where a page goes on below speech in which nobody is named."""
    last = lines[-_LAST_LINES:]
    said = max((n for n, line in enumerate(last) if is_surely_said(line.text)), default=-1)
    above = len(lines) - len(last)
    end = next((n for n in ends if n > above + said), len(lines))
    told = range(max(0, end - _LAST_LINES), end)
    prose = max((n for n in told if is_prose(lines.texts[n])), default=-1)
    first = max(prose + 1, end - count_last_page_lines(lines[told.start : end]))
    return first if is_surely_page(lines[first:]) else len(lines)


def _ends(texts: Sequence[str]) -> list[int]:
    """Return the lines that only pages write below a transcript; a note on it is near the end."""
    likely = (
        (n, text) for n, text in enumerate(texts) if not (text[0].isdecimal() or text[0].islower())
    )
    ends = {n for n, text in likely if len(text) < 500 and _END.fullmatch(text)}
    last = range(max(0, len(texts) - _LAST_LINES), len(texts))
    return sorted(ends.union(n for n in last if is_note(texts[n]) or _COMMENTS.fullmatch(texts[n])))


def _turns(lines: Lines) -> list[int]:
    """Return the lines that open with a time, or with a name that recurs, or are nothing else."""
    texts = lines.texts
    marks = [(n, mark) for n, text in enumerate(texts) if (mark := parse_mark(text))]
    said = {(mark.speaker, texts[n]) for n, mark in marks}  # a title that comes back says nothing
    counts = Counter(speaker for speaker, _ in said)
    named = [
        n
        for n, mark in marks
        if _is_sure(mark)
        or (mark.speaker.isupper() and len(mark.speaker) > 1)
        or (counts[mark.speaker] > 1 and could_be_name(mark.speaker))
    ]
    return named if len(named) >= _FEWEST_TURNS else lines.fact(find_plates)


def _goes_on(texts: Sequence[str], turns: Sequence[int], end: int) -> bool:
    """Tell whether people speak below a line, so that it ends no page."""
    below = [n for n in turns if n > end]
    named = any(not (mark := parse_mark(texts[n])) or mark.speaker for n in below)
    return named or len(below) > _MOST_TIMED * (len(texts) - end)


def _is_sure(mark: Mark) -> bool:
    return mark.start_s is not None or mark.turn
