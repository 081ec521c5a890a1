"""What callers say who ask for a text, refuse one, or ask for a person; and who do none of it."""

ASKS_FOR_TEXT = """
text it again
text me again
text me
text me the link
text me the link please
please text me the link
just text me the link
just text it to me
could you text me the link again
can you text me the link?
could you text it to me
could you please text me that again
would you text me the address
will you text me the link
can you resend that
can you resend it
resend it
please resend
could you resend the link please
re-send it please
send it again
send it again please
please send it again
yes please send it again
yes, send it again
no, send it again
no can you send it again
no, please send it again
send it once more
send it one more time
send it over
send me the link
send me the link please
send me the text again
send me another text
send me that again
send me directions
send that to me again
can you send it again
can you send that again please
could you send it one more time
could you send me another one
would you send it again please
can you just send it again
go ahead and send it again
go ahead and text me
if you could send it again
if you could text me the link
you can send it again
you could text me the link
I'd like you to send it again
I want you to text me
I'd like that text
I'd like the text again
I would like the link
I want the link
I need the link again
I need that text
can I get the link again
can I have the link please
could I get that link
could I have another text
can I get a text
I'd like to get a text
can I have that texted to me
I want it sent again
I'd like the link texted to me
can it be sent again
would you mind sending it again
try sending it again
try again
try again please
yes try again
try it again
please try once more
give it another try
the link again please
another text please
that text again please
text please
I didn't get it, send it again
I didn't get it send it again
I did not get it can you send it again
it hasn't come, can you resend it?
I haven't received anything, please send it again
I don't want to talk to anyone, just text me the link
I don't want to talk to anyone just text me the link
don't put me through, text me the link
don't transfer me just text me
not now, just text me
never mind, text me the link
why can't you text me the link
can't you text me?
why not text me the link
sorry, can you text me that?
Hi, could you text me your address?
and text me the link as well
""".strip().splitlines()

DOES_NOT_ASK_FOR_TEXT = """
yes
yes got it
got it
no
not yet
nothing yet
I got the text
I got the link
I got your text, thanks
I see the text
the text arrived
the link works
I didn't ask for a text
I did not ask for the link
I never asked for a text
don't text me
dont text me
don't text me again
please don't text me
please do not send it again
do not send it again
don't send it again
don't, text me
don't send me anything
don't send me the link
no texts please
no text please
no more texts
stop texting me
stop sending me the link
I don't want a text
I don't want the link
I don't want you to text me
I don't need the text
I'd rather not get a text
I would rather you didn't text me
I can't get texts
without a text
did you send it?
did you send it
did you text me
have you sent it
have you sent the link?
you sent me a text
you said you would send a link
you texted me yesterday
when did you send it
why did you text me
why would you text me
what did you text me
what number did you text
who texted me
I'll text you
I will send you a text
I can text you
should I text you
can I text you
could I send you a text
my wife texted me
my wife will text you
text my wife
text my wife the link
I need to text my boss
send someone
can you send someone out
can you send a plumber
send me a tow truck
please send a technician
can you send me an email
send it by email
send it to my email
email it to me
mail me the form
send help
where is the link
what is the link
is the link safe
does the link work
the link is broken
I sent a text
she sends me texts all the time
I'd like to book a cleaning
could I talk to somebody?
put me through
thanks
okay
say that again
again please
can you repeat that
can you call me
can you call me again
do it
go ahead
""".strip().splitlines()

DECLINES_TEXT = """
don't text me
dont text me
don't text me please
please don't text me
do not text me
don't text me, just put me through
don't text me just put me through
don't send me anything
don't send me a text
don't send it
don't send that
don't send me the link
please do not send me any texts
no texts please
no texts
no text messages
no text please
no text, thanks
no more texts
no texting
never text me
stop texting me
stop sending me texts
I don't want a text
I don't want any texts
I don't want the link
I don't want to be texted
I don't want you to text me
I don't need a text
I don't need the link
I'd rather not get a text
I'd rather not be texted
I would not like a text
I can't get texts
I can't receive text messages
I don't do texts
I don't have texting
no need to text me
no need to send it
without texting me
instead of texting me can you put me through
can you do it without a text
I'd like to talk to someone instead of getting a text
not by text please
""".strip().splitlines()

DOES_NOT_DECLINE_TEXT = """
text me
text me the link
please text me
send it again
I'd like that text
yes
no
not yet
no text yet
no text came
no text has arrived
no message yet
I didn't get the text
I did not receive the text
I haven't got the link
I don't see the text
I don't see any text
I don't have the text
I don't have it
I can't find the link
I didn't ask for a text
it hasn't come
the text didn't come
the link does not work
did you not text me
why don't you text me
can't you text me
I don't want to talk to anyone, just text me the link
don't put me through, text me the link
I don't want to talk to a person
don't transfer me
don't send anyone
don't send a technician
I am not sure
never mind
thanks
I'd like to book a cleaning
""".strip().splitlines()

