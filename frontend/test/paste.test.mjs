import { parseHTML } from "linkedom";
import assert from "node:assert/strict";
import { test } from "node:test";
import { markdownOf } from "../src/surface/from-html.js";
import { isSheet, rowsOf, tableOf } from "../src/surface/from-sheet.js";
import { inert } from "../src/surface/tidy-html.js";

const whole = (html) => (/<html/.test(html) ? html : `<html><body>${html}</body></html>`);
const read = (html) => markdownOf(parseHTML(whole(inert(html))).document);
const text = (html) => read(html).text;

const word = (
  body,
) => `<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {margin:0cm} @list l0:level1 --></style></head>
<body lang=EN-GB style='tab-interval:36.0pt'><!--StartFragment-->${body}<!--EndFragment--></body></html>`;
const item = (level, sign, words, list = "l0") =>
  `<p class=MsoListParagraph style='margin-left:${36 * level}pt;mso-add-space:auto;text-indent:-18.0pt;mso-list:${list} level${level} lfo1'>` +
  `<![if !supportLists]><span style='mso-fareast-font-family:Arial'><span style='mso-list:Ignore'>${sign}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${words}<o:p></o:p></p>`;

test("Word's headings, marks and paragraphs", () => {
  const html = word(
    "<h1>Water<o:p></o:p></h1><h2><b>Scope</b></h2><p class=MsoNormal>Plain <b style='mso-bidi-font-weight:normal'>bold</b>, " +
      "<i>italic</i>, <s>struck</s> and&nbsp;more.<o:p></o:p></p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p class=MsoNormal>Next.</p>",
  );

  assert.equal(text(html), "# Water\n\n## Scope\n\nPlain **bold**, *italic*, ~~struck~~ and more.\n\nNext.");
});

test("Word's lists are lists, with their depth and their numbers", () => {
  const html = word(
    item(1, "4.", "Four") +
      item(2, "·", "deep") +
      item(2, "·", "deeper") +
      item(1, "5.", "Five") +
      "<p class=MsoNormal>After.</p>",
  );

  assert.equal(text(html), "4. Four\n   - deep\n   - deeper\n5. Five\n\nAfter.");
});

test("Word's comments and deletions stay behind, insertions come along", () => {
  const html = word(
    "<p class=MsoNormal>Kept <del cite='mailto:A' datetime='2026'>gone</del><ins cite='mailto:A'>new</ins>" +
      "<a style='mso-comment-reference:A_1'>said</a><span class=MsoCommentReference><span style='mso-special-character:comment'>" +
      "<a class=msocomanchor id='_anchor_1' href='#_msocom_1'>[A1]</a></span></span>.</p>" +
      "<div style='mso-element:comment-list'><div style='mso-element:comment'><div id='_com_1'><p class=MsoCommentText>A remark</p></div></div></div>",
  );
  const { text: words, notes } = read(html);

  assert.equal(words, "Kept newsaid.");
  assert.deepEqual(notes, ["Deletions marked in the copied text were left out, insertions kept."]);
});

test("Word's footnotes are footnotes", () => {
  const html = word(
    "<p class=MsoNormal>Figures<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>" +
      "<span style='mso-special-character:footnote'><![if !supportFootnotes]>[1]<![endif]></span></span></a> differ.</p>" +
      "<div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText>" +
      "<a style='mso-footnote-id:ftn1' href='#_ftnref1' name='_ftn1'><span class=MsoFootnoteReference>[1]</span></a> Joint bulletin, <i>p.</i> 4.</p></div></div>",
  );

  assert.equal(text(html).replace(/\n+---/, ""), "Figures[^1] differ.\n\n[^1]: Joint bulletin, *p.* 4.");
});

test("Word's tables are tables", () => {
  const cell = (words) =>
    `<td width=100 style='border:solid'><p class=MsoNormal>${words}<o:p></o:p></p></td>`;
  const html = word(
    `<table class=MsoTableGrid border=1><tr>${cell("<b>Group</b>")}${cell("Days | hours")}</tr><tr>${cell("A")}${cell("9")}</tr></table>`,
  );

  assert.equal(text(html), "| Group | Days \\| hours |\n| --- | --: |\n| A | 9 |");
});

test("Word on the web: every item in a list of its own", () => {
  const one = (level, words) =>
    `<div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1"><li data-leveltext="" data-aria-level="${level}" role="listitem" class="OutlineElement">` +
    `<p class="Paragraph" style="font-weight: normal"><span class="TextRun" style="font-size: 11pt"><span class="NormalTextRun">${words}</span></span><span class="EOP">&nbsp;</span></p></li></ul></div>`;
  const html =
    `<div class="OutlineElement"><p class="Paragraph" role="heading" aria-level="2"><span class="TextRun"><span class="NormalTextRun">Scope</span></span></p></div>` +
    `<div class="OutlineElement"><p class="Paragraph"><span class="TextRun" style="font-weight: bold;">Bold</span><span class="TextRun"> words</span></p></div>` +
    one(1, "first") + one(2, "deep") + one(1, "second"); // prettier-ignore

  assert.equal(text(html), "## Scope\n\n**Bold** words\n\n- first\n  - deep\n- second");
});

