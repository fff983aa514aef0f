"""PracSuite's patients: found, read, written down, with who pays and who belongs to them."""

from collections.abc import Sequence
from typing import Final

from pydantic import TypeAdapter

from connectors.answers import unreadable
from connectors.budget import Use
from connectors.exchange import Call
from connectors.pracsuite.bodies import CreatePatient, EditPatient, body
from connectors.pracsuite.filters import Filter
from connectors.pracsuite.paging import MOST_PAGES, Asked, Listing, Lists, same
from connectors.pracsuite.requests import Requests
from connectors.pracsuite.wire_patients import Account, Contact, Patient, Pronoun, Sex

_PATIENTS: Final = Listing(
    "patients",
    "clients",
    Patient,
    (
        "first_name",
        "surname",
        "preferred_name",
        "email",
        "home_phone",
        "work_phone",
        "mobile",
        "phone",
        "date_of_birth",
        "file_created",
        "archived",
        "updated",
        "status",
        "email_marketing_type",
        "sms_marketing_type",
    ),
    ("client_id", "first_name", "surname", "file_created"),
)
_ACCOUNTS: Final = Listing(
    "accounts",
    "accounts",
    Account,
    ("created", "updated", "email", "phone", "short_description"),
)
_CONTACTS: Final = Listing(
    "contacts",
    "patient_contacts",
    Contact,
    (
        "client_id",
        "first_name",
        "surname",
        "email",
        "home_phone",
        "work_phone",
        "mobile",
        "fax",
        "phone",
        "archive",
    ),
)
_SEXES: Final = Listing("sexes", "sexes", Sex)
_PRONOUNS: Final = Listing("pronouns", "pronouns", Pronoun)

_PATIENT: Final = TypeAdapter(Patient)
_ACCOUNT: Final = TypeAdapter(Account)
_CONTACT: Final = TypeAdapter(Contact)


class Patients:
    """PracSuite calls them clients."""

    def __init__(self, requests: Requests, lists: Lists) -> None:
        self._requests = requests
        self._lists = lists

    async def found(
        self,
        where: Sequence[Filter],
        *,
        use: Use,
        browser: str = "",
        sort: Sequence[str] = (),
        most_pages: int = MOST_PAGES,
    ) -> list[Patient]:
        """Patients: everybody who fits; whether the inactive are among them is not told."""
        asked = Asked("/patient", use, browser, where=where, sort=sort, most_pages=most_pages)
        return await self._lists.whole(_PATIENTS, asked)

    async def one(self, client_id: int, *, use: Use, browser: str = "") -> Patient:
        """Patients; raises NotFound."""
        path = f"/patient/{client_id}"
        call = Call("patient", "GET", path, use, of_a_record=True, browser=browser)
        return _of(call, client_id, await self._requests.read(call, _PATIENT))

    async def create(
        self, new: CreatePatient, *, use: Use = Use.BOOK, browser: str = ""
    ) -> Patient:
        """Patients: write somebody down; whether they are known already is not looked for."""
        call = Call(
            "patient_create", "POST", "/patient", use, body=body(new), writes=True, browser=browser
        )
        return await self._requests.read(call, _PATIENT)

    async def edit(self, client_id: int, changes: EditPatient, *, use: Use) -> Patient:
        """Patients: only what is different; raises NotFound."""
        call = Call(
            "patient_edit",
            "PATCH",
            f"/patient/{client_id}",
            use,
            body=body(changes),
            writes=True,
            of_a_record=True,
        )
        return _of(call, client_id, await self._requests.read(call, _PATIENT))

    async def accounts(
        self, client_id: int, *, use: Use, where: Sequence[Filter] = ()
    ) -> list[Account]:
        """Patients: who pays for one."""
        fits = same("client_id", client_id)
        path = f"/patient/{client_id}/account"
        asked = Asked(path, use, where=where, fits=fits, of_a_record=True)
        return await self._lists.whole(_ACCOUNTS, asked)

    async def account(self, client_id: int, account_id: int, *, use: Use) -> Account:
        """Patients: one account of theirs; raises NotFound."""
        path = f"/patient/{client_id}/account/{account_id}"
        call = Call("account", "GET", path, use, of_a_record=True)
        found = await self._requests.read(call, _ACCOUNT)
        if found.client_id not in (None, client_id):
            raise unreadable(call, "of another patient")
        return found

    async def contacts(self, *, use: Use, where: Sequence[Filter] = ()) -> list[Contact]:
        """Patients: who belongs to them."""
        return await self._lists.whole(_CONTACTS, Asked("/patient_contact", use, where=where))

    async def contact(self, contact_id: int, *, use: Use) -> Contact:
        """Patients: one contact; raises NotFound."""
        path = f"/patient_contact/{contact_id}"
        call = Call("contact", "GET", path, use, of_a_record=True)
        return await self._requests.read(call, _CONTACT)

    async def sexes(self, *, use: Use = Use.CATALOGUE) -> list[Sex]:
        """Catalogue: what may be said of a patient."""
        return await self._lists.whole(_SEXES, Asked("/sex", use))

    async def pronouns(self, *, use: Use = Use.CATALOGUE) -> list[Pronoun]:
        """Catalogue: how a patient may be spoken of."""
        return await self._lists.whole(_PRONOUNS, Asked("/pronoun", use))


def _of(call: Call, asked: int, told: Patient) -> Patient:
    if told.client_id != asked:
        raise unreadable(call, "another patient")
    return told
