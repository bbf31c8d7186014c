"""Which standards the file claims, and how its attachments relate to it."""

from typing import Any

import pydyf

from reports.errors import RenderError
from reports.rendering.pdf.structure import Structure

_END = b"</rdf:RDF>"
# PDF/A knows no property of PDF/UA, so the packet must describe it.
_ALSO_UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"\
 pdfuaid:part="1"/>
<rdf:Description rdf:about=""\
 xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"\
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"\
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>"""


def identify(structure: Structure) -> None:
    """Claim PDF/UA-1 in a file that claims PDF/A, and leave the packet readable to plain tools.

    Source: ISO 14289-1, 5; ISO 19005-3, 6.6.2.3
    """
    packet = structure.at(structure.pdf.catalog["Metadata"])
    text = b"".join(packet.stream)
    if text.count(_END) != 1:
        raise RenderError("the PDF engine wrote metadata in an unknown form", where="review.pdf")
    if b"pdfuaid" not in text:
        text = text.replace(_END, _ALSO_UA + _END)
    packet.stream, packet.compress = [text], False


def relate_attachments(document: Any, structure: Structure) -> None:  # noqa: ANN401 - theirs
    """Say once for each attachment how it relates to the document.

    Source: ISO 19005-3, 6.8
    """
    relations = {one.name: one.relationship for one in document.metadata.attachments}
    if not relations:
        return
    names = structure.at(structure.pdf.catalog["Names"]["EmbeddedFiles"])["Names"]
    for reference in names[1::2]:
        file = structure.at(reference)
        file["AFRelationship"] = f"/{relations[file['UF'].string]}"
    structure.pdf.catalog["AF"] = pydyf.Array(names[1::2])
