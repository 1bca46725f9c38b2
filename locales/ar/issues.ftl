# في الرسائل.
issue-greeting-named = مرحبًا { $name }،
issue-greeting = مرحبًا،
issue-below = النص العربي في الأسفل
issue-read = قراءة المقال
issue-reason = تصلكم هذه الرسالة لأنكم انضممتم إلى الحركة.
issue-in-ar = بالعربية
issue-in-en = بالإنجليزية
issue-in-other = بلغة أخرى: { $language }

# الأرشيف.
issues-title = كل الأعداد
issues-lead = كل ما أرسلناه، خاليًا من أي روابط شخصية.
issues-empty = لم يُرسل العدد الأول بعد.
issues-feed = المتابعة عبر الخلاصة
issue-sent-on = أُرسل في { $date }
issue-number = العدد { $number }
issue-back = كل الأعداد
issue-join-title = ليصلكم العدد القادم
issue-join-text = رسالة كلما كان لدينا ما يستحق أن يقال، وبلغتكم. ويمكنكم المغادرة بنقرة واحدة.
issue-join-button = انضموا إلى الحركة

# ما يكشفه الفحص.
issue-check-no-subject = { $language }: الموضوع ناقص.
issue-check-no-preheader = { $language }: لا توجد عبارة تمهيدية، فستظهر التحية بجانب الموضوع في صندوق البريد.
issue-check-subject-marks = { $language }: في الموضوع أو العبارة التمهيدية علامات خفية تقلب النص أو تكسره. نرجو كتابتهما من جديد.
issue-check-nothing-said = { $language }: لن يرى القرّاء مقالًا ولا كلمة.
issue-check-link = { $language }: الرابط «{ $link }» لا يُفتح من رسالة. اكتبوا العنوان كاملًا، بدءًا من {"\u2066"}https://{"\u2069"}.
issue-check-no-articles = لا مقال في هذا العدد.
issue-check-borrowed = { $language }: «{ $title }» غير مترجم، وسيصل إلى القرّاء بلغة أخرى مع الإشارة إليها ({ $other }).
issue-check-left-out = { $language }: «{ $title }» غير مترجم، ولن يظهر لهؤلاء القرّاء.
issue-check-no-title = في العدد مقال بلا عنوان.
issue-check-article-link = رابط «{ $title }» لا يُفتح من رسالة.
issue-check-nobody = لا أحد بين قرّاء هذا العدد.
issue-check-waiting =
    { $count ->
        [zero] لا أحد بين هؤلاء القرّاء اختار وتيرة أخرى.
        [one] شخص واحد بين هؤلاء القرّاء اختار وتيرة أخرى، ولن يصله هذا العدد.
        [two] شخصان بين هؤلاء القرّاء اختارا وتيرة أخرى، ولن يصلهما هذا العدد.
        [few] { $count } أشخاص بين هؤلاء القرّاء اختاروا وتيرة أخرى، ولن يصلهم هذا العدد.
        [many] { $count } شخصًا بين هؤلاء القرّاء اختاروا وتيرة أخرى، ولن يصلهم هذا العدد.
       *[other] { $count } شخص بين هؤلاء القرّاء اختاروا وتيرة أخرى، ولن يصلهم هذا العدد.
    }
issue-check-large = طبعة { $edition }: { $size } كيلوبايت. يقتطع Gmail الرسائل عند نحو 102 كيلوبايت، ومعها رابط المغادرة؛ فليكن الحجم دون 75.
issue-check-clipped = طبعة { $edition }: { $size } كيلوبايت. سيقتطع Gmail هذه الرسالة ومعها رابط المغادرة. أخرجوا بعض المقالات.
issue-check-no-postal-address = لم يُحدَّد عنوان بريدي، وقوانين بلدان كثيرة تشترط ذكره في النشرات.

