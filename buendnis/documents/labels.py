"""The German words for the codes that facts and forms hold."""

from __future__ import annotations

from collections.abc import Mapping

KIND = {
    "new": "neues Vorhaben",
    "continuation": "Fortführung",
    "development": "Weiterentwicklung",
    "transfer": "Übertragung",
    "bundling": "Bündelung",
    "pilot": "Pilotvorhaben",
}
TYPE = {
    "structure": "Strukturprojekt",
    "unemployed": "Qualifizierung und Vermittlung Arbeitsloser",
    "training": "Weiterbildung Beschäftigter",
}
LEVEL = {
    "district": "Landkreis",
    "region": "Teilraum",
    "several": "mehrere Teilräume",
    "alliance": "Bündnisgebiet",
}
EFFECT = {
    "structure": "Verbesserung regionaler Strukturen zur Fachkräftesicherung",
    "qualification": "Qualifizierung und Vermittlung",
}
APPLICANT = {
    "municipality": "Kommune",
    "university": "Hochschule",
    "education": "Bildungsträger",
    "chamber": "Kammer",
    "company": "Unternehmen",
    "association": "Verband oder Verein",
    "agency": "Agentur oder Jobcenter",
    "other": "Sonstige",
}
PARTNER = {
    "funded": "geförderter Partner",
    "co_financing": "mitfinanzierender Partner",
    "supporting": "unterstützender Partner",
}
CONTENT = {
    "need": "Bedarf",
    "distinction": "Abgrenzung und Vermeidung von Doppelstrukturen",
    "target_group": "Zielgruppe",
    "measures": "Maßnahmen",
    "goal_contribution": "Beitrag zu den Zielen der Strategie",
    "regional_effect": "Teilräumliche Effekte",
    "spatial_reach": "Räumliche Wirkung",
    "continuation": "Verstetigung nach Ablauf der Förderphase",
    "transferability": "Modellcharakter und Übertragbarkeit",
    "management": "Projektmanagement",
    "evaluation": "Evaluation",
    "other_funding": "Weitere Förderungen und verwandte Maßnahmen",
}
ASPECT = {
    "goal_contribution": "Beitrag zu den Zielen der Strategie",
    "regional_effect": "Teilräumliche Effekte",
    "spatial_reach": "Räumliche Wirkung des Projektes",
    "continuation": "Verstetigungsmöglichkeiten nach Ablauf der Förderphase",
    "transferability": "Modellcharakter bzw. Übertragbarkeit",
}
COST = {
    "personnel": "Personalausgaben",
    "fees": "Honorare",
    "material": "Sachausgaben",
    "travel": "Reisekosten",
    "participants": "Ausgaben für Teilnehmende",
    "flat_rate": "Pauschale",
    "other": "Sonstige Ausgaben",
}
FUNDING = {
    "grant": "Beantragte Zuwendung",
    "own": "Eigenmittel",
    "third_party": "Mittel Dritter",
    "public_cofunding": "Öffentliche Mitfinanzierung",
    "revenue": "Einnahmen",
}
STATEMENT = {
    "supported": "wird unterstützt",
    "with_notes": "wird mit Hinweisen unterstützt",
    "not_supported": "wird nicht unterstützt",
}
RESULT = {
    "endorsed": "befürwortet",
    "not_endorsed": "nicht befürwortet",
    "deferred": "zurückgestellt",
}
# Of a free motion: it is adopted or not, and in an election a person is elected or nobody.
OUTCOME = {
    "endorsed": "angenommen",
    "not_endorsed": "nicht angenommen",
    "deferred": "zurückgestellt",
    "elected": "gewählt",
    "not_elected": "niemand gewählt",
}
CAUSE = {
    "no_consensus": "Es wurde kein Einvernehmen erzielt.",
    "no_quorum": "Die Lenkungsgruppe war nicht beschlussfähig.",
    "postponed": "Die Lenkungsgruppe hat den Gegenstand vertagt.",
    "circular_failed": "Im Umlaufverfahren haben nicht alle stimmberechtigten Sitze geantwortet.",
}
PROPOSAL = {"endorse": "Befürwortung", "decline": "Nichtbefürwortung"}
MODE = {"meeting": "in einer Sitzung", "circular": "im Umlaufverfahren"}
CHANNEL = {
    "email": "per E-Mail",
    "post": "per Post",
    "portal": "über das Portal",
    "by_hand": "persönlich übergeben",
}
DECISION = {"granted": "Zuwendungsbescheid", "refused": "Ablehnungsbescheid"}
END = {
    "renounced": "Verzicht vor oder nach Beginn",
    "broken_off": "Abbruch durch den Projektträger",
    "revoked": "Widerruf oder Rücknahme des Bescheids",
    "insolvency": "Insolvenz des Projektträgers",
}
CHANGE = {
    "cost": "Kosten",
    "region": "Teilraum",
    "goal": "Handlungsschwerpunkt oder Ziel",
    "applicant": "Projektträger",
    "partner": "geförderter Partner",
    "duration": "Laufzeit",
    "other": "sonstige Änderung",
}
RULE = {
    "consensus": "Einvernehmen",
    "unanimity": "Einstimmigkeit",
    "simple": "einfache Mehrheit",
    "absolute": "absolute Mehrheit",
    "two_thirds": "Zweidrittelmehrheit",
}
REPORT = {"short": "Kurzbericht", "nbank": "Sachbericht gegenüber der NBank"}
RECORDS = {
    "advice": "Beratung",
    "presentation": "Vorlage bei der lokalen Fachkräfteallianz",
    "statement": "Aussage der lokalen Fachkräfteallianz",
    "return": "Rückgabe an die lokale Fachkräfteallianz",
    "submission": "Vorlage beim Fachkräftebündnis",
    "revision": "Überarbeitung der Projektskizze",
    "assessment": "Kriterienbogen",
    "motion": "Eröffnung der Abstimmung",
    "motion_cancelled": "Absetzung der Abstimmung",
    "vote": "Beschluss der Lenkungsgruppe",
    "votum_sent": "Übermittlung des Votums",
    "supplement": "Eröffnung des Nachvotums",
    "supplement_vote": "Beschluss über das Nachvotum",
    "supplement_sent": "Übermittlung des Nachvotums",
    "application": "Antrag bei der NBank",
    "application_revision": "Ergänzung des Antrags",
    "decision_request": "Anforderung der Förderentscheidung",
    "decision": "Bescheid der NBank",
    "start": "Projektbeginn",
    "interim": "Zwischenbericht",
    "change": "Änderungsanzeige",
    "amendment": "Änderungsbescheid",
    "end": "Projektende",
    "report_reminder": "Erinnerung an den Abschlussbericht",
    "report": "Abschlussbericht",
    "report_returned": "Rückgabe des Abschlussberichts",
    "settlement": "Abrechnung",
    "closing": "Abschluss",
    "filing": "Ablage",
    "withdrawal": "Rücknahme",
}
HAPPENED = {
    "idea": "als Idee aufgenommen",
    "presentation": "der lokalen Allianz vorgelegt",
    "submission": "dem Bündnis vorgelegt",
    "endorsed": "befürwortet",
    "not_endorsed": "nicht befürwortet",
    "deferred": "zurückgestellt",
    "application": "bei der NBank beantragt",
    "granted": "bewilligt",
    "refused": "von der NBank abgelehnt",
    "start": "begonnen",
    "end": "beendet",
    "closing": "abgeschlossen",
    "withdrawal": "zurückgezogen",
}
MEETING_KIND = {
    "steering": "Sitzung der Lenkungsgruppe",
    "assembly": "Bündnisversammlung",
    "exchange": "Austauschtreffen",
}
ANSWER = {"yes": "Ja", "no": "Nein", "abstain": "Enthaltung"}
SUBSTITUTION = {
    "prevented": "Mitglied verhindert",
    "vacant": "Sitz unbesetzt",
    "recused": "Mitglied befangen",
}
WEEKDAY = (
    "Montag",
    "Dienstag",
    "Mittwoch",
    "Donnerstag",
    "Freitag",
    "Samstag",
    "Sonntag",
)
# The parts of a plan that a votum is about, as a supplement sets them side by side.
PLAN = {
    "total": "Gesamtkosten",
    "grant": "Beantragte Förderung",
    "start": "Beginn",
    "end": "Ende",
    "regions": "Teilräume",
    "goals": "Ziele",
    "applicant": "Projektträger",
    "funded_partners": "Geförderte Partner",
}
ROLE = {"office": "Koordinierungsstelle", "chair": "Vorsitz der Lenkungsgruppe"}

# The codes of a form's fields, by the form's record and the field.
CHOICES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("statement", "result"): STATEMENT,
    ("decision", "result"): DECISION,
    ("change", "kind"): CHANGE,
    ("end", "kind"): END,
    ("report", "kind"): REPORT,
    ("votum_sent", "channel"): CHANNEL,
    ("supplement_sent", "channel"): CHANNEL,
    ("motion", "proposal"): PROPOSAL,
    ("supplement", "proposal"): PROPOSAL,
}


def label(words: Mapping[str, str], code: str) -> str | None:
    """The German word for a code; the code itself if there is none, `None` for no code."""
    return words.get(code, code) if code else None
