# The menu of the console.
access-menu-overview = Overview
access-menu-issues = Issues
access-menu-articles = Articles
access-menu-sources = Sources
access-menu-people = Subscribers
access-menu-letters = Letters
access-menu-topics = Topics
access-menu-admins = Admins
access-menu-tokens = API tokens
access-menu-audit = Audit

# Signing in.
access-sign-in-title = Sign in
access-sign-in-lead = We send a link to your address. It signs you in once, within half an hour; there is no password.
access-sign-in-email = Your email address
access-sign-in-button = Send me a link
access-sent-title = Look into your inbox
access-sent-text = If this address belongs to an admin, a link to sign in is on its way. Nothing comes? Have a look at the spam folder, or ask an owner whether you are admitted.
access-sent-again = Ask once more
access-link-title = Sign in to the console
access-link-text = One press and you are in. The link works once.
access-link-button = Sign in
access-stale-title = This link has done its work
access-stale-text = A sign-in link works once and for half an hour. Ask for a new one and you are in at once.
access-stale-button = Send me a new link
access-signed-out = You are signed out.
access-language-saved = The console speaks English now.

# Mistakes.
access-mistake-email = This does not look like an address.
access-mistake-role = Please choose one of the roles.
access-mistake-scope = Please choose one of the scopes.
access-mistake-token-name = A name is 1 to 64 letters, digits, spaces, dots or hyphens.
access-mistake-token-taken = A token has this name already, or had it. Please choose another.

# Admins.
access-admins-title = Admins
access-admins-lead = Who may sign in. A viewer reads; an editor writes and sends; an owner also admits others, makes tokens and erases people.
access-admins-email = Address
access-admins-role = Role
access-admins-language = Language
access-admins-signed-in = Last signed in
access-admins-never = never
access-admins-state = State
access-admins-enabled = may sign in
access-admins-disabled = disabled
access-admins-you = you
access-admins-add = Admit somebody
access-admins-add-hint = They get a link by mail, in the language that you choose here.
access-admins-add-button = Admit and send a link
access-admins-disable = Disable
access-admins-enable = Admit again
access-admins-link = Send a link
access-admins-change = Change the role
access-admins-actions = Actions
access-admins-added = Admitted. A link is on its way.
access-admins-linked = A link is on its way.
access-admins-was-disabled = Disabled, and signed out everywhere.
access-admins-changed = The role is changed, and their sessions are over.
access-admins-last-owner = The last owner stays: admit another one first.

# API tokens.
access-tokens-title = API tokens
access-tokens-lead = A token lets a program use the API. Write includes read, send includes write.
access-tokens-name = Name
access-tokens-scope = Scope
access-tokens-created = Made
access-tokens-state = State
access-tokens-live = in use
access-tokens-revoked = revoked
access-tokens-add = Make a token
access-tokens-add-button = Make the token
access-tokens-name-hint = What the program is, so that you know it later.
access-tokens-revoke = Revoke
access-tokens-was-revoked = Revoked. The program is locked out at once.
access-tokens-empty = No program uses the API yet.
access-tokens-shown = This is the token of { $name }
access-tokens-shown-text = Copy it now: we keep only a hash of it and can not show it again.
access-scope-read = read
access-scope-write = write
access-scope-send = send

# The audit.
access-audit-title = Audit
access-audit-lead = What was done, by whom, to what. Entries are never changed, and each is chained to the one before.
access-audit-whole =
    { $count ->
        [one] The chain holds: the one entry is as it was written.
       *[other] The chain holds: all { $count } entries are as they were written.
    }
