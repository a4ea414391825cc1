"""Lines to whether they tell how a transcript came about, as pages do beside one."""

from __future__ import annotations

import re

_OF_TRANSCRIPTS = re.compile(
    r"\btrans[ck]ri(?:pts?|ptions?|bed|pci[óo]n|ção)\b|\btrascrizione\b"
    r"|\b(?:транскрипт\w*|расшифровк\w+|стенограмм\w+)\b|文字起こし|書き起こし|文字稿|逐字稿"
    r"|\btext (?:of|from) (?:the|this) (?:source )?audio"
    r"|\bfull text on this page\b",
    re.IGNORECASE,
)
_OF_MAKING = re.compile(
    r"\b(?:auto(?:matically|matic)?|machine|computer|AI|software|algorithmically)[ -](?:generated"
    r"|created|produced|transcribed)\b|\b(?:computer|machine|AI)[ -]generated|\berrors?\b"
    r"|\binaccura|\baccura(?:te|cy)\b|\btypos?\b|\bverbatim\b|\brush deadline|\bfinal form\b"
    r"|\b(?:lightly |been |condensed and )edited\b|\bfor (?:clarity|readability|length)\b"
    r"|\breproduced\b|\btape-recorded\b|\bis (?:below|a transcript)\b|\bproofread\b"
    r"|\b(?:full|complete) transcript\b|\btranscript (?:follows|below)\b"
    r"|\btranscript page for\b|\bfull dialogues?\b"
    r"|\bautomati(?:sch|que(?:ment)?|camente)\b|\bautomáticamente\b|\bавтоматическ|自動|自动"
    r"|\bpeu(?:t|vent) contenir\b|\bkann .{0,20}fehler\b"
    r"|\b(?:leicht|redaktionell) (?:bearbeitet|gekürzt)"
    r"|\bwill be updated\b|^(?:editor['’]s )?note:|\bdifferences between th(?:is|e)\b"
    r"|\bgenerated\)? transcri|\bartificial intelligence\b|\bpagination\b",
    re.IGNORECASE,
)
_RECORDED = re.compile(
    r"(?:this|the) (?:video|podcast|interview|episode|conversation|show|audio|call|recording) was "
    r"(?:\w+ )?(?:recorded|taped|conducted|held|published|aired|broadcast)\b.{0,60}\b\d{4}\W*",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"\([^()]+\)\s*\w")  # a note in brackets, and speech behind it
_LONGEST = 800  # characters


def is_note(text: str) -> bool:
    """Tell whether a line tells how the transcript came about, if it stands beside one."""
    short = len(text) <= _LONGEST and not _GOES_ON.match(text)
    made = _OF_TRANSCRIPTS.search(text) and (_OF_MAKING.search(text) or text[-1] in ":：")
    return short and bool(made or _RECORDED.fullmatch(text))
