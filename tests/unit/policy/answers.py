"""What people say when asked "Would you like me to transfer you to Scheduling?"."""

YES = """
yes
Yes.
YES!
yes please
yes, please, thank you
yes yes yes
yes sir
yes ma'am
yes I am
yes I would
yes I do
yes, I'd like that
yes go ahead
yes, you can do that
yes that's right
yes that would be great thank you so much
yes of course
yes right away please
yes, connect me
yes I think so
oh yes please
um, yes
uh yeah
yeah
yeah sure
yeah, go ahead
yeah that works
yeah that's fine
yeah I guess
yeah I guess so
yeah that'd be great
yeah okay
yep
yep, thanks
yup
yup do it
ya
sure
Sure!
sure, go ahead
sure go ahead
sure thing
sure, why not
sure, why not?
sure that's fine
sure, no problem
sure, you can
sure sure
oh sure, thanks
for sure
ok
OK.
okay
okay great
ok go ahead
okay, sure
ok yes
ok, that's fine
okey dokey
alright
all right then
alright go on then
fine
fine by me
that's fine
that's fine with me
great
great, thanks
great idea
perfect
perfect, thank you
cool
awesome
wonderful
sounds good
sounds great to me, yes
that sounds good
that sounds perfect
sounds like a plan
that works
that works for me
works for me
that'd be great
thatd be great
that would be great
that would be lovely, thank you
that would be really helpful
that'll be fine
that would help
it would be great
please
please!
please do
yes please do
please do so
oh please do
please go ahead
please and thank you
please transfer me
please put me through
please connect me to them
go ahead
go right ahead
go ahead please
go for it
go on
go on then
do it
do it please
do that
do that please
just do it
let's do it
let's do that
let's go
make it so
absolutely
absolutely, go ahead
definitely
certainly
of course
of course, thanks
by all means
indeed
totally
exactly
correct
that's correct
that's right
affirmative
agreed
gladly
you bet
uh-huh
uh huh
mhm
mm-hmm
mmhmm
if you could
if you could please
if you would
if you don't mind
if you wouldn't mind
yes if you don't mind
yes, if that's okay
if you could do that
I'd like that
I would like that very much
I'd love that
I'd love to
yes, I'd like to
I'd appreciate that
I'd really appreciate it
I would be grateful
I'm happy with that
I'm okay with that
I'm good with that
I don't see why not
I wouldn't mind that
I wouldn't mind
I don't mind, go ahead
I don't mind if you do
I do
I said yes
I already said yes
that's a yes
that's what I want
that's exactly what I need
might as well
why not
why not?
no problem, go ahead
no problem go ahead
no worries, go ahead
no objection, please do
connect me
connect me please
connect me now
put me through
put me through please
yes put me through
just put me through
transfer me
transfer me please
yeah transfer me
go ahead and transfer me
go ahead and connect me
patch me through
hand me over
could you please
could you please?
would you please?
could you put me through?
can you transfer me please?
can you please do that?
could you do that please
yes, could you please?
would you kindly transfer me
can I please speak to someone?
yes I'd like to speak to someone
I want to talk to a person
I'd like to be transferred
yes I want you to transfer me
let me talk to them
yes let me speak to a person
actually, yes please
sorry, yes
hmm, okay, yes
well, sure
I mean, yes
hey, yeah, that's fine
as soon as possible please, yes
"Sure"
that would be a lifesaver
yes please, I'm in a hurry
sure, I'll hold
so, yes
it's okay, go ahead
oh, okay
y
""".strip().splitlines()

NO = """
no
No.
NO!
nope
nah
no no
no no no
no thanks
no thanks, bye
no, bye
whatever, no thanks
transfer me later
do it tomorrow
no, thanks
no thank you
no thank you, have a great day
nope thanks
nah thanks
no ma'am
no way
no need
no need to do that
no chance
no not yet
no, not now
no, I'm good
no I'm good thanks
no, I'm fine
no, I'm all set
no, that's ok
no that's okay thank you
no it's okay
no, it's fine
no, that's fine
no, please don't
no, don't
no never mind
no I just want to book a cleaning
no I need to pay my bill first
no, I want to talk to billing
no, I would like to book a cleaning
no, what does it cost?
no, I said text me
no I don't want that
no, I'd rather stay with you
not yet
not yet please
not yet, I have another question
not just yet
not quite yet
not now
not right now
not right now thanks
not at the moment
not at this time
not today
not today thanks
not really
not really, no
not interested
not necessary
not so fast
not for now
not a chance
don't
dont
don't!
don't do that
don't do it
don't bother
don't transfer me
dont transfer me
don't connect me
don't put me through
do not transfer me
do not transfer me to that guy again
don't worry about it
please don't
please don't do that
please do not transfer me
please dont put me through
please no
I don't want to
I don't want that
I don't want to be transferred
I don't really want to
I don't need that
I don't need to
I don't think so
I don't wish to
I do not want to talk to anyone
I'd rather not
I would rather not
I'd rather you didn't
I'd prefer not to
I'd prefer not
I'd rather just talk to you
I would not like that
rather not
better not
I guess not
I think not
I suppose not
I'm afraid not
probably not
maybe not
perhaps not
maybe later
perhaps later
maybe another time
another time
some other time
next time
later
later please
later, thanks
in a minute
in a bit
hold on
hold on a second
hold on, please
hang on
hang on a minute
wait
wait!
wait a second
wait, no
please wait
one moment
one moment please
just a second
just a minute
give me a minute
one sec
let me think
let me think about it
I need to think about it
stop
stop it
never mind
nevermind
oh never mind
never
forget it
forget about it
leave it
skip it
skip that
cancel that
cancel
cancel it please
scratch that
drop it
I'm good
I'm good thanks
I'm good, thank you
I'm fine
I'm fine thanks
I'm fine for now
I'm ok
I'm okay, thanks
I'm all set
im good
all set
all set, thanks
we're good
I'll pass
I will pass
pass
hard pass
absolutely not
definitely not
certainly not
of course not
hell no
heck no
god no
I'm not interested
I'm not ready
I changed my mind
I've changed my mind
I said no
I told you no
that's a no
that won't be necessary
that's not necessary
it isn't necessary
negative
nuh-uh
uh-uh
nothing
nothing, thanks
actually no
actually, no
well, no
um no
uh, no thanks
sorry, no
oh no thank you
hmm, no
ok no
okay, no thanks
ok, not yet
all right, hold on
thanks but no thanks
thanks, but not now
yes but not yet
yes, but not now
yeah but not right now
sure, but later
sure but not today
yes, actually no
yes, actually, no thanks
yes... no, wait, not yet
yeah, no thanks
great, but no thanks
sure, maybe later
I don't know, not yet
I'm not sure, maybe later
I don't know, I'd rather not
can we not
let's not
don't you dare
no, who is Scheduling?
no, stop
I didn't ask for that
n
""".strip().splitlines()

