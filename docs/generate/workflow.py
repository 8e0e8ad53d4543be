"""States and steps of Leine-Weser in German, from its workflow file."""

from __future__ import annotations

from buendnis.documents.catalogue import catalogue
from buendnis.workflow.definition import ANY, SAME, FormField, Issue, Step, Workflow
from buendnis.workflow.loading import load_workflow, workflow_bytes
from docs.generate.pages import table

ROLES = {
    "applicant": "Projektträger",
    "office": "Koordinierungsstelle",
    "alliance": "lokale Allianz",
    "chair": "Vorsitz",
    "seat": "Sitz",
    "reader": "Leser",
}
# These come from commands, not from steps of the workflow.
PAPERS_OF_COMMANDS = {
    "erinnerung": "`motion remind`",
    "beschlussvorlage_frei": "`motion open --title`, `motion reopen`",
    "beschlussausfertigung": "`motion close` einer freien Vorlage",
    "einladung": "`meeting invite`",
    "nachreichung": "`meeting agenda`, `meeting paper`",
    "absage": "`meeting call-off`",
    "sitzungsmappe": "`meeting binder`",
    "sprechzettel": "`meeting sheets`",
    "anwesenheitsliste": "`meeting sheets`",
    "sitzungsniederschrift": "`meeting minutes`",
    "portfoliouebersicht": "`report portfolio -o`",
    "verteilungsbericht": "`report distribution -o`",
    "jahresuebersicht": "`report assembly -o`",
    "halbjahresmeldung": "`report half-year -o`",
    "kostenplan": "`sketch plan`, `project plan` mit einem Namen auf `.pdf`",
}
ONLY_SAMPLE = "nur als Muster (`document preview`)"
MARKS = {
    "planned": "die Skizze darf überarbeitet werden",
    "submitted": "Obergrenze und letzter Tag binden",
    "voting": "es läuft eine Abstimmung",
    "endorsed": "befürwortet; wesentliche Änderungen brauchen ein Nachvotum",
    "waiting_us": "am Zug: Koordinierungsstelle",
    "waiting_applicant": "am Zug: Projektträger",
    "waiting_alliance": "am Zug: lokale Allianz",
    "waiting_bank": "am Zug: NBank",
    "owes_report": "der Abschlussbericht steht aus",
    "final": "Ende",
}
WHEN = {
    "every_region_stated": "jeder betroffene Teilraum hat eine Aussage",
    "region_without_statement": "ein Teilraum ist ohne Aussage",
    "another_matter": "der Projektträger wechselt oder die Gesamtkosten steigen",
    "justification_given": "eine gesonderte Begründung liegt vor",
    "justification_in_form": "die gesonderte Begründung wird dabei angegeben",
    "reply_given": "der Träger hat Stellung genommen",
    "by_circular": "im Umlaufverfahren",
    "in_meeting": "in einer Sitzung",
    "vote_endorsed": "die Abstimmung befürwortet",
    "vote_not_endorsed": "die Abstimmung lehnt ab",
    "vote_deferred": "kein Einvernehmen, nicht beschlussfähig oder vertagt",
    "motion_endorsed": "befürwortet",
    "motion_not_endorsed": "nicht befürwortet",
    "motion_deferred": "zurückgestellt",
    "decision_refuses": "die NBank lehnt ab",
    "decision_grants_in_time": "die NBank bewilligt, und der Zeitraum endet rechtzeitig",
    "interim_agreed": "Zwischenberichte sind vereinbart",
    "report_owed": "das Projekt hatte begonnen",
    "report_lacks_outlook": "der Bericht sagt nichts zu Fortsetzung und Verwertung",
}
TYPES = {
    "text": "Text",
    "texts": "mehrere Texte",
    "regions": "mehrere Teilräume",
    "goals": "mehrere Ziele",
    "person": "Person",
    "day": "Tag",
    "days": "mehrere Tage",
    "money": "Betrag",
    "percent": "Prozent",
    "whole": "ganze Zahl",
    "choice": "Auswahl",
    "flag": "ja oder nein",
    "region": "Teilraum",
    "meeting": "Sitzung",
    "aspect_points": "Punkte 0 bis 5 je Aspekt",
    "aspect_texts": "Text je Aspekt",
}


def states() -> str:
    """All states with their marks."""
    workflow = _workflow()
    rows = [
        (
            f"`{one.name}`",
            one.label.de,
            "; ".join(text for mark, text in MARKS.items() if mark in one.marks),
        )
        for one in workflow.states.values()
    ]
    return table(("Stand", "heißt", "bedeutet"), rows)


