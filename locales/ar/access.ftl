# قائمة لوحة التحرير.
access-menu-overview = نظرة عامة
access-menu-issues = الأعداد
access-menu-articles = المقالات
access-menu-sources = المصادر
access-menu-people = المشتركون
access-menu-letters = الرسائل
access-menu-topics = المواضيع
access-menu-admins = المشرفون
access-menu-tokens = رموز الواجهة البرمجية
access-menu-audit = سجل الأعمال

# الدخول.
access-sign-in-title = الدخول
access-sign-in-lead = نرسل إلى عنوانكم رابطًا يدخلكم مرة واحدة خلال نصف ساعة؛ لا كلمات مرور هنا.
access-sign-in-email = عنوان بريدكم الإلكتروني
access-sign-in-button = أرسلوا إليّ رابطًا
access-sent-title = انظروا في بريدكم
access-sent-text = إن كان هذا العنوان لأحد المشرفين فرابط الدخول في الطريق إليه. لم يصل شيء؟ انظروا في مجلد الرسائل غير المرغوبة، أو اسألوا أحد المالكين هل أُذن لكم بالدخول.
access-sent-again = اطلبوه مرة أخرى
access-link-title = الدخول إلى لوحة التحرير
access-link-text = ضغطة واحدة وتكونون في الداخل. يعمل الرابط مرة واحدة.
access-link-button = ادخلوا
access-stale-title = أدّى هذا الرابط عمله
access-stale-text = يعمل رابط الدخول مرة واحدة ولمدة نصف ساعة. اطلبوا رابطًا جديدًا وتدخلون فورًا.
access-stale-button = أرسلوا إليّ رابطًا جديدًا
access-signed-out = خرجتم من لوحة التحرير.
access-language-saved = صارت لوحة التحرير بالعربية.

# ما يحتاج إلى تصحيح.
access-mistake-email = لا يبدو هذا عنوان بريد.
access-mistake-role = نرجو اختيار دور من الأدوار.
access-mistake-scope = نرجو اختيار صلاحية من الصلاحيات.
access-mistake-token-name = الاسم من حرف واحد إلى 64 من الحروف والأرقام والمسافات والنقاط والشرطات.
access-mistake-token-taken = هذا الاسم لرمز آخر، حالي أو سابق. نرجو اختيار اسم غيره.

# المشرفون.
access-admins-title = المشرفون
access-admins-lead = من يحق لهم الدخول. المُطّلع يقرأ، والمحرّر يكتب ويرسل، والمالك يأذن لغيره أيضًا ويصنع الرموز ويمحو الأشخاص.
access-admins-email = العنوان
access-admins-role = الدور
access-admins-language = اللغة
access-admins-signed-in = آخر دخول
access-admins-never = لم يدخل بعد
access-admins-state = الحالة
access-admins-enabled = مأذون له
access-admins-disabled = موقوف
access-admins-you = أنتم
access-admins-add = ائذنوا لشخص بالدخول
access-admins-add-hint = يصله رابط بالبريد، باللغة التي تختارونها هنا.
access-admins-add-button = ائذنوا وأرسلوا رابطًا
access-admins-disable = أوقفوه
access-admins-enable = ائذنوا له من جديد
access-admins-link = أرسلوا رابطًا
access-admins-change = غيّروا الدور
access-admins-actions = إجراءات
access-admins-added = أُذن له، والرابط في الطريق إليه.
access-admins-linked = الرابط في الطريق إليه.
access-admins-was-disabled = أُوقف وأُخرج من كل مكان.
access-admins-changed = تغيّر الدور وانتهت جلساته.
access-admins-last-owner = يبقى المالك الأخير: ائذنوا لمالك آخر أولًا.

# رموز الواجهة البرمجية.
access-tokens-title = رموز الواجهة البرمجية
access-tokens-lead = يتيح الرمز لبرنامج أن يستعمل الواجهة البرمجية. الكتابة تشمل القراءة، والإرسال يشمل الكتابة.
access-tokens-name = الاسم
access-tokens-scope = الصلاحية
access-tokens-created = صُنع في
access-tokens-state = الحالة
access-tokens-live = مستعمل
access-tokens-revoked = ملغى
access-tokens-add = اصنعوا رمزًا
access-tokens-add-button = اصنعوا الرمز
access-tokens-name-hint = ما هو البرنامج، لتعرفوه لاحقًا.
access-tokens-revoke = ألغوه
access-tokens-was-revoked = أُلغي الرمز، وأُغلق الباب أمام البرنامج فورًا.
access-tokens-empty = لا برنامج يستعمل الواجهة بعد.
access-tokens-shown = هذا رمز { $name }
access-tokens-shown-text = انسخوه الآن: لا نحفظ منه إلا بصمته، ولا نستطيع إظهاره ثانية.
access-scope-read = قراءة
access-scope-write = كتابة
access-scope-send = إرسال

