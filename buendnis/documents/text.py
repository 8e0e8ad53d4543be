"""Templates become markup here: with `bounds` and `template_fields` the only door to Jinja2.

A template runs in a sandbox, everything that it prints is escaped, and a value that is missing
or empty is an error that names template, line and field, never a blank. What is rendered is a
bundle: one byte sequence with the template and all that it includes, which is stored with the
document, so that an old document renders as it was issued.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from types import CodeType, TracebackType
from typing import Any, NoReturn

import jinja2
import msgspec
from jinja2.bccache import Bucket
from markupsafe import Markup

from buendnis.canon import canonical
from buendnis.content import alliance_folder, content_folders
from buendnis.documents.bounds import BoundedEnvironment
from buendnis.documents.german import day_text, euro_text, number_text, percent_text
from buendnis.documents.markup import visible
from buendnis.documents.template_fields import Field, fields_of, near
from buendnis.errors import Finding, Unreadable
from buendnis.texts import T, Text

LAYOUT = "_layout/macros.xml"
TEMPLATE = "template.xml"
LOGO = "logo.png"
MOST_OF_A_LOGO = 1_000_000  # bytes


class TemplateError(Unreadable):
    """A template cannot be found, is wrong, or asks for a value that is not there."""


# ---------------------------------------------------------------- where templates lie


def template_source(kind: str, alliance: str = "") -> bytes:
    """The bundle of a kind of document: its template, the shared layout and the alliance's logo,
    if it has one, as bytes.

    Looked for in the alliance's own `templates/` first. Raises `TemplateError` if there is none.
    """
    files = {}
    for name in (f"{kind}/{TEMPLATE}", LAYOUT):
        path = _found(name, alliance)
        if path is None:
            raise _wrong(name, 0, "", T("There is no template {name}.", name=name))
        try:
            files[name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _wrong(name, 0, "", T("It cannot be read: {why}.", why=str(error))) from None
    logo = _logo(alliance)
    if logo:
        files[LOGO] = b64encode(logo).decode()
    return canonical({"main": f"{kind}/{TEMPLATE}", "files": files})


def _logo(alliance: str) -> bytes:
    folder = alliance_folder(alliance)
    path = folder / LOGO if folder else None
    if path is None or not path.is_file():
        return b""
    body = path.read_bytes() if path.stat().st_size <= MOST_OF_A_LOGO else b""
    if not _is_picture(body):
        raise _wrong(LOGO, 0, "", T("The logo is no PNG, or larger than 1 MB."))
    return body


def _is_picture(body: bytes) -> bool:
    from PIL import Image  # only where there is a logo

    try:
        with Image.open(BytesIO(body), formats=("PNG",)) as picture:
            picture.load()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    return True


def logo_of(source: bytes) -> bytes:
    """The logo in a bundle, empty if there is none."""
    return b64decode(msgspec.json.decode(source, type=_Bundle).files.get(LOGO, ""))


def template_files(kind: str, alliance: str = "") -> list[Path]:
    """The files behind a kind of document that are in use: template, layout, description."""
    names = (f"{kind}/{TEMPLATE}", LAYOUT, f"{kind}/document.toml")
    return [path for path in (_found(name, alliance) for name in names) if path is not None]


def _found(name: str, alliance: str) -> Path | None:
    parts = name.split("/")
    if not all(part.replace("_", "").replace(".", "").isalnum() for part in parts):
        return None
    own = alliance_folder(alliance)
    folders = [own] if own else []
    for folder in (*folders, *content_folders()):
        path = folder.joinpath("templates", *parts)
        if path.is_file():
            return path
    return None


# ---------------------------------------------------------------- rendering


class _Bundle(msgspec.Struct, forbid_unknown_fields=True):
    main: str
    files: dict[str, str]


class _Node(dict[str, Any]):
    """A table of the data that knows its path, so that a missing value can be named."""

    __slots__ = ("path",)
    path: str


class _Blank(jinja2.StrictUndefined):
    """A value that is not given: it may be asked for (`if`, `or`, `is given`), never printed."""

    __slots__ = ()

    def __bool__(self) -> bool:  # type: ignore[override]
        return False

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        if self._undefined_hint:
            # Jinja's own words: a macro that is not there, or one that was given too little.
            raise jinja2.UndefinedError(self._undefined_hint)
        base = self._undefined_obj
        remedy = Text("")
        if isinstance(base, _Node) and str(self._undefined_name) not in base:
            remedy = near(str(self._undefined_name), base)
        raise _MissingValueError(self._field, remedy)

    @property
    def _field(self) -> str:
        base = self._undefined_obj.path if isinstance(self._undefined_obj, _Node) else ""
        return f"{base}.{self._undefined_name}" if base else str(self._undefined_name)

    __str__ = __iter__ = __len__ = __getattr__ = __getitem__ = _refuse
    __add__ = __radd__ = __lt__ = __gt__ = __le__ = __ge__ = __call__ = _refuse
    __eq__ = __ne__ = __hash__ = __contains__ = _refuse
    __sub__ = __rsub__ = __mul__ = __rmul__ = __mod__ = __int__ = _refuse
    __html__ = _refuse


class _MissingValueError(Exception):
    def __init__(self, field: str, remedy: Text) -> None:
        super().__init__(field)
        self.field, self.remedy = field, remedy


class _Environment(BoundedEnvironment):
    """Dots and brackets read the data and nothing else: no attribute of any object is reached.

    macros: the names of those that the bundle has.
    """

    macros: tuple[str, ...] = ()

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, _Node):
            return self._value(obj, attribute)
        if isinstance(obj, _Blank):
            return self.undefined(name=f"{obj._field}.{attribute}")
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, _Node):
            return self._value(obj, str(argument))
        return super().getitem(obj, argument)

    def _value(self, node: _Node, key: str) -> Any:
        value = node.get(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            return self.undefined(obj=node, name=key)
        return value


class _Compiled(jinja2.BytecodeCache):
    """What was compiled in this process, by its source: most bundles hold the same layout."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take what was compiled from the same source, if anything was."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        if bucket.code is not None:
            self._kept[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


@lru_cache(maxsize=64)
def _environment(source: bytes) -> tuple[_Environment, str]:
    """The environment of one bundle; kept, because old and new documents come in turns."""
    try:
        bundle = msgspec.json.decode(source, type=_Bundle)
    except msgspec.DecodeError as error:
        raise _wrong("", 0, "", T("The bundle cannot be read: {why}.", why=str(error))) from None
    files = bundle.files

    def load(name: str) -> tuple[str, str, Any] | None:
        return (files[name], name, lambda: True) if name in files else None

    environment = _Environment(
        loader=jinja2.FunctionLoader(load),
        undefined=_Blank,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=8,
        bytecode_cache=_COMPILED,
    )
    environment.macros = tuple(re.findall(r"\{%-?\s*macro\s+(\w+)", "".join(files.values())))
    environment.filters.update(
        date=_keeps_blank(day_text),
        euro=_keeps_blank(euro_text),
        percent=_keeps_blank(percent_text),
        number=_keeps_blank(number_text),
        lines=_lines,
    )
    environment.tests["given"] = lambda value: not isinstance(value, jinja2.Undefined)
    return environment, bundle.main


def render_markup(source: bytes, data: Mapping[str, Any]) -> str:
    """The markup of a document from its stored bundle and its data (JSON values).

    Raises `TemplateError` with file, line and field: a mistake in the template, or a missing
    value.
    """
    environment, main = _environment(source)
    environment.begin()
    try:
        template = environment.get_template(main)
        # A block that there is nothing for is an empty one, so that its fields can be named.
        blocks = {k: _node({} if value is None else value, k) for k, value in data.items()}
        return template.render(blocks)
    except _MissingValueError as error:
        file, line = _place(error.__traceback__, main)
        raise _wrong(
            file,
            line,
            error.field,
            T("The template asks for {field}, and it is not given.", field=error.field),
            error.remedy,
        ) from None
    except jinja2.UndefinedError as error:
        file, line = _place(error.__traceback__, main)
        raise _wrong(file, line, "", _broken(error), _like(error, environment)) from None
    except jinja2.TemplateSyntaxError as error:
        file = error.filename or error.name or main
        raise _wrong(file, error.lineno, "", _broken(error), _like(error, environment)) from None
    except (RecursionError, MemoryError):
        raise _wrong(main, 0, "", T("The template does not come to an end.")) from None
    except (jinja2.TemplateError, ValueError, TypeError, ArithmeticError, KeyError) as error:
        file, line = _place(error.__traceback__, main)
        raise _wrong(file, line, "", _broken(error), _like(error, environment)) from None


def used_fields(source: bytes, blocks: Iterable[str], deep: bool = False) -> list[Field]:
    """The fields of the blocks that a bundle's main template reads, each with its line; `deep`:
    also those of the layout's macros that it calls.

    Raises `TemplateError` if it cannot be read.
    """
    environment, main = _environment(source)
    environment.begin()
    bundle = msgspec.json.decode(source, type=_Bundle)
    try:
        library = bundle.files.get(LAYOUT, "") if deep else ""
        shared = environment.parse(library) if library else None
        return fields_of(environment.parse(bundle.files[main]), blocks, shared)
    except jinja2.TemplateSyntaxError as error:
        raise _wrong(main, error.lineno, "", _broken(error), _like(error, environment)) from None


def used_names(source: bytes) -> frozenset[str]:
    """The names of the data blocks that a bundle's main template reads. For `document check`."""
    from jinja2 import meta

    environment, main = _environment(source)
    environment.begin()
    bundle = msgspec.json.decode(source, type=_Bundle)
    try:
        return frozenset(meta.find_undeclared_variables(environment.parse(bundle.files[main])))
    except jinja2.TemplateSyntaxError as error:
        raise _wrong(main, error.lineno, "", _broken(error), _like(error, environment)) from None


def _node(value: Any, path: str) -> Any:
    if isinstance(value, Mapping):
        node = _Node((str(key), _node(one, f"{path}.{key}")) for key, one in value.items())
        node.path = path
        return node
    if isinstance(value, list | tuple):
        return [_node(one, f"{path}[{index}]") for index, one in enumerate(value)]
    return visible(value) if isinstance(value, str) else value


def _keeps_blank(write: Any) -> Any:
    """A filter that leaves a missing value alone, so that printing it names the field."""

    def written(value: Any) -> Any:
        return value if isinstance(value, jinja2.Undefined) else write(value)

    return written


def _lines(value: Any) -> Any:
    """The lines of a text that are not empty; an applicant's line ends become paragraphs."""
    if isinstance(value, jinja2.Undefined):
        return value
    if isinstance(value, Markup):
        return [value]
    return [line for line in (part.strip() for part in str(value).splitlines()) if line]


def _place(traceback: TracebackType | None, main: str) -> tuple[str, int]:
    """The deepest line of a template in a traceback, which Jinja has mapped to the source.

    A missing value that is handed to a macro of the layout is a mistake of its caller, so the
    main template wins where it has a line.
    """
    places = []
    while traceback is not None:
        name = traceback.tb_frame.f_code.co_filename
        if name.endswith(".xml"):
            places.append((name, traceback.tb_lineno))
        traceback = traceback.tb_next
    own = [place for place in places if place[0] == main]
    return (own or places or [(main, 0)])[-1]


def _broken(error: Exception) -> Text:
    return T("The template is wrong: {why}.", why=str(error).rstrip("."))


def _like(error: Exception, environment: _Environment) -> Text:
    """What an unknown filter, test or macro may have been meant as."""
    said = _UNKNOWN.search(str(error))
    if said is None:
        return Text("")
    kinds = {"filter": environment.filters, "test": environment.tests}
    if said["macro"]:
        return near(said["macro"], environment.macros)
    return near(said["name"], kinds[said["kind"]])


_UNKNOWN = re.compile(
    r"No (?P<kind>filter|test) named '(?P<name>.*)'"
    r"|does not export the requested name '(?P<macro>.*)'"
)


_NONE = Text("")


def _wrong(
    file: str, line: int, field: str, message: Text, remedy: Text = Text("")
) -> TemplateError:
    return TemplateError(
        T("A document cannot be written."),
        [Finding("template", field, message, remedy, file=f"templates/{file}", line=line)],
    )
