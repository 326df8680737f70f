"""Runs in the sandbox: looks into a Word file before pandoc does.

Usage: word.py FILE [marked]. Refuses what is no plain Word file (exit 3, a code on standard output); else leaves
report.json (tracked changes, comments, what else was found) and media/* (pictures, re-encoded without metadata).
Of a marked-up file it leaves marked.json: paragraphs in pieces, each as it was, inserted or deleted, and by whom; and
comments with the paragraph and the words they are on, what they answer, and whether they are resolved.
"""

import io
import json
import sys
import zipfile
import zlib
from pathlib import Path

from lxml import etree
from PIL import Image

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
MOST_ENTRIES, MOST_BYTES, MOST_RATIO = 3000, 150 * 1024 * 1024, 300
MOST_PIXELS = 40_000_000
CHANGES = {"ins": "inserted", "del": "deleted", "moveFrom": "moved from", "moveTo": "moved to"}
FORMATTING = {
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "tcPrChange",
    "trPrChange",
    "sectPrChange",
    "numberingChange",
}


def refuse(code):
    sys.stdout.write(code)
    sys.exit(3)


def opened(data):
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        refuse("not-word" if not data.startswith(b"PK") else "truncated")
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        refuse("bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        refuse("encrypted")
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
        refuse("not-word")
    if any("vbaproject" in name.lower() for name in names):
        refuse("macros")
    measure(archive, entries)
    return archive, names


def measure(archive, entries):
    """Inflate every entry once, counting: what the directory claims about sizes is not believed."""
    total = 0
    for entry in entries:
        try:
            with archive.open(entry) as stream:
                size = 0
                while chunk := stream.read(1 << 20):
                    size += len(chunk)
                    total += len(chunk)
                    if total > MOST_BYTES or (
                        size > 1 << 20 and size > MOST_RATIO * max(entry.compress_size, 1)
                    ):
                        refuse("bomb")
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError):
            refuse("truncated")


def parse(archive, name):
    data = archive.read(name)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        refuse("dtd")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError:
        refuse("truncated")


def local(element):
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def attribute(element, name):
    return element.get(W + name) or element.get(STRICT + name) or ""


def words(element):
    parts = [node.text or "" for node in element.iter() if local(node) in {"t", "delText"}]
    return "".join(parts)[:2000]


def tracked(tree):
    found, formatting = [], 0
    for element in tree.iter():
        name = local(element)
        if name in CHANGES:
            found.append(
                {
                    "kind": CHANGES[name], "author": attribute(element, "author"),
                    "date": attribute(element, "date"), "words": words(element),
                }
            )  # fmt: skip
        formatting += name in FORMATTING
    return found, formatting


def comments(archive, names):
    if "word/comments.xml" not in names:
        return []
    return [
        {
            "author": attribute(element, "author"), "date": attribute(element, "date"), "words": words(element),
        }
        for element in parse(archive, "word/comments.xml").iter()
        if local(element) == "comment"
    ]  # fmt: skip


class Marked:
    """A walk through the text that keeps apart what was, what came and what went, and what comments are on."""

    def __init__(self):
        self.paragraphs, self.open, self.ranges = [], [], {}

    def walk(self, element, kind="", author=""):
        name = local(element)
        if name in {"ins", "moveTo"} or name in {"del", "moveFrom"}:
            kind, author = ("ins" if name in {"ins", "moveTo"} else "del"), attribute(element, "author")
        if name == "p":
            self.paragraphs.append([])
        elif name in {"t", "delText"}:
            self.keep(element.text or "", kind, author)
        elif name in {"tab", "br", "cr"} and local(element.getparent()) == "r":
            self.keep(" ", kind, author)
        elif name in {"commentRangeStart", "commentReference"}:
            self.ranges.setdefault(attribute(element, "id"), [max(len(self.paragraphs) - 1, 0), ""])
            if name == "commentRangeStart":
                self.open.append(attribute(element, "id"))
        elif name == "commentRangeEnd":
            self.open = [one for one in self.open if one != attribute(element, "id")]
        for child in element:
            self.walk(child, kind, author)
        if name == "p":
            self.open_ends()

    def keep(self, words, kind, author):
        if not self.paragraphs:
            self.paragraphs.append([])
        pieces = self.paragraphs[-1]
        if pieces and pieces[-1][1:] == [kind, author]:
            pieces[-1][0] += words
        else:
            pieces.append([words, kind, author])
        for one in self.open:
            at = self.ranges[one]
            if not at[1].strip():
                at[0] = len(self.paragraphs) - 1
            if kind != "ins" and at[0] == len(self.paragraphs) - 1:
                at[1] += words

    def open_ends(self):
        """A comment over several paragraphs is on its words in the first of them."""
        self.open = [one for one in self.open if not self.ranges[one][1].strip()]