# سجل الأعمال.
access-audit-title = سجل الأعمال
access-audit-lead = ما الذي جرى، ومن فعله، وبماذا. لا تتغير المدخلات أبدًا، وكل منها موصول بما قبله.
access-audit-whole =
    { $count ->
        [zero] السلسلة سليمة: لا مدخلات فيها بعد.
        [one] السلسلة سليمة: المدخل الوحيد كما كُتب.
        [two] السلسلة سليمة: المدخلان كما كُتبا.
        [few] السلسلة سليمة: { $count } مدخلات كلها كما كُتبت.
        [many] السلسلة سليمة: { $count } مدخلًا كلها كما كُتبت.
       *[other] السلسلة سليمة: { $count } مدخل كلها كما كُتبت.
    }
access-audit-read = فُحصت المدخلات كلها حتى المدخل { $entry } في { $date } بالتوقيت العالمي (UTC)، ويعاد هذا الفحص كل ساعة؛ أما ما جاء بعدها وما تعرضه هذه الصفحة ففُحص الآن.
access-audit-broken = تنقطع السلسلة عند المدخل { $entry }: غيّر أحدهم قاعدة البيانات من وراء هدهد.
access-audit-empty = لم يجرِ شيء بعد.
access-audit-entry = المدخل
access-audit-at = الوقت (UTC)
access-audit-actor = من
access-audit-action = ماذا
access-audit-subject = بماذا
access-audit-detail = المزيد
access-audit-by-admin = مشرف
access-audit-by-token = برنامج
access-audit-by-command = من سطر الأوامر
access-audit-by-system = هدهد نفسه
access-audit-did-admin-add = الإذن لمشرف
access-audit-did-admin-disable = إيقاف مشرف
access-audit-did-admin-enable = الإذن لمشرف من جديد
access-audit-did-admin-link = صنع رابط دخول
access-audit-did-admin-role = تغيير دور مشرف
access-audit-did-admin-sign-in = دخول
access-audit-did-admin-sign-out = خروج
access-audit-did-article-add = قراءة مقالات من ملفات
access-audit-did-article-create = كتابة مقال
access-audit-did-article-edit = تحرير مقال
access-audit-did-article-pair = جمع مقالين
access-audit-did-article-unpair = فصل ترجمتين
access-audit-did-bounce-complaint = وصول شكوى
access-audit-did-bounce-hard = صندوق بريد لم يعد موجودًا
access-audit-did-bounce-soft = ترك الكتابة إلى صندوق بريد
access-audit-did-database-restore = استعادة قاعدة البيانات
access-audit-did-issue-approve = الموافقة على عدد
access-audit-did-issue-cancel = إلغاء عدد
access-audit-did-issue-draft = وضع مسودة عدد
access-audit-did-issue-edit = تحرير عدد
access-audit-did-issue-pause = إيقاف إرسال عدد مؤقتًا
access-audit-did-issue-ready = طلب الموافقة على عدد
access-audit-did-issue-redraft = إعادة عدد إلى المسودات
access-audit-did-issue-release = البتّ في رسائل محجوزة
access-audit-did-issue-resume = استئناف إرسال عدد
access-audit-did-issue-retry = إعادة محاولة ما لم يصل
access-audit-did-issue-schedule = جدولة عدد
access-audit-did-issue-send = إرسال عدد
access-audit-did-issue-test = إرسال تجربة
access-audit-did-letter-again = إعادة إرسال رسالة
access-audit-did-pairing-decide = قبول اقتراح جمع
access-audit-did-pairing-refuse = رفض اقتراح جمع
access-audit-did-relay-try = تجربة خادم البريد فورًا
access-audit-did-sending-resume = استئناف الإرسال كله
access-audit-did-signup-drop = محو طلب انضمام
access-audit-did-source-add = إضافة مصدر
access-audit-did-source-remove = إزالة مصدر
access-audit-did-subscriber-add = إضافة مشترك
access-audit-did-subscriber-correct = تصحيح مشترك
access-audit-did-subscriber-erase = محو مشترك
access-audit-did-subscriber-export = تصدير المشتركين
access-audit-did-subscriber-find = البحث عن عنوان
access-audit-did-subscriber-import = استيراد مشتركين
access-audit-did-subscriber-reveal = الاطلاع على عنوان
access-audit-did-token-create = صنع رمز
access-audit-did-token-revoke = إلغاء رمز
access-audit-did-topic-add = إضافة موضوع
access-audit-did-topic-rename = تغيير اسم موضوع
access-audit-mails =
    { $count ->
        [zero] لا رسائل
        [one] رسالة واحدة
        [two] رسالتان
        [few] { $count } رسائل
        [many] { $count } رسالة
       *[other] { $count } رسالة
    }
