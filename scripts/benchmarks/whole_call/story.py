"""The call that every system handles: a text, a transfer after the caller's yes, an inbox.

1. The call comes in and the agent greets.
2. The caller asks for the link. The agent lets the provider text it; the provider accepts it and
      reports that it was delivered. The agent asks whether it arrived; the caller says yes.
3. The caller asks for the front desk. The agent asks whether to transfer. Only after the caller's
      yes to that question the provider rings, and reports which phone was answered.
4. The call ends. The inbox shows the call, the text and the transfer.

Providers answer at once. What a system has acknowledged must survive a crash. No text may be sent
twice, and no caller transferred without that yes.
"""

from typing import Final

CONTACT: Final = "+14155550199"
NUMBER: Final = "+14155550100"
GREETING: Final = "Thanks for calling Harbor Dental. How can I help you?"
LINK: Final = "https://example.com/book"
ASK_FOR_TEXT: Final = "Could you text me the link, please?"
DID_IT_ARRIVE: Final = "I've texted you the link. Did it arrive?"
GOT_IT: Final = "Yes, I got it."
GOOD: Final = "Good."
ASK_FOR_DESK: Final = "Could I talk to the front desk?"
MAY_I_TRANSFER: Final = "Would you like me to transfer you to Front Desk?"
YES: Final = "Yes, please."
DESK: Final = "Front Desk"
DESK_PHONE: Final = "+14155550101"
WORKSPACE: Final = "harbor-dental"
