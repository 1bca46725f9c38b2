# In the mails.
issue-greeting-named = Hello { $name },
issue-greeting = Hello,
issue-below = English below
issue-read = Read the article
issue-reason = You receive this because you joined the movement.
issue-in-ar = in Arabic
issue-in-en = in English
issue-in-other = in another language: { $language }

# The archive.
issues-title = All issues
issues-lead = Everything that we have sent, without anybody’s links.
issues-empty = The first issue has not been sent yet.
issues-feed = Follow by feed
issue-sent-on = Sent on { $date }
issue-number = Issue { $number }
issue-back = All issues
issue-join-title = Get the next one
issue-join-text = A letter whenever there is something to say, in your language. You can leave with one click.
issue-join-button = Join the movement

# What a check finds.
issue-check-no-subject = { $language }: the subject is missing.
issue-check-no-preheader = { $language }: without a preheader, mailboxes show the greeting beside the subject.
issue-check-subject-marks = { $language }: subject or preheader hold invisible marks that turn the text around or break it. Please type them again.
issue-check-nothing-said = { $language }: readers would see no article and no words.
issue-check-link = { $language }: the link “{ $link }” does not open in a mail. Write the whole address, beginning with https://.
issue-check-no-articles = The issue holds no article.
issue-check-borrowed = { $language }: “{ $title }” is not translated. Readers get it in another language, labelled ({ $other }).
issue-check-left-out = { $language }: “{ $title }” is not translated, and is left out for these readers.
issue-check-no-title = An article has no title.
issue-check-article-link = The link of “{ $title }” does not open in a mail.
issue-check-nobody = Nobody is in the audience of this issue.
issue-check-waiting =
    { $count ->
        [one] One person in this audience chose another rhythm, and does not get this issue.
       *[other] { $count } people in this audience chose another rhythm, and do not get this issue.
    }
issue-check-large = Edition { $edition }: { $size } KB. Gmail cuts mails near 102 KB, and with them the link to leave; stay below 75 KB.
issue-check-clipped = Edition { $edition }: { $size } KB. Gmail will cut this mail, and with it the link to leave. Take out some articles.
issue-check-no-postal-address = No postal address is set. In many countries a newsletter has to name one.

# Why something is not done.
issue-refused-changed = Somebody changed this issue meanwhile. Nothing was saved; please look at what it says now.
issue-refused-not-now = In its present state this can not be done to the issue.
issue-refused-not-ready = Something is still missing before the issue can go. The list below says what.
issue-refused-incomplete = Something is still missing before the issue can go.
issue-refused-no-readers = Nobody would get this issue.
issue-refused-not-approved = The issue is not approved yet, or it changed after somebody approved it.
issue-refused-second-person = You wrote the last version yourself. Somebody else has to approve it.
issue-refused-undecided = Only mails are left of which nobody knows whether they arrived. Please decide first whether they are sent once more or left out.
issue-refused-nothing-failed = There is nothing to try again: whatever failed was to mailboxes that are gone, to people who left, or may have arrived.
issue-mistake-article = There is no article { $id }.
issue-mistake-too-long = At most { $most } characters, please.
issue-mistake-too-deep = Lists and quotations lie too deep in one another. Please write it more simply.
issue-mistake-topic = There is no topic “{ $topic }”.
issue-mistake-language = The site does not speak “{ $language }”.
issue-mistake-edition = There is no such edition. One of these: { $editions }.
issue-mistake-address = This does not look like an address.
issue-mistake-no-address = Please give at least one address.
issue-mistake-many-addresses = At most { $most } addresses, please.
issue-mistake-time = Please give a day and a time that are still to come.
issue-mistake-value = This can not be right. Please have another look.
issue-nothing-new = No article came that was not in an issue of this kind already.
issue-nothing-since = No article was published since then that was not in an issue of this kind already.

# States.
issue-status-draft = draft
issue-status-ready = waits for approval
issue-status-approved = approved
issue-status-scheduled = scheduled
issue-status-sending = being sent
issue-status-paused = paused
issue-status-sent = sent
issue-status-cancelled = cancelled
issue-status-held = held
issue-status-nobody = nobody got it
issue-cadence-every = for those who want every issue
issue-cadence-weekly = weekly
issue-cadence-monthly = monthly

