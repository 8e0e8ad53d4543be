"""What is wrong with data or ballots: a code with values, and its English sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from votes.bylaws_problems import SENTENCES_OF_BYLAWS

#: code -> (what is wrong, what would mend it). Both are message ids with `{fields}`.
SENTENCES: dict[str, tuple[str, str]] = {
    **SENTENCES_OF_BYLAWS,
    # Data files
    "key_missing": ("The key {key} is missing.", "Add it."),
    "key_unknown": ("The key {key} is unknown.", "Remove it, or use one of: {known}."),
    "type_wrong": ("{value} is not {wanted}.", "Write {wanted}."),
    "text_empty": ("The text is empty.", "Write the text."),
    "text_control": ("The text contains a control character.", "Remove it."),
    "number_negative": ("{value} is negative.", "Write zero or more."),
    "number_zero": ("{value} is too small.", "Write 1 or more."),
    "choice_unknown": ("{value} is not known here.", "Use one of: {known}."),
    "entry_twice": ("{value} stands here twice.", "Keep one of them."),
    # Roster
    "seats_none": ("The roster has no seat.", "Enter at least one seat."),
    "institutions_none": (
        "The seat {seat} belongs to no institution.",
        "Enter at least one institution.",
    ),
    "day_order": ("The last day {last} is before the first day {first}.", "Correct the days."),
    "institution_foreign": (
        "The institution {institution} has no part in the seat {seat}.",
        "Use one of: {known}.",
    ),
    "institution_open": (
        "The seat {seat} belongs to several institutions, and the entry names none.",
        "Name one of: {known}.",
    ),
    "members_overlap": (
        "The seat {seat} has two members on {day}: {first} and {second}.",
        "End one term before the other begins.",
    ),
    "deputies_overlap": (
        "The seat {seat} has two deputies number {order} on {day}: {first} and {second}.",
        "Give them different numbers, or end one term first.",
    ),
    "member_and_deputy": (
        "{person} is member and deputy of the seat {seat} on {day}.",
        "End one of the two terms first.",
    ),
    "two_seats": (
        "{person} is member of two seats on {day}: {first} and {second}.",
        "One person holds one seat. End one of the two terms first.",
    ),
    "tenure_unknown": (
        "{person} has no open term on the seat {seat} on {day}.",
        "Check the name, the seat and the day.",
    ),
    "deputy_twice": (
        "{person} is deputy of the seat {seat} twice on {day}.",
        "End one of the two terms first.",
    ),
    "deputy_place": (
        "The seat {seat} has no deputy number {order}; deputies that it has: {places}.",
        "Use a smaller number, or end the term of another deputy first.",
    ),
    "deputy_gap": (
        "The seat {seat} has no deputy number {missing} on {day}.",
        "Deputies follow in order: appoint number {missing} first.",
    ),
    "left_open": (
        "{person} has left the seat {seat}; nobody follows on this motion yet.",
        "Record who follows: seat follow MOTION --seat {seat} --person NAME.",
    ),
    "left_ballot_stands": (
        "The ballot of the seat {seat} was cast in office and stands.",
        "Nobody votes in its place.",
    ),
    "holder_stays": (
        "{person} still holds the seat {seat} on {day}; nobody follows.",
        "End the term first: seat end {seat} --person NAME --on DATE.",
    ),
    "holder_never": (
        "Nobody was entered as member of the seat {seat} when the motion opened; nobody follows.",
        "Record the ballot of whoever sits there: the office's word counts, or the deputy votes.",
    ),
    "follower_unknown": (
        "{person} is neither member nor deputy of the seat {seat} on {day}.",
        "Appoint the person first, or name one of: {known}.",
    ),
    "follower_deputy": (
        "{holder} holds the seat {seat} on {day}; the deputy {person} does not follow.",
        "Name the member.",
    ),
    "follower_twice": (
        "{person} follows on the seat {seat} already.",
        "Nothing is left to do.",
    ),
    # Attendance and ballots
    "seat_unknown": ("There is no seat {seat}.", "Use one of: {known}."),
    "seat_not_entitled": (
        "The seat {seat} has no vote on {day}.",
        "Check the days between which the seat is active.",
    ),
    "attendance_twice": ("The seat {seat} is entered twice.", "Enter each seat once."),
    "ballot_twice": (
        "The seat {seat} would vote twice. Each seat has one ballot.",
        "Enter one answer for the seat.",
    ),
    "case_without_deputy": (
        "A case of substitution is given for the seat {seat}, but no deputy votes.",
        "Enter the deputy, or leave out the case.",
    ),
    "deputy_without_case": (
        "The deputy of the seat {seat} may vote only in a recorded case of substitution.",
        "Record the case first: {known}.",
    ),
    "deputy_case_closed": (
        "The by-laws do not know {case} as a case of substitution.",
        "Use one of: {known}.",
    ),
    "deputy_case_vacant": (
        "The seat {seat} is not vacant: {person} holds it.",
        "Record another case of substitution, or end the term first.",
    ),
    "deputy_case_recused": (
        "No recusal is recorded for the seat {seat}.",
        "Record the recusal first.",
    ),
    "deputy_unknown": (
        "No deputy is named for the seat {seat} on {day}.",
        "Appoint a deputy first.",
    ),
    "deputy_beside_member": (
        "The member of the seat {seat} is there: the deputy has no vote.",
        "Enter the member's answer.",
    ),
    "deputy_voted_first": (
        "The deputy of the seat {seat} has already voted, and the ballot stands.",
        "Leave this ballot out.",
    ),
    "member_voted_first": (
        "The member of the seat {seat} has already voted, and the ballot stands.",
        "Leave this ballot out.",
    ),
    "member_represented": (
        "The seat {seat} is represented by its deputy: the member is not there.",
        "Enter the deputy's answer, or correct the attendance.",
    ),
    "member_vacant": (
        "Nobody holds the seat {seat} on {day}.",
        "Appoint a member first, or enter the deputy with the case vacant.",
    ),
    "seat_recused": (
        "The seat {seat} is recused from this motion.",
        "Leave its ballot out. Only a deputy from another institution of a shared seat may vote.",
    ),
    "seat_absent": (
        "The seat {seat} is absent.",
        "Correct the attendance, or leave its ballot out.",
    ),
    "own_seat": (
        "Nobody records the ballot of their own seat: {seat}.",
        "Let the chair or another person record it.",
    ),
    "objection_meeting": (
        "The motion is voted on in a meeting.",
        "Only a circular can be objected to.",
    ),
    "objection_closed": (
        "Under the by-laws nobody can object to a circular.",
        "Record the seat's answer instead.",
    ),
    "objection_recused": (
        "The seat {seat} is recused from this motion.",
        "Leave its objection out.",
    ),
    "objection_own": (
        "Nobody records the objection of their own seat: {seat}.",
        "Let the chair or another person record it.",
    ),
    "origin_closed": (
        "Ballots of the origin {origin} do not count under the by-laws.",
        "Use one of: {known}.",
    ),
    "origin_meeting": (
        "The origin meeting does not fit a circular.",
        "Use email, paper or signed.",
    ),
    # Secret ballots
    "participants_none": ("Nobody took part in the secret ballot.", "Name the seats that did."),
    "candidates_none": ("The count names no candidate.", "Name each with the votes: NAME=N."),
    "candidate_twice": ("{person} stands among the candidates twice.", "Enter one sum."),
    "sums_negative": ("A sum is below zero.", "Count again."),
    "sums_differ": (
        "{counted} papers were counted, but {participants} seats took part.",
        "Count again: votes, blank and invalid papers are as many as the seats that took part.",
    ),
    "counters_two": (
        "A secret ballot is counted by two people; named are {count}.",
        "Name two different people.",
    ),
    "count_no_quorum": (
        "The quorum is missed: {reached} of {required} required are present.",
        "There is no election then: close the motion; it is deferred.",
    ),
    "recusal_twice": ("The seat {seat} is already recused.", "Nothing is left to do."),
    "recusal_reason": (
        "The recusal of the seat {seat} gives no reason.",
        "Write why the seat is recused.",
    ),
    # Keys
    "key_unreadable": ("This is no key that can be read.", "Check the file, or make a new key."),
    "key_foreign": (
        "The key is not of the kind Ed25519.",
        "Make one with: buendnis key new.",
    ),
    "key_private": (
        "This is a private key. It stays with the member, and is shown to nobody.",
        "Take the file with the public part, which ends in .pub.json.",
    ),
    "key_public": (
        "This is the public part of a key. Only the private one signs.",
        "Take the other file that was written with it.",
    ),
    "key_locked": ("The key is locked by a passphrase.", "Give the passphrase."),
    "key_passphrase": ("The passphrase does not open the key.", "Try again."),
    "key_weak": (
        "With this public key one signature would fit every ballot.",
        "Make one with: buendnis key new.",
    ),
    # Signed ballots
    "ballot_unreadable": (
        "This is no signed ballot that can be read.",
        "Take the file as vote cast wrote it.",
    ),
    "ballot_large": ("The ballot has more than {limit} bytes.", "Shorten its texts."),
    "ballot_algorithm": (
        "The signature says it is of the kind {value}; only Ed25519 counts.",
        "Sign it with vote cast.",
    ),
    "ballot_form": (
        "The ballot is not written in the one form that is signed.",
        "Take the file as vote cast wrote it.",
    ),
    "ballot_signature": (
        "The signature does not fit: the ballot was altered, or another key signed it.",
        "Ask the member to cast it again.",
    ),
    "ballot_key_unknown": (
        "The key {key} is not registered.",
        "Let the office register it: key register.",
    ),
    "ballot_key_seat": (
        "The key is registered for the seat {other}, not for {seat}.",
        "Cast the ballot for the seat of the key.",
    ),
    "ballot_key_member": (
        "The key is the member's, and the ballot is cast as the deputy.",
        "Cast it in the role of the key.",
    ),
    "ballot_key_deputy": (
        "The key is the deputy's, and the ballot is cast as the member.",
        "Cast it in the role of the key.",
    ),
    "ballot_key_early": (
        "The key counts from {first} on only.",
        "Cast the ballot again.",
    ),
    "ballot_key_revoked": (
        "The key is revoked from {first} on: {reason}.",
        "Cast the ballot with the new key.",
    ),
    "ballot_key_person": (
        "The key's holder is not in office on the seat {seat}.",
        "Let the holder or the deputy cast the ballot.",
    ),
    "ballot_version": (
        "The ballot is for version {found} of the motion; it has version {wanted} now.",
        "Cast it again on the new packet.",
    ),
    "ballot_papers": (
        "The ballot was cast on other papers.",
        "Cast it again on the packet of this motion.",
    ),
    "ballot_question": (
        "The ballot answers another question.",
        "Cast it again on the packet of this motion.",
    ),
    "ballot_early": (
        "The ballot says it was cast on {day}, before the vote was opened on {opened}.",
        "Check the clock of the machine, and cast it again.",
    ),
    "ballot_late": (
        "The ballot is of {day}; the vote ended on {until}.",
        "It cannot count any more.",
    ),
    "ballot_ahead": (
        "The ballot says it was cast at {moment}, which lies ahead.",
        "Check the clock of the machine, and cast it again.",
    ),
    "ballot_rival": (
        "Another ballot of the seat already stands in this place: {ballot}.",
        "Cast it again, and name the ballot that it replaces: --replaces {last}.",
    ),
    "signed_stands": (
        "The seat {seat} has a signed ballot. It is not replaced by a record of others.",
        "Ask for a new signed ballot, or attach the member's e-mail that names {ballot}.",
    ),
    "form_foreign": (
        "The PDF is no ballot form of ours.",
        "Take the form “Stimmzettel” of the packet.",
    ),
    "form_mixed": (
        "The PDF holds the fields of two ballot forms.",
        "Send each form as a file of its own.",
    ),
    "form_old": (
        "The form belongs to another version or other papers of {motion}.",
        "Fill in the form of the new packet.",
    ),
    "form_seat": ("Not exactly one seat is ticked: {found}.", "Ask the member, and tick one seat."),
    "form_answer": (
        "Not exactly one answer is ticked: {found}.",
        "Ask the member, and tick one answer.",
    ),
    "form_twice": ("Two boxes are ticked that exclude each other: {found}.", "Ask the member."),
    "form_recused": (
        "The member of the seat {seat} says to be recused.",
        "Record that: vote recuse.",
    ),
    "fingerprint_wrong": (
        "{value} is no fingerprint.",
        "Write its 64 digits and letters from a to f.",
    ),
    "thumbprint_wrong": ("{value} is no thumbprint of a key.", "Write its 43 characters."),
    "time_wrong": ("{value} is no time.", "Write it like 2026-05-04T10:00:00Z."),
    "text_long": ("The text has more than {limit} characters.", "Shorten it."),
    "conditions_many": ("There are more than {limit} conditions.", "Put some together."),
    # Certificates
    "certificate_format": (
        "This is no decision certificate ({format}).",
        "Name a file that motion certificate has written.",
    ),
    "certificate_version": (
        "The certificate has the version {version}; known is {known}.",
        "Use the program that wrote it, or a newer one.",
    ),
    "certificate_ambiguous": (
        "A key stands in the certificate twice, or a number in it is no integer.",
        "Take the file as it was written.",
    ),
    "certificate_parts": (
        "The certificate does not have exactly these parts: {known}.",
        "Take the file as it was written.",
    ),
    "certificate_part": (
        "The part {part} is not as it has to be.",
        "Take the file as it was written.",
    ),
    "certificate_salt": (
        "The salts are not different random texts of {digits} digits or more.",
        "Do not rely on it: what is closed could be guessed.",
    ),
    "certificate_root": (
        "The parts do not lead to the root of the certificate: something was altered.",
        "Do not rely on it; ask the office for the certificate from the record.",
    ),
    "certificate_lines": (
        "The commitments to the ballots are not sorted, or one stands there twice.",
        "Do not rely on it; ask the office for the certificate from the record.",
    ),
    "certificate_differs": (
        "The certificate says {said}; counted again it is {found}.",
        "Do not rely on it; ask the office for the certificate from the record.",
    ),
    "certificate_unreadable": (
        "The certificate cannot be counted: {reason}.",
        "Do not rely on it; ask the office for the certificate from the record.",
    ),
    "opening_foreign": (
        "The ballot of the seat {seat} is not in this certificate as it was given.",
        "Compare the motion; then ask the office why.",
    ),
}


class Problem(Struct, frozen=True):
    """One mistake. Many are collected, so that a person sees all of them at once.

    path: key path (`seats[2].tenures[0].from`) or the seat. code: key into `SENTENCES`.
    values: what fills the fields of both sentences; texts, numbers, days, tuples of texts.
    """

    path: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def msgid(self) -> str:
        """What is wrong, as English message id with `{fields}`."""
        return SENTENCES[self.code][0]

    @property
    def remedy_msgid(self) -> str:
        """What would mend it, as English message id with `{fields}`."""
        return SENTENCES[self.code][1]

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return filled(self.msgid, self.values)

    @property
    def remedy(self) -> str:
        """What would mend it, in English."""
        return filled(self.remedy_msgid, self.values)

    def __str__(self) -> str:
        return f"{self.path}: {self.message} {self.remedy}"


def filled(msgid: str, values: Mapping[str, Any]) -> str:
    """The sentence with its values in English; a list is joined by commas."""
    return msgid.format(
        **{
            name: ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
            for name, value in values.items()
        }
    )