ASKS_FOR_PERSON = """
could I talk to somebody?
Could I talk to somebody
can I talk to someone
can I talk to a person
can I speak to a human
can I speak with someone
could I speak to a representative please
may I speak with the manager
I want to talk to a person
I want to talk to someone
I want to speak to a human being
I'd like to talk to a real person
I'd like to speak with somebody about my bill
I would like to speak to someone in billing
I need to talk to someone
I need to speak to a human now
I want to talk to Maria
I'd like to speak to Dr. Smith
can I talk to Maria please
can I speak with the dentist
I want to talk to my dentist
let me talk to a person
let me speak to your supervisor
speak with someone
speak to a representative
talk to a human
talk to somebody please
get me a human
get me a person
get me somebody
get me a manager
give me a human
give me a real person
real person
a real person please
human
human please
a human being
person please
representative
Representative!
representative please
operator
operator please
agent
agent please
live agent
customer service
customer service please
front desk please
manager
I want a human
I want a real person
I need a person
I need a human
I need a representative
I need somebody
I need someone to talk to
I'd like a person
I'd prefer a human
I would like a representative please
can I get a person
can I get a real person please
could I get somebody
can I have a representative
is there a person I can talk to
is there somebody I can speak with
is there a real person
is there anybody I can talk to
do you have a real person
who can I talk to about my bill
how do I talk to a person
how can I reach someone
transfer me
transfer me please
please transfer me
could you transfer me
would you transfer me to billing
transfer me to billing
transfer my call
connect me
connect me with a person
connect me to sales please
can you connect me with someone
put me through
put me through to billing
please put me through to the front desk
can you put me through to Maria?
patch me through
put me on with someone
pass me to a colleague
hand me over to a person
can I be transferred
could I be put through to sales
I'd like to be transferred
I want to be connected to someone
I'd like a transfer
can someone talk to me
can somebody speak with me please
no, I want to talk to a person
no I want a person
yes but can I also talk to somebody
don't text me, just put me through
don't text me just put me through
I don't want a text, I want to talk to a person
I don't want a text I want to talk to a person
I'm not happy, get me a manager
I'm not happy I want to speak to a manager
that's not working can I talk to someone
I can't find the link, can I talk to someone
why can't I talk to a person
can't I just talk to a person?
couldn't you put me through
why don't you put me through
don't you have a real person?
I don't want to talk to a robot
I don't want to talk to a machine
yes got it. Can I talk to someone now?
my sink is leaking and I need to speak to someone
I would rather speak to a person
I'd rather talk to a human
""".strip().splitlines()

DOES_NOT_ASK_FOR_PERSON = """
I don't want to talk to a person
I don't want to talk to anyone
I do not want to speak to anybody
I don't want to speak with a representative
I don't need to talk to anyone
I don't need a person
I don't think I want to talk to a person
I'd rather not talk to a person
I would rather not be transferred
I'd prefer not to talk to anyone
don't transfer me
dont transfer me
please don't transfer me
don't put me through
please don't put me through
please do not connect me
don't connect me to anyone
no need to transfer me
no transfer
no transfer please
no person please
no humans please
never transfer me
stop transferring me
without talking to a person
can I do it without talking to anyone
instead of talking to a person can I book online
rather than talk to someone can you text me
I can't talk to anyone right now
I cannot talk to a person now
I'm not sure I want to talk to anyone
I don't want to talk to anyone, just text me the link
I don't want to talk to anyone just text me the link
not now
no
no thanks
yes
sure
okay
hello
are you a real person?
are you a person
are you human
is this a human
is this a real person or a machine
am I talking to a person?
am I talking to a real person
am I speaking with a robot
I'm a person
I am a real person
I talked to someone yesterday
I spoke with Maria last week
I was talking to someone and we got cut off
someone told me to call
somebody hit my car
someone is coming tomorrow
do I have to talk to a person?
do I need to speak to someone
I want to talk to you
can I talk to you
can I speak with you
talk to me
I want to talk about my bill
I'd like to talk about an appointment
I want you to talk to my landlord
can you talk to my doctor
I need to talk to my wife first
let me talk to my husband
I need someone to fix my sink
I need a person to fix my roof
we need somebody to look at the car
can someone call me back
can somebody come out today
is anybody there
is anyone there?
I need a plumber
I need a lawyer
I need an insurance agent
a table for one person
how much per person
two people
transfer my prescription
I want to transfer money
can you transfer my records
connect my phone
put it through the wash
did you transfer me
why did you transfer me
before you transfer me, how long is the wait
if you transfer me I'll be upset
you transferred me before
he put me on hold
put me down for Tuesday
pass me the salt
I want to book a cleaning
I'd like an appointment
text me the link
the manager was rude
my agent told me
I'm the manager here
""".strip().splitlines()