# لماذا لم يُنفَّذ الطلب.
issue-refused-changed = غيّر أحدهم هذا العدد في هذه الأثناء. لم يُحفظ شيء؛ نرجو أن تنظروا إلى ما صار عليه.
issue-refused-not-now = لا يمكن فعل هذا بالعدد وهو في حاله هذه.
issue-refused-not-ready = ما زال العدد ناقصًا قبل إرساله. القائمة أدناه تبيّن ما ينقصه.
issue-refused-incomplete = ما زال العدد ناقصًا قبل إرساله.
issue-refused-no-readers = لن يصل هذا العدد إلى أحد.
issue-refused-not-approved = لم يُعتمد العدد بعد، أو تغيّر بعد اعتماده.
issue-refused-second-person = أنتم من كتب الصيغة الأخيرة، ولا بدّ أن يعتمدها شخص آخر.
issue-refused-undecided = لم تبقَ إلا رسائل لا يُعرف هل وصلت. نرجو أن تقرروا أولًا: هل تُرسل مرة أخرى أم تُترك؟
issue-refused-nothing-failed = لا شيء يُعاد إرساله: ما أخفق كان إلى صناديق لم تعد موجودة، أو إلى من غادر، أو ربما وصل.
issue-mistake-article = لا يوجد مقال { $id }.
issue-mistake-too-long = نرجو ألا يتجاوز النص { $most } حرف.
issue-mistake-too-deep = القوائم والاقتباسات متداخلة أكثر مما ينبغي. نرجو كتابة النص بصيغة أبسط.
issue-mistake-topic = لا يوجد موضوع «{ $topic }».
issue-mistake-language = الموقع لا يتحدث «{ $language }».
issue-mistake-edition = لا توجد طبعة كهذه. الطبعات هي: { $editions }.
issue-mistake-address = هذا لا يشبه عنوان بريد.
issue-mistake-no-address = نرجو كتابة عنوان واحد على الأقل.
issue-mistake-many-addresses = نرجو ألا يتجاوز عدد العناوين { $most }.
issue-mistake-time = نرجو اختيار يوم ووقت لم يحينا بعد.
issue-mistake-value = لا يمكن أن يكون هذا صحيحًا. نرجو أن تراجعوه.
issue-nothing-new = لم يصل مقال لم يرد في عدد من هذا النوع.
issue-nothing-since = لم يُنشر منذ ذلك اليوم مقال لم يرد في عدد من هذا النوع.

# الأحوال.
issue-status-draft = مسودة
issue-status-ready = ينتظر الاعتماد
issue-status-approved = معتمد
issue-status-scheduled = مجدول
issue-status-sending = قيد الإرسال
issue-status-paused = متوقف مؤقتًا
issue-status-sent = أُرسل
issue-status-cancelled = أُلغي
issue-status-held = موقوف
issue-status-nobody = لم يصل إلى أحد
issue-cadence-every = لمن يريد كل عدد
issue-cadence-weekly = أسبوعي
issue-cadence-monthly = شهري

# لوحة الإدارة: القائمة.
issue-list-title = الأعداد
issue-list-new = عدد جديد من المقالات الجديدة
issue-list-empty = لا أعداد بعد. اصنعوا عددًا من أحدث المقالات: يمكنكم تغيير كل شيء قبل إرساله.
issue-list-number = الرقم
issue-list-subject = الموضوع
issue-list-status = الحال
issue-list-for = لمن
issue-list-when = متى
issue-list-since = نُشر منذ
issue-list-since-hint = فقط إن أردتم العودة إلى مقالات أقدم.
issue-list-cadence = لمن هذا العدد
issue-no-subject = (بلا موضوع بعد)

# لوحة الإدارة: المحرّر.
issue-edit-subject = الموضوع
issue-edit-preheader = العبارة التمهيدية
issue-edit-preheader-hint = تظهر بجانب الموضوع في صندوق البريد.
issue-edit-opening = الافتتاحية
issue-edit-opening-hint = بصيغة Markdown، ويراها القرّاء فوق المقالات.
issue-edit-closing = الخاتمة
issue-edit-save = حفظ
issue-edit-closed = يمكنكم قراءة هذا العدد، ولم يعد تعديله ممكنًا.
issue-edit-letters-none = لم يُكتب شيء بعد
issue-edit-letters-fit =
    { $count ->
        [zero] لا حروف
        [one] حرف واحد · يظهر كاملًا على الهاتف
        [two] حرفان · يظهران كاملين على الهاتف
        [few] { $count } أحرف · تظهر كاملة على الهاتف
        [many] { $count } حرفًا · تظهر كاملة على الهاتف
       *[other] { $count } حرف · تظهر كاملة على الهاتف
    }
