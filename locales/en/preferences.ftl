# The preferences page.
preferences-title = Your preferences
preferences-for = for { $address }
preferences-status-active = You get the newsletter
preferences-status-paused = Paused until { $day }
preferences-status-left = You have left the list
preferences-status-unreachable = Our mail did not reach this address
preferences-status-complained = We were asked not to write to this address
preferences-reading = In which language would you like to read?
preferences-first = Which language comes first in a mail?
preferences-first-hint = Only when you read in all languages.
preferences-cadence = How often shall we write?
preferences-topics = What matters to you?
preferences-pause = Would you like a break?
pause-none = No, keep writing
pause-days =
    { $count ->
        [one] One day
       *[other] { $count } days
    }
pause-keep = Until { $day }, as it is now
preferences-name = What shall we call you?
preferences-name-hint = We do not show the name that we have. Leave this empty to keep it.
preferences-forget-name = Forget the name that you have
preferences-save = Save
mistake-first-language = Please choose one of the languages of this site.
mistake-pause = Please choose one of the options shown.
mistake-same-address = This is the address that we write to now.
preferences-leave-title = Leaving
preferences-leave-lead = One button, no questions.
preferences-leave = Leave the list
preferences-join-again = Would you like to come back? <a>Join again</a>.
preferences-more-title = Your data
preferences-more-lead = To change your address, or to get a copy of your data or erase it, we need to know that this mailbox is yours. <a>Ask for a new link</a>: it comes by mail and is good for half an hour.
preferences-address-title = Another address
preferences-address = The new address
preferences-address-hint = We send it a link to confirm, and then tell the old one.
preferences-address-button = Change the address
preferences-export-title = A copy of your data
preferences-export-lead = We send everything that we keep about you to your address.
preferences-export-button = Send me my data
preferences-erase-title = Erase everything
preferences-erase-lead = We erase all that we know about you. Only an encrypted fingerprint stays, so that we do not write to you by mistake. This can not be undone.
preferences-erase-button = Erase my data
preferences-revoke-title = Did somebody else get your link?
preferences-revoke-lead = We make all links that we sent you before useless, and send a new one to your address.
preferences-revoke-button = Revoke the old links
done-save = Your choices are saved.
done-change_address = We have sent a link to the new address. Until it is confirmed we write to the present one.
done-export = Your data is on its way to your mailbox.
done-revoke_links = Your old links are no longer good. We have sent a new one to your address.
erased-title = Everything is erased
erased-lead = We know nothing about you any more, and after one last letter that says so we will not write to you again.

# An old link.
stale-title = This link is no longer good
revoked-title = Your old links are revoked
stale-lead = Its time is over, or it was revoked. Tell us your address and we send you a new one.

# Leaving and coming back.
leave-title = Leave the list
leave-lead = Our newsletter will no longer be sent to { $address }.
leave-button = Leave the list
unclear-leave = Nothing has changed. If you want to leave, press the button.
left-title = You have left the list
left-lead = The newsletter will not reach you any more. Thank you for having been with us.
left-return-title = Was this a mistake?
left-return-lead = You can come back right away, as before or with fewer mails.
left-return-same = Take me back as before
left-return-monthly = Take me back, but only once a month
returned-title = Welcome back
returned-lead = The newsletter will reach you again at { $address }.
returned-monthly = We will write to you once a month.

# Asking for the link.
link-title = Ask for your link
link-lead = Tell us your address, and we send you a link to change everything. It is good for half an hour.
link-email = Email
link-button = Send me my link
link-sent-title = Check your inbox
link-sent-lead = If this address is on our list, a letter is on its way to it, with a link that is good for half an hour.
link-sent-missing = Nothing there? Have a look in your spam folder, or <a>join us</a> if you are not with us yet.

# Confirming a new address.
address-title = Confirm your new address
address-lead = Someone asked for the newsletter to go to { $address } from now on, instead of to the old address.
address-button = Yes, this address is mine
address-decline-lead = It was not you? Press here and we delete the request.
address-changed-title = Your address is changed
address-changed-lead = From now on we write to { $address }. We have told the old address.
address-again-title = This address is confirmed
address-again-lead = This was confirmed before, and there is nothing more to do.
address-declined-title = The request is deleted
address-declined-lead = Nothing has changed, and we will not write to this address.
address-expired-title = This link is no longer good
address-expired-lead = Links for confirming live for seven days. <a>Ask for your link</a> and change the address once more.
address-taken-title = Our newsletter goes to this address already
address-taken-lead = Nothing has changed. Would you like to change your choices? <a>Ask for your link</a>.
address-refused-title = We can not write to this address
address-refused-lead = We were once asked not to write to this address, and we keep to that. Nothing has changed.
