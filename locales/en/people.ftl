# Names that a file's columns go by, a bar between them.
people-csv-email = email | e-mail | email address | mail | address
people-csv-name = name | full name
people-csv-reading = reading | language | reads
people-csv-first-language = first language
people-csv-cadence = cadence | how often
people-csv-country = country
people-csv-topics = topics | topic

# The list.
people-title = Subscribers
people-count =
    { $count ->
        [0] Nobody here
        [one] One person
       *[other] { $count } people
    }
people-find-label = Find an address
people-find-button = Find
people-find-hint = The whole address, exactly. It is not kept and stands in no link.
people-found-nobody = Nobody has this address, and nobody asked to join with it.
people-found-signup = Nobody has this address on the list, but somebody asked to join with it.
people-found-suppressed = This address must not be written to: { $reason }.
people-filter-status = Status
people-filter-reading = Reads
people-filter-cadence = How often
people-filter-country = Country
people-filter-any = all
people-filter-button = Show
people-filter-clear = Show all
people-add = Add by hand
people-empty = Nobody has joined yet. Put a link to the join page on your site; or bring a list with hudhud subscriber import.
people-empty-filter = Nobody matches. Try fewer filters.
people-email = Address
people-name = Name
people-reading = Reads
people-status = Status
people-cadence = How often
people-country = Country
people-topics = Topics
people-joined = Joined
people-all-topics = all topics
people-all-topics-hint = Nothing ticked means all topics.
people-first-language = First
people-first-language-hint = On top, for those who read all languages.
people-nameless = no name
people-unsaid = not said
status-active = active
status-paused = paused
status-left = left
status-unreachable = unreachable
status-complained = complained
reason-declined = somebody said "it was not me"
reason-complained = a complaint was made
reason-erased = the person was erased
reason-unreachable = the mailbox refuses mail
reason-blocked = the admins blocked it

# One person.
people-one-title = A subscriber
people-reveal = Show the address and the name
people-reveal-hint = The audit notes who looked.
people-came-from = Came from
people-paused-until = Paused until
people-left-at = Left
people-help = Would help with
people-consents = Consent
people-consent-by-signup = by the join form
people-consent-by-import = by import
people-consent-by-api = by a program
people-consent-by-console = by an editor, by hand
people-consent-given = Given { $date }, { $by }
people-letters = Letters
people-letters-none = No letter was written to this person.
people-correct = Correct
people-correct-lead = What they chose. Their address and their status are for them alone to change.
people-correct-button = Save
people-saved = Saved.
people-erase = Erase this person
people-erase-lead = Their address, name and choices, their consents, their signups and the letters to them go for good. A keyed hash of the address stays, so that no import brings them back.
people-erase-sure = Erase for good?
people-erase-button = Erase for good
people-erase-keep = Keep
people-erased = Erased. Only a keyed hash stays.

# Somebody who asked to join.
people-signup-title = A signup that waits
people-signup-state = State
signup-pending = waits for the person to confirm
signup-confirmed = confirmed
signup-declined = "it was not me"
signup-expired = the link is stale

# Adding by hand.
people-add-title = Add by hand
people-add-lead = Only somebody who agreed. They are written to at once, without a letter to confirm.
people-add-basis = On what basis did they agree?
people-add-basis-hint = When, where and how, in words that you could show them: it is kept as their consent.
people-add-button = Add
people-added = Added.
people-mistake-email = This does not look like an address.
people-mistake-known = Somebody with this address is here already.
people-mistake-suppressed = This address must not be written to. Only the person can come back, by the join form.
people-mistake-changed = Meanwhile this person, or somebody else, has changed something. Look at what is above, and save again if you still want to.
people-mistake-basis = Please say how this person agreed.
people-mistake-basis-long = Please say it in fewer than 1,000 letters.

# Letters.
letters-title = Letters
letters-lead = Letters that did not get through. Those that wait are tried again by themselves.
letters-empty = No letter is stuck.
letters-waiting-no_connection = The mail server { $server } cannot be reached; nothing goes through it.
letters-waiting-broken = The mail server { $server } breaks off; nothing goes through it.
letters-waiting-refused = The mail server { $server } refuses us; nothing goes through it.
letters-waiting-until = The next try is at { $time } (UTC).
letters-try = Try now
letters-trying = It is tried now.
letters-tried = Waiting for their next try
letters-next = Next try
letters-kind = Letter
letters-to = To
letters-state = State
letters-tries = Tries
letters-answer = The server said
letters-written = Written
letters-again = Send again
letters-queued = It is sent again now.
letters-not-again = This letter can not be sent again: what it said is gone, or it has arrived.
letter-state-due = waits
letter-state-leased = is being sent
letter-state-in_data = is being sent
letter-state-sent = sent
letter-state-failed = failed
letter-state-skipped = left out
letter-state-held = held
letter-name-confirm_signup = confirm a signup
letter-name-welcome = welcome
letter-name-already_with_us = already with us
letter-name-your_link = their link
letter-name-your_data = their data
letter-name-confirm_address = confirm a new address
letter-name-address_changed = the address is changed
letter-name-erased = everything is erased
letter-name-sign_in = a link to sign in
letter-name-notice = a notice to admins
letter-name-other = letter
letter-for-subscriber = a subscriber
letter-for-signup = a signup
letter-for-new_address = a new address
letter-for-admin = an admin
letter-for-stranger = a test

# Topics.
topics-title = Topics
topics-lead = What people may choose to hear about. Nothing chosen means everything.
topics-empty = No topic yet. With one, people can choose what they hear about.
topics-slug = Short name
topics-slug-hint = Small Latin letters, digits and hyphens. It stands in links and can not be changed.
topics-name-in-ar = Name in Arabic
topics-name-in-en = Name in English
topics-name-in = Name in { $language }
topics-readers = Chosen by
topics-add = Add a topic
topics-add-button = Add
topics-rename = Save the names
topics-saved = Saved.
topics-mistake-slug = A short name is 1 to 64 small Latin letters, digits or hyphens.
topics-mistake-taken = There is a topic of this name already.
topics-mistake-name = A topic needs a name of 1 to 80 letters in every language.