# The console: the list.
issue-list-title = Issues
issue-list-new = New issue from new articles
issue-list-empty = No issue yet. Make one from the newest articles: you can change everything before it goes.
issue-list-number = Number
issue-list-subject = Subject
issue-list-status = State
issue-list-for = For
issue-list-when = When
issue-list-since = Published since
issue-list-since-hint = Only if you want to reach back to older articles.
issue-list-cadence = For whom
issue-no-subject = (no subject yet)

# The console: the editor.
issue-edit-subject = Subject
issue-edit-preheader = Preheader
issue-edit-preheader-hint = Shown beside the subject in the inbox.
issue-edit-opening = Opening
issue-edit-opening-hint = Markdown. Readers see it above the articles.
issue-edit-closing = Closing
issue-edit-save = Save
issue-edit-closed = This issue can be read, and no longer be changed.
issue-edit-letters-none = Nothing written yet
issue-edit-letters-fit =
    { $count ->
        [one] One character · shown whole on a phone
       *[other] { $count } characters · shown whole on a phone
    }
issue-edit-letters-long =
    { $count ->
        [one] One character · phones cut it off
       *[other] { $count } characters · phones cut it off
    }
issue-edit-articles = Articles
issue-edit-order = Order
issue-edit-up = Move up: { $title }
issue-edit-down = Move down: { $title }
issue-edit-remove = Take out
issue-edit-remove-this = Take out: { $title }
issue-edit-add = Add an article
issue-edit-add-button = Add
issue-edit-no-articles = No article is in this issue.
issue-edit-ready = there
issue-edit-borrowed = missing, shown { $instead }
issue-edit-left-out = missing, left out
issue-edit-choices = Readers and choices
issue-edit-missing = Where a translation is missing
issue-missing-other_language = Show the other language, labelled
issue-missing-leave_out = Leave the article out
issue-edit-reading = Only readers of
issue-edit-country = Only people in
issue-edit-topics = Only those interested in
issue-edit-topics-hint = Who chose no topic wants them all, and gets it too.
issue-edit-joined-after = Only people who joined after
issue-edit-everybody = everybody
issue-edit-save-choices = Save these choices
issue-check-title = Before it goes
issue-check-fine = Nothing is missing.
issue-readers-title = Who gets it
issue-readers-count =
    { $count ->
        [one] One person
       *[other] { $count } people
    }
issue-readers-selected =
    { $count ->
        [one] one reader
       *[other] { $count } readers
    }
issue-readers-none = nobody yet
issue-next-title = What comes next
issue-next-over = Nothing more can be done to this issue.
issue-next-viewer = You may look at issues, not send them.
issue-next-needs-approval = Somebody else looks at it and approves it. After that it can be sent.
issue-next-ask = Ask for approval
issue-next-approve = Approve
issue-next-send = Send…
issue-next-cancel = Throw this issue away
issue-next-draft = Back to draft
issue-next-see-archive = See it in the archive
issue-next-progress = See how it goes

# The console: preview and test.
issue-preview = Preview
issue-preview-title = Preview of issue { $number }
issue-preview-edition = Edition
issue-preview-form = Shown as
issue-preview-html = Mail
issue-preview-text = Plain text
issue-preview-frame = The mail as { $edition } readers see it
issue-preview-subject = Subject
issue-preview-size = Size
issue-preview-kilobytes = { $size } KB
issue-preview-back = Back to the issue
issue-test-title = Send a test
issue-test-addresses = Addresses
issue-test-addresses-hint = Separated by spaces, commas or lines. Everyone gets every edition, marked [TEST].
issue-test-button = Send the test

# The console: sending.
issue-send-title = Send issue { $number }
issue-send-text = Mails that have left can not be called back.
issue-send-confirm =
    { $count ->
        [one] Send to one person now
       *[other] Send to { $count } people now
    }
