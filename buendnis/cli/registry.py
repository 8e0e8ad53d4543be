"""All commands as data: where each one lies and what it does, so that help imports none of them.

An entry is `module:name` below `buendnis.cli`; the first call of a command imports its module.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from buendnis.texts import T, Text


class Entry(NamedTuple):
    """One command: `place` is `module:name`, `short` its line in the lists of commands."""

    place: str
    short: Text


class Branch(NamedTuple):
    """A group of commands under one word."""

    short: Text
    commands: Mapping[str, Entry]


class Section(NamedTuple):
    """Commands for one kind of work, under one heading of the help."""

    title: Text
    commands: Mapping[str, Entry | Branch]


SECTIONS: tuple[Section, ...] = (
    Section(
        T("Starting"),
        {
            "demo": Entry("demo:demo", T("Fill a folder with a rehearsed example.")),
            "init": Entry("database:init", T("Create a database for an alliance.")),
            "board": Entry("board:board", T("Show every project by its state.")),
            "today": Entry("board:today", T("Show what is due, what waits, and what comes next.")),
            "completion": Entry("completion:completion", T("Print the completion for a shell.")),
        },
    ),
    Section(
        T("Applicants"),
        {
            "sketch": Branch(
                T("Write and check a project sketch, without a database."),
                {
                    "new": Entry("sketch:new", T("Write a sketch to fill in, or ask for it.")),
                    "check": Entry("sketch:check", T("Say at once what is wrong with a sketch.")),
                    "render": Entry("sketch:render", T("Set a sketch as a PDF.")),
                    "plan": Entry("sketch_plan:plan", T("Write or take back the cost plan.")),
                },
            ),
        },
    ),
    Section(
        T("The office"),
        {
            "project": Branch(
                T("Projects: import, list, show, revise, file."),
                {
                    "import": Entry("project:import_", T("Bring sketches into the record.")),
                    "adopt": Entry("project:adopt", T("Take over running projects.")),
                    "list": Entry("project:list_", T("List the projects.")),
                    "show": Entry("project:show", T("Show one project.")),
                    "history": Entry("project_course:history", T("Show the course of a project.")),
                    "revise": Entry("project:revise", T("Enter a new version of the sketch.")),
                    "diff": Entry("project_course:diff", T("Compare two versions of a sketch.")),
                    "plan": Entry("project_plan:plan", T("Write the cost plan as a workbook.")),
                    "assign": Entry("project:assign", T("Name who looks after a project.")),
                    "file": Entry("project_file:file", T("Write the file of a project.")),
                },
            ),
            "next": Entry("steps:next_", T("Show the steps that a project can take, and why not.")),
            "form": Entry("steps:form", T("Write the form of a step to fill in.")),
            "advance": Entry("steps:advance", T("Take a step with a project.")),
            "note": Entry("entries:note", T("Add a note to a project.")),
            "correct": Entry("entries:correct", T("Set a wrong entry right, visibly.")),
            "undo": Entry("entries:undo", T("Take the last step back.")),
            "person": Branch(
                T("Persons: what is known of them, and erasing it."),
                {
                    "show": Entry("person:show", T("Show what is known of a person.")),
                    "export": Entry("person:export", T("Write what is known of a person.")),
                    "rectify": Entry("person:rectify", T("Correct what is known of a person.")),
                    "erase": Entry("person:erase", T("Remove the names of a person.")),
                },
            ),
        },
    ),
    Section(
        T("The committee"),
        {
            "meeting": Branch(
                T("Meetings of the steering group."),
                {
                    "new": Entry("meeting:new", T("Plan a meeting.")),
                    "list": Entry("meeting:list_", T("List the meetings.")),
                    "show": Entry("meeting:show", T("Show one meeting.")),
                    "agenda": Entry("meeting_agenda:agenda", T("Change the agenda.")),
                    "invite": Entry("meeting_papers:invite", T("Invite to a meeting.")),
                    "paper": Entry("meeting_agenda:paper", T("Add papers to a meeting.")),
                    "call-off": Entry("meeting:call_off", T("Call a meeting off.")),
                    "open": Entry("meeting_together:open_", T("Open all its motions.")),
                    "binder": Entry("meeting_papers:binder", T("Bind its papers into one PDF.")),
                    "mail": Entry("meeting_papers:mail", T("Write the mailing to all seats.")),
                    "sheets": Entry(
                        "meeting_papers:sheets", T("Write speaking sheet and attendance list.")
                    ),
                    "attend": Entry("meeting:attend", T("Enter who is present.")),
                    "close": Entry("meeting_together:close", T("Close a meeting, all motions.")),
                    "send": Entry("meeting_together:send", T("Send all its results.")),
                    "minutes": Entry(
                        "meeting_minutes:minutes", T("Draft, send and approve the minutes.")
                    ),
                    "object": Entry("meeting_minutes:object_", T("Object to the minutes.")),
                    "year": Entry("meeting_year:year", T("Check the meetings of a year.")),
                },
            ),
            "motion": Branch(
                T("Motions: open, count, close."),
                {
                    "open": Entry("motion:open_", T("Open a vote on a project or a free motion.")),
                    "list": Entry("motion_list:list_", T("List the motions.")),
                    "show": Entry("motion_show:show", T("Show a motion with its ballots.")),
                    "packet": Entry("packet:packet", T("Write what a seat needs to decide.")),
                    "tally": Entry("motion:tally", T("Derive the result, step by step.")),
                    "close": Entry("motion:close", T("Close a vote with its result.")),
                    "remind": Entry("circular:remind", T("Remind who has not answered.")),
                    "extend": Entry("circular:extend", T("Put off the end of a circular.")),
                    "move": Entry("circular:move", T("Move a circular to a meeting.")),
                    "notify": Entry("telling:notify", T("Tell members their recorded vote.")),
                    "adopt": Entry("condition:adopt", T("Adopt a condition into a motion.")),
                    "met": Entry("condition:met", T("Record that a condition was met.")),
                    "certificate": Entry(
                        "certificate:certificate", T("Write how a result came about, as data.")
                    ),
                    "verify": Entry(
                        "certificate:verify", T("Count a certificate again, without a database.")
                    ),
                    "send": Entry("motion_rounds:send", T("Enter that a result was told.")),
                    "reopen": Entry(
                        "motion_rounds:reopen", T("Put a free motion to a vote again.")
                    ),
                    "cancel": Entry("motion_rounds:cancel", T("End a vote without a result.")),
                },
            ),
            "vote": Branch(
                T("Votes: cast, import, record, recuse."),
                {
                    "cast": Entry("ballot:cast", T("Sign a ballot with one's own key.")),
                    "import": Entry("ballot_import:import_", T("Take ballots that came in.")),
                    "receipt": Entry(
                        "ballot_receipt:receipt", T("Prove that a ballot is in the record.")
                    ),
                    "record": Entry("vote:record", T("Enter what was voted in the meeting.")),
                    "recuse": Entry("vote:recuse", T("Enter that a seat is recused.")),
                    "object": Entry("vote:object_", T("Object to a recorded vote.")),
                    "count": Entry("vote_count:count", T("Enter the count of an election.")),
                },
            ),
            "key": Branch(
                T("The members' keys for signed ballots."),
                {
                    "new": Entry("key:new", T("Make a key, without a database.")),
                    "register": Entry("key:register", T("Register a member's key.")),
                    "revoke": Entry("key:revoke", T("Revoke a member's key.")),
                    "list": Entry("key:list_", T("List the members' keys.")),
                },
            ),
            "seat": Branch(
                T("Seats of the steering group and who holds them."),
                {
                    "list": Entry("seat:list_", T("List the seats.")),
                    "history": Entry("seat:history", T("Show who held a seat, and since when.")),
                    "appoint": Entry("seat_terms:appoint", T("Appoint a person to a seat.")),
                    "end": Entry("seat_terms:end", T("End a person's term on a seat.")),
                    "follow": Entry(
                        "seat_terms:follow", T("Enter who goes on for a seat on an open motion.")
                    ),
                },
            ),
        },
    ),
    Section(
        T("Planning"),
        {
            "deadlines": Entry("planning:deadlines", T("List the deadlines.")),
            "report": Branch(
                T("Reports on the whole portfolio."),
                {
                    "distribution": Entry(
                        "report:distribution", T("Show how the money is spread over the regions.")
                    ),
                    "assembly": Entry(
                        "report:assembly", T("Show a year, for the assembly of the alliance.")
                    ),
                    "half-year": Entry(
                        "report:half_year", T("Show a half-year, for the ministry and the bank.")
                    ),
                    "portfolio": Entry(
                        "report:portfolio", T("Show the projects and how far they have come.")
                    ),
                },
            ),
        },
    ),
    Section(
        T("The record"),
        {
            "document": Branch(
                T("Documents that were issued."),
                {
                    "list": Entry("document:list_", T("List the documents.")),
                    "kinds": Entry(
                        "document_kinds:kinds",
                        T("Show the kinds of documents, with their fields and steps."),
                    ),
                    "preview": Entry(
                        "document_preview:preview", T("Show a document before it is issued.")
                    ),
                    "render": Entry("document:render", T("Write a document as a file.")),
                    "check": Entry("document:check", T("Check the templates.")),
                    "mail": Entry(
                        "document_mail:mail", T("Write documents as e-mail drafts, to be sent.")
                    ),
                    "file": Entry(
                        "document_mail:file", T("File the signed or the edited copy of a document.")
                    ),
                },
            ),
            "audit": Branch(
                T("The event log and its proofs."),
                {
                    "log": Entry("audit:log", T("Show the log.")),
                    "verify": Entry("audit:verify", T("Recompute the whole record.")),
                    "export": Entry(
                        "audit:export", T("Write the log as a bundle for others to check.")
                    ),
                    "head": Entry("audit:head", T("Show the head of the log.")),
                },
            ),
            "backup": Entry("database:backup", T("Write a backup.")),
            "restore": Entry("database:restore", T("Bring a backup back.")),
            "db": Branch(
                T("Database: upgrade."),
                {
                    "upgrade": Entry("database:upgrade", T("Rebuild the tables from the log.")),
                },
            ),
        },
    ),
    Section(
        T("The workflow"),
        {
            "workflow": Branch(
                T("The workflow of an alliance."),
                {
                    "check": Entry("workflow:check", T("Check that a workflow is sound.")),
                    "show": Entry("workflow:show", T("Show states and steps.")),
                    "graph": Entry("workflow:graph", T("Draw the workflow.")),
                    "diff": Entry("workflow:diff", T("Compare two workflows.")),
                    "move": Entry("workflow:move", T("Move projects to a newer workflow.")),
                },
            ),
        },
    ),
)
