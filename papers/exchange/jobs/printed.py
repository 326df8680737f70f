"""Runs in the sandbox: an HTML body of ours becomes a PDF or a Word file.

Usage: printed.py KIND PANDOC FONTS. Reads page.html and about.json; leaves out.pdf or out.docx.
"""

import json
import re
import shutil
import subprocess
import sys
import zipfile
from html import escape
from pathlib import Path

HERE = Path(__file__).parent
WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
ACROSS = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
READ = "html-native_spans-auto_identifiers-raw_html-tex_math_dollars"


def pandoc(program, kind, out, about):
    language, read = about["language"], READ.replace("-native_spans", "") if about["marked"] else READ
    command = [
        program, "--sandbox", f"--from={read}", f"--to={kind}", "--wrap=none", f"--metadata=lang:{language}",
        f"--lua-filter={HERE / 'printed.lua'}", f"--output={out}", "page.html",
    ]  # fmt: skip
    subprocess.run([*command, "+RTS", "-M400m", "-RTS"], check=True)


def pdf(program, fonts, about):
    pandoc(program, "typst", "body.typ", about)
    shutil.copy(HERE / "printed.typ", "main.typ")
    with Path("main.typ").open("a", encoding="utf-8") as main:
        main.write(f"\n{Path('body.typ').read_text(encoding='utf-8')}")
    import typst  # noqa: PLC0415 - 60 MiB that a Word file does not need

    typst.compile(
        "main.typ", output="out.pdf", root=".", font_paths=[fonts], ignore_system_fonts=True,
        package_path="/nonexistent", package_cache_path="/nonexistent",
    )  # fmt: skip
    for name in ("body.typ", "main.typ"):
        Path(name).unlink()


def word(program, about):
    pandoc(program, "docx", "made.docx", about)
    with zipfile.ZipFile("made.docx") as made, zipfile.ZipFile("out.docx", "w", zipfile.ZIP_DEFLATED) as out:
        for name in made.namelist():
            words = made.read(name)
            change = CHANGES.get(name)
            out.writestr(name, change(words.decode("utf-8"), about).encode() if change else words)
        out.writestr("word/header9.xml", header(about))
        out.writestr("word/footer9.xml", footer(about))
    Path("made.docx").unlink()


def with_whole_changes(words, about):
    """A paragraph of which all words come or go comes or goes as a paragraph."""
    if not about["marked"]:
        return words
    from lxml import etree  # noqa: PLC0415 - only for what is marked

    tree = etree.fromstring(words.encode())
    for paragraph in tree.iter(f"{{{WORDS}}}p"):
        change = whole_change(paragraph)
        if change is not None:
            mark = etree.Element(change.tag, change.attrib)
            looks = etree.SubElement(style_of(paragraph), f"{{{WORDS}}}rPr")
            looks.append(mark)
    return etree.tostring(tree, encoding="unicode")


def whole_change(paragraph):
    """The change that all words of a paragraph are in, if there is one."""
    holders = [
        text.getparent().getparent() for text in paragraph.iter(f"{{{WORDS}}}t", f"{{{WORDS}}}delText")
    ]
    kinds = {holder.tag for holder in holders}
    return holders[0] if kinds in ({f"{{{WORDS}}}ins"}, {f"{{{WORDS}}}del"}) else None


def style_of(paragraph):
    found = paragraph.find(f"{{{WORDS}}}pPr")
    if found is None:
        found = paragraph.makeelement(f"{{{WORDS}}}pPr", nsmap=paragraph.nsmap)
        paragraph.insert(0, found)
    return found


def with_paragraphs(words, about):
    """The lines of a comment as its paragraphs."""
    style = '<w:pPr><w:pStyle w:val="CommentText"/></w:pPr>'
    return re.sub(r"<w:r>\s*<w:br\s*/>\s*</w:r>", f"</w:p><w:p>{style}", words)


def with_types(words, about):
    kinds = "".join(
        f'<Override PartName="/word/{kind}9.xml" ContentType="{WORD_TYPE}.{kind}+xml"/>'
        for kind in ("header", "footer")
    )
    return words.replace("</Types>", f"{kinds}</Types>")


