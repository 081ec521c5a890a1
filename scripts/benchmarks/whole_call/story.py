"""The call that every system carries out: a text, a transfer that the caller agrees to, an inbox.

1. The call comes in and the agent greets.
2. The caller asks for the link: the agent has the provider text it; the provider takes it, and
   reports that it was delivered. The agent asks whether it came; the caller says yes.
3. The caller asks for the front desk: the agent asks whether to transfer. Only the caller's yes,
   said after that, leads on: the provider rings, and reports who answered.
4. The call ends. The inbox shows the call, the text and the transfer.

Providers answer at once. What a system has acknowledged must survive a crash; no text may be sent
twice, and nobody transferred without that yes.
"""

from typing import Final

CONTACT: Final = "+14155550199"
NUMBER: Final = "+14155550100"
GREETING: Final = "Thanks for calling Harbor Dental. How can I help you?"
LINK: Final = "https://example.com/book"
ASK_FOR_TEXT: Final = "Could you text me the link, please?"
DID_IT_ARRIVE: Final = "I've texted you the link. Did it arrive?"
GOT_IT: Final = "Yes, I got it."
ASK_FOR_DESK: Final = "Could I talk to the front desk?"
MAY_I_TRANSFER: Final = "Would you like me to transfer you to Front Desk?"
YES: Final = "Yes, please."
DESK: Final = "Front Desk"
DESK_PHONE: Final = "+14155550101"
WORKSPACE: Final = "harbor-dental"
