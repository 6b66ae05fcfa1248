"""What the sections of a budget mean, in plain words. Pure."""

from __future__ import annotations

from jariya.kernel.language.catalogues import N_

SECTIONS: tuple[tuple[str, str, str], ...] = (
    ("I", N_("Revenue"), N_("Taxes, other income of the state, sale of property and transfers from other budgets.")),
    (
        "II",
        N_("Expenditure"),
        N_("What the state spends and does not get back: salaries, schools, roads, pensions, transfers down."),
    ),
    ("III", N_("Net lending"), N_("Loans given from the budget less loans paid back to it.")),
    (
        "IV",
        N_("Balance of operations with financial assets"),
        N_("Shares and other assets bought less those sold."),
    ),
    (
        "V",
        N_("Deficit (surplus)"),
        N_("Revenue less expenditure, net lending and the balance of assets. Below zero it is a deficit."),
    ),
    (
        "VI",
        N_("Non-oil deficit (surplus)"),
        N_("The deficit as it would be without what comes from oil."),
    ),
    (
        "VII",
        N_("Financing of the deficit"),
        N_("Loans taken less loans repaid, with the balances used: how the deficit was covered."),
    ),
    ("used", N_("Balances used"), N_("Money left on the accounts from earlier years and spent now.")),
    (
        "administrator",
        N_("Administrator of programmes"),
        N_("The body that plans and spends the money of a programme and answers for it."),
    ),
    (
        "group",
        N_("Functional group"),
        N_("What the money is for: education, health care, roads. One administrator may stand in several groups."),
    ),
    (
        "class",
        N_("Economic class"),
        N_("What the money turns into: current expenditure, capital expenditure, loans."),
    ),
    (
        "cumulated",
        N_("Sum from January"),
        N_("Months of a report add up: March is what happened from January to the end of March."),
    ),
)
