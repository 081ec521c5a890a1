"""What a caller's words mean, read by rules: pure functions of one utterance that never raise.

Two modules answer questions:

- ``answer``: is this a yes or a no to what was asked (``answer``)? Did the text arrive
  (``arrival``)? Answers are read strictly: a yes needs every phrase to be part of one.
- ``request``: does the caller ask for a text, decline one, or ask for a person? One clause that
  does is enough.

Four modules read what a caller says beside the conversation, in English and Spanish:
``opting_out``, ``emergency``, ``recording`` and ``goodbye``. Each is a grammar over whole sentences
(``sentences``), with the words that take a phrase back.

The others are what the first two are made of, in the order in which an utterance passes through::

    tokens ──▶ segments ──┬──▶ phrases ──▶ answer
                          └──▶ clauses ──▶ asking_text, asking_person ──▶ request

- ``tokens``: text to words in one spelling, cut into segments at punctuation marks.
- ``phrases``: tables of phrases by kind, and reading words by their longest phrases. The tables of
  ``answer`` are in ``yes_no_phrases`` and ``arrival_phrases``.
- ``clauses``: segments divided into what the caller says and what the caller refuses.
- ``asking_text``, ``asking_person``: how the words of one clause ask for a text, or for a person.

Judgements are memoized (``tokens.memoized``), because one turn of a call asks for them many times.
"""
