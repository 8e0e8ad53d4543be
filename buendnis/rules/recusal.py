"""Rules of recusal at the opening of a vote: what names tell, what the office is asked, and
whether enough seats are left.

Source: Fachkräftestrategie Leine-Weser 2024 is silent; the by-laws' rule is an assumption after
§ 20 VwVfG.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from buendnis.errors import Finding
from buendnis.facts import Recusal
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T
from votes.ballot import Attendance, MotionFrame
from votes.recusal import Party, RecusalFindings, find_recusals, may_step_in
from votes.recusal import Recusal as VotesRecusal
from votes.roster import Roster, SeatOnDay
from votes.tally import Result, tally

_SOURCE = "Geschäftsordnung, Befangenheit (Annahme nach § 20 VwVfG)"
_QUORUM = "Geschäftsordnung, Beschlussfähigkeit"


def names_found(s: Situation) -> RecusalFindings:
    """What the names of the applicant and the partners say about the seats of the day."""
    if s.bylaws is None:
        return RecusalFindings((), (), (), ())
    rules = s.bylaws.recusal
    day = s.day.toordinal()
    return _found(s.alliance.roster, day, parties_of(s), rules.recuses, rules.hints)


def parties_of(s: Situation) -> tuple[Party, ...]:
    """The applicant and the partners; those that a supplement brings in as well."""
    sketch, asked = s.sketch, s.asked
    parties = [Party(sketch.applicant.name, "applicant")]
    parties += [Party(one.name, one.role) for one in sketch.partners]
    known = {one.name for one in parties}
    coming = [Party(asked.applicant, "applicant")]
    coming += [Party(one, "funded") for one in asked.funded_partners]
    return (*parties, *(one for one in coming if one.name not in known))


# `next`, the rules and the opening ask the same; comparing names takes longer than the rest.
@lru_cache(maxsize=64)
def _found(
    roster: Roster,
    day: int,
    parties: tuple[Party, ...],
    recuses: tuple[str, ...],
    hints: tuple[str, ...],
) -> RecusalFindings:
    from datetime import date

    return find_recusals(roster.on(date.fromordinal(day)), parties, recuses, hints)


def recusals_at_opening(s: Situation) -> tuple[Recusal, ...]:
    """The seats that are recused when the vote opens: those that the names tell, and those that
    the office names in its answer (`concerned`)."""
    known = {one.seat.id: one for one in s.alliance.roster.on(s.day)}
    found: dict[str, Recusal] = {
        one.seat: Recusal(one.seat, one.because, "institution", one.institutions)
        for one in names_found(s).recusals
    }
    near = {(one.seat, one.name): one.institution for one in names_found(s).near}
    for seat, name in concerned(s):
        if seat not in known:
            continue
        alike = near.get((seat, name))
        before = found.get(seat)
        names = ", ".join(filter(None, (before.because if before else "", name)))
        institutions = tuple(filter(None, (*(before.institutions if before else ()), alike)))
        found[seat] = Recusal(seat, names, "institution", tuple(dict.fromkeys(institutions)))
    return tuple(found.values())


def concerned(s: Situation) -> list[tuple[str, str]]:
    """What the office answered: seat and name of each party that is the seat's."""
    pairs = (one.partition("=") for one in s.form.get("concerned", ()))
    return [(seat.strip(), name.strip()) for seat, _, name in pairs]


def questions_left(s: Situation) -> tuple[str, ...]:
    """The names about which the office has not answered yet."""
    answered = {*s.form.get("unconcerned", ()), *(name for _, name in concerned(s))}
    return tuple(one for one in names_found(s).questions if one not in answered)


@rule("recusal", T("Who looks concerned is clear before the vote opens"), _SOURCE)
def names_are_clear(s: Situation) -> Iterator[Finding]:
    """A name that looks like an institution of the roster needs the office's yes or no; an answer
    names a party and a seat of this vote."""
    names = names_found(s)
    left = questions_left(s)
    for one in names.near:
        if one.name in left:
            yield Finding(
                "recusal",
                "unconcerned",
                T(
                    "“{name}” looks like {institution} (seat {seat}): is the seat concerned?",
                    name=one.name,
                    institution=one.institution,
                    seat=one.seat,
                ),
                T(
                    'Yes: --set concerned="{seat}={name}". No: --set unconcerned="{name}".',
                    seat=one.seat,
                    name=one.name,
                ),
                _SOURCE,
            )
    parties = {one.name for one in parties_of(s)}
    for name in s.form.get("unconcerned", ()):
        if name not in names.questions:
            yield Finding(
                "recusal",
                "unconcerned",
                T("Nothing is asked about “{name}”.", name=name[:80]),
                T("Answer for one of: {names}.", names=names.questions),
                _SOURCE,
            )
    seats = tuple(one.id for one in s.alliance.roster.on(s.day))
    for seat, name in concerned(s):
        if seat not in seats or name not in parties:
            yield Finding(
                "recusal",
                "concerned",
                T("“{text}” is no seat with the name of a party.", text=f"{seat}={name}"[:80]),
                T("Write SEAT=NAME, with one of: {names}.", names=tuple(sorted(parties))),
                _SOURCE,
            )


