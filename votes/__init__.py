"""How a body decides: roster, by-laws, ballots, recusal, tally.

This package knows the standard library, msgspec, whose structs are its records, and at one door
(`votes.signatures`) the library for signatures: no database, no command line, no funding. What it
has to say to people comes as a code with values; the English sentences stand beside the codes
(`votes.problems.SENTENCES`, `votes.derivation.SENTENCES`), so that a catalogue can
translate them.
"""