def with_links(words, about):
    links = "".join(
        f'<Relationship Id="{kind}9" Type="{LINKS}/{kind}" Target="{kind}9.xml"/>'
        for kind in ("header", "footer")
    )
    return words.replace("</Relationships>", f"{links}</Relationships>")


def with_marking(words, about):
    """The header and footer on every page; tables begin where reading does."""
    words = with_whole_changes(words, about)
    parts = "".join(f'<w:{kind}Reference w:type="default" r:id="{kind}9"/>' for kind in ("header", "footer"))
    if about["rtl"]:
        words = re.sub(r"(<w:tblStyle [^>]*/>)", r"\1<w:bidiVisual/>", words)
    section = re.search(r"<w:sectPr\b[^>]*?(/>|>(.*?)</w:sectPr>)", words, re.DOTALL)
    if section is None:
        return words.replace(
            "</w:body>", f"<w:sectPr>{parts}{ACROSS if about['wide'] else ''}</w:sectPr></w:body>"
        )
    inside = section[2] or ""
    if about["wide"]:  # in the order of the schema: the size of the page stands before its margins
        bare = re.sub(r"<w:pgSz\b[^>]*/>", "", inside)
        inside = re.sub(r"(<w:(pgMar|cols|docGrid)\b|$)", rf"{ACROSS}\1", bare, count=1)
    made = f"<w:sectPr>{parts}{inside}</w:sectPr>"
    return words[: section.start()] + made + words[section.end() :]


def with_title(words, about):
    title = f"<dc:title>{escape(about['title'])}</dc:title>"
    bare = re.sub(r"<dc:title>.*?</dc:title>|<dc:title\s*/>", "", words, flags=re.DOTALL)
    return bare.replace("</cp:coreProperties>", f"{title}</cp:coreProperties>")


def with_styles(words, about):
    """The frame of a recommendation: a line where reading begins."""
    side = "right" if about["rtl"] else "left"
    style = (
        '<w:style w:type="paragraph" w:customStyle="1" w:styleId="Recommendation"><w:name w:val="Recommendation"/>'
        f'<w:basedOn w:val="BodyText"/><w:pPr><w:pBdr><w:{side} w:val="single" w:sz="12" w:space="8"'
        ' w:color="1F4E79"/></w:pBdr></w:pPr></w:style>'
    )
    bare = re.sub(r'<w:style [^>]*w:styleId="Recommendation".*?</w:style>', "", words, flags=re.DOTALL)
    return bare.replace("</w:styles>", f"{style}</w:styles>")


CHANGES = {
    "[Content_Types].xml": with_types,
    "word/_rels/document.xml.rels": with_links,
    "word/document.xml": with_marking,
    "word/comments.xml": with_paragraphs,
    "word/styles.xml": with_styles,
    "docProps/core.xml": with_title,
}


def header(about):
    return part("hdr", paragraph(about, run(about["marking"], bold=True), centred=True))


def footer(about):
    pages = field("PAGE") + run(" / ") + field("NUMPAGES")
    return part(
        "ftr",
        paragraph(about, run(f"{about['foot']}  ") + run(about["marking"], bold=True) + run("  ") + pages),
    )


def part(name, inside):
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} xmlns:w="{WORDS}">{inside}</w:{name}>'


def paragraph(about, runs, *, centred=False):
    bidi = "<w:bidi/>" if about["rtl"] else ""
    placed = '<w:jc w:val="center"/>' if centred else ""
    return f"<w:p><w:pPr>{bidi}{placed}</w:pPr>{runs}</w:p>"


def run(words, *, bold=False):
    look = f"<w:rPr>{'<w:b/>' if bold else ''}<w:sz w:val='17'/></w:rPr>"
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def field(name):
    return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'


def main():
    kind, program, fonts = sys.argv[1:4]
    about = json.loads(Path("about.json").read_text(encoding="utf-8"))
    if kind == "pdf":
        pdf(program, fonts, about)
    else:
        word(program, about)


if __name__ == "__main__":
    main()
