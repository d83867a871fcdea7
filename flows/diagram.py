"""The flow as a Mermaid state diagram, drawn from the machine's table."""

from __future__ import annotations

from flows.machine import BESIDE, FORWARD, METHOD

_ENTERED = {"check": "asked for"}
"""How a step beside the conversation is entered, where it isn't by what was said."""


def mermaid() -> str:
    """The diagram. A test fails when the README's copy differs from it."""
    lines = ["stateDiagram-v2", "    [*] --> welcome"]
    for start, end, when in FORWARD:
        condition = f": {when.__name__.replace('_', ' ')}" if when else ""
        lines.append(f"    {start} --> {end}{condition}")
    lines += [f"    any_step --> {step}: {_ENTERED.get(step, 'heard')} anywhere" for step in reversed(BESIDE)]
    lines += [f"    {step} --> any_step: resumes where the person was" for step in reversed(BESIDE)]
    lines.append("    classDef method font-weight:bold")
    lines.append(f"    class {','.join(METHOD)} method")
    return "\n".join(lines) + "\n"
