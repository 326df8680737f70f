import uuid
from collections import defaultdict

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.query_utils import DeferredAttribute
from django.utils import timezone

from papers.delegations.models import Delegation
from papers.drafting import levels, withholding
from papers.drafting.models.access import PaperPermission
from papers.drafting.models.markings import PassageMarking
from papers.drafting.models.papers import Paper
from papers.files.models import Blob
from papers.shared.acting import Capability
from papers.shared.models import ActOf, PublicId


class RevisionQuerySet(models.QuerySet):
    readers = ()

    def visible_to(self, acting):
        """Revisions of papers the delegation may read, from the one its access starts at.

        What it fetches shows its texts as this reader may have them: without the passages not released to it.
        """
        found = self._visible_to(acting)
        found.readers = (*self.readers, acting)
        return found

    def whole_for(self, acting):
        """Those of which nothing is withheld from this reader."""
        withheld = PassageMarking.objects.withheld_from(acting).filter(paper=OuterRef("paper"))
        return self.visible_to(acting).filter(Q(narrowed_at__isnull=True) | ~Exists(withheld))

    def _visible_to(self, acting):
        if acting.delegation is None or not acting.can(Capability.READ):
            return self.none()
        held = PaperPermission.objects.live(levels.VIEW, acting.delegation)
        reach = held.filter(content_object=OuterRef("paper"), from_number__lte=OuterRef("number"))
        return self.filter(Exists(reach))

    def without_texts(self):
        return self.defer("text", "block_map")

    def _clone(self):
        clone = super()._clone()
        clone.readers = self.readers
        return clone

    def _fetch_all(self):
        super()._fetch_all()
        fresh = [
            one for one in self._result_cache or () if isinstance(one, Revision) and one.withheld is None
        ]
        if self.readers and fresh:
            withhold(fresh, *self.readers)

    def _values(self, *fields, **expressions):
        if {"text", "block_map"} & set(fields):
            raise TypeError("A text is read from a Revision, which knows its reader.")
        return super()._values(*fields, **expressions)


class Projected(DeferredAttribute):
    """A text of a revision as its reader may have it; nothing of a narrowed one for whom nobody asked."""

    def __get__(self, instance, cls=None):
        if instance is None:
            return self
        return instance.shown(self.field.attname)

    def __set__(self, instance, value):
        instance.__dict__[self.field.attname] = value


