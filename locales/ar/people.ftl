# أسماء أعمدة الملفات، بينها خط عمودي.
people-csv-email = البريد الإلكتروني | البريد | عنوان البريد | العنوان | الإيميل | إيميل | بريد إلكتروني
people-csv-name = الاسم | الاسم الكامل | اسم
people-csv-reading = القراءة | لغة القراءة | اللغة
people-csv-first-language = اللغة الأولى
people-csv-cadence = الوتيرة | التواتر
people-csv-country = البلد | الدولة | بلد
people-csv-topics = المواضيع | الموضوعات | المواضيع المختارة

# القائمة.
people-title = المشتركون
people-count =
    { $count ->
        [zero] لا أحد هنا
        [one] شخص واحد
        [two] شخصان
        [few] { $count } أشخاص
        [many] { $count } شخصًا
       *[other] { $count } شخص
    }
people-find-label = ابحثوا عن عنوان
people-find-button = ابحثوا
people-find-hint = العنوان كاملًا كما هو. لا يُحفظ ولا يظهر في أي رابط.
people-found-nobody = لا أحد بهذا العنوان، ولم يطلب أحد الانضمام به.
people-found-signup = لا أحد بهذا العنوان في القائمة، لكن أحدهم طلب الانضمام به.
people-found-suppressed = لا تجوز الكتابة إلى هذا العنوان: { $reason }.
people-filter-status = الحالة
people-filter-reading = يقرأ
people-filter-cadence = الوتيرة
people-filter-country = البلد
people-filter-any = الكل
people-filter-button = اعرضوا
people-filter-clear = اعرضوا الجميع
people-add = إضافة باليد
people-empty = لم ينضم أحد بعد. ضعوا في موقعكم رابطًا إلى صفحة الانضمام، أو استوردوا قائمة بالأمر hudhud subscriber import.
people-empty-filter = لا أحد يوافق ذلك. جرّبوا شروطًا أقل.
people-email = العنوان
people-name = الاسم
people-reading = يقرأ
people-status = الحالة
people-cadence = الوتيرة
people-country = البلد
people-topics = المواضيع
people-joined = انضم في
people-all-topics = كل المواضيع
people-all-topics-hint = من لا يختار شيئًا يصله كل شيء.
people-first-language = أولًا
people-first-language-hint = تأتي في الأعلى لمن يقرؤون كل اللغات.
people-nameless = بلا اسم
people-unsaid = لم يُذكر
status-active = نشط
status-paused = متوقف مؤقتًا
status-left = غادر
status-unreachable = لا يصله البريد
status-complained = اشتكى
reason-declined = قال أحدهم «لست أنا»
reason-complained = وردت شكوى
reason-erased = مُحي صاحبه
reason-unreachable = صندوق البريد يرفض الرسائل
reason-blocked = حظره المشرفون

# شخص واحد.
people-one-title = مشترك
people-reveal = أظهروا العنوان والاسم
people-reveal-hint = يذكر سجل الأعمال من اطّلع.
people-came-from = جاء من
people-paused-until = متوقف حتى
people-left-at = غادر في
people-help = يودّ المساعدة في
people-consents = الموافقة
people-consent-by-signup = باستمارة الانضمام
people-consent-by-import = بالاستيراد
people-consent-by-api = ببرنامج
people-consent-by-console = باليد من أحد المحررين
people-consent-given = أُعطيت في { $date }، { $by }
people-letters = الرسائل
people-letters-none = لم تُكتب رسالة إلى هذا الشخص.
people-correct = تصحيح
people-correct-lead = ما اختاره. أما عنوانه وحالته فله وحده أن يغيّرهما.
people-correct-button = احفظوا
people-saved = حُفظ ذلك.
people-erase = محو هذا الشخص
people-erase-lead = يزول إلى الأبد عنوانه واسمه واختياراته وموافقاته وطلبات انضمامه والرسائل إليه. تبقى بصمة مشفرة للعنوان كي لا يعيده أي استيراد.
people-erase-sure = أتمحونه إلى الأبد؟
people-erase-button = امحوه إلى الأبد
people-erase-keep = أبقوه
people-erased = مُحي. لم تبقَ إلا بصمة مشفرة.

# من طلب الانضمام.
people-signup-title = طلب انضمام ينتظر
people-signup-state = الحالة
signup-pending = ينتظر أن يؤكده صاحبه
signup-confirmed = مؤكد
signup-declined = «لست أنا»
signup-expired = انتهت مدة الرابط

