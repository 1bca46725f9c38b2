//! What else is said: full, refused, too large, not now.

use super::Saying::{self, Full, Large, Passing, Refused};

/// Words for each.
#[rustfmt::skip]
pub(super) const ALL: &[(Saying, &[&str])] = &[
    (Full, &[
        "full ", "over quota", "overquota", "over-quota", "quota", "exceed", "overdrawn", "out of space", "no space",
        "no room", "not enough space", "not enough room", "insufficient space", "space limit", "size limit", "storage limit", "over its limit",
        "over the limit", "over limit", "its limit", "their limit", "has reached", "maximum number", "out of room", "used up",
        "run out", "ran out", "no more mail", "no more room", "fully occupied", "too full", "overflow", "exhausted", "maximum size", "maximum capacity",
        "plein", "pleine", "saturé", "dépass", "voll ", "überfüllt", "überschr", "ueberschr", "erschöpft", "kein platz",
        "llen", "excedid", "exced", "super", "sin espacio", "chei", "lotad", "sem espaço", "pien", "satur", "esaurit",
        "vol ", "overschreden", "full ", "fullt ", "överskrid", "fuld ", "overskred", "täynnä", "ylitty", "täyn",
        "pełn", "przepełn", "przekrocz", "pln", "přeplněn", "překroč", "prekroč", "megtelt", "tele ", "betelt", "plin",
        "depăși", "pun ", "puna ", "prepun", "poln", "dolu ", "doldu", "aşıl", "aşmış", "dolmuş",
        "нет места", "закончил", "переполн", "заполн", "превыш", "перевищ", "повн", "пълн", "препълн", "πλήρ", "γεμάτ", "υπέρβ",
        "מלא", "חרג", "ممتلئ", "مليئ", "تجاوز", "امتلأ", "پر است", "پر شده",
        "空きが", "空き容量", "いっぱい", "満杯", "容量", "超過", "一杯", "超过", "超過", "已满", "已滿", "满了", "超出", "空间不足", "空間不足", "超限",
        "가득", "초과", "꽉 ", "부족", "đầy", "penuh", "เต็ม", "भर",
    ]),
    (Large, &[
        "too large", "too big", "too long", "too heavy", "larger than", "bigger than", "exceed", "size limit", "maximum size", "oversize",
        "zu groß", "zu gross", "trop volumineu", "trop gros", "trop grand", "demasiado grande", "muito grande", "grande demais",
        "troppo grande", "te groot", "för stor", "for stor", "liian suur", "zbyt duż", "za duż", "příliš velk", "túl nagy",
        "prea mare", "çok büyük", "слишком больш", "завелик", "πολύ μεγάλ", "גדולה מדי", "كبيرة جدا", "كبير جدا", "كبيرة للغاية",
        "大きすぎ", "超过", "超過", "太大", "过大", "過大", "너무 큽", "너무 커", "quá lớn", "terlalu besar", "ใหญ่เกิน",
    ]),
    (Refused, &[
        "reject", "refus", "denied", "deny", "blocked", "blocklist", "blacklist", "listed ", "banned", "barred", "forbidden",
        "prohibit", "not permitted", "n't permitted", "not allowed", "n't allowed", "not authori", "unauthori", "not accepted", "n't accepted",
        "not wanted", "unwanted", "unacceptable", "objectionable", "offensive", "harmful", "disallow", "restrict", "discarded", "dropped",
        "bounced by", "stopped by", "caught by", "flagged", "suspected", "suspicious", "not trusted", "untrusted",
        "abgelehnt", "abgewiesen", "zurückgewiesen", "verweiger", "gesperrt", "blockiert", "unerwünscht", "verboten",
        "rejet", "bloqu", "interdit", "indésirable", "rechaz", "deneg", "no deseado", "rejeit", "recus", "negad",
        "rifiut", "blocc", "respint", "negat", "geweigerd", "geblokkeerd", "afgewezen", "avvis", "blocker", "nekad", "hylätty", "estetty",
        "odrzuc", "zablokow", "odmítn", "zablokov", "visszautas", "letilt", "respins", "blocat", "reddedil", "engellen",
        "отклон", "отверг", "отказ", "запрещ", "заблокир", "відхил", "отхвърл", "απορρίφθ", "αποκλεί", "נדחת", "נחסמ",
        "رفض", "مرفوض", "محظور", "حظر", "رد شد", "拒否", "拒绝", "拒絕", "拒收", "被拒", "ブロック", "屏蔽", "封锁", "거부", "차단", "từ chối", "ditolak", "ปฏิเสธ",
    ]),
    (Passing, &[
        "temporar", "timed out", "time out", "timeout", "time-out", "busy", "overload", "is down", "unreachable", "not reachable",
        "not respond", "n't respond", "no response", "no answer", "unresponsive", "try again", "try later", "offline", "locked ",
        "vorübergehend", "zeitüberschreitung", "nicht erreichbar", "ausgelastet", "temporair", "injoignable", "délai", "temporal",
        "temporári", "indisponív", "temporane", "irraggiungibil", "tijdelijk", "tillfällig", "midlertidig", "tilapäi", "tymczasow",
        "dočasn", "átmeneti", "ideiglenes", "geçici", "временн", "недоступ", "тимчасов", "προσωριν", "זמני", "مؤقت", "موقت",
        "一時的", "タイムアウト", "応答", "暂时", "暫時", "超时", "逾時", "일시적", "시간 초과", "응답", "tạm thời", "sementara",
    ]),
];