issue-edit-letters-long =
    { $count ->
        [zero] لا حروف
        [one] حرف واحد · يُقتطع على الهاتف
        [two] حرفان · يُقتطعان على الهاتف
        [few] { $count } أحرف · تُقتطع على الهاتف
        [many] { $count } حرفًا · تُقتطع على الهاتف
       *[other] { $count } حرف · تُقتطع على الهاتف
    }
issue-edit-articles = المقالات
issue-edit-order = الترتيب
issue-edit-up = إلى أعلى: { $title }
issue-edit-down = إلى أسفل: { $title }
issue-edit-remove = إخراج
issue-edit-remove-this = إخراج: { $title }
issue-edit-add = إضافة مقال
issue-edit-add-button = إضافة
issue-edit-no-articles = لا مقالات في هذا العدد.
issue-edit-ready = موجود
issue-edit-borrowed = غير مترجم، يظهر { $instead }
issue-edit-left-out = غير مترجم، لن يظهر
issue-edit-choices = القرّاء والخيارات
issue-edit-missing = حين تنقص ترجمة
issue-missing-other_language = إظهار اللغة الأخرى مع الإشارة إليها
issue-missing-leave_out = إسقاط المقال
issue-edit-reading = فقط من يقرأ
issue-edit-country = فقط من يقيم في
issue-edit-topics = فقط المهتمون بـ
issue-edit-topics-hint = من لم يختر موضوعًا يريدها كلها، فيصله العدد أيضًا.
issue-edit-joined-after = فقط من انضم بعد
issue-edit-everybody = الجميع
issue-edit-save-choices = حفظ هذه الخيارات
issue-check-title = قبل الإرسال
issue-check-fine = لا ينقص شيء.
issue-readers-title = لمن يصل
issue-readers-count =
    { $count ->
        [zero] لا أحد
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
        [many] { $count } شخصًا
       *[other] { $count } شخص
    }
issue-readers-selected =
    { $count ->
        [zero] لا قرّاء
        [one] قارئ واحد
        [two] قارئان
        [few] { $count } قرّاء
        [many] { $count } قارئًا
       *[other] { $count } قارئ
    }
issue-readers-none = لا أحد بعد
issue-next-title = الخطوة التالية
issue-next-over = لم يبقَ ما يُفعل بهذا العدد.
issue-next-viewer = يمكنكم الاطلاع على الأعداد دون إرسالها.
issue-next-needs-approval = ينظر فيه شخص آخر ويعتمده، ثم يمكن إرساله.
issue-next-ask = طلب الاعتماد
issue-next-approve = اعتماد
issue-next-send = إرسال…
issue-next-cancel = إلغاء هذا العدد
issue-next-draft = إعادته مسودة
issue-next-see-archive = الاطلاع عليه في الأرشيف
issue-next-progress = متابعة سير الإرسال

# لوحة الإدارة: المعاينة والتجربة.
issue-preview = معاينة
issue-preview-title = معاينة العدد { $number }
issue-preview-edition = الطبعة
issue-preview-form = طريقة العرض
issue-preview-html = رسالة
issue-preview-text = نص مجرّد
issue-preview-frame = الرسالة كما يراها قرّاء { $edition }
issue-preview-subject = الموضوع
issue-preview-size = الحجم
issue-preview-kilobytes = { $size } كيلوبايت
issue-preview-back = العودة إلى العدد
issue-test-title = إرسال تجربة
issue-test-addresses = العناوين
issue-test-addresses-hint = تفصل بينها مسافات أو فواصل أو أسطر. تصل كل الطبعات إلى كل عنوان، وعليها علامة [TEST].
issue-test-button = إرسال التجربة

# لوحة الإدارة: الإرسال.
issue-send-title = إرسال العدد { $number }
issue-send-text = الرسائل التي خرجت لا يمكن استرجاعها.
issue-send-confirm =
    { $count ->
        [zero] لا أحد يصله
        [one] الإرسال الآن إلى شخص واحد
        [two] الإرسال الآن إلى شخصين
        [few] الإرسال الآن إلى { $count } أشخاص
        [many] الإرسال الآن إلى { $count } شخصًا
       *[other] الإرسال الآن إلى { $count } شخص
    }
