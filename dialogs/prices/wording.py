"""Every sentence about prices."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal, get_territory_currencies

from connectors.model import Item
from dialogs import lookup
from dialogs.prices.frame import Prices
from dialogs.session import Reply
from dialogs.talk import Talk
from dialogs.wording import person_choice, with_phone


def _name(item: Item, talk: Talk) -> str:
    _ = talk.gettext
    if not item.code:
        return item.name
    return _("{item} (code {code})").format(item=item.name, code=item.code)


def item(_frame: Prices, talk: Talk) -> Reply:
    _ = talk.gettext
    return Reply(
        text=_("Which price would you like to know? {example}").format(example=item_example(talk))
    )


def item_example(talk: Talk) -> str:
    _ = talk.gettext
    return _("Please write what it is for, like “{item}”, or its code.").format(
        item=lookup.cut(talk.catalogue.items[0].name, lookup.LONGEST_LABEL)
        if talk.catalogue.items
        else _("first visit")
    )


def which(frame: Prices, talk: Talk) -> Reply:
    by_id = talk.catalogue.item_by_id
    close = lookup.close(frame, talk.catalogue.item_names)
    return lookup.which([(id_, _name(by_id[id_], talk)) for id_ in close], talk)


def _money(amount: Decimal, talk: Talk) -> str:
    """An amount in the money of the country that the clinic's locale names."""
    territory = Locale.parse(talk.clinic.locale).territory
    today = talk.today
    money = get_territory_currencies(territory, today, today) if territory else []
    if not money:
        return format_decimal(amount, "#,##0.00", locale=talk.locale)
    return format_currency(amount, money[0], locale=talk.locale)


def costs(frame: Prices, talk: Talk) -> Reply:
    """One price, or one for each category of patients, in the clinic's words."""
    _ = talk.gettext
    named = talk.catalogue.item_by_id.get(frame.one or "")
    fees = frame.fees or ()
    if named is None or not fees:
        return no_price(frame, talk)
    name = _name(named, talk)
    last = _("This is the clinic's list price. Your own price may depend on your visit.")
    if len(fees) == 1 and fees[0].category is None:
        one = _("{item} costs {price}.").format(item=name, price=_money(fees[0].amount, talk))
        return Reply(text=f"{one}\n{last}")
    lines = [
        _("{category}: {price}").format(
            category=fee.category or _("Everybody"), price=_money(fee.amount, talk)
        )
        for fee in fees
    ]
    return Reply(text=lookup.listed(_("{item} costs:").format(item=name), lines, last, talk))


def no_price(frame: Prices, talk: Talk) -> Reply:
    _ = talk.gettext
    named = talk.catalogue.item_by_id.get(frame.one or "")
    name = _name(named, talk) if named else _("That")
    text = _("{item} has no price in the clinic's list. Please ask {clinic} on {phone}.")
    return with_phone(text, talk, person_choice(talk), item=name)
