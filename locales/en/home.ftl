# The first page.
home-title = Join the global movement
home-news = New from us
home-news-all = All articles
home-issues = Past issues of the newsletter
home-news-none = Our first articles will stand here.

# How data is kept.
privacy-title = How your data is kept
privacy-lead = For some of our readers, being on this list is a danger. So we ask for little, seal what we keep, and forget it when you say so.
privacy-kept-title = What we keep
privacy-kept-email = Your email address: without it nothing can reach you.
privacy-kept-choices = Your choices: the languages that you read, how often we write, and which topics.
privacy-kept-optional = What you added yourself, if you did: a name, a country, how you would like to help. All of it can stay empty.
privacy-kept-consent = The words that you agreed to, the page where they stood, and when you asked and confirmed. They show that nobody put you on the list without you.
privacy-kept-mails = For each mail to you, whether the mail server took it: not whether you opened it, nor what you read.
privacy-never-title = What we never keep
privacy-never-network = Your internet address. To hold back machines, the service counts requests in memory for a while, and writes none of it down.
privacy-never-tracking = Traces of your reading. Our mails carry no hidden pictures, our links do not report back, and our pages load nothing from other sites.
privacy-never-sharing = Lists for others. Nobody gets your data from us, and nobody buys it.
privacy-sealed-title = How it is sealed
privacy-sealed-how = Your address, your name and every word that you write to us are encrypted (XChaCha20-Poly1305) before they are stored, and the keys lie apart from the database. To find you again, we keep a fingerprint of your address that nobody can compute without a key of its own (HMAC-SHA-256). Who gets hold of the database alone reads no address and no name in it.
privacy-sealed-limits = Encryption does not do everything. Your choices, your country and the times are stored without it, beside a random number instead of your name. The service itself must open your address in order to write to you, and the mail servers on the way see it. Choose a mailbox that you trust.
privacy-time-title = For how long
privacy-time-pending = A request that nobody confirms: its link dies after 7 days, what was typed is deleted after 14 days, and after 30 days nothing is left of it.
privacy-time-list = While you are on the list, we keep what is named above. When you leave, we stop writing at once, and keep your entry sealed so that nobody can put you back on the list by mistake.
privacy-time-erase = When you ask us to erase it, everything goes at once. Only the fingerprint of your address stays, so that we never write to it again by mistake.
privacy-rights-title = What you can do
privacy-rights-links = Every mail ends with links that are yours alone. With them you change what you read, take a break, leave, get a copy of your data, or have it erased. There is no password, and nobody asks for reasons.
privacy-rights-lost = No mail at hand? <a>Ask for your link</a>.
privacy-consent-title = The words of consent
privacy-consent-lead = This is what you agree to when you join:
privacy-sender-title = Who sends
privacy-sender-name = Sender
privacy-sender-address = Postal address
privacy-sender-email = Mail comes from

# When something goes wrong.
failure-not-found-title = There is nothing here
failure-not-found-text = The address may be mistyped, or the link too old or not complete. If it came in a mail, copy all of it.
failure-forbidden-title = This is not open to you
failure-forbidden-text = The page may have been open for too long. Go back, load it again, and try once more.
failure-not-allowed-title = It does not work this way
failure-not-allowed-text = This address can not do what was asked of it. Nothing has changed.
failure-conflict-title = Not just now
failure-conflict-text = Something else happened meanwhile, and this no longer fits. Go back and look at it again.
failure-too-large-title = This is too much at once
failure-too-large-text = What was sent is larger than we take. Nothing has changed.
failure-too-many-title = A little slower, please
failure-too-many-text = From your network there were many requests in a short time. Please try again later.
failure-bad-request-title = We could not read this
failure-bad-request-text = What was sent is not complete, or is written in a way that we do not understand. Nothing has changed.
failure-internal-title = Something is broken on our side
failure-internal-text = It is not your fault. We have been told; please try again in a few minutes.
failure-home = To the first page
