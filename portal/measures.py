"""The sentences of what is measured: indicators, their targets and definitions, and figures."""

from django.utils.translation import gettext_lazy

ABOUT = "implementation.recommendation"
MEASURES = {
    f"{ABOUT}.indicator_defined": gettext_lazy("{who} defined an indicator of {reference}."),
    f"{ABOUT}.indicator_redefined": gettext_lazy(
        "{who} changed the definition of an indicator of {reference} from {effective_on} on."
    ),
    f"{ABOUT}.indicator_restated": gettext_lazy(
        "{who} corrected how an indicator of {reference} is described."
    ),
    f"{ABOUT}.indicator_ended": gettext_lazy("{who} ended an indicator of {reference} after {effective_on}."),
    f"{ABOUT}.target_set": gettext_lazy("{who} set what an indicator of {reference} is to reach by {on}."),
    f"{ABOUT}.figure_given": gettext_lazy("{who} gave a figure of {reference} for {on}."),
    f"{ABOUT}.figure_corrected": gettext_lazy("{who} corrected a figure of {reference} for {on}."),
    f"{ABOUT}.figures_taken_over": gettext_lazy("{who} took over {rows} rows of figures of {reference}."),
}
