# The public pages of articles.
articles-title = المقالات
articles-lead = ما نشرناه، والأحدث أولًا.
articles-none = لم يُنشر شيء بهذه اللغة بعد.
articles-join = انضموا إلى الحركة العالمية
article-read-here = اقرؤوا هذا بالعربية
article-first-at = نُشر أولًا في

# What is wrong with an article.
article-mistake-language = ليست هذه من لغات الموقع.
article-mistake-title = لا بد لكل نص من عنوان.
article-mistake-long = هذا النص أطول من أن يكون مقالًا.
article-mistake-link = يبدأ الرابط بـ {"\u2066"}https://{"\u2069"} أو {"\u2066"}http://{"\u2069"}.
article-mistake-time = يُرجى كتابة يوم مثل 2022-08-02.
article-mistake-empty = لا بد للمقال من نص واحد على الأقل.
article-mistake-source = هذا النص آتٍ من مصدر، ويُعدَّل هناك.
article-mistake-unknown = لا يوجد مقال بهذا الاسم، أو يوجد أكثر من واحد. المعرّف واضح دائمًا، وكذلك اللغة مع آخر العنوان مثل en/slug.
article-mistake-same-language = في كلا المقالين نص باللغة نفسها.

# Articles in the console.
article-console-title = المقالات
article-console-empty = لا مقالات بعد. أضيفوا مصدرًا، أو اكتبوا مقالًا هنا.
article-console-new = كتابة مقال
article-console-texts = النصوص
article-console-published = تاريخ النشر
article-console-missing = ناقص
article-console-from-source = من مصدر
article-console-own = كُتب هنا
article-console-view = الصفحة العامة
article-undecided-title =
    { $count ->
        [zero] لا أزواج تنتظر القرار
        [one] زوج واحد ينتظر القرار
        [two] زوجان ينتظران القرار
        [few] { $count } أزواج تنتظر القرار
        [many] { $count } زوجًا ينتظر القرار
       *[other] { $count } زوج ينتظر القرار
    }
article-undecided-lead = يبدو كل زوج مقالًا واحدًا بلغتين، ولا يحسم ذلك إلا من يقرأ اللغتين.
article-undecided-yes = هما مقال واحد
article-undecided-no = ليسا مقالًا واحدًا
article-decided = صارا مقالًا واحدًا.
article-refused = يبقيان منفصلين، ولن يُقترح جمعهما مرة أخرى.
article-no-suggestion = حُسم هذا في أثناء ذلك.
article-pair-title = الجمع مع مقال آخر
article-pair-with = المقال الآخر
article-pair-hint = معرّفه، أو لغته مع آخر عنوانه، مثل en/right-to-vote.
article-pair = جعلهما مقالًا واحدًا
article-paired = صارا مقالًا واحدًا.
article-unpair-title = الفصل
article-unpair-lead = يصير كل نص مقالًا قائمًا بنفسه، ولن يُجمعا تلقائيًّا مرة أخرى.
article-unpair = فصل
article-unpaired = صارا منفصلين.
article-edit-add = إضافة نص بلغة أخرى
article-edit-one = مقال
article-edit-new = مقال جديد
article-field-language = اللغة
article-field-title = العنوان
article-field-summary = الملخص
article-field-summary-hint = إن تُرك فارغًا أُخذ من أول النص.
article-field-body = النص
article-field-body-hint = بصيغة Markdown: سطر فارغ يبدأ فقرة، و**كلمة** للخط العريض، و{"\u2066"}[كلمات](https://…){"\u2069"} رابط.
article-field-link = أين نُشر
article-field-published = اليوم
article-field-topics = عمّ يتحدث
article-save-topics = حفظ المواضيع
article-save = حفظ
article-saved = حُفظ.
