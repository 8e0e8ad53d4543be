"""What a sketch's money must obey: a cost plan that adds up, and the cap on the total cost."""

from __future__ import annotations

from collections.abc import Iterator

from buendnis.costs import cost_plan
from buendnis.errors import Finding
from buendnis.facts import Amounts, Figures
from buendnis.money import Cents
from buendnis.rules.justification import justified
from buendnis.rules.registry import rule
from buendnis.rules.situation import Situation
from buendnis.texts import T, Text

_STRATEGY = "Fachkräftestrategie Leine-Weser, Fortschreibung 2024, Kap. 5"
_JUSTIFY = T(
    "Give the separate justification (in the sketch, or --attach begruendung=FILE), "
    "or plan with less."
)


@rule("B6", T("There is a cost plan whose two sums are equal."), _STRATEGY, about="sketch")
def plan_adds_up(situation: Situation) -> Iterator[Finding]:
    """B6: costs and funding are given and equal, in each year and in total (004:327)."""
    sketch = situation.sketch
    if not sketch.costs and not sketch.staff:
        yield Finding(
            "B6",
            "costs",
            T("There is no cost plan."),
            T("Enter the costs (costs, staff) and who pays them (funding), year by year."),
            _STRATEGY,
        )
        return
    if not sketch.funding:
        yield Finding(
            "B6",
            "funding",
            T("The cost plan does not say who pays."),
            T("Enter the funding, year by year."),
            _STRATEGY,
        )
        return
    plan = cost_plan(sketch, situation.programme)
    yield from plan.findings
    for year in plan.years:
        cost, money = plan.cost(year), plan.money(year)
        if cost != money:
            yield Finding(
                "B6",
                "funding",
                T(
                    "In {year} the costs are {cost} and the funding {money}.",
                    year=str(year),
                    cost=cost,
                    money=money,
                ),
                T("Change the rows of {year} by {difference}.", year=str(year),
                  difference=Cents(abs(cost - money))),
                _STRATEGY,
            )  # fmt: skip
    if plan.total == 0:
        yield Finding(
            "B6",
            "costs",
            T("The cost plan has no amounts."),
            T("Enter the costs and who pays them."),
            _STRATEGY,
        )
    elif plan.total != plan.money():
        yield Finding(
            "B6",
            "funding",
            T(
                "In total the costs are {cost} and the funding {money}.",
                cost=plan.total,
                money=plan.money(),
            ),
            T("Both sums must be equal."),
            _STRATEGY,
        )


@rule("D3", T("A higher cost has its separate justification."), _STRATEGY, about="sketch")
def cap_justified(situation: Situation) -> Iterator[Finding]:
    """D3: over the cap with a grant above the reference, the justification is there (004:343)."""
    amounts = situation.amounts
    yield from cap_findings(
        amounts.total,
        amounts.grant,
        situation.figures,
        justified(situation),
    )


def needs_justification(total: int, grant: int, figures: Figures) -> bool:
    """Whether the total is over the cap and the excess would lead to a higher grant, in cents.

    The reference is the cap × the highest rate in force; an unknown rate counts as higher.
    Source: rules D1 and D2, Fachkräftestrategie Leine-Weser 2024, Kap. 5.
    """
    reference = figures.reference_grant
    return total > figures.cap and (reference is None or grant > reference)


def cap_findings(
    total: int,
    grant: int,
    figures: Figures,
    justified: bool,
    field: str = "over_cap.justification",
    remedy: Text = _JUSTIFY,
) -> Iterator[Finding]:
    """The finding of D3 for a total and a grant in cents, unless it is justified. field, remedy:
    where the justification would stand, and how it comes there."""
    if justified or not needs_justification(total, grant, figures):
        return
    reference = figures.reference_grant
    if reference is None:
        message = T(
            "The total cost {total} is over {cap}, and the highest rate of funding is not known.",
            total=Cents(total),
            cap=Cents(figures.cap),
        )
    else:
        message = T(
            "The total cost {total} is over {cap}, and the grant {grant} over {reference}.",
            total=Cents(total),
            cap=Cents(figures.cap),
            grant=Cents(grant),
            reference=Cents(reference),
        )
    yield Finding(
        "D3",
        field,
        message,
        remedy,
        f"{_STRATEGY} (D1, D2)",
    )


def cap_note(amounts: Amounts, figures: Figures) -> Iterator[Finding]:
    """The visible note where the excess over the cap is own or third-party money."""
    reference = figures.reference_grant
    if amounts.total <= figures.cap or reference is None or amounts.grant > reference:
        return
    yield Finding(
        "D3",
        "costs",
        T(
            "The total cost {total} is over {cap}; the excess is own or third-party money.",
            total=Cents(amounts.total),
            cap=Cents(figures.cap),
        ),
        T("No justification is needed. The votum needs reasons for each of the five aspects."),
        _STRATEGY,
    )
