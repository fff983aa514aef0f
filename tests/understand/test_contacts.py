"""How somebody can be reached, out of what they write when they are asked for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.understand.contacts import is_email, read_contact, read_phone
from dialogs.understand.said import hear

CONTACTS = {
    "07700 900101": "07700 900101",
    "it's 07700900101.": "07700900101",
    "+44 (0)7700 900-101": "+44 (0)7700 900-101",
    "0412 345 678 is my mobile": "0412 345 678",
    "my number is 020 7946 0000, thanks": "020 7946 0000",
    "sam@example.com": "sam@example.com",
    "My e-mail is Sam.Taylor+clinic@mail.example.co.uk.": "Sam.Taylor+clinic@mail.example.co.uk",
    "o'brien@example.com": "o'brien@example.com",
    "sam07700900101@example.com": "sam07700900101@example.com",
    "07700 900101 or sam@example.com": "sam@example.com",
    "12.05.1984, 07700 900101": "07700 900101",
}
NONE_OF_THEM = (
    "",
    "Taylor",
    "426909",
    "12/05/1984",
    "12.05.1984",
    "12 05 1984",
    "1984-05-12",
    "07700900101@",
    "@example.com",
    "sam at example",
    "9" * 30,
    f"{'a' * 100}@example.com",
)


@pytest.mark.parametrize(("text", "contact"), CONTACTS.items())
def test_a_contact_is_taken_as_it_was_written(text: str, contact: str) -> None:
    assert read_contact(hear(text)) == contact
    assert is_email(contact) == ("@" in contact)


@pytest.mark.parametrize("text", NONE_OF_THEM)
def test_what_nobody_can_be_reached_by_is_no_contact(text: str) -> None:
    assert read_contact(hear(text)) is None


@given(st.text(max_size=400))
def test_whatever_is_written_a_number_has_a_numbers_digits(text: str) -> None:
    found = read_phone(hear(text))
    assert found is None or 7 <= sum(c.isdigit() for c in found) <= 15