issue-send-later = إرساله لاحقًا
issue-send-at = اليوم والوقت (UTC)
issue-send-at-hint = الوقت الآن { $now }.
issue-send-schedule = جدولة
issue-send-back = ليس بعد
issue-scheduled-for = سيبدأ إرساله في { $date }.
issue-progress-title = مسار العدد { $number }
issue-progress-label = ما أُنجز
issue-progress-freezing = ما زالت قائمة القرّاء قيد الإعداد.
issue-progress-selected = القرّاء
issue-progress-sent = أُرسل
issue-progress-failed = أخفق
issue-progress-skipped = تُجووز
issue-progress-waiting = في الانتظار
issue-progress-uncertain = غير مؤكد
issue-progress-skipped-hint = «تُجووز» من غادر في هذه الأثناء، ومن تركتم رسالته من غير أن يُعرف هل وصلته. و«غير مؤكد» ما لم يُجب عنه خادم البريد، وهو محسوب ضمن البقية أيضًا.
issue-progress-skipped-cancelled = «تُجووز» من غادر، ومن تركتم رسالته من غير أن يُعرف هل وصلته، ومن لم يكن العدد قد وصله حين أُوقف. و«غير مؤكد» ما لم يُجب عنه خادم البريد، وهو محسوب ضمن البقية أيضًا.
issue-progress-refreshes = تُحدَّث هذه الصفحة من تلقاء نفسها.
issue-progress-hold = أوقفوا التحديث
issue-progress-still = تعرض هذه الصفحة ما كان عند فتحها.
issue-progress-follow = تابعوا ما يجري
issue-progress-started = بدأ في { $date }
issue-progress-finished = انتهى في { $date }
issue-progress-speed = { $count } في الثانية
issue-progress-left =
    { $count ->
        [zero] بقي أقل من دقيقة
        [one] بقيت دقيقة تقريبًا
        [two] بقيت دقيقتان تقريبًا
        [few] بقيت { $count } دقائق تقريبًا
        [many] بقيت { $count } دقيقة تقريبًا
       *[other] بقيت { $count } دقيقة تقريبًا
    }
issue-progress-said = أُنجز { $percent }٪.
issue-progress-retry = إعادة إرسال ما أخفق
issue-progress-retry-hint =
    { $count ->
        [zero] لا رسالة مما أخفق يمكن أن تُعاد.
        [one] رسالة واحدة مما أخفق يمكن أن تُعاد. لن يصل العدد إلى أحد مرتين، ولا يُعاد الإرسال إلى صناديق لم تعد موجودة.
        [two] رسالتان مما أخفق يمكن أن تُعادا. لن يصل العدد إلى أحد مرتين، ولا يُعاد الإرسال إلى صناديق لم تعد موجودة.
        [few] { $count } رسائل مما أخفق يمكن أن تُعاد. لن يصل العدد إلى أحد مرتين، ولا يُعاد الإرسال إلى صناديق لم تعد موجودة.
        [many] { $count } رسالة مما أخفق يمكن أن تُعاد. لن يصل العدد إلى أحد مرتين، ولا يُعاد الإرسال إلى صناديق لم تعد موجودة.
       *[other] { $count } رسالة مما أخفق يمكن أن تُعاد. لن يصل العدد إلى أحد مرتين، ولا يُعاد الإرسال إلى صناديق لم تعد موجودة.
    }
