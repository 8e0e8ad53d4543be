"""The e-mails to single members, in German as all our letters: the papers of a meeting, the
reminder of a circular, and the vote that was recorded for a seat."""

from __future__ import annotations

from buendnis.facts import Meeting, Motion


def reminder_text(
    motion: Motion, title: str, seat: str, people: tuple[str, ...]
) -> tuple[str, str]:
    """Subject and text of the reminder to one seat.

    title: of the project or the free motion. people: the member and the deputies, as far as known.
    """
    assert motion.until is not None
    until = f"{motion.until:%d.%m.%Y}"
    subject = f"Erinnerung: Umlaufverfahren {motion.id}, Rücklauf bis {until}"
    lines = [
        "Sehr geehrte Damen und Herren,",
        "",
        f"zur Vorlage {motion.id} „{title}“ liegt uns die Antwort Ihres Sitzes noch nicht vor:",
        f"{seat}{' (' + ', '.join(people) + ')' if people else ''}.",
        "",
        f"Bitte antworten Sie bis zum Ablauf des {until} mit Ja, Nein oder Enthaltung, oder teilen",
        "Sie uns mit, dass Sie befangen sind oder dem Umlaufverfahren widersprechen. Sind Sie",
        "verhindert, antwortet Ihre Stellvertretung. Schweigen gilt nicht als Zustimmung.",
        "",
        "Haben Sie inzwischen geantwortet, ist diese Nachricht gegenstandslos.",
        "",
        "Mit freundlichen Grüßen",
        "Koordinierungsstelle",
        "",
    ]
    return subject, "\n".join(lines)


_ANSWERS = {"yes": "Ja", "no": "Nein", "abstain": "Enthaltung"}
_BY = {"member": "vom Mitglied", "deputy": "von der Stellvertretung"}
_ORIGINS = {"meeting": "in der Sitzung", "email": "per E-Mail", "paper": "auf Papier"}


def vote_text(
    motion: Motion, title: str, seat: str, answer: str, by: str, origin: str
) -> tuple[str, str]:
    """Subject and text of the e-mail that tells one seat its recorded vote.

    title: of the project or the free motion. answer, by, origin: as the ballot has them.
    """
    subject = f"Ihre eingetragene Stimme zur Vorlage {motion.id}"
    until = (
        "bis die Niederschrift genehmigt ist" if motion.meeting else "bis die Akte geschlossen ist"
    )
    lines = [
        "Sehr geehrte Damen und Herren,",
        "",
        f"zur Vorlage {motion.id} „{title}“ ist für Ihren Sitz eingetragen:",
        "",
        f"Sitz: {seat}",
        f"Stimme: {_ANSWERS.get(answer, answer)}",
        f"Abgegeben {_BY.get(by, by)}, {_ORIGINS.get(origin, origin)}",
        "",
        f"Ist das nicht richtig, widersprechen Sie uns bitte, {until}. Der Widerspruch wird",
        "festgehalten. Das Ergebnis entnehmen Sie dem beigefügten Schriftstück.",
        "",
        "Mit freundlichen Grüßen",
        "Koordinierungsstelle",
        "",
    ]
    return subject, "\n".join(lines)


def meeting_text(
    meeting: Meeting, seat: str, people: tuple[str, ...], papers: bool
) -> tuple[str, str]:
    """Subject and text of the e-mail that brings one seat the papers of a meeting.

    people: the member and the deputies, as far as known; deputies always get the papers. papers:
    whether there are any beside the invitation.
    """
    day = f"{meeting.day:%d.%m.%Y}"
    at = f", {meeting.starts_at} Uhr" if meeting.starts_at else ""
    place = f", {meeting.place}" if meeting.place else ""
    subject = f"{'Unterlagen' if papers else 'Einladung'} zur Sitzung am {day} ({meeting.id})"
    brought = "die Einladung und die Unterlagen" if papers else "die Einladung"
    known = "die Unterlagen" if papers else "sie"
    lines = [
        "Sehr geehrte Damen und Herren,",
        "",
        f"beigefügt erhalten Sie {brought} zur Sitzung am {day}{at}{place}.",
        f"Sitz: {seat}{' (' + ', '.join(people) + ')' if people else ''}.",
        "",
        f"Stellvertretungen erhalten {known} zur Kenntnis; abstimmen können sie nur im",
        "Vertretungsfall. Sind Sie verhindert, teilen Sie uns dies bitte mit.",
        "",
        "Mit freundlichen Grüßen",
        "Koordinierungsstelle",
        "",
    ]
    return subject, "\n".join(lines)
