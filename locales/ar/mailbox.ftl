# صندوق البريد المدمج الذي يحفظ الرسائل بدل إرسالها.
mailbox-title = صندوق البريد
mailbox-intro = يحفظ هدهد رسائله هنا بدل أن يرسلها، لتجرّبوا كل شيء. لا يرى هذه الصفحة إلا هذا الحاسوب. وللوصول إلى قرّاء حقيقيين، اضبطوا خادم بريد.
mailbox-count =
    { $count ->
        [zero] لا رسائل
        [one] رسالة واحدة
        [two] رسالتان
        [few] { $count } رسائل
        [many] { $count } رسالةً
       *[other] { $count } رسالة
    }
mailbox-empty = لم تُكتب أي رسالة بعد. انضمّوا عبر الاستمارة أو أرسلوا عددًا، ثم عودوا إلى هنا.
mailbox-subject = الموضوع
mailbox-from = من
mailbox-to = إلى
mailbox-time = الوقت
mailbox-languages = اللغة
mailbox-no-subject = (بلا موضوع)
mailbox-all = كل الرسائل
mailbox-views = طرق عرض هذه الرسالة
mailbox-view-html = كما يراها القرّاء
mailbox-view-text = نص مجرّد
mailbox-view-source = المصدر
mailbox-frame = الرسالة كما يراها القرّاء
mailbox-no-html = ليس في هذه الرسالة جزء بصيغة HTML.
mailbox-no-text = ليس في هذه الرسالة جزء نصي.
