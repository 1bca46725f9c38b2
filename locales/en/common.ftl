# What English says of itself.
language-name = English
language-direction = ltr
language-formatting = en-GB

# Around every page.
skip-to-content = Skip to the content
languages-label = Language
footer-promise = We track nobody, and load nothing from other sites.
footer-privacy = How your data is kept
page-title = { $title } · { $site }

# Parts of forms and lists.
field-optional = (optional)
mistakes-title =
    { $count ->
        [one] One thing needs another look
       *[other] { $count } things need another look
    }
mistake-unknown = This can not be right. Please have another look.
list-empty = Nothing here yet.
pager-label = Pages
pager-newer = Newer
pager-older = Older
tag-ok = good
tag-look = have a look
tag-bad = problem
progress-of = { $done } of { $total }

# Sharing an article, without anybody's scripts.
share-title = Pass it on
share-email = By email
share-whatsapp = WhatsApp
share-telegram = Telegram
share-facebook = Facebook
share-x = X

# The console around its pages.
console-menu = Menu
console-sign-out = Sign out
console-site = The public site
role-owner = owner
role-editor = editor
role-viewer = viewer

# What programs are told.
problem-unauthorized = A token is needed here (Authorization: Bearer …), and none came that is valid.
problem-forbidden = This token may not do this: its scope does not cover it.
problem-unproved = The call does not prove who makes it: its signature or secret is not right, or it is too old.
problem-repeated = This call came before, and changes nothing.
problem-not-found = There is nothing at this address.
mistake-json-broken = The body is not JSON: it breaks at line { $line }, column { $column }.
mistake-json-missing = This field is needed and did not come.
mistake-json-unknown = There is no field of this name here.
mistake-json-kind = The value of this field is of another kind than it should be.
mistake-idempotency-running = The same request is still being worked on. Ask again in a moment.
mistake-idempotency-other = This Idempotency-Key came with another body before. Take a new key.

# Around every mail.
mail-preferences = My preferences
mail-leave = Leave the list
mail-web = Read on the web
