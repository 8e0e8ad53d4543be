"""`key`: making a member's key, which needs no database; registering, revoking, listing keys."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from buendnis.cli.acting import reading, writing
from buendnis.cli.files import refuse_existing, write_whole
from buendnis.cli.invocation import Invocation
from buendnis.cli.options import DAY, argument, command, on_option, option
from buendnis.cli.output import NextStep, Output
from buendnis.cli.private_file import asked_passphrase, passphrase_in, write_private
from buendnis.cli.tables import Column, Fields, Table
from buendnis.cli.vote_problems import findings_of
from buendnis.cli.words import word
from buendnis.errors import Unreadable
from buendnis.reading import read_bytes
from buendnis.texts import T
from votes.problems import Problem

if TYPE_CHECKING:
    from buendnis.facts import MemberKey

DEFAULT = "buendnis-key.pem"
_PUBLIC = ".pub.json"


@command(
    T("Make a key for signing ballots."),
    examples=(
        "buendnis key new",
        "buendnis key new -o schluessel.pem --passphrase-file geheim.txt",
    ),
    more=(
        T("It needs no database. The private key stays with you, in a file for your eyes only."),
        T("Beside it lies the public part, for the office. A passphrase is asked for."),
    ),
)
@option("-o", "--output", "target", T("The file to write."), metavar="FILE", default=DEFAULT)
@option("--passphrase-file", T("A file with the passphrase."), metavar="FILE", default="")
@option("--no-passphrase", T("Ask for no passphrase, and use none."), is_flag=True)
def new(call: Invocation, target: str, passphrase_file: str, no_passphrase: bool) -> Output:
    """A private key, its public part beside it, and the thumbprint that names both."""
    from votes.signatures import new_secret_key, secret_pem

    private = Path(target)
    public = private.with_name(private.stem + _PUBLIC)
    for path in (private, public):
        refuse_existing(path, force=False)
    if passphrase_file:
        passphrase = passphrase_in(passphrase_file)
    elif no_passphrase:
        passphrase = ""
    else:
        question = T("Passphrase for the key (empty for none)")
        passphrase = asked_passphrase(call, question, new=True)
    key = new_secret_key()
    write_private(private, secret_pem(key, passphrase))
    try:
        write_whole(public, _public_file(key.jwk, key.thumbprint))
    except BaseException:
        private.unlink(missing_ok=True)
        raise
    return Output(
        {
            "key": key.thumbprint,
            "private": private,
            "public": public,
            "passphrase": bool(passphrase),
        },
        (
            Fields(
                (
                    (T("Thumbprint"), key.thumbprint),
                    (T("Private key, stays with you"), str(private)),
                    (T("Public key, for the office"), str(public)),
                )
            ),
            NextStep(
                T(
                    "Next: send {public} to the office, and read the thumbprint to it on the "
                    "phone (member)",
                    public=public.name,
                )
            ),
        ),
    )


@command(
    T("Register a member's key."),
    examples=(
        'buendnis key register dgb buendnis-key.pub.json --person "Petra Probe"',
        'buendnis key register dgb key.pub.json --person "Max Muster" --deputy --from 2026-01-01',
    ),
    more=(
        T("Compare the thumbprint with the member on the phone: it is what binds the key."),
        T("Nobody registers the key of their own seat; the office's is left to the chair:"),
        T("buendnis --actor chair key register SEAT FILE --person NAME"),
    ),
)
@argument("seat", T("The seat."))
@argument("file", T("The file with the public key."))
@option("--person", "holder", T("Whose key it is."), metavar="NAME", required=True)
@option("--deputy", T("The key is the deputy's."), is_flag=True)
@option("--from", "first", T("The first day on which it counts; without it, today."), type=DAY)
@on_option()
def register(
    call: Invocation,
    seat: str,
    file: str,
    holder: str,
    deputy: bool,
    first: date | None,
    on: date | None,
) -> Output:
    """The key as it is registered, with its thumbprint."""
    from buendnis.usecases.keys import register_key
    from votes.signatures import KEY_SIZE, read_public_key

    jwk, problems = read_public_key(read_bytes(file, KEY_SIZE))
    if jwk is None:
        raise unreadable_key(file, problems)
    with writing(call, on) as (office, who):
        key = register_key(office, who, seat, holder, jwk, deputy, first)
    return Output(
        _data(key),
        (
            T("Registered for {seat}: {key}.", seat=key.seat, key=key.key),
            NextStep(T("Next: compare the thumbprint with the member on the phone (office)")),
        ),
    )


@command(
    T("Revoke a member's key."),
    examples=('buendnis key revoke THUMBPRINT --from 2026-05-04 --reason "Rechner verloren"',),
    more=(T("From that day on its ballots are refused; those that came before stand."),),
)
@argument("thumbprint", T("The key's thumbprint."))
@option("--from", "first", T("The first day on which it no longer counts."), type=DAY)
@option("--reason", T("Why."), metavar="TEXT", required=True)
@on_option()
def revoke(
    call: Invocation, thumbprint: str, first: date | None, reason: str, on: date | None
) -> Output:
    """The revoked key, and the ballots of open motions that it signed."""
    from buendnis.usecases.keys import revoke_key

    with writing(call, on) as (office, who):
        done = revoke_key(office, who, thumbprint, first, reason)
    key = done.key
    lines: list[Any] = [T("Revoked from {day} on: {key}.", day=key.revoked_from, key=key.key)]
    lines += [
        T("Its ballot stands for {seat} on {motion}.", seat=seat, motion=motion)
        for motion, seat in done.standing
    ]
    following = (
        T("Next: ask the member whether that ballot is theirs, and for a new one (office)")
        if done.standing
        else T("Next: register the member's new key: buendnis key register (office)")
    )
    data = {**_data(key), "standing": [{"motion": m, "seat": s} for m, s in done.standing]}
    return Output(data, (*lines, NextStep(following)))


@command(
    T("List the members' keys."),
    examples=("buendnis key list", "buendnis key list --json --as-of 2026-05-04"),
    reading=True,
)
def list_(call: Invocation) -> Output:
    """Every registered key, the revoked ones too."""
    with reading(call) as view:
        keys = view.membership().keys
    table = Table(
        (
            Column(T("Thumbprint"), whole=True),
            T("Seat"),
            T("Person"),
            T("As"),
            Column(T("From"), whole=True),
            Column(T("Revoked from"), whole=True),
        ),
        [
            (one.key, one.seat, one.person, word(one.role), one.from_day, one.revoked_from)
            for one in sorted(keys, key=lambda one: (one.seat, one.position))
        ],
        T("No key is registered."),
    )
    return Output([_data(one) for one in keys], (table,))


def unreadable_key(file: str, problems: list[Problem]) -> Unreadable:
    """What is said of a file that holds no such key."""
    return Unreadable(T("{file} cannot be used.", file=file[:80]), findings_of(problems, file))


def _public_file(jwk: dict[str, str], thumbprint: str) -> bytes:
    import json

    return (json.dumps({**jwk, "kid": thumbprint}, indent=2) + "\n").encode()


def _data(key: MemberKey) -> dict[str, Any]:
    return {
        "key": key.key,
        "seat": key.seat,
        "person": key.person,
        "role": key.role,
        "from": key.from_day,
        "revoked_from": key.revoked_from,
        "reason": key.reason,
        "jwk": key.jwk,
    }
