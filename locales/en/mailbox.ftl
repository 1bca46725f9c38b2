# The built-in mailbox, which keeps mails instead of sending them.
mailbox-title = Mailbox
mailbox-intro = Hudhud keeps its mails here instead of sending them, so that you can try everything. Only this computer can see this page. For real readers, set a mail server.
mailbox-count =
    { $count ->
        [one] One mail
       *[other] { $count } mails
    }
mailbox-empty = No mail has been written yet. Join by the form, or send an issue, and look again.
mailbox-subject = Subject
mailbox-from = From
mailbox-to = To
mailbox-time = Time
mailbox-languages = Language
mailbox-no-subject = (no subject)
mailbox-all = All mails
mailbox-views = Ways to see this mail
mailbox-view-html = As readers see it
mailbox-view-text = Plain text
mailbox-view-source = Source
mailbox-frame = The mail as readers see it
mailbox-no-html = This mail has no HTML part.
mailbox-no-text = This mail has no text part.
