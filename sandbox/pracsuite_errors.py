"""How PracSuite refuses: its statuses and bodies (contract §2, Errors)."""

import random
import uuid
from dataclasses import dataclass
from http import HTTPStatus

from aiohttp import web

from sandbox.serving import Answer

Faulty = tuple[str, str]  # a field of the body, and what is wrong with it

_TITLES = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    409: "Conflict",
    422: "Unprocessable Entity",
    500: "Internal Server Error",
}


class ProblemError(Exception):
    """The request is answered with this instead of a result."""

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        *,
        validation: tuple[Faulty, ...] = (),
        says: int | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.validation = validation
        self.says = says or status  # the status that the body claims


def params(detail: str) -> ProblemError:
    return ProblemError(400, "INVALID_PARAMS", detail)


def not_found(resource: str, id_: object) -> ProblemError:
    return ProblemError(404, "NOT_FOUND", f"Could not find {resource} with ID {id_}")


def body(*validation: Faulty) -> ProblemError:
    return ProblemError(422, "INVALID_BODY", "The request body is invalid.", validation=validation)


def conflict() -> ProblemError:
    return ProblemError(409, "RESERVE_APPOINTMENT_CONFLICT", "This appointment slot is taken.")


def unauthorized() -> ProblemError:
    # contract §2: the sample body of a 401 says 403
    return ProblemError(401, "UNAUTHORIZED", "Access could not be verified.", says=403)


def missing_token() -> ProblemError:
    return ProblemError(
        403,
        "MISSING_AUTHENTICATION_TOKEN",
        "The token is missing or the requested endpoint does not exist.",
    )


@dataclass
class Errors:
    """Writes what goes wrong as the vendor does; `titles` as early revisions did."""

    titles: bool = False

    def __post_init__(self) -> None:
        """Begin the numbers of requests."""
        self._chance = random.Random(1)  # noqa: S311 - repeatable

    def answer(self, problem: ProblemError) -> Answer:
        error: dict[str, object] = {
            "status": problem.says,
            "code": problem.code,
            "detail": problem.detail,
        }
        if self.titles:
            error["title"] = _TITLES[problem.status]
        if problem.validation:
            error["validation"] = [
                {"field": field, "message": message} for field, message in problem.validation
            ]
        return Answer({"error": error, "request_id": self._request_id()}, problem.status)

    def broken(self, status: int) -> web.Response:
        """A failure of the server: documented for 500 alone, by a gateway before it otherwise."""
        if status != HTTPStatus.INTERNAL_SERVER_ERROR:
            return web.json_response({"message": HTTPStatus(status).phrase}, status=status)
        request_id = self._request_id()
        detail = f"Please try again in a few minutes, or contact us with {request_id}."
        error = {"status": status, "code": "SERVER_ERROR", "detail": detail}
        return web.json_response({"error": error, "request_id": request_id}, status=status)

    def _request_id(self) -> str:
        return str(uuid.UUID(int=self._chance.getrandbits(128), version=4))
