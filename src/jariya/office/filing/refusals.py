"""Every "no" of filing for others: a stable code, what happened, what to do."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from jariya.kernel.lifecycle.refusals import Refused

WORDS: dict[str, tuple[Any, Any, int]] = {
    "filing.not_a_clerk": (
        _("You do not hold the role of an assistant in this office."),
        _("A registrar of the body can give it to you."),
        403,
    ),
    "filing.own_body": (
        _("You work in the body that is to answer, so you cannot file to it for others as an assistant."),
        _("Enter the appeal as one by word of mouth or on paper, in your own body's registry."),
        422,
    ),
    "filing.other_body": (
        _("What comes on paper or by word of mouth is entered by the body that received it."),
        _("Choose your own body, or forward the letter after it is registered."),
        422,
    ),
    "filing.not_in_this_state": (
        _("This filing has been finished or changed meanwhile."),
        _("Go back to the list: it shows where the filing stands."),
        409,
    ),
    "filing.no_phone": (
        _("No telephone number was given, so no code can be sent."),
        _("Print the text, let the person sign it, and add the scan."),
        422,
    ),
    "filing.no_scan": (
        _("The scan of the signed paper is missing."),
        _("Add a photograph or a PDF of the whole page with the signature."),
        422,
    ),
    "filing.scan_kind": (
        _("This file is neither a PDF nor a photograph."),
        _("Scan the page as PDF, JPEG or PNG and add it again."),
        422,
    ),
    "filing.account_official": (
        _("This telephone number belongs to an official's account."),
        _("The official asks by the account of their own, or gives another number."),
        422,
    ),
    "filing.account_closed": (
        _("The account of this telephone number is closed."),
        _("File without a number: the coupon on paper is then the only key to the answer."),
        422,
    ),
    "filing.day_ahead": (
        _("The stated day of receipt lies ahead."),
        _("State the day on which the letter arrived: today or earlier."),
        422,
    ),
    "filing.reason_missing": (
        _("The letter arrived on an earlier day, and no reason for the delay is given."),
        _("Write in a few words why it is entered only now: the term is counted from the day it arrived."),
        422,
    ),
    "filing.kind_unknown": (
        _("This kind of letter cannot be filed here."),
        _("Choose one of the kinds in the list."),
        422,
    ),
    "coupon.wrong": (
        _("The number and the secret word do not belong together."),
        _("Compare both with the coupon: letters O and I are never used, 0 and 1 are."),
        422,
    ),
    "coupon.wait": (
        _("Too many failed tries."),
        _("Wait a quarter of an hour and read the coupon once more."),
        429,
    ),
    "coupon.same_clerk": (
        _("You filed this letter yourself: its secret word alone does not open the answer to you."),
        _("Send a code to the person's telephone, or let another clerk print the answer."),
        403,
    ),
    "coupon.no_phone": (
        _("No telephone number stands behind this coupon."),
        _("Use the secret word printed on the coupon."),
        422,
    ),
}


def refused(code: str) -> Refused:
    """The refusal of a code."""
    title, remedy, status = WORDS[code]
    return Refused(code, title, remedy, status)