def steps() -> str:
    """All steps: an overview, then each with its form, rules, documents and deadlines."""
    workflow = _workflow()
    rows = [
        (
            f"[`{one.name}`](#{one.name})",
            one.label.de,
            _origins(one, workflow),
            _targets(one),
            ", ".join(ROLES[role] for role in one.by),
        )
        for one in workflow.steps.values()
    ]
    overview = table(("Schritt", "heißt", "von", "nach", "durch"), rows)
    return "\n\n".join([overview, *(_step(one, workflow) for one in workflow.steps.values())])


# Documents of no step: the commands that make them.


def documents() -> str:
    """All kinds of documents: title, for whom, whose signature, and the steps that make them."""
    workflow = _workflow()
    recipients = {
        "applicant": "Projektträger",
        "members": "Mitglieder",
        "local_alliance": "lokale Allianz",
        "file": "Akte",
        "bank": "NBank",
    }
    signs = {"office": "Koordinierungsstelle", "chair": "Vorsitz", "other": "Entwurf für andere"}
    rows = []
    for kind in catalogue().values():
        made = [
            f"`{step.name}`"
            for step in workflow.steps.values()
            if any(kind.kind == issue.document for issue in (*step.issues, *step.drafts))
        ]
        rows.append(
            (
                f"`{kind.kind}`",
                kind.title,
                recipients[kind.recipient],
                signs[kind.signs],
                ", ".join(made) or PAPERS_OF_COMMANDS.get(kind.kind, ONLY_SAMPLE),
            )
        )
    return table(("Art", "Titel", "geht an", "zeichnet", "entsteht bei"), rows)


def _workflow() -> Workflow:
    return load_workflow(workflow_bytes("leine-weser"))


def _origins(step: Step, workflow: Workflow) -> str:
    if set(step.origins) == set(workflow.states) or ANY in step.origins:
        return "jedem Stand"
    return ", ".join(f"`{one}`" for one in step.origins)


def _targets(step: Step) -> str:
    lines = []
    for outcome in step.outcomes:
        text = "bleibt" if outcome.state == SAME else f"`{outcome.state}`"
        if outcome.origins and set(outcome.origins) != set(step.origins):
            text += " (von " + ", ".join(f"`{one}`" for one in outcome.origins) + ")"
        if outcome.when:
            text += f", wenn: {WHEN[outcome.when]}"
        lines.append(text)
    return "; sonst ".join(lines)


def _step(step: Step, workflow: Workflow) -> str:
    points = [f"- Formular: {_form(step)}"]
    if step.brings_sketch:
        points.append("- Bringt eine neue Fassung der Projektskizze mit.")
    if step.rules:
        points.append("- Regeln: " + ", ".join(f"`{one}`" for one in step.rules))
    for word, issues in (("Stellt aus", step.issues), ("Entwirft", step.drafts)):
        if issues:
            points.append(f"- {word}: " + ", ".join(_issue(one) for one in issues))
    if step.receives:
        points.append("- Nimmt entgegen: " + ", ".join(f"`{one}`" for one in step.receives))
    for word, names in (("Setzt Frist", step.starts), ("Beendet Frist", step.ends)):
        if names:
            points.append(
                f"- {word}: " + ", ".join(_deadline(step, workflow, n, word) for n in names)
            )
    if step.leaves_house or step.sends_to:
        points.append("- Verlässt das Haus: danach nur noch Berichtigung, kein `undo`.")
    return f"### {step.name}\n\n{step.label.de}.\n\n" + "\n".join(points)


def _form(step: Step) -> str:
    return "; ".join(_field(one) for one in step.fields) or "keine Angaben"


def _field(field: FormField) -> str:
    text = f"`{field.name}`{'*' if field.required else ''} {field.label.de} ({TYPES[field.type]}"
    if field.choices:
        text += ": " + ", ".join(f"`{one}`" for one in field.choices)
    if field.only:
        text += f"; nur bei `{field.only[0]}={field.only[1]}`"
    return text + ")"


def _deadline(step: Step, workflow: Workflow, name: str, word: str) -> str:
    """The label of a deadline; where a field of the form tells the answer, with or without it."""
    deadline = workflow.deadlines[name]
    field = step.field(deadline.answer)
    if field is None:
        return deadline.label.de
    return f"{deadline.label.de} ({'ohne' if word == 'Setzt Frist' else 'mit'} `{field.name}`)"


def _issue(issue: Issue) -> str:
    return f"`{issue.document}`" + (f" (wenn: {WHEN[issue.when]})" if issue.when else "")
