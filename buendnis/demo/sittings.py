"""The meetings of the example: invited to, bound into a binder, closed, and their minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from buendnis.demo.acts import MEETINGS
from buendnis.facts import Meeting
from buendnis.texts import T, Text
from buendnis.usecases.agenda import AgendaChange, change_agenda
from buendnis.usecases.binding import make_binder
from buendnis.usecases.inviting import invite
from buendnis.usecases.meetings import close_meeting
from buendnis.usecases.minuting import (
    approve_minutes,
    draft_minutes,
    object_to_minutes,
    send_minutes,
)
from buendnis.usecases.office import Office, Who

BINDER = "sitzungsmappe.pdf"


@dataclass(frozen=True, slots=True)
class Scene:
    """One thing that happens with a meeting: on which day, what, with what."""

    at: int
    meeting: str
    what: str
    form: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sat:
    """One line of the story: what happened with which meeting."""

    meeting: Meeting
    day: date
    what: Text


SCENES = (
    Scene(
        -330,
        "third",
        "agenda",
        {
            "items": (
                "Begrüßung und Tagesordnung",
                "small_town",
                "car_suppliers",
                "women",
                "welcome_centre",
                "Verschiedenes",
            )
        },
    ),
    Scene(-318, "third", "invite"),
    Scene(-313, "third", "binder"),
    Scene(-299, "third", "close", {"ends_at": "16:40"}),
    Scene(
        -290,
        "third",
        "minutes",
        {
            "presided_by": "Vera Vorsitz (fiktiv)",
            "kept_by": "Petra Probe (fiktiv)",
            "item": {
                "1": "Der Vorsitz begrüßt die Anwesenden; die Tagesordnung wird festgestellt.",
                "5": "Die IHK sieht Überschneidungen mit ihrer Erstberatung. Die "
                "Koordinierungsstelle lädt zu einem vermittelnden Gespräch ein.",
            },
            "dissent": {"5": {"ihk-hannover": "Die Aufgaben sind nicht abgegrenzt."}},
        },
    ),
    Scene(-288, "third", "send_minutes"),
    Scene(
        -280,
        "third",
        "object",
        {"seat": "arbeitgeber", "text": "Zu TOP 5: Die Enthaltung war eine Bitte um Vertagung."},
    ),
    Scene(-119, "third", "approve", {"in": "fourth"}),
    Scene(-9, "next", "agenda", {"items": ("Begrüßung", "building", "Verschiedenes")}),
    Scene(-8, "next", "invite"),
)
_SAID = {
    "agenda": T("the agenda is set"),
    "invite": T("members and deputies are invited"),
    "binder": T("the binder is made"),
    "close": T("the meeting is closed"),
    "minutes": T("the minutes are drafted"),
    "send_minutes": T("the minutes are sent"),
    "object": T("a seat objects to the minutes"),
    "approve": T("the next meeting approves the minutes"),
}


def scenes() -> Iterator[Scene]:
    """All scenes by their day; meetings that are past are closed on the day after."""
    told = {one.meeting for one in SCENES if one.what == "close"}
    closing = (
        Scene(one.at + 1, name, "close")
        for name, one in MEETINGS.items()
        if one.at < 0 and name not in told
    )
    yield from sorted((*SCENES, *closing), key=lambda one: one.at)


def sit(
    office: Office,
    who: Callable[[str], Who],
    scene: Scene,
    meetings: Mapping[str, Meeting],
    projects: Mapping[str, str],
    keep: Callable[[str, bytes], None],
) -> Sat:
    """Play one scene. who: somebody in a role, on its day. meetings, projects: by the words of the
    plots. keep: where the binder goes, by the name of its file."""
    name, form = meetings[scene.meeting].id, scene.form
    acting = who("office")
    match scene.what:
        case "agenda":
            items = tuple(projects.get(one, one) for one in form["items"])
            after = change_agenda(office, acting, name, AgendaChange(items))
        case "invite":
            after = invite(office, acting, name, "email").meeting
        case "binder":
            bound = make_binder(office, acting, name)
            keep(f"{name}/{BINDER}", bound.pdf)
            after = bound.meeting
        case "close":
            after = close_meeting(office, acting, name, form.get("ends_at", ""))
        case "minutes":
            after = draft_minutes(office, acting, name, form)
        case "send_minutes":
            after = send_minutes(office, acting, name, "email")
        case "object":
            seat = form["seat"]
            after = object_to_minutes(office, who(f"seat:{seat}"), name, seat, form["text"])
        case "approve":
            after = approve_minutes(office, acting, name, meetings[form["in"]].id)
        case _:
            raise LookupError(scene.what)
    return Sat(after, acting.on, _SAID[scene.what])
