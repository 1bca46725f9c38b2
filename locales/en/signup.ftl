# The form to join.
join-title = Join the global movement
join-lead = We write to you in your language, when there is something worth reading, and nothing else. Your address is kept encrypted, and you can leave at any time with one click.
join-next-title = What happens next
join-next-letter = We send a short letter to your address.
join-next-button = You open its link and press one button. Before that you are on no list.
join-next-issue = When there is something new, it comes to you. Every mail ends with links to change your choices or to leave.
join-email = Email
join-name = Name
join-country = Country
join-country-none = Rather not say
join-reading = In which language would you like to read?
reading-all =
    { $count ->
        [one] The same
        [2] Both
       *[other] All
    }
join-cadence = How often shall we write?
cadence-every = With every new issue
cadence-weekly = Once a week
cadence-monthly = Once a month
join-topics = What matters to you?
join-topics-hint = If you choose nothing, you get everything.
join-help = How would you like to help?
join-help-hint = Translating, drawing, hosting a meeting, or anything else.
join-submit = Join now
join-trap = Leave this field empty
consent-text = I agree to receive the newsletter by email, and have read <a>how my data is kept</a>.

# Beside the fields.
mistake-email-missing = We need your address to write to you.
mistake-email = This does not look like an address that we can write to, such as { $example }.
mistake-email-typo = Did you mean { $suggestion }? Correct it, or send the form again as it is if the address is right.
mistake-country = Please choose a country from the list, or leave this empty.
mistake-reading = Please choose one of the languages shown.
mistake-cadence = Please choose one of the options shown.
mistake-topics = One of the topics that you chose is no longer there. Please choose again.
mistake-consent = We do not write to anyone without their consent.
mistake-language = Please choose one of the languages of this site.

# After sending it.
sent-title = Check your inbox
sent-lead = If this address can receive our mail, we have sent it a link. Open it and press the button to confirm; nobody joins before that.
sent-from = From
sent-subject = Subject
sent-missing-title = No letter there?
sent-missing-wait = It can take a few minutes to arrive.
sent-missing-spam = Have a look in your spam folder.
sent-missing-again = If the address was mistyped, or ten minutes have passed, <a>fill in the form again</a>.

# The page to confirm.
confirm-title = Confirm that you want to join
confirm-lead = Someone asked for our newsletter to be sent to { $address }. If it was you, this button is all that is left.
confirm-reading = Reading
confirm-cadence = How often
confirm-button = Yes, I want to join
decline-lead = It was not you? Press here: we delete the request and do not write to you.
decline-button = It wasn’t me
confirmed-title = Welcome, you are with us
confirmed-lead = Your address is on the list. A welcome letter is on its way, with a link for changing your choices, or for leaving whenever you like.
confirmed-read = Read the newest articles
already-title = You are already with us
already-lead = This was confirmed before, and there is nothing more to do.
already-link = Would you like to change something? <a>Ask for your link</a>.
left-since-title = You are not on the list
left-since-lead = This link was used before, and since then the address has left the list. The newsletter does not reach you.
left-since-again = Would you like to come back? <a>Fill in the form again</a>.
declined-title = The request is deleted
declined-lead = Nothing is left of this request, and we will not send a confirm link to this address for the next 30 days.
declined-left-lead = We have taken your address off the list. The newsletter will not reach you any more.
expired-title = This link is no longer good
expired-lead = Links for confirming live for seven days. One button, and we send you a new one.
expired-button = Send a new link
expired-again = This link is no longer good, and we have not kept what was in the form. <a>Fill it in again</a> if you like.
refused-title = We can not write to this address
refused-lead = We were once asked not to write to this address, and we keep to that. Nothing has changed.
unclear-title = We did not understand this request
unclear-lead = Nothing has changed. Please press one of the buttons.
