"""The e-mail that goes with the reminder of a circular, in German as all our letters."""

from __future__ import annotations

from buendnis.facts import Motion


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
