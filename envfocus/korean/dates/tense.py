"""The tense of the verb behind a date: whether it lies in the past or in the future."""

import re

from envfocus.korean.dates.words import cue_pattern

_SYLLABLES = 399
"""Hangul syllables without a final letter."""
_FINALS = 28
_NIEUN, _RIEUL, _SSANGSIOT = 4, 8, 20
"""Indexes of final letters: those of 연다, 열릴, 열렸."""


def _ending_in(final: int) -> str:
    """All syllables with a final letter."""
    first = ord("가") + final
    last = first + _FINALS * _SYLLABLES
    return "".join(map(chr, range(first, last, _FINALS)))


_PAST = _ending_in(_SSANGSIOT).replace("있", "").replace("겠", "")
_PRESENT = _ending_in(_NIEUN)
_FUTURE = _ending_in(_RIEUL)
_NOT_VERBS = "[대위관의통또북남제권기]한"
"""대한, 위한, 통한, 북한 …: they end like a verb and are none."""
_VERB = re.compile(
    r"(?P<neutral>(?:해|돼|며|하고|되고|지고|열고)[,\s])"
    r"|(?P<past>"
    rf"(?!{_NOT_VERBS})[가-힣](?:한|된|난|온|진|낸|린|킨|던)\s"
    rf"|(?:{cue_pattern('past')})\s"
    rf"|[{_PAST}](?:다|고|으며|으나|지만|던|는데|습니다|음)"
    r")"
    r"|(?P<future>"
    r"(?:하|되|지|여|열리|치르|맞|나서|떠나)는\s(?!등|것|한편|만큼)"
    r"|[될릴질]\s"
    r"|(?:부터|까지)(?:다|이다|입니다)"
    r"|(?<=일)(?:이다|입니다)"
    rf"|{cue_pattern('future')}"
    rf"|[{_FUTURE}]\s?(?:것|예정|계획|방침|전망)"
    rf"|[{_PRESENT}]다(?=고|[.\s,”’\"']|$)"
    r")"
)
"""The first that matches tells, also a verb before its noun; a connective leaves it
open.
"""
SENTENCE_END = re.compile(r"[다요죠까음함]\.|[!?\n]|[다요][.]?[”’\"']")
_WINDOW = 120
"""Characters behind a date in which its verb is looked for, within the sentence."""


def tense_behind(text: str, end: int) -> str | None:
    """`past` or `future` where the first verb behind, within the sentence, says so."""
    window_end = min(len(text), end + _WINDOW)
    sentence_end = SENTENCE_END.search(text, end, window_end)
    if sentence_end:
        window_end = sentence_end.end()
    verb = _VERB.search(text, end, window_end)
    if verb is None or verb.lastgroup == "neutral":
        return None
    return verb.lastgroup