test("LibreOffice's paragraphs, lists and footnotes", () => {
  const html =
    `<p style="line-height: 115%; margin-bottom: 0.25cm">First<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a> <font color="#c9211e"><b>bold</b></font></p>` +
    `<ol start="3"><li><p style="margin-bottom: 0cm">three</p></li><li><p>four</p></li></ol>` +
    `<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>A note.</p></div>`;

  assert.equal(text(html), "First[^1] **bold**\n\n3. three\n4. four\n\n[^1]: A note.");
});

test("sheets come as tables, from Excel, Sheets and Calc", () => {
  const excel =
    `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table border=0 style='border-collapse:collapse'><col width=64><tr height=20>` +
    `<td class=xl65>Group</td><td class=xl65>Days</td></tr><tr><td>A</td><td align=right x:num>1,204</td></tr></table></body></html>`;
  const google =
    `<meta charset='utf-8'><google-sheets-html-origin><style>td {border: 1px}</style><table data-sheets-root="1"><colgroup><col></colgroup><tbody>` +
    `<tr><td data-sheets-value='{"1":2}' style="font-weight:bold">Group</td><td>Days</td></tr><tr><td>A</td><td>9</td></tr></tbody></table></google-sheets-html-origin>`;

  assert.equal(text(excel), "| Group | Days |\n| --- | --: |\n| A | 1,204 |");
  assert.equal(text(google), "| Group | Days |\n| --- | --: |\n| A | 9 |");
  assert.equal(isSheet("Group\tDays\nA\t9\n"), true);
  assert.equal(isSheet("a line\nanother"), false);
  assert.equal(isSheet("a\tb\nc"), false);
  assert.equal(
    tableOf('Group\t"Two\nlines"\nA|B\t9%\n'),
    "| Group | Two lines |\n| --- | --: |\n| A\\|B | 9% |",
  );
  assert.deepEqual(rowsOf('a\t"say ""so"""\n'), [["a", 'say "so"']]);
});

test("Google Docs: what looks bold around everything is not bold", () => {
  const html =
    `<meta charset="utf-8"><b style="font-weight:normal;" id="docs-internal-guid-1"><h2 dir="ltr"><span style="font-weight:400">Scope</span></h2>` +
    `<p dir="ltr"><span style="font-weight:700">Bold</span><span style="font-weight:400;font-style:italic"> slanted</span></p>` +
    `<ul><li dir="ltr" aria-level="1"><p dir="ltr" role="presentation"><span>one</span></p></li><ul><li aria-level="2"><p>two</p></li></ul></ul></b>`;

  assert.equal(text(html), "## Scope\n\n**Bold** *slanted*\n\n- one\n  - two");
});

test("a web page gives its words and links, and no picture of another place", () => {
  const html =
    `<article><header><nav><a href="/home">Home</a></nav></header><p>See <a href="https://example.org/a(b)" onclick="x()">the page</a>.</p>` +
    `<img src="https://example.org/map.png" alt="Map"><img src="https://example.org/pixel.gif"><pre><code>let x;</code></pre>` +
    `<blockquote><p>Said.</p></blockquote><hr></article>`;
  const { text: words, notes } = read(html);

  assert.equal(
    words,
    "Home\n\nSee [the page](<https://example.org/a(b)>).\n\n[Map](<https://example.org/map.png>)\n\n```\nlet x;\n```\n\n> Said.\n\n---",
  );
  assert.deepEqual(notes, ["Pictures of other places were left out; put them in one by one."]);
});

test("hostile HTML leaves words and nothing else", () => {
  const html =
    `<p onmouseover="alert(1)">Words<script>alert(2)</script><a href="javascript:alert(3)">link</a><a href=" java\nscript:alert(4)">two</a></p>` +
    `<svg onload=alert(5)><style><img src=x onerror=alert(6)></style></svg><iframe srcdoc="<script>alert(7)</script>"></iframe>` +
    `<img src="data:image/svg+xml,<svg onload=alert(8)>" alt="picture"><form action="/api"><button>Press</button></form><math><mi xlink:href="javascript:alert(9)">m</mi></math>` +
    `<p style="display:none">hidden</p><p>&lt;script&gt;literal&lt;/script&gt;</p>`;
  const words = text(html);

  assert.equal(/alert|javascript|onerror|srcdoc|data:|hidden/.test(words), false);
  assert.equal(words.startsWith("Wordslinktwo"), true);
  assert.equal(words.replaceAll("\\", "").includes("<script>literal</script>"), true);
});

test("nothing in a run of words makes a paragraph of its own", () => {
  assert.deepEqual(read("<meta charset=utf-8><span>some </span><b>words</b>"), {
    text: "some **words**",
    block: false,
    notes: [],
  });
  assert.equal(read("<p>one paragraph</p>").block, false);
  assert.equal(read("<p>one</p><p>two</p>").block, true);
});

test("brackets stay brackets, and signs that mean something are escaped", () => {
  assert.equal(text("<p>[open – XA] a * b _c_ 1. d</p><p># no heading</p><p>1. no list</p>"),
    "[open – XA] a \\* b \\_c\\_ 1. d\n\n\\# no heading\n\n1\\. no list"); // prettier-ignore
});

test("styles and handlers are renamed inside tags only", () => {
  assert.equal(
    inert('<p style="a" ONclick=b>the style = c</p>'),
    '<p data-style="a" data-ONclick=b>the style = c</p>',
  );
});
