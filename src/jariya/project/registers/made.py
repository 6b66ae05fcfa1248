"""The things of a living installation that addresses are made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Made:
    """Things of a living installation that addresses are made of. The tests make them; each is invented."""

    question: str
    """Public id of a published question of citizen 1."""
    long_question: str
    """The same with the longest texts a form takes."""
    running: str
    """Public id of a question of citizen 1 whose text nobody has checked, at the desk of officer 1."""
    body: str
    """Slug of the body asked."""
    quiet_body: str
    """Slug of an invented body that was asked nothing."""
    other_body: str
    """Slug of a body for which citizen 1 has an unsent draft."""
    calendar: str
    unsubscribe: str
    enrolment: str
    """Tokens: of a person's calendar, of unsubscribing, of an unused link for a new official."""
    digest: str
    """Token of a digest of citizen 1."""
    official: str
    """Handle of an official whom the registrar keeps."""
    edit: int
    """Number of a proposed edit of the law."""
    template: str
    """Token of a template of answers of the ministry."""
    signing: str
    """Public id of an open request to sign, of citizen 1."""
    signed: str
    """The same, whose signature waits for its check."""
    phone_word: str
    """Word of the open request in the addresses of eGov Mobile."""
    opening: int
    """Number of a registrar's request to open the evidence of a signature."""
    appeal: str = ""
    appeal_waiting: str = ""
    """Public ids of appeals of citizen 1: answered in the state's system, and not yet handed over."""
    draft: str = ""
    """Public id of a draft programme of the ministry in discussion, of which there are two public versions."""
    draft_prepared: str = ""
    """The same of one that nobody but the ministry has seen."""
    comment: str = ""
    """Public id of a comment of citizen 1 on it, with replies and an official answer."""
    comment_hidden: str = ""
    """The same that a moderator has hidden, and that citizen 1 may appeal."""
    comment_waiting: str = ""
    """The same of citizen 2 that nobody has answered, claimed by the moderator."""
    comment_long: str = ""
    """The same with the longest text a form takes."""
    file: str = ""
    """Public id of a file of the published question that has a public copy."""
    file_name: str = ""
    """Name of that copy in its address."""
    file_marked: str = ""
    """Public id of a file of the running question that officer 1 is blackening."""
    upload: str = ""
    """Word of a file of citizen 1 that no case has."""
    budget: str = ""
    """Address of the invented oblast's budget of its last year."""
    budget_release: str = ""
    """Key of the release of its whole report, of which checks are published."""
    budget_before: str = ""
    """The same of the year before."""
    line_question: str = ""
    """Public id of an answered question of citizen 1 to the line II/82/2/905 of that budget; the ministry answered."""
    line_question_hidden: str = ""
    """The same that a moderator has hidden."""
    line_question_waiting: str = ""
    """The same that nobody has answered."""
    returned: str = ""
    """Public id of a question that was returned to citizen 1."""
    merged: str = ""
    """Public id of a question of citizen 1 that was merged with another one."""
    post: str = ""
    """Public id of a post of the ministry's head that was corrected once."""
    post_withdrawn: str = ""
    """The same that was withdrawn."""
    post_prepared: str = ""
    """The same that nobody but the ministry has seen."""
    conference: str = ""
    """Public id of an announced conference of the ministry's head, with a question."""
    conference_prepared: str = ""
    """The same that nobody but the ministry has seen."""
    survey: str = ""
    """Public id of an open survey of the ministry."""
    survey_over: str = ""
    """The same that is over, and whose figures are public."""
    filing: str = ""
    """Token of a letter that the assistant has written down for somebody."""
    filing_ready: str = ""
    """The same that was read back, with a telephone number."""
    filing_done: str = ""
    """The same that is registered, its coupon not handed over yet."""
    coupon: str = ""
    """Public id on that coupon."""
    answer_opening: str = ""
    """Token of an answer that the second assistant has opened for its asker."""
    paper_letter: str = ""
    """Public id of a letter on paper to the ministry."""
    reception: int = 0
    """Number of a reception of the ministry, on `reception_day`."""
    reception_day: str = ""
    booking: str = ""
    """Token of citizen 1's place at it."""
    together: str = ""
    """Token of a letter of many that citizen 1 has written and nobody has signed."""
    together_signed: str = ""
    """The same that citizen 3 has signed."""
    together_sent: str = ""
    """The same that was sent."""
    invitation: str = ""
    """Secret word of an invitation to an editorial office."""
    request: str = ""
    """Public id of a request of citizen 1 that was partly granted and published, and may be complained of."""
    request_running: str = ""
    """The same that waits for its clarification, at the desk of officer 1."""
    request_silent: str = ""
    """The same that nobody answered in time."""
    request_upheld: str = ""
    """The same whose refusal stands after a complaint."""
    request_batch: str = ""
    """Public id of one text of citizen 1 at two bodies."""