access-audit-read = The entries up to { $entry } were read through on { $date } UTC, as happens every hour; those since then, and those on this page, just now.
access-audit-broken = The chain breaks at entry { $entry }: somebody changed the database past Hudhud.
access-audit-empty = Nothing was done yet.
access-audit-entry = Entry
access-audit-at = When (UTC)
access-audit-actor = Who
access-audit-action = What
access-audit-subject = To what
access-audit-detail = More
access-audit-by-admin = an admin
access-audit-by-token = a program
access-audit-by-command = at the command line
access-audit-by-system = Hudhud itself
access-audit-did-admin-add = Admin admitted
access-audit-did-admin-disable = Admin disabled
access-audit-did-admin-enable = Admin admitted again
access-audit-did-admin-link = Link to sign in made
access-audit-did-admin-role = Admin’s role changed
access-audit-did-admin-sign-in = Signed in
access-audit-did-admin-sign-out = Signed out
access-audit-did-article-add = Articles read from files
access-audit-did-article-create = Article written
access-audit-did-article-edit = Article edited
access-audit-did-article-pair = Articles paired
access-audit-did-article-unpair = Translations separated
access-audit-did-bounce-complaint = Complaint received
access-audit-did-bounce-hard = Mailbox is gone
access-audit-did-bounce-soft = Mailbox given up
access-audit-did-database-restore = Database restored
access-audit-did-issue-approve = Issue approved
access-audit-did-issue-cancel = Issue cancelled
access-audit-did-issue-draft = Issue drafted
access-audit-did-issue-edit = Issue edited
access-audit-did-issue-pause = Sending paused
access-audit-did-issue-ready = Approval asked for
access-audit-did-issue-redraft = Issue made a draft again
access-audit-did-issue-release = Held mails decided
access-audit-did-issue-resume = Sending of an issue resumed
access-audit-did-issue-retry = Failed mails tried again
access-audit-did-issue-schedule = Issue scheduled
access-audit-did-issue-send = Issue sent
access-audit-did-issue-test = Test sent
access-audit-did-letter-again = Letter sent again
access-audit-did-pairing-decide = Suggested pair accepted
access-audit-did-pairing-refuse = Suggested pair refused
access-audit-did-relay-try = Mail server tried at once
access-audit-did-sending-resume = All sending resumed
access-audit-did-signup-drop = Signup dropped
access-audit-did-source-add = Source added
access-audit-did-source-remove = Source removed
access-audit-did-subscriber-add = Subscriber added
access-audit-did-subscriber-correct = Subscriber corrected
access-audit-did-subscriber-erase = Subscriber erased
access-audit-did-subscriber-export = Subscribers exported
access-audit-did-subscriber-find = Address looked for
access-audit-did-subscriber-import = Subscribers imported
access-audit-did-subscriber-reveal = Address looked at
access-audit-did-token-create = Token made
access-audit-did-token-revoke = Token revoked
access-audit-did-topic-add = Topic added
access-audit-did-topic-rename = Topic renamed
access-audit-mails =
    { $count ->
        [one] one mail
       *[other] { $count } mails
    }
access-audit-files =
    { $count ->
        [one] one file
       *[other] { $count } files
    }
access-audit-revision = revision { $number }
access-audit-release-resend = sent once more
access-audit-release-drop = left be
access-audit-imported = new: { $created }, changed: { $updated }, not to be written to: { $suppressed }, wrong: { $invalid }

# Letters.
access-letter-sign-in-subject = Your link to sign in
access-letter-sign-in-text = Somebody, we hope you, wants to sign in to the console of { $site } with this address. This link does it, once, within half an hour:
access-letter-sign-in-button = Sign in
access-letter-sign-in-other = It was not you? Then do nothing: without the link nobody comes in.
access-letter-notice-open = Open the console
access-letter-notice-why = You get this because you are an admin of { $site }.

# What admins are told.
access-notice-issue-paused-title = An issue is paused
access-notice-issue-paused-text =
    { $reason ->
        [no_connection] Sending was paused because the mail server does not answer.
        [refused] Sending was paused because the mail server turns us away.
        [message_refused] Sending was paused because servers refuse the message itself, or us as its sender: it is too big, has a form that they do not take, or is taken for spam.
        [held] Sending was paused because nobody knows whether some mails arrived.
       *[other] Sending was paused because too many mails failed.
    } Please look at the issue, and resume it when the cause is mended.
access-notice-mail-refused-title = The mail server refuses us
access-notice-mail-refused-text = The mail server turned us away for a reason of our own, such as the password or the right to send. It said: “{ $reply }”. Sending waits until that is mended.
access-notice-mail-unwanted-title = Mails of ours are sent back as unwanted
access-notice-mail-unwanted-text = A mail server sent a mail of ours back for a rule of its own: it took it for spam, has us on a list, or found it unsigned. Its code was: { $reply }. No reader is given up for that; please look at your domain’s SPF, DKIM and DMARC, and at your server’s name on blocklists.
access-notice-issue-missed-title = An issue missed its hour
access-notice-issue-missed-text = An issue should have gone out while nobody was there to send it. It waits; please look at it and send it again.
access-notice-issue-not-started-title = A scheduled issue did not start
access-notice-issue-not-started-text = A scheduled issue was no longer ready when its hour came. It is a draft again; please look at what it lacks.
access-notice-nothing-new-title = No issue this time
access-notice-nothing-new-text = There was nothing new to gather, so no issue was made.
access-notice-source-failing-title = A source can not be read
access-notice-source-failing-text = { $url } could not be read several times in a row. Please look at what it says.
access-notice-export-title = Subscribers were exported
access-notice-export-text =
    { $count ->
        [one] One subscriber was exported into a file.
       *[other] { $count } subscribers were exported into a file.
    } If you do not know why, ask the other admins at once.
access-notice-other-title = Something needs a look
access-notice-other-text = Hudhud noticed something. The console tells more.
