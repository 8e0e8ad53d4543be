"""The members' keys: registering one, revoking one. The private part is never seen here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec import Struct

from buendnis.errors import Finding, Refused
from buendnis.events import KEY_REGISTERED, KEY_REVOKED
from buendnis.facts import MemberKey, Motion
from buendnis.store.database import Transaction
from buendnis.store.people import reveal_plain
from buendnis.store.record import load_membership, record_on_alliance
from buendnis.texts import T, Text
from buendnis.usecases.motions import open_motions
from buendnis.usecases.office import Office, Who, not_ahead, required_text
from buendnis.usecases.roles import KEEPERS, only
from votes.roster import SeatOnDay
from votes.signatures import thumbprint

RULE = "key"


class Revoked(Struct, frozen=True):
    """A key after its revocation, and the ballots of open motions that it signed and that stand,
    as motion and seat: they stay in the record until the member votes again."""

    key: MemberKey
    standing: tuple[tuple[str, str], ...]


def register_key(
    office: Office,
    who: Who,
    seat: str,
    person: str,
    jwk: Mapping[str, str],
    deputy: bool = False,
    from_day: date | None = None,
) -> MemberKey:
    """Register a member's public key for a seat, from a day on (`None`: the business day).

    deputy: it signs for the seat's deputy. Nobody registers the key of their own seat: the
    office's is left to the chair. Raises `Refused` with the reason.
    """
    only(who, *KEEPERS)
    not_ahead(who)
    person = required_text(person, "person")
    role = "deputy" if deputy else "member"
    name = thumbprint(dict(jwk))
    first = from_day or who.on
    if who.actor == "office" and seat == office.settings.alliance.office.seat:
        raise _refused(
            seat,
            T("Nobody registers the key of their own seat: {seat}.", seat=seat),
            T("Let the chair do it: --actor chair."),
        )
    with office.db.transaction() as tx:
        found = office.settings_in(tx).alliance.roster.on(first)
        on_day = next((one for one in found if one.id == seat), None)
        if on_day is None:
            raise _refused(
                "seat",
                T("The seat “{seat}” has no vote on {day}.", seat=seat[:80], day=first),
                T("Use one of: {known}.", known=tuple(one.id for one in found)),
            )
        _check_person(tx, on_day, person, role, first)
        membership = load_membership(tx)
        known = membership.key(name)
        if known is not None:
            raise _refused(
                "key",
                T("The key is registered already, for the seat {seat}.", seat=known.seat),
                _remedy(known, seat),
            )
        payload = {
            "key": name,
            "seat": seat,
            "person": person,
            "role": role,
            "jwk": dict(jwk),
            "from": first.isoformat(),
        }
        event = record_on_alliance(tx, who.entering(), KEY_REGISTERED, payload)
    return MemberKey(name, seat, person, dict(jwk), first, event.position, role=role)


def revoke_key(office: Office, who: Who, key: str, from_day: date | None, reason: str) -> Revoked:
    """Revoke a key from a day on (`None`: the business day); an earlier day may follow a later.

    Ballots that came before that day stand. Raises `Refused` for an unknown or revoked key.
    """
    only(who, *KEEPERS)
    not_ahead(who)
    reason = required_text(reason, "reason")
    first = from_day or who.on
    with office.db.transaction() as tx:
        found = load_membership(tx).key(key)
        if found is None:
            raise _refused(
                "key",
                T("There is no key “{key}”.", key=key[:80]),
                T("See: key list."),
            )
        if found.revoked_from is not None and found.revoked_from <= first:
            raise _refused(
                "key",
                T("The key {key} is revoked from {day} on.", key=key, day=found.revoked_from),
                T("Only an earlier day can be entered."),
            )
        payload = {"key": key, "from": first.isoformat(), "reason": reason}
        record_on_alliance(tx, who.entering(), KEY_REVOKED, payload)
        standing = tuple(
            (one.motion.id, seat) for one in open_motions(tx) for seat in _seats_of(one.motion, key)
        )
        after = load_membership(tx).key(key)
        assert after is not None
    return Revoked(after, standing)


def _seats_of(motion: Motion, key: str) -> tuple[str, ...]:
    return tuple(one.seat for one in motion.ballots if one.key == key)


def _check_person(tx: Transaction, seat: SeatOnDay, person: str, role: str, day: date) -> None:
    """Raise `Refused` where it is known who sits there, and it is somebody else."""
    if not seat.people_known:
        return
    holders = (seat.holder,) if seat.holder else ()
    there = seat.deputies if role == "deputy" else holders
    names = tuple(reveal_plain(one.person, tx.query) for one in there)
    if person not in names:
        raise _refused(
            "--person",
            T("“{person}” is not in office on the seat {seat}.", person=person[:80], seat=seat.id),
            T("On {day} it is: {names}.", day=day, names=names or ("–",)),
        )


def _remedy(known: MemberKey, seat: str) -> Text:
    """What to do with a key that is registered: a key serves one seat, and once revoked, none."""
    if known.seat == seat and known.revoked_from is None:
        return T("Nothing is left to do.")
    return T("Make a new key: buendnis key new -o FILE.")


def _refused(field: str, message: Text, remedy: Text) -> Refused:
    return Refused(message, [Finding(RULE, field, message, remedy)])
