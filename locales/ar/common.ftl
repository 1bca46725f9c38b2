# ما تقوله العربية عن نفسها.
language-name = العربية
language-direction = rtl
language-formatting = ar-JO-u-hc-h23-nu-latn

# حول كل صفحة.
skip-to-content = إلى المحتوى مباشرةً
languages-label = اللغة
footer-promise = لا نتتبّع أحدًا، ولا نحمّل شيئًا من مواقع أخرى.
footer-privacy = كيف تُحفظ بياناتكم
page-title = { $title } · { $site }

# أجزاء النماذج والقوائم.
field-optional = (اختياري)
mistakes-title =
    { $count ->
        [zero] لا شيء يحتاج إلى مراجعة
        [one] أمر واحد يحتاج إلى مراجعة
        [two] أمران يحتاجان إلى مراجعة
        [few] { $count } أمور تحتاج إلى مراجعة
        [many] { $count } أمرًا يحتاج إلى مراجعة
       *[other] { $count } أمر يحتاج إلى مراجعة
    }
mistake-unknown = لا يمكن أن يكون هذا صحيحًا. نرجو أن تراجعوه.
list-empty = لا شيء هنا بعد.
pager-label = الصفحات
pager-newer = الأحدث
pager-older = الأقدم
tag-ok = جيّد
tag-look = يُنظر فيه
tag-bad = مشكلة
progress-of = { $done } من { $total }

# مشاركة المقال، بلا شيفرات من أحد.
share-title = شاركوه مع غيركم
share-email = بالبريد
share-whatsapp = واتساب
share-telegram = تيليغرام
share-facebook = فيسبوك
share-x = إكس

# ما يحيط بصفحات لوحة الإدارة.
console-menu = القائمة
console-sign-out = تسجيل الخروج
console-site = الموقع العام
role-owner = مالك
role-editor = محرّر
role-viewer = مُطّلع

# ما يُقال للبرامج.
problem-unauthorized = يلزم هنا رمز (Authorization: Bearer …)، ولم يأتِ رمز صالح.
problem-forbidden = لا يحق لهذا الرمز فعل هذا، فنطاقه لا يشمله.
problem-unproved = لا يُثبت هذا الطلب من أرسله: التوقيع أو كلمة السر غير صحيحة، أو مضى عليه وقت طويل.
problem-repeated = جاء هذا الطلب من قبل، فلا يغيّر شيئًا.
problem-not-found = لا شيء في هذا العنوان.
mistake-json-broken = المحتوى ليس JSON سليمًا، والخطأ عند السطر { $line } والعمود { $column }.
mistake-json-missing = هذا الحقل مطلوب ولم يأتِ.
mistake-json-unknown = لا حقل بهذا الاسم هنا.
mistake-json-kind = قيمة هذا الحقل من نوع آخر غير المطلوب.
mistake-idempotency-running = ما زال العمل جاريًا على الطلب نفسه. نرجو أن تعيدوه بعد لحظات.
mistake-idempotency-other = سبق أن جاء هذا المفتاح (Idempotency-Key) مع محتوى آخر. خذوا مفتاحًا جديدًا.

# ما يحيط بكل رسالة.
mail-preferences = تفضيلاتي
mail-leave = مغادرة القائمة
mail-web = القراءة على الويب
