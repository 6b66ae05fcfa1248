"""What a file is, what it hides, and how it is cleaned: bytes in, bytes out. Pure: knows no case, no table, no Django.

`looking.look` says what a file is and refuses what may not come in; `looking.findings` names what hides in it;
`looking.cleaned` writes the copy for the public; `pdf.redact` takes away what lies under a box. Everything that is
wrong with a file is `Refused(code)`; the sentences stand in `codes`.
"""
