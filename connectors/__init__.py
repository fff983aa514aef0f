"""The vendors' systems as typed async clients, and the few abilities that dialogs need of them."""
