# ruff: noqa: E501  sentences of a table stand on one line each
"""The table of all checks: what each is called, what it says, why. Read it to know what is looked at. Pure."""

from __future__ import annotations

from jariya.kernel.language.catalogues import N_
from jariya.portals.budgets.checks import codes, crosscuts, identities, months, sums
from jariya.portals.budgets.checks.common import Check, Finding, Report, Result

CHECKS: tuple[Check, ...] = (
    Check(
        "tree_sum",
        N_("A total is the sum of its parts"),
        N_("At every node the amount equals the sum of the rows under it, with their signs; 1 thousand tenge is left for rounding."),
        N_("Loans paid back, assets sold and loans repaid count against their section; the balances used count in the financing of the deficit. If the sum is another, a row is missing, stands twice or is wrong."),
        sums.tree_sum,
    ),
    Check(
        "zero_column",
        N_("No zero beside a total"),
        N_("Where the total is not zero its parts are not all zero, and where the parts make a sum the total is not zero."),
        N_("The report writes amounts it does not have as 0.0. They are shown as not given: not known is not zero."),
        sums.zero_column,
    ),
    Check(
        "zero_month",
        N_("No column of zeros"),
        N_("An amount that other months of the year give is not zero in every row of a month in which money was paid."),
        N_("The column was not filled in for this month."),
        sums.zero_month,
    ),
    Check(
        "share_of_plan",
        N_("The share of the plan of payments"),
        N_("The printed percentage equals paid / plan of payments × 100, to 0.01 of a point."),
        N_("If it does not, one of the two amounts or the percentage was changed, or columns were exchanged."),
        identities.share_of_plan,
    ),
    Check(
        "share_of_year",
        N_("The share of the plan of the year"),
        N_("The printed percentage equals paid / adjusted plan × 100, to 0.01 of a point."),
        N_("If it does not, one of the two amounts or the percentage was changed, or columns were exchanged."),
        identities.share_of_year,
    ),
    Check(
        "unpaid",
        N_("Unpaid obligations"),
        N_("Unpaid obligations equal obligations taken on less what was paid. Rows without obligations, such as revenue, are left out."),
        N_("If they do not, the row mixes amounts of different kinds."),
        identities.unpaid,
    ),
    Check(
        "deficit",
        N_("Deficit: V = I − II − III − IV"),
        N_("The deficit equals revenue less expenditure, net lending and the balance of financial assets."),
        N_("It is the definition of the deficit in the form of the report."),
        identities.deficit,
    ),
    Check(
        "financing",
        N_("Financing: VII = −V"),
        N_("The financing of the deficit equals the deficit with the other sign."),
        N_("What is missing is borrowed or taken from balances, to the tenge."),
        identities.financing,
    ),
    Check(
        "balances",
        N_("Balances used"),
        N_("The balances used equal those at the start of the year less those at the end of the period."),
        N_("If they do not, money came or went outside the report."),
        identities.balances,
    ),
    Check(
        "section_missing",
        N_("All sections are there"),
        N_("The report has revenue, expenditure, net lending, the deficit, its financing and the balances used."),
        N_("Without the section the balance of the whole budget cannot be followed."),
        identities.sections_there,
    ),
    Check(
        "section_named",
        N_("Sections bear their names"),
        N_("No section is called by the name of another one."),
        N_("Two rows bear one name; the numeral and the code say which is which. Who reads by names counts the wrong row."),
        identities.sections_named,
    ),
    Check(
        "crosscuts_agree",
        N_("The cuts agree"),
        N_("One month has one total by functions, by administrators, by economic classes and in the full report, where it is expenditure, loans given, assets bought and loans repaid."),
        N_("The cuts divide the same money in different ways. If they differ, one of the reports lacks rows or is of another day."),
        crosscuts.crosscuts_agree,
    ),
    Check(
        "crosscut_rows",
        N_("The cuts agree row by row"),
        N_("A function, or an administrator, has the same amounts in its own cut and in the full report, where they are summed over expenditure, loans given, assets bought and loans repaid."),
        N_("It shows in which rows the cuts part, even where the differences cancel out in the total. One of the reports lacks a row, or moved money to another."),
        crosscuts.crosscut_rows,
    ),
    Check(
        "payments_grow",
        N_("Payments only grow"),
        N_("What was paid and what was taken on since January does not become less from one month to the next, in expenditure as a whole and in its functional groups."),
        N_("Months are sums from January. A fall is money paid back to the budget, or a correction nobody named."),
        months.payments_grow,
    ),
    Check(
        "approved_stays",
        N_("What was approved stays"),
        N_("The approved total of expenditure is the same in every month of a year."),
        N_("What is changed later belongs into the column of the revised budget. If the approved one moves, the report was made from another edition."),
        months.approved_stays,
    ),
    Check(
        "missing_month",
        N_("No month is missing"),
        N_("From January to the last month of the report there is a table for each."),
        N_("The month was not published, or was lost on the way."),
        months.missing_month,
    ),
    Check(
        "unknown_code",
        N_("Codes are known"),
        N_("Every code stands in the classifier in force. Looked at only where a classifier is loaded."),
        N_("The code is mistyped, or the classifier changed."),
        codes.unknown_code,
    ),
)  # fmt: skip
BY_KEY = {one.key: one for one in CHECKS}


def check(key: str) -> Check:
    """A check by its key. KeyError for an unknown one."""
    return BY_KEY[key]


def run(report: Report) -> tuple[list[Finding], dict[str, int]]:
    """All findings, the largest money first, and how often each check looked."""
    findings: list[Finding] = []
    tested: dict[str, int] = {}
    for one in CHECKS:
        result: Result = one.look(report)
        findings += result.findings
        tested[one.key] = result.tested
    return sorted(findings, key=lambda finding: finding.order), tested
