"""What a patient can do in every state: cancel, back, change, repeat, help, start again."""

from collections.abc import Awaitable, Callable

from dialogs import wording
from dialogs.table import Ask
from dialogs.walk import Live, Walk

# A day is changed where the time is asked.
_CALLED = {"day": "time"}

SaysAgain = Callable[[str], Awaitable[None]]


async def repair(walk: Walk, kind: str, what: str | None, again: SaysAgain) -> None:
    """Do what was asked; `again` says something and the current question behind it."""
    match kind:
        case "cancel":
            await _cancel(walk, again)
        case "restart":
            walk.leave_all()
            await walk.go()
        case "back":
            await _back(walk, again)
        case "change":
            await _change(walk, what, again)
        case "help":
            await again(wording.help_text(walk.talk))
        case _:
            await walk.again()


async def _cancel(walk: Walk, again: SaysAgain) -> None:
    if len(walk.stack) == 1:
        await again(wording.nothing_to_stop(walk.talk))
        return
    walk.leave_all()
    menu = walk.top.question
    choices = menu.say(walk.top.frame, walk.talk).choices if menu else ()
    walk.say(wording.stopped(walk.talk).model_copy(update={"choices": choices}))


async def _back(walk: Walk, again: SaysAgain) -> None:
    """Forget the last answer and ask for it anew; from a dialog's first question, its caller's."""
    depth = len(walk.stack) - 1
    while depth > 0 and not walk.stack[depth].trail:
        depth -= 1
    if depth == 0:
        await again(wording.nothing_before(walk.talk))
        return
    del walk.stack[depth + 1 :]
    await ask_anew(walk, walk.top.trail[-1])


async def ask_anew(walk: Walk, step_id: str) -> None:
    """Forget what a question filled, wherever it is in the stack, and ask it again."""
    for depth in range(len(walk.stack) - 1, 0, -1):
        live = walk.stack[depth]
        step = live.dialog.by_id.get(step_id)
        if isinstance(step, Ask):
            del walk.stack[depth + 1 :]
            live.trail = [past for past in live.trail if past != step_id]
            live.forget(step.fills)
            stale = live.expire(walk.now)
            # What the question shows must be found out first where it is not known any more.
            rests_on = [
                fact for fact, rest in live.frame.drops.items() if set(rest) & set(step.fills)
            ]
            lacks = any(not live.frame.knows((fact,)) for fact in rests_on)
            await walk.go(None if stale or lacks else step_id, asking=step_id)
            return
    await walk.again()


def _changeable(walk: Walk) -> list[tuple[Live, Ask]]:
    """The questions whose answers are known, of this dialog and of those that wait for it."""
    return [
        (live, step)
        for live in walk.stack[1:]
        for step in live.dialog.questions()
        if step.called and live.frame.knows(step.fills)
    ]


async def _change(walk: Walk, what: str | None, again: SaysAgain) -> None:
    known = _changeable(walk)
    named = [
        step.id
        for live in walk.stack[1:]
        for step in live.dialog.questions()
        if what is not None and step.called == _CALLED.get(what, what)
    ]
    if named:
        await ask_anew(walk, named[-1])
    elif known:
        # What two dialogs have both asked for is one thing to the patient.
        called = {step.id: step.called or "" for _, step in known}
        walk.say_aside(wording.change_what(walk.talk, tuple(called.items())))
    else:
        await again(wording.nothing_to_change(walk.talk))