issue-replies-title = ما قالته خوادم البريد
issue-replies-hint = عن رسائل لم تصل من أول مرة. لا تُسمّى إلا نطاقات المزوّدين الكبار، وما سواها يُعدّ معًا.
issue-replies-domain = النطاق
issue-replies-code = الرمز
issue-replies-count = المرات
issue-replies-text = آخر ما قيل
issue-replies-last = متى
issue-replies-other = غيرها
issue-replies-relay = خادم بريدنا
issue-replies-none = لا جواب
issue-replies-smtputf8 = لا يقبل الخادم عناوين بهذه الحروف ({"\u2066"}SMTPUTF8{"\u2069"}).
issue-replies-eight-bit = لا يقبل الخادم إلا رسائل بحروف {"\u2066"}ASCII{"\u2069"}.
issue-replies-too-large = الرسالة أكبر مما يقبله الخادم.
issue-replies-no-encryption = لا يتيح الخادم التشفير، ولا تُرسل كلمة مرور مكشوفة أبدًا.
issue-replies-sign-in-encrypted = لا يسمح الخادم بالدخول من غير تشفير: يفيد وضع {"\u2066"}tls=required{"\u2069"} في {"\u2066"}HUDHUD_SMTP_URL{"\u2069"}.
issue-replies-no-sign-in = لا يتيح الخادم طريقة دخول نعرفها ({"\u2066"}PLAIN, LOGIN, XOAUTH2{"\u2069"}).
issue-replies-during-connect = عند الاتصال:
issue-replies-during-greeting = في انتظار التحية:
issue-replies-during-hello = عند التعريف بأنفسنا:
issue-replies-during-tls = عند بدء التشفير ({"\u2066"}TLS{"\u2069"}):
issue-replies-during-auth = عند الدخول إلى الخادم:
issue-replies-during-mail = عند تسمية المرسِل:
issue-replies-during-rcpt = عند تسمية المستلم:
issue-replies-during-data = عند طلب إرسال الرسالة:
issue-replies-during-body = عند إرسال الرسالة:
issue-replies-during-answer = في انتظار الجواب عن الرسالة:
issue-replies-nobody-listens = لا أحد يجيب على هذا المنفذ.
issue-replies-late = لم يأت جواب في الوقت المتاح.
issue-replies-closed = انقطع الاتصال.
issue-replies-no-host = اسم الخادم غير موجود؛ هل هو صحيح في {"\u2066"}HUDHUD_SMTP_URL{"\u2069"}؟
issue-replies-no-way = لا طريق في الشبكة يصل إليه.
issue-replies-nonsense = جواب الخادم لا معنى له.
issue-replies-not-smtp = الذي يجيب هناك ليس خادم بريد.
issue-replies-no-starttls = لا يتيح الخادم {"\u2066"}STARTTLS{"\u2069"}.
issue-replies-clear-behind-tls = جاء كلام مكشوف حيث ينبغي أن يكون كل شيء مشفرًا.
issue-replies-strange-sign-in = يطلب الخادم طريقة دخول لا نعرفها.
issue-replies-no-tls-there = لا يستعمل الخادم {"\u2066"}TLS{"\u2069"} على هذا المنفذ؛ هل المنفذ صحيح في {"\u2066"}HUDHUD_SMTP_URL{"\u2069"}؟
issue-replies-tls-untrusted = شهادة الخادم ليست مما نثق به. إن كانت هي الصحيحة فسمّوها، أو سمّوا من وقّعها، بوضع {"\u2066"}ca=FILE{"\u2069"} في {"\u2066"}HUDHUD_SMTP_URL{"\u2069"}.
issue-replies-tls-other-host = شهادة الخادم لاسم غير الذي في {"\u2066"}HUDHUD_SMTP_URL{"\u2069"}.
issue-replies-tls-expired = انتهت صلاحية شهادة الخادم.
issue-replies-tls-early = لم تبدأ صلاحية شهادة الخادم بعد؛ هل الساعة صحيحة؟
issue-replies-tls-authority = شهادة الخادم شهادة سلطة توقيع ({"\u2066"}CA:TRUE{"\u2069"}) وليست لخادم؛ يشرح {"\u2066"}docs/operating.md{"\u2069"} كيف تُصنع واحدة.
issue-replies-mailbox = تعذرت الكتابة في صندوق البريد المدمج.
issue-replies-stumbled = تعثّر هدهد نفسه بها؛ في سجله المزيد.
issue-progress-eta = ينتهي نحو { $date }
issue-progress-pause = إيقاف مؤقت
issue-progress-resume = متابعة
issue-progress-cancel = إيقاف نهائي
issue-progress-cancel-ask = إيقاف نهائي…
issue-progress-cancel-hint =
    { $count ->
        [zero] لم يبقَ أحد في الانتظار.
        [one] شخص واحد لم يصله العدد بعدُ ولن يصله أبدًا. لا رجعة في ذلك، أما الإيقاف المؤقت فيمكن متابعته.
        [two] شخصان لم يصلهما العدد بعدُ ولن يصلهما أبدًا. لا رجعة في ذلك، أما الإيقاف المؤقت فيمكن متابعته.
        [few] { $count } أشخاص لم يصلهم العدد بعدُ ولن يصلهم أبدًا. لا رجعة في ذلك، أما الإيقاف المؤقت فيمكن متابعته.
        [many] { $count } شخصًا لم يصلهم العدد بعدُ ولن يصلهم أبدًا. لا رجعة في ذلك، أما الإيقاف المؤقت فيمكن متابعته.
       *[other] { $count } شخص لم يصلهم العدد بعدُ ولن يصلهم أبدًا. لا رجعة في ذلك، أما الإيقاف المؤقت فيمكن متابعته.
    }