access-audit-files =
    { $count ->
        [zero] لا ملفات
        [one] ملف واحد
        [two] ملفان
        [few] { $count } ملفات
        [many] { $count } ملفًا
       *[other] { $count } ملف
    }
access-audit-revision = المراجعة { $number }
access-audit-release-resend = أُرسلت مرة أخرى
access-audit-release-drop = تُركت
access-audit-imported = الجدد: { $created }، المُغيَّرون: { $updated }، من لا تجوز الكتابة إليهم: { $suppressed }، الخاطئة: { $invalid }

# الرسائل.
access-letter-sign-in-subject = رابط دخولكم
access-letter-sign-in-text = طلب أحدهم، ونرجو أن يكون أنتم، الدخول بهذا العنوان إلى لوحة تحرير { $site }. هذا الرابط يدخلكم مرة واحدة خلال نصف ساعة:
access-letter-sign-in-button = ادخلوا
access-letter-sign-in-other = لم تطلبوه؟ لا تفعلوا شيئًا: لا يدخل أحد من غير الرابط.
access-letter-notice-open = افتحوا لوحة التحرير
access-letter-notice-why = وصلتكم هذه الرسالة لأنكم من مشرفي { $site }.

# ما يُبلَّغ به المشرفون.
access-notice-issue-paused-title = توقف إرسال عدد مؤقتًا
access-notice-issue-paused-text =
    { $reason ->
        [no_connection] توقف الإرسال لأن خادم البريد لا يجيب.
        [refused] توقف الإرسال لأن خادم البريد يردّنا.
        [message_refused] توقف الإرسال لأن الخوادم ترفض الرسالة نفسها أو ترفضنا مرسلين: هي أكبر مما يُقبل، أو شكلها لا يُقبل، أو تُحسب مزعجة.
        [held] توقف الإرسال لأن أحدًا لا يعرف هل وصلت بعض الرسائل.
       *[other] توقف الإرسال لأن رسائل كثيرة لم تصل.
    } نرجو النظر في العدد واستئناف إرساله بعد إصلاح السبب.
access-notice-mail-refused-title = خادم البريد يرفضنا
access-notice-mail-refused-text = ردّنا خادم البريد لسبب من عندنا، ككلمة المرور أو حق الإرسال. قال: «{ $reply }». ينتظر الإرسال حتى يُصلح ذلك.
access-notice-mail-unwanted-title = تعود رسائلنا لأنها غير مرغوب فيها
access-notice-mail-unwanted-text = أعاد خادم بريد رسالة من رسائلنا لقاعدة عنده: عدّها مزعجة، أو وجدنا في قائمة للحظر، أو لم يجدها موقّعة. كان رمزه: { $reply }. لا يُستبعد أي قارئ بسبب ذلك؛ نرجو النظر في سجلات SPF وDKIM وDMARC لنطاقكم، وفي ورود اسم خادمكم في قوائم الحظر.
access-notice-issue-missed-title = فات عددًا موعده
access-notice-issue-missed-text = كان ينبغي أن يُرسل عدد في وقت لم يكن فيه من يرسله. إنه ينتظر؛ نرجو النظر فيه وإرساله من جديد.
access-notice-issue-not-started-title = لم يبدأ إرسال عدد مجدول
access-notice-issue-not-started-text = لم يكن العدد المجدول جاهزًا حين حان موعده. عاد مسودة؛ نرجو النظر في ما ينقصه.
access-notice-nothing-new-title = لا عدد هذه المرة
access-notice-nothing-new-text = لم يكن هناك جديد يُجمع، فلم يُصنع عدد.
access-notice-source-failing-title = مصدر لا يُقرأ
access-notice-source-failing-text = تعذرت قراءة { $url } مرات متتالية. نرجو النظر في ما يقوله.
access-notice-export-title = صُدّر المشتركون إلى ملف
access-notice-export-text =
    { $count ->
        [zero] لم يُصدَّر أحد إلى ملف.
        [one] صُدّر مشترك واحد إلى ملف.
        [two] صُدّر مشتركان إلى ملف.
        [few] صُدّر { $count } مشتركين إلى ملف.
        [many] صُدّر { $count } مشتركًا إلى ملف.
       *[other] صُدّر { $count } مشترك إلى ملف.
    } إن كنتم لا تعرفون السبب فاسألوا بقية المشرفين فورًا.
access-notice-other-title = أمر يحتاج إلى نظرة
access-notice-other-text = لاحظ هدهد أمرًا. تجدون التفاصيل في لوحة التحرير.
