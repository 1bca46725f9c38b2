# The overview.
admin-new-issue = Make an issue
admin-stuck =
    { $count ->
        [one] One letter did not get through.
       *[other] { $count } letters did not get through.
    }
admin-stuck-look = Have a look
admin-held = All sending is held
admin-held-text = This database was restored from a backup. No letter and no issue goes out until an owner lets it. Look first whether the people and the issues are as they should be: an issue that was sent after the backup was made looks as if it had not been. If the old database was lost, nobody knows who left since the backup either, nor who got the issue that was on its way: look in the mail server’s log first.
admin-held-go = Let sending go on
admin-held-owner = An owner can let it go on.
admin-held-over = Sending goes on.
admin-held-over-paused = Sending goes on. The issues below are paused: resume each one that should go on.
admin-reading = What they read
admin-growth = The last 30 days
admin-growth-joined =
    { $count ->
        [0] Nobody joined
        [one] One person joined
       *[other] { $count } people joined
    }
admin-growth-left =
    { $count ->
        [0] nobody left
        [one] one person left
       *[other] { $count } people left
    }
admin-growth-label = In 30 days { $joined } joined and { $left } left
admin-growth-table = The same in figures
admin-day = Day
admin-joined = Joined
admin-left = Left
admin-issue = The last issue
admin-issue-number = Issue { $number }
admin-issue-none = No issue yet. The first one gathers your newest articles.
admin-issue-first = Make the first issue
admin-issue-nobody =
    { $count ->
        [0] Nobody got it.
        [one] Nobody got it: one mail failed.
       *[other] Nobody got it: { $count } mails failed.
    }
admin-issue-figures = Readers: { $selected } · sent: { $sent } · failed: { $failed } · waiting: { $waiting }
admin-source-well = reads well
admin-source-new = not read yet
admin-source-problem = has a problem
admin-source-none = No source yet. Give the address of your site's feed, and new articles come by themselves.
admin-source-first = Add a source
admin-todo = Before the first issue
admin-todo-done = done
admin-todo-open = open
admin-todo-begun = on its way
admin-todo-name = Name the site in every language (HUDHUD_SITE_NAME_…)
admin-todo-address = Set the postal address that every mail shows (HUDHUD_POSTAL_ADDRESS)
admin-todo-mail = Connect a mail server (HUDHUD_SMTP_URL)
admin-todo-articles = Write articles, or add a source of them
admin-todo-people = Invite people, or import a list
admin-todo-admins = Admit a second admin, who approves what you write
admin-todo-issue = Send the first issue
