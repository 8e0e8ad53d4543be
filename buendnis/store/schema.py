"""What makes a file our database, and what its tables refuse. Plain SQL, no library.

The log refuses UPDATE, DELETE and inserting anywhere but at its end, also by INSERT OR REPLACE.
Contents are stored once under their hash; only erasing takes their bytes away.
"""

APPLICATION_ID = 0x42554E44  # "BUND"
SCHEMA_VERSION = 1
BUSY_MILLISECONDS = 10_000

CONNECTION = (
    f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA synchronous = FULL",
)

TRIGGERS = (
    """CREATE TRIGGER event_keeps BEFORE UPDATE ON event
    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
    """CREATE TRIGGER event_stays BEFORE DELETE ON event
    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
    """CREATE TRIGGER event_appends BEFORE INSERT ON event
    WHEN NEW.position <> (SELECT COALESCE(MAX(position), 0) + 1 FROM event)
    BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END""",
    """CREATE TRIGGER content_stays BEFORE DELETE ON content
    BEGIN SELECT RAISE(ABORT, 'contents are kept'); END""",
    """CREATE TRIGGER content_keeps BEFORE UPDATE ON content
    WHEN NEW.hash <> OLD.hash OR NEW.body IS NOT NULL OR NEW.erased <> 1
    BEGIN SELECT RAISE(ABORT, 'contents are kept'); END""",
    """CREATE TRIGGER content_once BEFORE INSERT ON content
    WHEN EXISTS (SELECT 1 FROM content WHERE hash = NEW.hash)
    BEGIN SELECT RAISE(ABORT, 'contents are stored once'); END""",
    """CREATE TRIGGER document_sealed_once BEFORE UPDATE OF pdf ON document
    WHEN OLD.pdf <> '' AND NEW.pdf <> OLD.pdf
    BEGIN SELECT RAISE(ABORT, 'a sealed document is never exchanged'); END""",
)