def marked(archive, names, tree):
    walk = Marked()
    walk.walk(tree)
    said, last = [], {}
    if "word/comments.xml" in names:
        for element in parse(archive, "word/comments.xml").iter():
            if local(element) == "comment":
                key = attribute(element, "id")
                ends = [newer(node, "paraId") for node in element.iter() if local(node) == "p"]
                last.update(dict.fromkeys(filter(None, ends), key))
                at, quote = walk.ranges.get(key, [-1, ""])
                author, parts = attribute(element, "author"), paragraphs_of(element)
                said.append({"id": key, "author": author, "words": parts, "at": at, "quote": quote})
    threads = extended(archive, names, last)
    for one in said:
        one["parent"], one["done"] = threads.get(one["id"], ("", False))
    return {"paragraphs": walk.paragraphs, "comments": said}


def newer(node, name):
    """An attribute of the newer parts, whichever of their drafts and namespaces the file is in."""
    return next((value for key, value in node.attrib.items() if etree.QName(key).localname == name), "")


def paragraphs_of(element):
    return "\n".join(words(node) for node in element.iter() if local(node) == "p").strip()


def extended(archive, names, last):
    """What each comment answers and whether its thread is resolved, which only newer parts of a file say."""
    if "word/commentsExtended.xml" not in names:
        return {}
    found = {}
    for node in parse(archive, "word/commentsExtended.xml").iter():
        if local(node) == "commentEx" and newer(node, "paraId") in last:
            parent = last.get(newer(node, "paraIdParent"), "")
            found[last[newer(node, "paraId")]] = (parent, newer(node, "done") in {"1", "true"})
    return found


def hidden(tree):
    return sum(1 for element in tree.iter() if local(element) == "vanish")


def picture(data):
    """The picture decoded and written again: pixels only; None when it is no picture we can show."""
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > MOST_PIXELS or image.format not in {
                "PNG",
                "JPEG",
                "GIF",
                "BMP",
                "TIFF",
            }:
                return None
            kept = image.convert("RGBA" if image.mode in {"RGBA", "LA", "P"} else "RGB")
            out = io.BytesIO()
            kept.save(out, "PNG", optimize=True)
            return out.getvalue()
    except Exception:  # noqa: BLE001 - a broken picture is reported as left out, whatever broke in it
        return None


def save_media(archive, names):
    left_out, kept = [], []
    for name in sorted(names):
        if not name.startswith("word/media/") or name.endswith("/"):
            continue
        made = picture(archive.read(name))
        short = Path(name).name
        if made is None:
            left_out.append(short)
            continue
        Path("media").mkdir(exist_ok=True)
        (Path("media") / short).write_bytes(made)
        kept.append(short)
    return kept, left_out


def title(archive, names):
    if "docProps/core.xml" not in names:
        return ""
    found = [node.text for node in parse(archive, "docProps/core.xml").iter() if local(node) == "title"]
    return (found[0] or "").strip()[:200] if found else ""


def main():
    archive, names = opened(Path(sys.argv[1]).read_bytes())
    main_part = "word/document.xml" if "word/document.xml" in names else "word/document2.xml"
    if main_part not in names:
        refuse("not-word")
    tree = parse(archive, main_part)
    for name in names:
        if name.endswith((".xml", ".rels")) and name != main_part:
            parse(archive, name)
    if "marked" in sys.argv[2:]:
        Path("marked.json").write_text(json.dumps(marked(archive, names, tree)), encoding="utf-8")
        return
    changes, formatting = tracked(tree)
    kept, left_out = save_media(archive, names)
    report = {
        "title": title(archive, names), "changes": changes, "comments": comments(archive, names),
        "formatting_changes": formatting, "hidden_runs": hidden(tree), "pictures": kept,
        "pictures_left_out": left_out,
        "headers": sum(1 for name in names if name.startswith(("word/header", "word/footer"))),
    }  # fmt: skip
    Path("report.json").write_text(json.dumps(report), encoding="utf-8")


if __name__ == "__main__":
    main()
