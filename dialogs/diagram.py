"""Draws a dialog's table as a Mermaid diagram, so that the picture cannot differ from the code."""

from dialogs.table import Ask, Branch, Dialog, Do, End, Run, Step, edges_of


def mermaid(dialog: Dialog) -> str:
    """The whole table: questions rounded, work in boxes, choices as rhombs, ends as circles."""
    lines = ["flowchart TD"]
    lines += [f"    {_box(step)}" for step in dialog.steps]
    for step in dialog.steps:
        targets: dict[str, list[str]] = {}
        for outcome, target in edges_of(step).items():
            targets.setdefault(target, []).append(outcome.replace("_", " "))
        for target, outcomes in targets.items():
            label = "" if outcomes == ["then"] else f"|{', '.join(outcomes)}|"
            lines.append(f"    {step.id} -->{label} {target}_")
    return "\n".join(lines).replace("_\n", "\n").removesuffix("_") + "\n"


def _box(step: Step) -> str:
    text = step.id.replace("_", " ")
    match step:
        case Ask():
            return f"{step.id}([{text}?])"
        case Do():
            return f"{step.id}[[{text}]]" if step.commits else f"{step.id}[{text}]"
        case Branch():
            return f"{step.id}{{{text}}}"
        case Run():
            return f"{step.id}[/{text}: {step.dialog}/]"
        case End():
            return f"{step.id}(({text}))"