@rule("quorum", T("After the recusals enough seats are left to decide"), _QUORUM)
def quorum_can_be_met(s: Situation) -> Iterator[Finding]:
    """With every seat there that may vote, the quorum is met and somebody can vote."""
    if s.bylaws is None or not recusals_at_opening(s):
        return
    best = _counted(s, recused=True, there=None)
    circular = not s.form.get("meeting")
    if best.entitled == 0 or not (circular or best.quorum.met):
        yield Finding(
            "quorum",
            "recusals",
            T(
                "{recused} seats are recused: of {entitled} that are left, {required} would be "
                "needed. The quorum can never be met.",
                recused=best.recused,
                entitled=best.entitled,
                required=best.quorum.required,
            ),
            T("Appoint deputies from institutions that are not concerned, or leave the vote."),
            _QUORUM,
        )


def opening_hints(s: Situation) -> Iterator[Finding]:
    """What is said before the vote opens and forbids nothing: unanswered names, partners that only
    pay or support, how many may be missing once the recused are out."""
    if s.bylaws is None:
        return
    names, left = names_found(s), questions_left(s)
    near = {one.name for one in names.near}
    for name in left:
        if name not in near:
            yield Finding(
                "recusal",
                "unconcerned",
                T(
                    "Does anybody on the roster work for “{name}” or represent it? The names of "
                    "the institutions do not tell.",
                    name=name,
                ),
                T('If nobody does: --set unconcerned="{name}". Else recuse the seat.', name=name),
                _SOURCE,
            )
    for one in names.hints:
        yield Finding(
            "recusal",
            "partners",
            T("{institution} (seat {seat}) only pays or supports.", **_of(one)),
            T("The seat votes; its member may declare to be concerned."),
            _SOURCE,
        )
    yield from _quorum_hint(s)


def _of(match: object) -> dict[str, str]:
    return {name: getattr(match, name) for name in ("institution", "seat")}


def _quorum_hint(s: Situation) -> Iterator[Finding]:
    if not recusals_at_opening(s) or not s.form.get("meeting"):
        return
    there = s.meeting.attendance if s.meeting is not None else ()
    if there:
        listed = {one.seat: Attendance(one.seat, one.by, one.case or None) for one in there}
        with_it, without = (_counted(s, recused=one, there=listed) for one in (True, False))
        if with_it.quorum.met or not without.quorum.met:
            return
        message = T(
            "Of those present {reached} may vote, {required} are needed: the recusals break the "
            "quorum.",
            reached=with_it.quorum.reached,
            required=with_it.quorum.required,
        )
    else:
        best = _counted(s, recused=True, there=None)
        if not best.quorum.met:
            return
        message = T(
            "{recused} seats are recused, {entitled} may vote, {required} are needed: no more "
            "than {spare} may be missing.",
            recused=best.recused,
            entitled=best.entitled,
            required=best.quorum.required,
            spare=best.present - best.quorum.required,
        )
    yield Finding("quorum", "recusals", message, T("See that enough members come."), _QUORUM)


def _counted(s: Situation, *, recused: bool, there: dict[str, Attendance] | None) -> Result:
    """The motion as it would be counted: with the list of those present, or with everybody."""
    assert s.bylaws is not None
    kind = "meeting" if s.form.get("meeting") else "circular"
    frame = MotionFrame(kind, s.form.get("proposal", "endorse"), s.day, s.alliance.roster)
    out = {
        one.seat: VotesRecusal(one.seat, one.because, one.institutions)
        for one in (recusals_at_opening(s) if recused else ())
    }
    if there is None:
        parts = [_part(seat, out.get(seat.id)) for seat in frame.seats]
        attendance = [one for one in parts if one is not None]
    else:
        attendance = list(there.values())
    return tally(frame, (), attendance, out.values(), s.bylaws)


def _part(seat: SeatOnDay, recusal: VotesRecusal | None) -> Attendance | None:
    """How a seat can be there at best, or `None` if nobody can speak for it."""
    if recusal is not None:
        steps_in = may_step_in(seat, recusal)
        return Attendance(seat.id, "deputy", "recused") if steps_in else None
    if not seat.people_known or seat.holder is not None:
        return Attendance(seat.id, "member")
    return Attendance(seat.id, "deputy", "vacant") if seat.deputies else None
