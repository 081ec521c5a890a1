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

    tokens ──▶ segments ──┬──▶ disfluent ──▶ named, restated ──▶ phrases ──▶ answer
                          └──▶ clauses ──▶ asking_text, asking_person ──▶ request

- ``tokens``: text to words in one spelling, cut into segments at punctuation marks.
- ``disfluent``: leaves out fillers, and words begun again.
- ``named``, ``restated``: the name, or the proposal, that the caller repeats from the question.
- ``phrases``: tables of phrases by kind, and reading words by their longest phrases. ``graph`` and
  ``automaton`` find them; ``said`` lists the kinds of an answer.
- ``clauses``: segments divided into what the caller says and what the caller refuses.
- ``asking_text``, ``asking_person``: how the words of one clause ask for a text, or for a person.

What depends on the language is data: a folder per language (``english``, ``spanish``) with a module
per reader, and ``languages``, which chooses among them. Words are in lower case and without
contractions; ``tokens`` writes them so.

Judgements are memoized (``tokens.memoized``), because one turn of a call asks for them many times.
"""