# الإضافة باليد.
people-add-title = إضافة باليد
people-add-lead = لمن وافق فقط. نكتب إليه فورًا من غير رسالة تأكيد.
people-add-basis = على أي أساس وافق؟
people-add-basis-hint = متى وأين وكيف، بكلمات يمكنكم أن تُروه إياها: تُحفظ على أنها موافقته.
people-add-button = أضيفوا
people-added = أُضيف.
people-mistake-email = لا يبدو هذا عنوان بريد.
people-mistake-known = يوجد هنا من له هذا العنوان.
people-mistake-suppressed = لا تجوز الكتابة إلى هذا العنوان. لا يعود صاحبه إلا بنفسه، باستمارة الانضمام.
people-mistake-changed = تغيّر شيء هنا في هذه الأثناء، غيّره صاحب الاشتراك أو غيره. نرجو النظر في ما هو أعلاه، ثم الحفظ من جديد إن بقي ما أردتموه.
people-mistake-basis = نرجو أن تذكروا كيف وافق هذا الشخص.
people-mistake-basis-long = نرجو ذكر ذلك في أقل من 1000 حرف.

# الرسائل.
letters-title = الرسائل
letters-lead = رسائل لم تصل. ما ينتظر منها يُعاد من تلقاء نفسه.
letters-empty = لا رسالة عالقة.
letters-waiting-no_connection = لا يمكن الوصول إلى خادم البريد { $server }، ولا شيء يمر عبره.
letters-waiting-broken = خادم البريد { $server } يقطع الاتصال، ولا شيء يمر عبره.
letters-waiting-refused = خادم البريد { $server } يرفضنا، ولا شيء يمر عبره.
letters-waiting-until = المحاولة التالية في { $time } (بالتوقيت العالمي).
letters-try = حاولوا الآن
letters-trying = تجري المحاولة الآن.
letters-tried = تنتظر محاولتها التالية
letters-next = المحاولة التالية
letters-kind = الرسالة
letters-to = إلى
letters-state = الحالة
letters-tries = المحاولات
letters-answer = قال الخادم
letters-written = كُتبت في
letters-again = أعيدوا إرسالها
letters-queued = يُعاد إرسالها الآن.
letters-not-again = لا يمكن إعادة إرسال هذه الرسالة: زال نصها أو وصلت.
letter-state-due = تنتظر
letter-state-leased = قيد الإرسال
letter-state-in_data = قيد الإرسال
letter-state-sent = أُرسلت
letter-state-failed = لم تصل
letter-state-skipped = تُركت
letter-state-held = محجوزة
letter-name-confirm_signup = تأكيد الانضمام
letter-name-welcome = ترحيب
letter-name-already_with_us = أنتم معنا من قبل
letter-name-your_link = رابط المشترك
letter-name-your_data = بيانات المشترك
letter-name-confirm_address = تأكيد عنوان جديد
letter-name-address_changed = تغيّر العنوان
letter-name-erased = مُحي كل شيء
letter-name-sign_in = رابط دخول
letter-name-notice = تنبيه للمشرفين
letter-name-other = رسالة
letter-for-subscriber = مشترك
letter-for-signup = طلب انضمام
letter-for-new_address = عنوان جديد
letter-for-admin = مشرف
letter-for-stranger = تجربة

# المواضيع.
topics-title = المواضيع
topics-lead = ما يستطيع الناس أن يختاروا متابعته. من لا يختار شيئًا يصله كل شيء.
topics-empty = لا مواضيع بعد. بموضوع واحد يستطيع الناس اختيار ما يتابعون.
topics-slug = الاسم القصير
topics-slug-hint = حروف لاتينية صغيرة وأرقام وشرطات. يظهر في الروابط ولا يتغير.
topics-name-in-ar = الاسم بالعربية
topics-name-in-en = الاسم بالإنجليزية
topics-name-in = الاسم ({ $language })
topics-readers = اختاره
topics-add = إضافة موضوع
topics-add-button = أضيفوا
topics-rename = احفظوا الأسماء
topics-saved = حُفظ ذلك.
topics-mistake-slug = الاسم القصير من حرف إلى 64 من الحروف اللاتينية الصغيرة والأرقام والشرطات.
topics-mistake-taken = يوجد موضوع بهذا الاسم.
topics-mistake-name = يحتاج الموضوع إلى اسم من حرف إلى 80 في كل لغة.