issue-progress-nobody =
    { $count ->
        [zero] لم يصل هذا العدد إلى أحد.
        [one] لم يصل هذا العدد إلى أحد: أخفقت رسالة واحدة. وما قالته خوادم البريد تجدونه أدناه.
        [two] لم يصل هذا العدد إلى أحد: أخفقت رسالتان. وما قالته خوادم البريد تجدونه أدناه.
        [few] لم يصل هذا العدد إلى أحد: أخفقت { $count } رسائل. وما قالته خوادم البريد تجدونه أدناه.
        [many] لم يصل هذا العدد إلى أحد: أخفقت { $count } رسالة. وما قالته خوادم البريد تجدونه أدناه.
       *[other] لم يصل هذا العدد إلى أحد: أخفقت { $count } رسالة. وما قالته خوادم البريد تجدونه أدناه.
    }
issue-progress-held =
    { $count ->
        [zero] لا رسالة تنتظر قرارًا.
        [one] رسالة واحدة قد تكون وصلت وقد لا تكون: لم يُجب الخادم عنها. إن أُرسلت مرة أخرى فقد تصل إلى صاحبها مرتين، وإن تُركت فقد لا تصله أبدًا.
        [two] رسالتان قد تكونان وصلتا وقد لا تكونان: لم يُجب الخادم عنهما. إن أُرسلتا مرة أخرى فقد تصل كل منهما مرتين، وإن تُركتا فقد لا تصلان أبدًا.
        [few] { $count } رسائل قد تكون وصلت وقد لا تكون: لم يُجب الخادم عنها. إن أُرسلت مرة أخرى وصلت إلى بعض الناس مرتين، وإن تُركت فقد لا تصل إلى بعضهم أبدًا.
        [many] { $count } رسالة قد تكون وصلت وقد لا تكون: لم يُجب الخادم عنها. إن أُرسلت مرة أخرى وصلت إلى بعض الناس مرتين، وإن تُركت فقد لا تصل إلى بعضهم أبدًا.
       *[other] { $count } رسالة قد تكون وصلت وقد لا تكون: لم يُجب الخادم عنها. إن أُرسلت مرة أخرى وصلت إلى بعض الناس مرتين، وإن تُركت فقد لا تصل إلى بعضهم أبدًا.
    }
issue-progress-held-resend = إرسالها مرة أخرى
issue-progress-held-drop = تركها
issue-paused-too_many_failures = متوقف: أخفقت رسائل كثيرة.
issue-paused-message_refused = متوقف: ترفض الخوادم الرسالة نفسها أو ترفضنا مرسلين.
issue-paused-no_connection = متوقف: خادم البريد لا يجيب.
issue-paused-refused = متوقف: خادم البريد يرفضنا.
issue-paused-restored = متوقف: استُعيدت قاعدة البيانات وهذا العدد في طريقه.
issue-paused-held = متوقف: لا يُعرف هل وصلت بعض الرسائل.
issue-paused-by_hand = متوقف: أوقفه أحد المشرفين مؤقتًا.
issue-paused-next-by_hand = اضغطوا «متابعة» متى شئتم أن يمضي.
issue-paused-next-message_refused = اقرؤوا <a>ما قالته خوادم البريد</a>. يعني 5.7 و554 أنها لا تثق بنطاقكم أو بخادمكم، ويعني 552 و5.3.4 و5.2.3 أن العدد أكبر مما تقبل. وبعد إصلاح السبب اضغطوا «متابعة»، ثم «إعادة إرسال ما أخفق».
issue-paused-next-too_many_failures = اقرؤوا <a>ما قالته خوادم البريد</a>. وبعد إصلاح السبب اضغطوا «متابعة»: لن يصل العدد إلى أحد مرتين.
issue-paused-next-no_connection = تحققوا من أن خادم البريد يعمل وأن {"\u2066"}HUDHUD_SMTP_URL{"\u2069"} يشير إليه؛ ويجرّبه الأمر {"\u2066"}hudhud doctor{"\u2069"}. ثم اضغطوا «متابعة».
issue-paused-next-refused = اقرؤوا <a>ما قاله</a>، وراجعوا كلمة المرور والمرسِل في الإعدادات؛ ويجرّبهما الأمر {"\u2066"}hudhud doctor{"\u2069"}. ثم اضغطوا «متابعة».
issue-paused-next-restored = انظروا هل وصل العدد إلى الناس بعد أخذ النسخة الاحتياطية. فإن كان ينبغي أن يمضي فاستأنفوا الإرسال <a>من النظرة العامة</a>، ثم اضغطوا «متابعة» هنا.
issue-paused-next-held = قرروا <a>ما يُفعل بهذه الرسائل</a>.
issue-said-held = سُجّل ذلك، لكن الإرسال كله موقوف منذ استُعيدت قاعدة البيانات: لا يصل شيء إلى أحد حتى يأذن مالك باستئنافه.

