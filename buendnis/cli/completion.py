"""`completion SHELL`: what a shell needs to complete our commands."""

from __future__ import annotations

import click

from buendnis.cli.invocation import Invocation
from buendnis.cli.options import argument, command
from buendnis.cli.output import Output, Plain
from buendnis.texts import T

SHELLS = ("bash", "zsh", "fish", "powershell")

_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName buendnis -ScriptBlock {
    param($word, $line, $position)
    $env:_BUENDNIS_COMPLETE = "bash_complete"
    $env:COMP_WORDS = $line.ToString()
    $env:COMP_CWORD = $line.CommandElements.Count - [int]($word -ne "")
    buendnis | ForEach-Object {
        $kind, $value = $_ -split ",", 2
        [System.Management.Automation.CompletionResult]::new($value)
    }
    Remove-Item Env:_BUENDNIS_COMPLETE, Env:COMP_WORDS, Env:COMP_CWORD
}"""


@command(
    T("Print the completion for a shell."),
    examples=(
        'eval "$(buendnis completion bash)"',
        'eval "$(buendnis completion zsh)"',
        "buendnis completion fish | source",
        "buendnis completion powershell | Out-String | Invoke-Expression",
    ),
    more=(T("Put the line for your shell into its start-up file (for PowerShell: $PROFILE)."),),
)
@argument("shell", T("bash, zsh, fish or powershell."), type=click.Choice(SHELLS))
def completion(call: Invocation, shell: str) -> Output:
    """The script for one shell, as text or as `{"shell", "script"}`."""
    script = _POWERSHELL if shell == "powershell" else _from_click(shell)
    return Output({"shell": shell, "script": script}, (Plain(script.strip()),))


def _from_click(shell: str) -> str:
    from click.shell_completion import get_completion_class

    from buendnis.cli.main import program

    found = get_completion_class(shell)
    assert found is not None
    completer = found(program, {}, "buendnis", "_BUENDNIS_COMPLETE")
    # Click's own `source` for bash starts a shell to see its version; the template needs none.
    return completer.source_template % completer.source_vars()
