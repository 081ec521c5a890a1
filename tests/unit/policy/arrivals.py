"""What people say when asked "Did the text arrive?"."""

HERE = """
yes
yes got it
Yes, got it
yes I got it
Yep
yeah
yes thanks
yes thank you
yes, thank you very much
uh-huh
got it
got it thanks
Got it!
I got it
I've got it
I just got it
just got it
I received it
received
it's here
it is here now
it's here, thank you
it arrived
it has arrived
it just arrived
it just came
it just came in
it did
it did, thanks
it came
it came through
just came through
came through
came through just now
I see it
I can see it
yes I see it
I see the text
I have it
I have the link
I got the text
I got your message
I got the link, thanks
yes I got a text
yes the link came through
the text arrived
the text is here
the message came through
there it is
here it is
oh there it is
not yet... oh wait, there it is
no, wait, it just came in
no I got it
no it's here
yes it's here
yes I did
yes it did
sure did
I think so
yes, I think so
Yes got it, could I talk to somebody?
yes got it can I talk to someone
yes, but can I also talk to somebody?
yes and can you also put me through
got it, now I have another question
my phone just buzzed
looking at it now
I'm looking at it
okay got it
ok yes
great, got it
mhm
correct
absolutely
perfect, it's here
""".strip().splitlines()

MISSING = """
no
nope
nah
no sorry
no, nothing
no, not yet
not yet
Not yet.
not yet, no
no not yet
nothing
nothing yet
nothing here
nothing so far
nothing has arrived
nothing came through
still nothing
still waiting
I'm still waiting
I'm still waiting for it
no text
no text yet
no message
no sign of it
no text came through
I don't see it
I dont see it
I don't see anything
I don't see a text
I don't see any text yet
I can't see it
I can't find it
I do not have it
I don't have it
I don't have it yet
didn't get it
didnt get it
I didn't get it
I didn't get anything
I didn't get the text
I did not receive it
I did not receive the message
I haven't received anything
I haven't got it
I haven't got it yet
I haven't gotten anything yet
haven't received anything
haven't seen it
it hasn't come
it hasn't come yet
it hasn't come through
it hasn't arrived
it hasn't arrived yet
it didn't come
it didn't arrive
it didn't come through
it did not
it hasn't
it isn't here
it's not here
it's not there
it's not here yet
it never came
it never arrived
I never got it
never got it
never came
the text hasn't come
the text didn't arrive
the link never arrived
the message isn't here
I don't think so
I don't think it did
I don't think I got it
I don't think it came through
not that I can see
not so far
no it didn't
no, it hasn't
no I didn't
no I haven't
no can you send it again
no, please send it again
no, can I just talk to someone
not yet, but can you put me through?
nope, nothing
uh-uh
actually no
um, no
yes, no, nothing came
it's missing
""".strip().splitlines()

UNCLEAR = """
um
what
what?
what text?
which text?
who is this
sorry?
hello?
okay
thanks
great
let me check
let me look
hold on
hang on
one second
one moment, let me see
I'm checking
wait
I don't know
I'm not sure
not sure
maybe
no idea
did it?
did you send it?
got it?
yes?
is it here?
did it arrive?
should it be here by now
what number did you send it to
how long does it take
where would I see it
I'd like to book a cleaning
can I talk to somebody?
could I talk to somebody
I have a question about my bill
please text me
don't text me
I don't want a text
I don't need it
I didn't ask for a text
I can't hear you
I don't understand
no problem
no worries
yes no
my dog got it
I need to know if you got it
does it come with a receipt
42
""".strip().splitlines()