# ما يؤخّر عددًا.
issue-held-restore = الإرسال كله موقوف منذ استُعيدت قاعدة البيانات: لا يصل شيء إلى أحد حتى يأذن مالك باستئنافه، من النظرة العامة أو بالأمر {"\u2066"}hudhud resume-sending{"\u2069"}.
issue-held-relay = لا يمكن الوصول إلى خادم البريد، أو أنه رفضنا. تُعاد المحاولة من تلقاء نفسها.
issue-held-today =
    { $count ->
        [zero] لا رسائل مسموح بها اليوم.
        [one] خرجت الرسالة الوحيدة المسموح بها اليوم.
        [two] خرجت الرسالتان المسموح بهما اليوم.
        [few] خرجت الرسائل الـ{ $count } المسموح بها اليوم.
        [many] خرجت الرسائل الـ{ $count } المسموح بها اليوم.
       *[other] خرجت الرسائل الـ{ $count } المسموح بها اليوم.
    }
issue-held-rate =
    { $count ->
        [zero] يمضي الإرسال بأقصى سرعة تسمح بها الإعدادات.
        [one] يمضي الإرسال بأقصى سرعة تسمح بها الإعدادات: رسالة واحدة في الثانية.
        [two] يمضي الإرسال بأقصى سرعة تسمح بها الإعدادات: رسالتان في الثانية.
        [few] يمضي الإرسال بأقصى سرعة تسمح بها الإعدادات: { $count } رسائل في الثانية.
        [many] يمضي الإرسال بأقصى سرعة تسمح بها الإعدادات: { $count } رسالة في الثانية.
       *[other] يمضي الإرسال بأقصى سرعة تسمح بها الإعدادات: { $count } رسالة في الثانية.
    }
issue-held-retries = طلبت خوادم بريد كل من بقي في الانتظار أن نعاود المحاولة لاحقًا.
issue-held-domains = كل من بقي في الانتظار عند مزوّدين لا يقبلون إلا عددًا محدودًا من الرسائل كل مدة.
issue-held-takeover = توقفت فجأةً عملية كانت ترسل. ما كان بين يديها تتولاه عملية أخرى خلال دقيقة تقريبًا.
issue-held-nobody = لا شيء يرسل الآن: شغّل {"\u2066"}hudhud serve{"\u2069"} أو {"\u2066"}hudhud worker{"\u2069"}.
issue-held-until = يُتابَع الإرسال في { $date }.
issue-held-look = إلى النظرة العامة

# لوحة الإدارة: ما أُنجز.
issue-said-drafted = صارت المسودة جاهزة. كلماتها مأخوذة من مقالاتها؛ غيّروا ما شئتم.
issue-said-saved = حُفظ.
issue-said-ready = العدد الآن في انتظار الاعتماد.
issue-said-approved = اعتُمد.
issue-said-tested =
    { $count ->
        [zero] لم تُرسل أي تجربة.
        [one] رسالة تجريبية واحدة في طريقها.
        [two] رسالتان تجريبيتان في طريقهما.
        [few] { $count } رسائل تجريبية في طريقها.
        [many] { $count } رسالة تجريبية في طريقها.
       *[other] { $count } رسالة تجريبية في طريقها.
    }
issue-said-sending = العدد في طريقه.
issue-said-scheduled = جُدول.
issue-said-paused = توقف مؤقتًا. لن يصل إلى أحد حتى تتابعوا.
issue-said-resumed = يُتابَع الإرسال.
issue-said-retried = تُعاد الآن محاولة ما أخفق.
issue-said-cancelled = أُلغي.
issue-said-unscheduled = عاد مسودة.
