"""The body of a request from outside, of which nobody knows how large it is."""

from aiohttp import web


async def body_of(request: web.Request, largest: int) -> bytes | None:
    """The body, or None as soon as it proves too large."""
    if (request.content_length or 0) > largest:
        return None
    body = bytearray()
    async for piece in request.content.iter_any():
        body += piece
        if len(body) > largest:
            return None
    return bytes(body)