UNCLEAR = """
um
uh
uh uh
hmm
er, well
well
so
what
what?
What's that?
sorry?
sorry, what?
pardon?
pardon me
excuse me
huh?
come again?
who
who?
who's that?
who is Scheduling?
who is that
why?
why
why would you do that
why would I want that?
where
how long will it take?
how much is it
how long is the wait
which one?
to whom?
Scheduling?
a transfer?
transfer?
yes?
Yes??
yeah?
okay?
ok?
sure?
no?
really?
yes, really?
right?
sure about what?
sure about what
are you sure?
are you sure
is that okay?
is that ok
is that a yes
is it okay if I stay
would that be great
would that be free?
you sure?
could you
can you?
can I?
do I have to?
should I say yes
what if I say yes
do you know if yes means I am charged
does yes mean I pay
what happens if I say yes?
yes or no?
yes/no
yes no
yes, no
no yes
no, yes
no wait yes
no, I mean yes
no, go ahead
no go ahead
no, please do
no, sure
no okay
no no go ahead
yeah no
yeah, no
yeah nah
no yeah
nah yeah
yeah, right
yeah right
not sure
I'm not sure
i am not sure about that
im not sure
I'm not really sure
not certain
unsure
make sure
make sure you get my name right
to be sure
I'm not sure yes is the right answer
I don't know
i dont know
dunno
I have no idea
no idea
no clue
no comment
maybe
maybe yes
perhaps
possibly
probably
depends
it depends
that depends
I guess
I suppose
I might
whatever
up to you
whatever you think
if you want
if you like
if possible
that's ok
that's okay
that's okay, thanks
that's alright
it's okay
it's fine
all good
no problem
no worries
no rush
no matter
no doubt
I don't mind
not at all
I do not understand
I don't understand the question
I can't hear you
I didn't catch that
say that again
can you repeat that
could you say that again please
yes if it's free
yes, if it's free
yes, if it doesn't cost anything
only if it's free
only if she speaks Spanish
sure, as long as it's quick
yes unless it takes long
yes when I'm done here
yes after you text me
yes, but
yes but first tell me the price
yes but what does it cost
yes I heard you, but what does it cost?
yes I heard you
yes, I hear you
yes I have a question
yes. How much is it?
yes, what are your hours?
yes, is that Maria?
okay but who is that
ok so here's my problem with the invoice I got last week
okay so I have this leak under my sink
ok what are my options
okay let me explain
right
right now I need my bill
the right number is four one five
right, so about the invoice
my wife said yes
my husband would say yes
she said sure
he told me okay
they said go ahead and call
my doctor said it was fine
everybody says yes
the answer is yes she said
"yes" is what my boss said
I never said yes
I did not say yes
I can't say yes
don't take that as a yes, okay
that is not a yes
not a yes
I said maybe
great question
good question
good
good morning
hello
hello?
hi there
are you there?
is anybody there
are you a robot
am I talking to a machine?
thank you
thanks
thanks a lot
bye
okay bye
ok, goodbye
okay, have a good day
okay so
ok well
okay, um
yes, uh, so
yeah don't worry
yeah whatever
yes not at all
I got it
got it
it arrived
I'd like to book a cleaning
I'd like an appointment
my sink is leaking and the floor is wet and I am sure it will get worse
sure enough the car broke down again yesterday
I was absolutely furious when I got the bill
of course the bill is wrong
definitely a problem with the boiler
fine print says otherwise
the fine was forty dollars
great weather today
please tell me the price
please text me the link
please explain
go away
go back
do you have parking
do I need to bring anything
do it yourself kits
I do not know what that is
I would but I can't
I would if I could
my card is not yet active
the plumber said he would come later
connect me to billing
connect me to Maria
put me through to the police
transfer me to someone else
I want to talk to Maria
can I speak to billing?
could you transfer me to Bob
I want to talk to my lawyer
transfer my prescription
transfer the money
can you call me back
text me instead
just text me the link
what about a text
one
two
1
42
1 2 3
oui
???
!!!
...

""".strip("\n").splitlines()
