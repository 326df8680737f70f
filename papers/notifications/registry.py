"""Who knows what a notice is about: registered above, asked again when it is read and when it is sent."""

from papers.shared.registry import Registry

# kind → object with still_allowed(acting, uuid) -> bool and render(uuid) -> Rendered(sentence, path),
# in the language that is active. The sentence must be fit for the recipient only. With
# render_many(acting, uuids) -> {uuid: Rendered} of those still allowed, a page of notices asks once per kind.
kinds = Registry("kinds of notice")

# name → callable() -> str: what a mail carries so that its reader holds evidence the centre cannot rewrite.
proofs = Registry("proofs in a mail")
