"""Setting the name of a person right, and erasing it.

The log names people by keys; a name lies in the side table only, and in the papers that were made
with it. Erasing takes name and salt away, and the PDFs that show the name; the log stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from buendnis.errors import Finding, Refused
from buendnis.events import PERSON_ERASED, PERSON_RECTIFIED
from buendnis.store.people import seal_text
from buendnis.store.record import record_on_alliance
from buendnis.texts import T
from buendnis.usecases.care import only_office
from buendnis.usecases.knowing import Known, Reader, documents_naming, known_of, shows
from buendnis.usecases.office import Office, Who, not_ahead, required_text


def rectify(office: Office, who: Who, name: str, to: str, reason: str) -> Known:
    """Set a name right: from now on the record reads `to` wherever it read `name`.

    The old name stays beside the new one until it is erased. Returns what is known of the person.
    Raises `Refused` for an unknown or unchanged name, or a reason that names the person.
    """
    only_office(who)
    not_ahead(who)
    to = required_text(to, "name")
    reason = _reason(reason, (name, to))
    if to == name:
        raise Refused(T("The name is “{name}” already.", name=name[:80]))
    with office.db.transaction() as tx:
        known = known_of(tx, name)
        old = _current(tx, name)
        new = seal_text(to, tx.query, tx.insert)
        tx.update("person", "ref", {"ref": old, "replaced_by": new})
        payload = {"old": old, "new": new, "reason": reason}
        record_on_alliance(tx, who.entering(), PERSON_RECTIFIED, payload)
    return known


def erase(office: Office, who: Who, name: str, basis: str, reason: str) -> Known:
    """Erase a name and its former ones, and the documents that show them.

    basis: the legal basis (`Art. 17 DSGVO`). Keys, entries and hashes stay, so the record still
    verifies. Papers that came from outside are not searched. Returns what was known. Raises
    `Refused` for an unknown name, the name of whoever enters it, or a reason that names the person.
    """
    only_office(who)
    not_ahead(who)
    basis = _reason(basis, (name,))
    reason = _reason(reason, (name,))
    with office.db.transaction() as tx:
        known = known_of(tx, name)
        if who.person in (name, *known.former):
            raise Refused(T("Who enters an erasure stays in the record; let somebody else do it."))
        contents = set()
        for _, data, pdf in documents_naming(tx, known.refs, (name, *known.former)):
            contents |= {pdf} if pdf else set()
            if shows(tx, data, (name, *known.former)):
                contents.add(data)
        for digest in sorted(contents):
            tx.update("content", "hash", {"hash": digest, "body": None, "erased": 1})
        for ref in known.refs:
            tx.update("person", "ref", {"ref": ref, "salt": None, "value": None})
        payload = {
            "refs": known.refs,
            "contents": sorted(contents),
            "documents_erased": known.documents,
            "basis": basis,
            "reason": reason,
        }
        record_on_alliance(tx, who.entering(), PERSON_ERASED, payload)
    office.db.scrub()
    return known


def _current(reader: Reader, name: str) -> str:
    """The key that new entries use for a name. Raises `Refused` if it was rectified away."""
    rows = reader.query("SELECT ref FROM person WHERE value = ? AND replaced_by = ''", (name,))
    if not rows:
        raise Refused(T("The name “{name}” was rectified already.", name=name[:80]))
    return str(rows[0][0])


def _reason(text: str, names: Sequence[str]) -> str:
    """A reason, which stays in the log for ever and so must not name the person."""
    text = required_text(text, "reason")
    if any(name and name in text for name in names):
        message = T("The reason must not name the person; it stays in the record.")
        raise Refused(message, [Finding("person", "reason", message)])
    return text