class Revision(PublicId, ActOf):
    """An issued text, for ever as it was: number, words, blocks with permanent ids, and a hash chained to the last."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    base = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    language = models.CharField(max_length=8, default="en")
    block_map = models.JSONField(default=list)
    words = models.PositiveIntegerField(default=0)
    note = models.TextField(blank=True)
    author_label = models.CharField(max_length=120, blank=True)
    dated = models.DateTimeField(help_text="The date the source gives; may run backwards.")
    recorded_at = models.DateTimeField(default=timezone.now, help_text="When it was known here.")
    moment = models.PositiveBigIntegerField(
        null=True,
        help_text="The update of the working text that it was issued at; null if it came otherwise.",
    )
    sha256 = models.CharField(max_length=64)
    prev_sha256 = models.CharField(max_length=64, blank=True)
    words_added = models.PositiveIntegerField(default=0)
    words_removed = models.PositiveIntegerField(default=0)
    narrowed_at = models.DateTimeField(
        null=True,
        editable=False,
        help_text="Since when a passage of it is not released to everybody; else null.",
    )

    # Ids of the passages that the reader of this object may not have; None until it is known who reads it.
    withheld: frozenset[str] | None = None

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["paper", "number"], name="revision_number_once")]
        indexes = [models.Index("paper", F("number").desc(), name="revision_newest_first")]

    def __str__(self):
        return f"{self.paper_id} revision {self.number}"

    def shown(self, name):
        """`text` or `block_map` for the reader of this object."""
        stored = self._stored(name)
        if self.narrowed_at is None or self.withheld == frozenset():
            return stored
        if self.withheld is None:
            raise withholding.Withheld
        if name == "text":
            return withholding.project_text(stored, self._stored("block_map"), self.withheld)
        return withholding.project_blocks(stored, self.withheld)

    def _stored(self, name):
        if name not in self.__dict__:
            found = models.QuerySet(Revision).filter(pk=self.pk)
            self.__dict__[name] = found.values_list(name, flat=True).get()
        return self.__dict__[name]

    def stored_texts(self):
        """Text and blocks as they are kept, for work whose outcome is without what is withheld."""
        return self._stored("text"), self._stored("block_map")

    @property
    def is_partial(self):
        """Whether its reader does not have all of it."""
        return bool(self.narrowed_at and self.withheld != frozenset())

    @property
    def shown_sha256(self):
        """The hash, which is over the whole text: for those who have all of it."""
        return "" if self.is_partial else self.sha256

    def fits(self, seal):
        """Whether the stored text, whole, still has its hash; tells nothing else of it."""
        return self.sha256 == seal(self.prev_sha256, self.number, self._stored("text"))

    @property
    def label(self):
        return self.paper.label_of(self.number)

    @property
    def symbol(self):
        return self.paper.symbol_of(self.number)


Revision.text = Projected(Revision._meta.get_field("text"))
Revision.block_map = Projected(Revision._meta.get_field("block_map"))


def withhold(revisions, *readers):
    """Say who reads these revisions: from then on their texts are without what is withheld from any of the readers.

    Asks the database only where a text is narrowed: one statement for each reader.
    """
    narrowed = [one for one in revisions if one.narrowed_at is not None]
    found = defaultdict(set)
    for reader in readers if narrowed else ():
        papers = {one.paper_id for one in narrowed}
        rows = PassageMarking.objects.withheld_from(reader).filter(paper__in=papers)
        for paper, block in rows.values_list("paper", "block"):
            found[paper].add(str(block))
    for one in revisions:
        one.withheld = frozenset(found[one.paper_id]) if one.narrowed_at is not None else frozenset()


class BlockQuerySet(models.QuerySet):
    def kin(self):
        """By passage, those that its words went into: what it was put into first, then what was cut from it."""
        kin = defaultdict(list)
        related = self.exclude(origin=None, heir=None).order_by("born__number", "pk")
        for block, origin, heir in related.values_list("pk", "origin", "heir"):
            if heir:
                kin[str(block)].insert(0, str(heir))
            if origin:
                kin[str(origin)].append(str(block))
        return kin


class Block(models.Model):
    """The permanent identity of one heading, paragraph, item, table or figure; never written into the text."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    paper = models.ForeignKey(Paper, models.CASCADE, related_name="blocks")
    born = models.ForeignKey(Revision, models.CASCADE, related_name="+")
    died = models.ForeignKey(Revision, models.CASCADE, null=True, related_name="+")
    origin = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="Cut from.")
    heir = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", help_text="Put into.")
    last_text = models.TextField(blank=True, help_text="The tombstone: its words when it was last there.")

    objects = BlockQuerySet.as_manager()

    def __str__(self):
        return str(self.id)


class ImportRunQuerySet(models.QuerySet):
    def visible_to(self, acting):
        """What was kept aside stays with those who may see the working text."""
        return self.filter(paper__in=Paper.objects.permitted_to(acting, levels.DRAFT))


class ImportRun(PublicId, ActOf):
    """One import: the file as it came, what was kept aside, for which paper."""

    paper = models.ForeignKey(Paper, models.CASCADE, related_name="imports")
    blob = models.ForeignKey(Blob, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=12)
    lead = models.ForeignKey(Delegation, models.PROTECT, related_name="+")
    report = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ImportRunQuerySet.as_manager()

    def __str__(self):
        return f"{self.kind} import of {self.paper_id}"
