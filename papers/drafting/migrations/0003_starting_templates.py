"""The texts from which papers start, in English and Arabic."""

from django.db import migrations

WHITE_PAPER_EN = """## Purpose and scope

1. This paper sets out …

2. It covers … . It does not cover … .

## Background

3. …

## Consultation

4. The following were consulted: … . Of the people concerned, … were asked, on …, and said … .

## Considerations

5. …

## Options

6. (a) …

   (b) …

## Recommendations

::: recommendation
7. That … (who) … (does what) … by … (when), so that … (how it will be known that it was done).
:::

## Cost and means

8. …
"""

WORKING_PAPER_EN = """## Question

1. This working paper asks …

## What is known

2. …

## Consultation

3. The following were consulted: … .

## Proposal

::: recommendation
4. That … (who) … (does what) … by … (when).
:::
"""

NON_PAPER_EN = """1. This text is put forward for discussion. It binds no delegation and states no position of any.

2. …

## Consultation

3. …

## Points for discussion

4. …

::: recommendation
5. That … be considered.
:::
"""

WHITE_PAPER_AR = """## الغرض والنطاق

1. تبيّن هذه الورقة …

2. وتشمل … ، ولا تشمل … .

## خلفية

3. …

## التشاور

4. استُشيرت الجهات التالية: … . وسُئل من الناس المعنيين … في … وقالوا … .

## اعتبارات

5. …

## الخيارات

6. (أ) …

   (ب) …

## التوصيات

::: recommendation
7. أن … (مَن) … (يفعل ماذا) … في موعد أقصاه … ، بحيث … (كيف يُعرف أنه تمّ).
:::

## الكلفة والوسائل

8. …
"""

WORKING_PAPER_AR = """## السؤال

1. تسأل ورقة العمل هذه …

## ما هو معروف

2. …

## التشاور

3. استُشيرت الجهات التالية: … .

## الاقتراح

::: recommendation
4. أن … (مَن) … (يفعل ماذا) … في موعد أقصاه … .
:::
"""

NON_PAPER_AR = """1. يُطرح هذا النص للنقاش، ولا يُلزم أي وفد ولا يعبّر عن موقف أي منها.

2. …

## التشاور

3. …

## نقاط للنقاش

4. …

::: recommendation
5. أن يُنظر في … .
:::
"""

TEMPLATES = [
    ("white_paper", "en", "White paper", WHITE_PAPER_EN),
    ("working_paper", "en", "Working paper", WORKING_PAPER_EN),
    ("non_paper", "en", "Non-paper", NON_PAPER_EN),
    ("white_paper", "ar", "ورقة بيضاء", WHITE_PAPER_AR),
    ("working_paper", "ar", "ورقة عمل", WORKING_PAPER_AR),
    ("non_paper", "ar", "ورقة غير رسمية", NON_PAPER_AR),
]


def add(apps, schema_editor):
    template = apps.get_model("drafting", "PaperTemplate")
    for kind, language, title, text in TEMPLATES:
        template.objects.get_or_create(kind=kind, language=language, title=title, defaults={"text": text})


class Migration(migrations.Migration):

    dependencies = [
        ('drafting', '0002_revision_is_immutable'),
    ]

    operations = [
        migrations.RunPython(add, migrations.RunPython.noop),
    ]
