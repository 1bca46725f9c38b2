# Sources in the console.
source-title = Sources
source-empty = No sources yet. Add the feed of your site, or any page that names it.
source-add-title = Add a source
source-field-url = Address
source-field-url-hint = An RSS, Atom or JSON feed, or a page that names one.
source-field-language = Language of its articles
source-add = Add
source-try = Try it first
source-added = Added. It is read within a minute.
source-mistake-url = This does not look like a web address, such as https://alliance.example/feed/.
source-mistake-known = This is a source already.
source-name = Source
source-last-read = Last read
source-state = State
source-never = not yet
source-fine = fine
source-failing =
    { $count ->
        [one] failed once
       *[other] failed { $count } times
    }
source-fetch = Read now
source-fetched =
    { $new ->
        [0] Nothing new.
        [one] One new text.
       *[other] { $new } new texts.
    }
source-fetched-paired =
    { $paired ->
        [0] Nothing new to pair.
        [one] One pair found.
       *[other] { $paired } pairs found.
    }
source-fetch-failed = It could not be read. The reason stands beside it.
source-remove = Remove
source-remove-lead = It is not read any more. Its articles stay.
source-remove-button = Yes, remove it
source-removed = Removed. Its articles are still here.
source-tried-title = What it would give
source-tried-lead =
    { $count ->
        [0] No entries
        [one] One entry
       *[other] { $count } entries
    }
source-tried-undated = undated

# What can go wrong with a source.
source-problem-not-http = Only http and https addresses can be read.
source-problem-private-network = { $host } is in a private network. It can be named in HUDHUD_ALLOW_PRIVATE_HOSTS if it may be read.
source-problem-port = { $host } is asked on port { $port }; only 80 and 443 are open to sources.
source-problem-unknown-host = The name { $host } was not found.
source-problem-no-answer = { $host } does not answer.
source-problem-timed-out = { $host } took too long to answer.
source-problem-certificate = The certificate of { $host } is not trusted.
source-problem-too-large = { $host } sent more than { $megabytes } MB.
source-problem-status = { $host } answered with status { $status }.
source-problem-redirects = { $host } redirects too often.
source-problem-broken = The answer of { $host } broke off.
source-problem-not-a-feed = This is neither a feed nor a page that names one.
source-problem-unreadable = The feed cannot be read: { $detail }
source-problem-too-deep = The feed is nested too deeply.
source-problem-too-many = The feed has { $count } entries; the first { $kept } were read.
source-problem-entry-too-long = The text of “{ $title }” is too long and was left out.
source-problem-empty-entry = An entry has neither a title nor a text and was left out.
source-problem-other-language = The feed says that it is in “{ $found }”, but its source is in “{ $expected }”.
source-problem-pages =
    { $count ->
        [one] One linked page of { $host } could not be read; its entry was kept.
       *[other] { $count } linked pages of { $host } could not be read; their entries were kept.
    }
source-problem-pages-later =
    { $count ->
        [one] One linked page is left for the next time; its entry was kept.
       *[other] { $count } linked pages are left for the next time; their entries were kept.
    }
source-problem-known-feed = This page leads to the feed { $url }, which is a source already.
source-problem-ours = Something went wrong in Hudhud itself; the log says more.
