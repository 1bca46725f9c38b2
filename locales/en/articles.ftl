# The public pages of articles.
articles-title = Articles
articles-lead = What we have published, the newest first.
articles-none = Nothing has been published in this language yet.
articles-join = Join the global movement
article-read-here = Read this in English
article-first-at = First published at

# What is wrong with an article.
article-mistake-language = This is not a language of this site.
article-mistake-title = Every text needs a title.
article-mistake-long = This text is too long to be an article.
article-mistake-link = A link begins with https:// or http://.
article-mistake-time = Please write a day such as 2022-08-02.
article-mistake-empty = An article needs at least one text.
article-mistake-source = This text comes from a source, and is changed there.
article-mistake-unknown = There is no such article, or more than one. Its id or en/slug is always clear.
article-mistake-same-language = Both articles have a text in the same language.

# Articles in the console.
article-console-title = Articles
article-console-empty = No articles yet. Add a source, or write one here.
article-console-new = Write an article
article-console-texts = Texts
article-console-published = Published
article-console-missing = missing
article-console-from-source = from a source
article-console-own = written here
article-console-view = Public page
article-undecided-title =
    { $count ->
        [one] One pair to decide
       *[other] { $count } pairs to decide
    }
article-undecided-lead = These look like one article in two languages. Only somebody who can read both can tell.
article-undecided-yes = They are one article
article-undecided-no = They are not
article-decided = They are one article now.
article-refused = They stay apart, and will not be suggested again.
article-no-suggestion = This was decided meanwhile.
article-pair-title = Pair with another article
article-pair-with = The other article
article-pair-hint = Its id, or its language and the end of its address, such as en/right-to-vote.
article-pair = Make them one
article-paired = They are one article now.
article-unpair-title = Take apart
article-unpair-lead = Each text becomes an article of its own. They will not be paired by themselves again.
article-unpair = Take apart
article-unpaired = They are apart now.
article-edit-add = Add a text in another language
article-edit-one = An article
article-edit-new = A new article
article-field-language = Language
article-field-title = Title
article-field-summary = Summary
article-field-summary-hint = Left empty, it is taken from the beginning of the text.
article-field-body = Text
article-field-body-hint = Markdown: an empty line begins a paragraph, **bold**, [words](https://…) is a link.
article-field-link = Where it was published
article-field-published = Day
article-field-topics = What it is about
article-save-topics = Save the topics
article-save = Save
article-saved = Saved.
