"""Elements and attributes of WordprocessingML by their local names: its two namespaces differ in nothing else.

Transitional documents are what Word writes by default, strict ones what it writes when asked for ISO/IEC 29500.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from plan.readers.errors import DamagedDocument, DocumentTooComplex

_TRANSITIONAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"

_RESOURCE_LIMIT = 114
"""libxml2's XML_ERR_RESOURCE_LIMIT: text, depth or entities beyond what it reads."""
_BROKEN = "документ повреждён: его разметка обрывается; сохраните документ заново."


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part. Entities are not resolved and nothing is fetched. Raises DamagedDocument."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", 0) == _RESOURCE_LIMIT:  # the stubs know neither this nor the next
            raise DocumentTooComplex(
                "разметка документа сложнее, чем бывает в плане: слишком длинный текст без абзацев, вложенность или "
                "сущности XML; сохраните план заново."
            ) from error
        raise DamagedDocument(_BROKEN) from error
    except ValueError as error:
        raise DamagedDocument(_BROKEN) from error
    if getattr(root.getroottree().docinfo, "doctype", ""):
        raise DamagedDocument("в разметке объявлены сущности XML; в документах Word их нет; сохраните план заново.")
    return root


def local(element: etree._Element) -> str:
    """The element's name without its namespace; "" for what is no element."""
    tag: object = element.tag  # a function for comments and entities
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(parent: etree._Element | None, name: str) -> Iterator[etree._Element]:
    if parent is not None:
        for one in parent:
            if local(one) == name:
                yield one


def child(parent: etree._Element | None, name: str) -> etree._Element | None:
    return next(children(parent, name), None)


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute of WordprocessingML; None when the element or the attribute is missing."""
    if element is None:
        return None
    value = element.get(_TRANSITIONAL + name)
    return element.get(_STRICT + name) if value is None else value


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as w:vanish stands and is not turned off."""
    return element is not None and attribute(element, "val") not in ("0", "false", "off")
