//! What else is said: full, refused, too large, too late, not now.

use super::meanings::Saying::{self, Closed, Expired, Full, Large, Passing, Refused, Removed};

/// Words for each.
#[rustfmt::skip]
pub(super) const ALL: &[(Saying, &[&str])] = &[
    (Full, &[
        "full ", "over quota", "overquota", "over-quota", "quota", "exceed", "overdrawn", "out of space", "no space",
        "no room", "not enough space", "not enough room", "insufficient", "space limit", "size limit", "storage limit", "over its limit",
        "over the limit", "over limit", "its limit", "their limit", "has reached", "maximum number", "out of room", "used up", "used all", "at maximum", "at its maximum", "frees space", "free space",
        "run out", "ran out", "no more mail", "no more room", "no more space", "no more storage", "fully occupied", "too full", "overflow", "exhausted", "maximum size", "maximum capacity",
        "plein", "pleine", "sature", "depass", "voll ", "uberfullt", "zuviele", "zu viele", "belegt", "uberschr", "ueberschr", "erschopft", "kein platz",
        "llen", "excedid", "exced", "superad", "supera ", "superat", "sin espacio", "chei", "lotad", "sem espaco", "pien", "satura", "saturo", "esaurit",
        "vol ", "overschreden", "fullt ", "overskrid", "fuld ", "overskred", "taynna", "ylitty", "tayn",
        "peln", "przepeln", "przekrocz", "pln", "preplnen", "prekroc", "megtelt", "tele ", "betelt", "plin",
        "depasi", "pun ", "puna ", "prepun", "poln", "dolu ", "doldu", "asil", "asmis", "dolmus",
        "нет места", "закончил", "переполн", "заполн", "превыш", "перевищ", "повн", "пълн", "препълн", "πλήρ", "γεμάτ", "υπέρβ",
        "מלא", "חרג", "ممتلئ", "مليئ", "تجاوز", "امتلأ", "پر است", "پر شده",
        "空きが", "空き容量", "いっぱい", "満杯", "容量", "超過", "一杯", "超过", "已满", "已滿", "满了", "超出", "空间不足", "空間不足", "超限",
        "가득", "초과", "꽉 ", "부족", "dầy", "penuh", "เต็ม", "भर",
    ]),
    (Large, &[
        "too large", "too big", "too long", "too heavy", "larger than", "bigger than", "exceed", "size limit", "maximum size", "oversize",
        "zu gross", "trop volumineu", "trop gros", "trop grand", "demasiado grande", "muito grande", "grande demais",
        "troppo grande", "te groot", "for stor", "liian suur", "zbyt duz", "za duz", "prilis velk", "tul nagy",
        "prea mare", "cok buyuk", "слишком больш", "завелик", "πολύ μεγάλ", "גדולה מדי", "كبيرة جدا", "كبير جدا", "كبيرة للغاية",
        "大きすぎ", "超过", "超過", "太大", "过大", "過大", "너무 큽", "너무 커", "qua lớn", "terlalu besar", "ใหญ่เกิน",
    ]),
    (Refused, &[
        "reject", "refus", "denied", "deny", "blocked", "blocklist", "blacklist", "listed ", "banned", "barred", "forbidden",
        "prohibit", "not permitted", "n't permitted", "not allowed", "n't allowed", "not authori", "unauthori", "not accepted", "n't accepted", "not accept delivery", "will not accept",
        "not wanted", "unwanted", "unacceptable", "not acceptable", "objectionable", "offensive", "harmful", "disallow", "restrict", "discarded", "dropped",
        "bounced by", "stopped by", "caught by", "flagged", "suspected", "suspicious", "not trusted", "untrusted", "forged", "forgery", "spoof", "fake",
        "no autoriz", "nao autoriz", "non autoriz", "pas autoris", "nicht autoris", "nicht berechtigt", "gefalscht", "gefaelscht", "falsifi",
        "abgelehnt", "abgewiesen", "zuruckgewiesen", "zurueckgewiesen", "unerwuenscht", "verweiger", "gesperrt", "blockiert", "unerwunscht", "verboten",
        "rejet", "bloqu", "interdit", "indesirable", "rechaz", "deneg", "no deseado", "rejeit", "recus", "negad",
        "rifiut", "blocc", "respint", "negat", "geweigerd", "geblokkeerd", "afgewezen", "avvis", "blocker", "nekad", "hylatty", "estetty",
        "odrzuc", "zablokow", "odmitn", "zablokov", "visszautas", "letilt", "respins", "blocat", "reddedil", "engellen",
        "отклон", "отверг", "отказ", "запрещ", "заблокир", "відхил", "отхвърл", "απορρίφθ", "αποκλεί", "נדחת", "נחסמ",
        "رفض", "مرفوض", "محظور", "حظر", "رد شد", "拒否", "拒绝", "拒絕", "拒收", "被拒", "ブロック", "屏蔽", "封锁", "거부", "차단", "từ chối", "ditolak", "ปฏิเสธ",
    ]),
    (Removed, &[
        "deleted", "removed", "cancelled", "canceled", "supprime", "geloscht", "geloescht", "eliminad", "eliminat", "cancelad", "cancellat",
        "excluid", "verwijderd", "borttag", "slettet", "poistettu", "usuniet", "zrusen", "smazan", "torolt", "silindi", "silinmis",
        "удален", "удалён", "видален", "изтрит", "διαγρ", "נמחק", "تم حذف", "حذف شد", "削除", "删除", "刪除", "삭제", "da xoa", "dihapus",
    ]),
    (Closed, &["closed", "terminated", "disconnected", "hung up", "geschlossen", "getrennt"]),
    (Expired, &[
        "expire", "abgelaufen", "caducad", "expirad", "scadut", "verlopen", "wygas", "vyprse", "lejart", "истек", "истёк",
        "期限切れ", "过期", "過期", "만료", "hết hạn", "kedaluwarsa",
    ]),
    (Passing, &[
        "temporar", "timed out", "time out", "timeout", "time-out", "busy", "overload", "is down", "unreachable", "not reachable",
        "not respond", "n't respond", "no response", "no answer", "unresponsive", "try again", "try later", "offline", "locked ",
        "vorubergehend", "zeituberschreitung", "nicht erreichbar", "ausgelastet", "temporair", "injoignable", "delai", "temporal",
        "temporari", "indisponiv", "temporane", "irraggiungibil", "tijdelijk", "tillfallig", "midlertidig", "tilapai", "tymczasow",
        "docasn", "atmeneti", "ideiglenes", "gecici", "временн", "недоступ", "тимчасов", "προσωριν", "זמני", "مؤقت", "موقت",
        "一時的", "タイムアウト", "応答", "暂时", "暫時", "超时", "逾時", "일시적", "시간 초과", "응답", "tạm thời", "sementara",
    ]),
];
