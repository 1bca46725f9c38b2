# صفحة التفضيلات.
preferences-title = تفضيلاتكم
preferences-for = العنوان: { $address }
preferences-status-active = تصلكم النشرة
preferences-status-paused = النشرة متوقفة حتى { $day }
preferences-status-left = غادرتم القائمة
preferences-status-unreachable = لم تصل رسائلنا إلى هذا العنوان
preferences-status-complained = طُلب منّا ألّا نكتب إلى هذا العنوان
preferences-reading = بأي لغة تريدون القراءة؟
preferences-first = أي لغة تأتي أولًا في الرسالة؟
preferences-first-hint = حين تقرؤون بكل اللغات فقط.
preferences-cadence = كم مرة نكتب إليكم؟
preferences-topics = ما الذي يهمّكم؟
preferences-pause = هل تريدون استراحة؟
pause-none = لا، واصلوا الكتابة
pause-days =
    { $count ->
        [zero] لا استراحة
        [one] يوم واحد
        [two] يومان
        [few] { $count } أيام
        [many] { $count } يومًا
       *[other] { $count } يوم
    }
pause-keep = حتى { $day }، كما هي الآن
preferences-name = الاسم الذي نخاطبكم به
preferences-name-hint = لا نعرض هنا الاسم المحفوظ. اتركوا الحقل فارغًا ليبقى كما هو.
preferences-forget-name = انسوا الاسم المحفوظ لديكم
preferences-save = احفظوا
mistake-first-language = نرجو أن تختاروا إحدى لغات هذا الموقع.
mistake-pause = نرجو أن تختاروا إحدى المدد المعروضة.
mistake-same-address = هذا هو العنوان الذي نكتب إليه الآن.
preferences-leave-title = المغادرة
preferences-leave-lead = زر واحد، من دون أسئلة.
preferences-leave = غادروا القائمة
preferences-join-again = تريدون العودة؟ <a>انضموا من جديد</a>.
preferences-more-title = بياناتكم
preferences-more-lead = لتغيير العنوان، أو لنسخة من بياناتكم، أو لمحوها، نحتاج إلى التأكد من أنكم أصحاب هذا البريد. <a>اطلبوا رابطًا جديدًا</a> يصلكم بالبريد، وهو صالح نصف ساعة.
preferences-address-title = عنوان آخر
preferences-address = العنوان الجديد
preferences-address-hint = نرسل إليه رابطًا للتأكيد، ثم نُعلم العنوان القديم.
preferences-address-button = غيّروا العنوان
preferences-export-title = نسخة من بياناتكم
preferences-export-lead = نرسل كل ما نحفظه عنكم إلى عنوانكم.
preferences-export-button = أرسلوا بياناتي
preferences-erase-title = محو كل شيء
preferences-erase-lead = نمحو كل ما نعرفه عنكم، ولا يبقى سوى بصمة مشفّرة كي لا نكتب إليكم خطأً. لا رجعة في ذلك.
preferences-erase-button = امحوا بياناتي
preferences-revoke-title = هل وقع رابطكم في يد غيركم؟
preferences-revoke-lead = نُبطل كل الروابط التي أرسلناها إليكم من قبل، ونرسل رابطًا جديدًا إلى عنوانكم.
preferences-revoke-button = أبطلوا الروابط القديمة
done-save = حُفظت اختياراتكم.
done-change_address = أرسلنا رابط تأكيد إلى العنوان الجديد. إلى أن يُؤكَّد، نكتب إلى العنوان الحالي.
done-export = بياناتكم في طريقها إلى بريدكم.
done-revoke_links = لم تعد روابطكم القديمة صالحة. أرسلنا رابطًا جديدًا إلى عنوانكم.
erased-title = محونا كل شيء
erased-lead = لم نعد نعرف عنكم شيئًا، ولن نكتب إليكم بعد رسالة أخيرة تؤكّد ذلك.

# رابط قديم.
stale-title = لم يعد هذا الرابط صالحًا
revoked-title = أُبطلت روابطكم القديمة
stale-lead = انتهت مدة هذا الرابط أو أُبطل. اكتبوا عنوانكم فنرسل إليكم رابطًا جديدًا.

# المغادرة والعودة.
leave-title = مغادرة القائمة
leave-lead = لن تصل نشرتنا بعد الآن إلى { $address }.
leave-button = غادروا القائمة
unclear-leave = لم يتغيّر شيء. إن أردتم المغادرة، فاضغطوا الزر.
left-title = غادرتم القائمة
left-lead = لن تصلكم النشرة بعد الآن. شكرًا لأنكم كنتم معنا.
left-return-title = كان ذلك خطأً؟
left-return-lead = يمكنكم العودة في الحال، كما كنتم أو برسائل أقل.
left-return-same = أعيدوني كما كنت
left-return-monthly = أعيدوني، لكن مرة في الشهر فقط
returned-title = أهلًا بعودتكم
returned-lead = ستصلكم النشرة من جديد إلى { $address }.
returned-monthly = سنكتب إليكم مرة في الشهر.

# طلب الرابط.
link-title = اطلبوا رابطكم
link-lead = اكتبوا عنوانكم، فنرسل إليكم رابطًا تغيّرون به كل شيء. الرابط صالح نصف ساعة.
link-email = البريد الإلكتروني
link-button = أرسلوا رابطي
link-sent-title = تحقّقوا من بريدكم
link-sent-lead = إذا كان هذا العنوان على قائمتنا، ففي الطريق إليه رسالة فيها رابط صالح نصف ساعة.
link-sent-missing = لم تجدوها؟ ابحثوا في مجلد الرسائل غير المرغوب فيها، أو <a>انضموا إلينا</a> إن لم تكونوا معنا بعد.

# تأكيد عنوان جديد.
address-title = أكّدوا عنوانكم الجديد
address-lead = طُلب أن تصل النشرة من الآن إلى { $address }، بدلًا من العنوان القديم.
address-button = نعم، هذا عنواني
address-decline-lead = لم تطلبوا ذلك؟ اضغطوا هنا فنمحو الطلب.
address-changed-title = تغيّر العنوان
address-changed-lead = سنكتب إليكم من الآن إلى { $address }، وقد أعلمنا العنوان القديم بذلك.
address-again-title = هذا العنوان مؤكَّد
address-again-lead = سبق أن أُكّد هذا التغيير، ولا حاجة إلى شيء آخر.
address-declined-title = محونا الطلب
address-declined-lead = لم يتغيّر شيء، ولن نكتب إلى هذا العنوان.
address-expired-title = انتهت مدة هذا الرابط
address-expired-lead = روابط التأكيد صالحة سبعة أيام. <a>اطلبوا رابطكم</a> وغيّروا العنوان من جديد.
address-taken-title = تصل نشرتنا إلى هذا العنوان من قبل
address-taken-lead = لم يتغيّر شيء. تريدون تغيير اختياراتكم؟ <a>اطلبوا رابطكم</a>.
address-refused-title = لا نستطيع أن نكتب إلى هذا العنوان
address-refused-lead = طُلب منّا يومًا ألّا نكتب إلى هذا العنوان، ونحن نحترم ذلك. لم يتغيّر شيء.
