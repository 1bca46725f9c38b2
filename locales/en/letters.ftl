# The letter to confirm. It repeats nothing that was typed into the form.
letter-confirm-subject = Confirm that you want to join
letter-confirm-lead = Someone asked for our newsletter to be sent to this address. If it was you, confirm it with one button.
letter-confirm-button = Confirm
letter-confirm-life = This link is good for seven days. Without it we do not write to you, and delete the request.
letter-confirm-decline = It was not you? There is nothing that you need to do. To have the request deleted right away, open the link and choose “It wasn’t me”.

# To those who are on the list already.
letter-already-subject = You are already with us
letter-already-lead = Someone asked for our newsletter to be sent to this address, which is on our list already. Nothing has changed.
letter-already-button = Change your choices
letter-already-decline = It was not you? Never mind: nobody has seen anything, and there is nothing that you need to do.

# Welcome.
letter-welcome-subject = Welcome, you are with us
letter-welcome-greeting = Welcome { $name },
letter-welcome-greeting-unnamed = Welcome,
letter-welcome-lead = Your address is on the list. Thank you for joining us.
letter-welcome-choices = Reading: { $reading }. How often: { $cadence }.
letter-welcome-more = You can change language, topics and frequency at any time, or take a break. There is no password: the link is yours alone.
letter-welcome-button = My preferences

# The link that was asked for.
letter-link-subject = Your link
letter-link-lead = Here is the link that you asked for. It lets you change everything: language, address and frequency, and get a copy of your data or erase it.
letter-link-button = Open your preferences
letter-link-life = The link is good for half an hour, and yours alone.
letter-link-decline = It was not you? There is nothing that you need to do, and nothing has changed.

# After the old links were revoked.
letter-revoked-subject = Your new link
letter-revoked-lead = All links in our earlier mails to you are revoked. This is yours from now on.
letter-revoked-button = My preferences
letter-revoked-decline = It was not you? Then it was somebody who has one of our old mails to you; its link is no longer good.

# A new address.
letter-address-subject = Confirm your new address
letter-address-lead = Someone asked for our newsletter to go to this address from now on. If it was you, confirm it with one button.
letter-address-button = Confirm the address
letter-address-life = This link is good for seven days. Without it everything stays as it was.
letter-changed-subject = Your address is changed
letter-changed-lead = Someone asked for our newsletter to go to another address, and it was confirmed there. We will not write to this address any more.
letter-changed-decline = It was not you? Somebody may have had access to your mailbox. Answer this letter and we will help.

# A copy of the data.
letter-export-subject = Your data with us
letter-export-lead = This is everything that we keep about you, as you asked. The text below is JSON, which programs can read too.
letter-export-more = You can correct or erase any of it on your preferences page.

# After erasing.
letter-erased-subject = We have erased your data
letter-erased-lead = We have erased all that we knew about you, as you asked. An encrypted fingerprint of this address stays, so that we do not write to it by mistake.
letter-erased-more = This is our last letter. Should you want to come back one day, the page to join is open to you.

# At the foot of every letter.
letter-reason-asked = This letter came because this address was typed into a form on our site.
letter-reason-subscriber = This letter came because you are on our list.
letter-reason-former = This letter came because you were on our list.
letter-copy-link = If the button does not work, open this link:
