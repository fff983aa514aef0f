"""Refuses a dialog that could leave a patient stuck, when it is loaded and not when it happens."""

from collections.abc import Iterable, Mapping

from dialogs.table import LACKING, Ask, Branch, Dialog, Do, End, Run, Step, edges_of


class UnsoundDialog(Exception):
    """A dialog's table is wrong; the text lists every fault that was found."""


def check(dialogs: Mapping[str, Dialog]) -> None:
    """Raise UnsoundDialog unless every table is sound and every dialog that is run exists."""
    faults = [
        f"{dialog.id}: {fault}"
        for dialog in dialogs.values()
        for fault in faults_of(dialog, dialogs)
    ]
    if faults:
        raise UnsoundDialog("\n".join(faults))


def faults_of(dialog: Dialog, dialogs: Mapping[str, Dialog]) -> list[str]:
    """Every way in which a table is unsound, each in one sentence."""
    return [
        *_names(dialog),
        *_ways(dialog),
        *_work(dialog),
        *_facts(dialog),
        *_runs(dialog, dialogs),
    ]


def _names(dialog: Dialog) -> Iterable[str]:
    if len(dialog.by_id) != len(dialog.steps):
        yield "two steps have the same id"
    for step in dialog.steps:
        for outcome, target in edges_of(step).items():
            if target not in dialog.by_id:
                yield f"{step.id} leads to {target} ({outcome}), which does not exist"
        if not edges_of(step) and not isinstance(step, End) and not dialog.quiet:
            yield f"{step.id} leads nowhere"


def _reached(dialog: Dialog, start: str, *, past_questions: bool = True) -> set[str]:
    found: set[str] = set()
    waiting = [start]
    while waiting:
        step = dialog.by_id.get(waiting.pop())
        if step is None or step.id in found:
            continue
        found.add(step.id)
        if past_questions or not isinstance(step, Ask):
            waiting.extend(edges_of(step).values())
    return found


def _ways(dialog: Dialog) -> Iterable[str]:
    # A question that can be heard anywhere, or asked anew by its name, needs no edge to it.
    starts = [dialog.steps[0].id, *(q.id for q in dialog.questions() if q.anywhere or q.called)]
    reached = set().union(*(_reached(dialog, start) for start in starts))
    for step in dialog.steps:
        if step.id not in reached:
            yield f"{step.id} cannot be reached"
        ends = any(isinstance(dialog.by_id[id_], End) for id_ in _reached(dialog, step.id))
        if not ends and not dialog.quiet:
            yield f"{step.id} has no way to an end"
        if not isinstance(step, Ask) and _circles(dialog, step):
            yield f"{step.id} is on a loop without a question in it"


def _circles(dialog: Dialog, step: Step) -> bool:
    return any(
        step.id in _reached(dialog, target, past_questions=False)
        for target in edges_of(step).values()
    )


def _work(dialog: Dialog) -> Iterable[str]:
    for step in dialog.steps:
        if isinstance(step, Do):
            if "unavailable" not in step.edges:
                yield f"{step.id} does not say what happens when the system is unavailable"
            if step.commits and "unsure" not in step.edges:
                yield f"{step.id} commits and does not say what happens when its outcome is unknown"
            if step.commits and "refused" not in step.edges:
                yield f"{step.id} commits and does not say what happens when it is refused"
        if isinstance(step, Branch) and len(step.edges) < 2:  # noqa: PLR2004 - or it is no choice
            yield f"{step.id} is a branch with one way"


def _facts(dialog: Dialog) -> Iterable[str]:
    fields = dialog.frame.model_fields
    rests = {fact for rest in dialog.frame.drops.values() for fact in rest}
    used = {
        fact
        for step in dialog.steps
        for fact in (step.gives if isinstance(step, End) else getattr(step, "fills", ()))
    }
    for fact in sorted({*dialog.frame.drops, *rests, *dialog.frame.keeps, *used}):
        if fact not in fields:
            yield f"the frame has no {fact}"
    for question in dialog.questions():
        if question.anywhere and not question.fills:
            yield f"{question.id} is heard anywhere but fills nothing"


def _runs(dialog: Dialog, dialogs: Mapping[str, Dialog]) -> Iterable[str]:
    for step in dialog.steps:
        if not isinstance(step, Run):
            continue
        other = dialogs.get(step.dialog)
        if other is None and step.optional:
            continue
        if other is None:
            yield f"{step.id} runs {step.dialog}, which does not exist"
            continue
        ends = {end.outcome for end in other.steps if isinstance(end, End)}
        if ends != set(step.edges) - {LACKING}:
            yield f"{step.id} has edges for {sorted(step.edges)}, {other.id} ends {sorted(ends)}"
