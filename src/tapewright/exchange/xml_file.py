"""XML from outside: no entities, no network, no trees beyond reason."""

from __future__ import annotations

from typing import Any

from tapewright.errors import InputError


def read_xml(data: bytes, *, name: str, root: str) -> Any:
    """The root element, which must be called ``root``. InputError for broken XML and for XML that declares entities."""
    from lxml import etree

    if not data.strip():
        raise InputError("the file is empty", place=name, hint="export it again where it came from")
    try:
        found = etree.fromstring(data, careful_parser())
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(f"broken XML: {error}", place=name, hint="export it again where it came from") from error
    dtd: Any = found.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise InputError("it declares entities, which no editing program does", place=name, hint="look at its head")
    if found.tag != root:
        raise InputError(f"<{str(found.tag)[:40]}>, not <{root}>", place=name)
    return found


def careful_parser(*, comments: bool = True) -> Any:
    """A parser that opens no entity, no network and no definition, and no tree beyond reason."""
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=not comments,
    )
