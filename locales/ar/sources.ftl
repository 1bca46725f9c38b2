# Sources in the console.
source-title = المصادر
source-empty = لا مصادر بعد. أضيفوا خلاصة موقعكم، أو أي صفحة تدل عليها.
source-add-title = إضافة مصدر
source-field-url = العنوان
source-field-url-hint = خلاصة RSS أو Atom أو JSON، أو صفحة تدل على واحدة منها.
source-field-language = لغة مقالاته
source-add = إضافة
source-try = تجربته أولًا
source-added = أُضيف، وسيُقرأ خلال دقيقة.
source-mistake-url = لا يبدو هذا عنوانًا على الشبكة، مثل {"\u2066"}https://alliance.example/feed/{"\u2069"}.
source-mistake-known = هذا مصدر مضاف من قبل.
source-name = المصدر
source-last-read = آخر قراءة
source-state = الحال
source-never = ليس بعد
source-fine = سليم
source-failing =
    { $count ->
        [zero] لم يفشل
        [one] فشل مرة واحدة
        [two] فشل مرتين
        [few] فشل { $count } مرات
        [many] فشل { $count } مرة
       *[other] فشل { $count } مرة
    }
source-fetch = قراءة الآن
source-fetched =
    { $new ->
        [zero] لا جديد.
        [one] نص جديد واحد.
        [two] نصان جديدان.
        [few] { $new } نصوص جديدة.
        [many] { $new } نصًّا جديدًا.
       *[other] { $new } نص جديد.
    }
source-fetched-paired =
    { $paired ->
        [zero] لا أزواج جديدة.
        [one] وُجد زوج واحد.
        [two] وُجد زوجان.
        [few] وُجدت { $paired } أزواج.
        [many] وُجد { $paired } زوجًا.
       *[other] وُجد { $paired } زوج.
    }
source-fetch-failed = تعذّرت قراءته. السبب مكتوب بجانبه.
source-remove = إزالة
source-remove-lead = لن نقرأ منه بعد الآن، وتبقى مقالاته.
source-remove-button = نعم، أزيلوه
source-removed = أُزيل المصدر، ومقالاته باقية.
source-tried-title = ما سيعطيه
source-tried-lead =
    { $count ->
        [zero] لا مواد
        [one] مادة واحدة
        [two] مادتان
        [few] { $count } مواد
        [many] { $count } مادة
       *[other] { $count } مادة
    }
source-tried-undated = بلا تاريخ

# What can go wrong with a source.
source-problem-not-http = لا تُقرأ إلا عناوين http وhttps.
source-problem-private-network = { $host } في شبكة خاصة. يمكن ذكره في HUDHUD_ALLOW_PRIVATE_HOSTS إن جازت قراءته.
source-problem-port = يُسأل { $host } على المنفذ { $port }، والمفتوح للمصادر هو 80 و443 فقط.
source-problem-unknown-host = لم يُعثر على الاسم { $host }.
source-problem-no-answer = { $host } لا يجيب.
source-problem-timed-out = تأخر { $host } في الإجابة أكثر مما ينبغي.
source-problem-certificate = شهادة { $host } غير موثوقة.
source-problem-too-large = أرسل { $host } أكثر من { $megabytes } ميغابايت.
source-problem-status = أجاب { $host } بالحالة { $status }.
source-problem-redirects = يحيل { $host } مرات أكثر مما ينبغي.
source-problem-broken = انقطعت إجابة { $host }.
source-problem-not-a-feed = ليست هذه خلاصة، ولا صفحة تدل على خلاصة.
source-problem-unreadable = تعذّرت قراءة الخلاصة: { $detail }
source-problem-too-deep = الخلاصة متداخلة تداخلًا مفرطًا.
source-problem-too-many = عدد المواد في الخلاصة { $count }، وقُرئ منها أول { $kept }.
source-problem-entry-too-long = نص «{ $title }» أطول مما ينبغي فتُرك.
source-problem-empty-entry = مادة بلا عنوان ولا نص تُركت.
source-problem-other-language = تقول الخلاصة إنها بلغة «{ $found }»، لكن مصدرها بلغة «{ $expected }».
source-problem-pages =
    { $count ->
        [zero] قُرئت صفحات { $host } كلها.
        [one] تعذّرت قراءة صفحة واحدة من { $host }، وبقيت مادتها.
        [two] تعذّرت قراءة صفحتين من { $host }، وبقيت مادتاهما.
        [few] تعذّرت قراءة { $count } صفحات من { $host }، وبقيت موادها.
        [many] تعذّرت قراءة { $count } صفحة من { $host }، وبقيت موادها.
       *[other] تعذّرت قراءة { $count } صفحة من { $host }، وبقيت موادها.
    }
source-problem-pages-later =
    { $count ->
        [zero] لم تبقَ صفحات للمرة القادمة.
        [one] بقيت صفحة واحدة للمرة القادمة، ومادتها محفوظة.
        [two] بقيت صفحتان للمرة القادمة، ومادتاهما محفوظتان.
        [few] بقيت { $count } صفحات للمرة القادمة، وموادها محفوظة.
        [many] بقيت { $count } صفحة للمرة القادمة، وموادها محفوظة.
       *[other] بقيت { $count } صفحة للمرة القادمة، وموادها محفوظة.
    }
source-problem-known-feed = تدل هذه الصفحة على الخلاصة { $url }، وهي مصدر مضاف من قبل.
source-problem-ours = حدث خلل في هدهد نفسه، وفي السجل تفصيله.
