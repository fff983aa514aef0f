"""What something costs: found in the clinic's price list, and read for that one alone."""

from connectors.protocols import ListsPrices
from dialogs import lookup
from dialogs.prices import hear, wording, work
from dialogs.prices.frame import Prices
from dialogs.table import Dialog, ask, branch, do, end

PRICES = Dialog(
    "prices",
    Prices,
    version=1,
    needs=(ListsPrices,),
    wishes=("prices",),
    waits=False,
    steps=(
        branch("what", hear.what, one="fees", close="which", which="item", unknown="down"),
        ask(
            "item",
            say=wording.item,
            read=hear.item,
            example=wording.item_example,
            fills=("one",),
            anywhere=True,
            then="what",
        ),
        ask(
            "which",
            say=wording.which,
            read=hear.item,
            example=lookup.which_example,
            fills=("one",),
            then="what",
        ),
        do(
            "fees",
            work.fees,
            fills=("fees",),
            told="costs",
            none="no_price",
            missing="no_price",
            unavailable="down",
        ),
        end("costs", wording.costs),
        end("no_price", wording.no_price),
        end("down", lookup.down),
    ),
)