issue-send-later = Send it later
issue-send-at = Day and time (UTC)
issue-send-at-hint = It is now { $now }.
issue-send-schedule = Schedule
issue-send-back = Not yet
issue-scheduled-for = It will start on { $date }.
issue-progress-title = Progress of issue { $number }
issue-progress-label = Settled
issue-progress-freezing = The list of readers is still being drawn up.
issue-progress-selected = readers
issue-progress-sent = sent
issue-progress-failed = failed
issue-progress-skipped = skipped
issue-progress-waiting = waiting
issue-progress-uncertain = uncertain
issue-progress-skipped-hint = “Skipped” are those who left meanwhile, and those whose mail you left be without knowing whether it arrived. “Uncertain” is where the mail server never answered; these people are counted among the others too.
issue-progress-skipped-cancelled = “Skipped” are those who left, those whose mail you left be without knowing whether it arrived, and those who had not got it when the issue was stopped. “Uncertain” is where the mail server never answered; these people are counted among the others too.
issue-progress-refreshes = This page keeps itself up to date.
issue-progress-hold = Hold it still
issue-progress-still = This page shows how it was when you opened it.
issue-progress-follow = Follow what happens
issue-progress-started = Began on { $date }
issue-progress-finished = Ended on { $date }
issue-progress-speed = { $count } a second
issue-progress-left =
    { $count ->
        [one] about a minute left
       *[other] about { $count } minutes left
    }
issue-progress-said = { $percent }% are settled.
issue-progress-retry = Try again what failed
issue-progress-retry-hint =
    { $count ->
        [one] One mail that failed can be tried again. Nobody gets the issue twice; mailboxes that are gone are left alone.
       *[other] { $count } mails that failed can be tried again. Nobody gets the issue twice; mailboxes that are gone are left alone.
    }
issue-replies-title = What mail servers said
issue-replies-hint = Of mails that did not go well at once. Only the domains of big providers are named; all others are counted together.
issue-replies-domain = Domain
issue-replies-code = Code
issue-replies-count = Times
issue-replies-text = The last time
issue-replies-last = When
issue-replies-other = others
issue-replies-relay = our own mail server
issue-replies-none = no answer
issue-replies-smtputf8 = The server takes no address in this script (SMTPUTF8).
issue-replies-eight-bit = The server takes only mails in ASCII.
issue-replies-too-large = The mail is larger than the server takes.
issue-replies-no-encryption = The server offers no encryption, and a password is never sent in clear.
issue-replies-sign-in-encrypted = The server lets nobody sign in without encryption: tls=required in HUDHUD_SMTP_URL would help.
issue-replies-no-sign-in = The server offers no way to sign in that we know (PLAIN, LOGIN, XOAUTH2).
issue-replies-during-connect = While connecting:
issue-replies-during-greeting = While waiting for the greeting:
issue-replies-during-hello = While saying hello:
issue-replies-during-tls = While beginning to encrypt (TLS):
issue-replies-during-auth = While signing in:
issue-replies-during-mail = While naming the sender:
issue-replies-during-rcpt = While naming the recipient:
issue-replies-during-data = While asking to send the message:
issue-replies-during-body = While sending the message:
issue-replies-during-answer = While waiting for the answer to the message:
issue-replies-nobody-listens = nobody listens there.
issue-replies-late = no answer came in time.
issue-replies-closed = the connection was broken off.
issue-replies-no-host = the server’s name is not found; is it right in HUDHUD_SMTP_URL?
issue-replies-no-way = no way through the network leads there.
issue-replies-nonsense = the server’s answer makes no sense.
issue-replies-not-smtp = what answers there is no mail server.
issue-replies-no-starttls = the server does not offer STARTTLS.
issue-replies-clear-behind-tls = something was said in clear where all should have been encrypted.
issue-replies-strange-sign-in = the server asks for a sign-in that we do not know.
issue-replies-no-tls-there = the server does not speak TLS at this port; is the port right in HUDHUD_SMTP_URL?
issue-replies-tls-untrusted = the server’s certificate is not one that we trust. If it is the right one, name it, or who signed it, with ca=FILE in HUDHUD_SMTP_URL.
issue-replies-tls-other-host = the server’s certificate is for another name than HUDHUD_SMTP_URL has.
issue-replies-tls-expired = the server’s certificate has expired.
issue-replies-tls-early = the server’s certificate is not valid yet; is the clock right?
issue-replies-tls-authority = the server’s certificate is that of an authority (CA:TRUE), and none for a server; docs/operating.md says how to make one.
issue-replies-mailbox = The built-in mailbox could not be written to.
issue-replies-stumbled = Hudhud itself stumbled over it; its log says more.
issue-progress-eta = Done at about { $date }
issue-progress-pause = Pause
issue-progress-resume = Go on
issue-progress-cancel = Stop for good
issue-progress-cancel-ask = Stop for good…
issue-progress-cancel-hint =
    { $count ->
        [one] One person who has not got it yet will never get it. This can not be taken back; a pause can.
       *[other] { $count } people who have not got it yet will never get it. This can not be taken back; a pause can.
    }
