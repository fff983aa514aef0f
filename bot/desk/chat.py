"""Telling staff in a chat of theirs, with the clinic's own bot."""

from dataclasses import dataclass
from datetime import timedelta

from bot.channels.protocol import TellsStaff
from bot.desk.wording import Notice


@dataclass
class StaffChat:
    """One chat; what is said in it is read by all who are in it."""

    channel: TellsStaff
    chat: int
    name: str = "telegram"
    # Telegram takes twenty messages a minute in a group.
    gap: timedelta = timedelta(seconds=10)

    async def tell(self, notice: Notice) -> None:
        """Send the message; raises DeliveryError."""
        await self.channel.tell_staff(self.chat, notice.text)
