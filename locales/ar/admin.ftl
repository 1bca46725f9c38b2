# النظرة العامة.
admin-new-issue = اصنعوا عددًا
admin-stuck =
    { $count ->
        [zero] لا رسالة عالقة.
        [one] رسالة واحدة لم تصل.
        [two] رسالتان لم تصلا.
        [few] { $count } رسائل لم تصل.
        [many] { $count } رسالة لم تصل.
       *[other] { $count } رسالة لم تصل.
    }
admin-stuck-look = انظروا فيها
admin-held = الإرسال كله موقوف
admin-held-text = استُعيدت قاعدة البيانات هذه من نسخة احتياطية. لا تخرج رسالة ولا عدد حتى يأذن بذلك مالك. انظروا أولًا هل الناس والأعداد كما ينبغي: فالعدد الذي أُرسل بعد أخذ النسخة يبدو كأنه لم يُرسل. وإن كانت القاعدة القديمة قد ضاعت فلا يُعرف أيضًا من غادر بعد أخذ النسخة، ولا من وصله العدد الذي كان في طريقه: انظروا أولًا في سجل خادم البريد.
admin-held-go = ليُستأنف الإرسال
admin-held-owner = يستطيع أحد المالكين أن يأذن باستئنافه.
admin-held-over = استؤنف الإرسال.
admin-held-over-paused = استؤنف الإرسال. الأعداد المذكورة أدناه متوقفة مؤقتًا: استأنفوا منها ما ينبغي أن يمضي.
admin-reading = ماذا يقرؤون
admin-growth = آخر 30 يومًا
admin-growth-joined =
    { $count ->
        [zero] لم ينضم أحد
        [one] انضم شخص واحد
        [two] انضم شخصان
        [few] انضم { $count } أشخاص
        [many] انضم { $count } شخصًا
       *[other] انضم { $count } شخص
    }
admin-growth-left =
    { $count ->
        [zero] لم يغادر أحد
        [one] غادر شخص واحد
        [two] غادر شخصان
        [few] غادر { $count } أشخاص
        [many] غادر { $count } شخصًا
       *[other] غادر { $count } شخص
    }
admin-growth-label = في 30 يومًا: المنضمون { $joined } والمغادرون { $left }
admin-growth-table = الأرقام نفسها في جدول
admin-day = اليوم
admin-joined = انضموا
admin-left = غادروا
admin-issue = العدد الأخير
admin-issue-number = العدد { $number }
admin-issue-none = لا عدد بعد. يجمع العدد الأول أحدث مقالاتكم.
admin-issue-first = اصنعوا العدد الأول
admin-issue-nobody =
    { $count ->
        [zero] لم يصل إلى أحد.
        [one] لم يصل إلى أحد: أخفقت رسالة واحدة.
        [two] لم يصل إلى أحد: أخفقت رسالتان.
        [few] لم يصل إلى أحد: أخفقت { $count } رسائل.
        [many] لم يصل إلى أحد: أخفقت { $count } رسالة.
       *[other] لم يصل إلى أحد: أخفقت { $count } رسالة.
    }
admin-issue-figures = القرّاء: { $selected } · أُرسل: { $sent } · أخفق: { $failed } · في الانتظار: { $waiting }
admin-source-well = يُقرأ جيدًا
admin-source-new = لم يُقرأ بعد
admin-source-problem = فيه مشكلة
admin-source-none = لا مصدر بعد. أعطوا عنوان خلاصة موقعكم فتأتي المقالات الجديدة من تلقاء نفسها.
admin-source-first = أضيفوا مصدرًا
admin-todo = قبل العدد الأول
admin-todo-done = تم
admin-todo-open = باقٍ
admin-todo-begun = في الطريق
admin-todo-name = سمّوا الموقع بكل لغة ({"\u2066"}HUDHUD_SITE_NAME_…{"\u2069"})
admin-todo-address = حددوا العنوان البريدي الذي تحمله كل رسالة ({"\u2066"}HUDHUD_POSTAL_ADDRESS{"\u2069"})
admin-todo-mail = صِلوا خادم بريد ({"\u2066"}HUDHUD_SMTP_URL{"\u2069"})
admin-todo-articles = اكتبوا مقالات، أو أضيفوا مصدرًا لها
admin-todo-people = ادعوا الناس، أو استوردوا قائمة
admin-todo-admins = ائذنوا لمشرف ثانٍ يوافق على ما تكتبون
admin-todo-issue = أرسلوا العدد الأول