issue-progress-nobody =
    { $count ->
        [0] Nobody got this issue.
        [one] Nobody got this issue: one mail failed. What mail servers said is below.
       *[other] Nobody got this issue: { $count } mails failed. What mail servers said is below.
    }
issue-progress-held =
    { $count ->
        [one] One mail may have arrived or not: the server never answered. Sent once more, it may reach this person twice; left be, it may never arrive.
       *[other] { $count } mails may have arrived or not: the server never answered. Sent once more, they reach some people twice; left be, some people may never get them.
    }
issue-progress-held-resend = Send them once more
issue-progress-held-drop = Leave them be
issue-paused-too_many_failures = Paused: too many mails failed.
issue-paused-message_refused = Paused: servers refuse the message itself, or us as its sender.
issue-paused-no_connection = Paused: the mail server does not answer.
issue-paused-refused = Paused: the mail server turns us away.
issue-paused-restored = Paused: the database was restored while this issue was on its way.
issue-paused-held = Paused: nobody knows whether some mails arrived.
issue-paused-by_hand = Paused by one of the admins.
issue-paused-next-by_hand = Press “Go on” when it may go on.
issue-paused-next-message_refused = Read <a>what mail servers said</a>. 5.7 and 554 mean that they distrust your domain or your server; 552, 5.3.4 and 5.2.3 that the issue is too big for them. Once the reason is mended, press “Go on”, and then “Try again what failed”.
issue-paused-next-too_many_failures = Read <a>what mail servers said</a>. Once the reason is mended, press “Go on”: nobody gets it twice.
issue-paused-next-no_connection = See that the mail server runs and that HUDHUD_SMTP_URL names it; “hudhud doctor” tries it. Then press “Go on”.
issue-paused-next-refused = Read <a>what it said</a>, and check the password and the sender in the settings; “hudhud doctor” tries them. Then press “Go on”.
issue-paused-next-restored = Find out whether people got it after the backup was made. If it is to go on, let sending go on <a>in the overview</a>, then press “Go on” here.
issue-paused-next-held = Decide <a>what becomes of these mails</a>.
issue-said-held = It is noted, but all sending is held since the database was restored: nobody gets anything until an owner lets it go on.

# What holds an issue back.
issue-held-restore = All sending is held since the database was restored: nobody gets anything until an owner lets it go on, in the overview or by “hudhud resume-sending”.
issue-held-relay = The mail server can not be reached, or turned us away. It is tried again by itself.
issue-held-today =
    { $count ->
        [one] The one message that may go today has gone.
       *[other] The { $count } messages that may go today have gone.
    }
issue-held-rate =
    { $count ->
        [one] It goes as fast as the settings allow: one message a second.
       *[other] It goes as fast as the settings allow: { $count } messages a second.
    }
issue-held-retries = The mail servers of everybody who still waits asked to be tried again later.
issue-held-domains = Everybody who still waits is at a provider that takes only so many messages in a while.
issue-held-takeover = A process that was sending has ended suddenly. What it had in hand is taken over within about a minute.
issue-held-nobody = Nothing is sending at the moment: start “hudhud serve” or “hudhud worker”.
issue-held-until = It continues on { $date }.
issue-held-look = To the overview

# The console: what was done.
issue-said-drafted = The draft is made. Its words come from its articles; change what you like.
issue-said-saved = Saved.
issue-said-ready = It waits for approval now.
issue-said-approved = Approved.
issue-said-tested =
    { $count ->
        [one] One test mail is on its way.
       *[other] { $count } test mails are on their way.
    }
issue-said-sending = It is on its way.
issue-said-scheduled = Scheduled.
issue-said-paused = Paused. Nobody gets it until you go on.
issue-said-resumed = It goes on.
issue-said-retried = What failed is tried again.
issue-said-cancelled = Cancelled.
issue-said-unscheduled = It is a draft again.
