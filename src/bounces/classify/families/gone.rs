//! That something is not there, or not in use any more, in many languages.

use super::Saying::{self, Gone};

/// Words for it.
#[rustfmt::skip]
pub(super) const ALL: &[(Saying, &[&str])] = &[
    (Gone, &[
        "unknown", "not known", "isn't known", "no such", "not exist", "n't exist", "doesnt exist", "nonexist", "non-exist",
        "non exist", "inexist", "no longer exist", "ceased", "not found", "n't found", "not be found", "n't be found",
        "couldn't find", "cannot find", "can't find", "could not find", "not locate", "n't locate", "not be located",
        "invalid", "not valid", "n't valid", "not a valid", "n't a valid", "illegal", "bogus", "fictitious",
        "not recogni", "n't recogni", "unrecogni", "not registered", "unregistered", "not listed", "n't listed",
        "not configured", "not defined", "not present", "not hosted", "not served", "not resolv", "n't resolv", "unresolv",
        "nxdomain", "enotfound", "no data", "not deliverable", "undeliverable", "not on file", "not in our", "not on our",
        "not in directory", "not in the directory", "not provisioned", "not set up", "not be matched", "not matched", "not a customer",
        "not been accessed", "not been used", "unused", "unassigned", "not assigned", "nobody", "no one ",
    ]),
    (Gone, &[
        "disabled", "deactivated", "de-activated", "inactive", "not active", "n't active", "not enabled", "suspended",
        "terminated", "cancelled", "canceled", "closed", "deleted", "removed", "expired", "retired", "decommissioned",
        "discontinued", "abandoned", "dormant", "frozen", "no longer valid", "no longer in use", "no longer in service",
        "no longer active", "no longer available", "no longer accept", "no longer receive", "no longer monitored", "no longer used",
        "not in use", "switched off", "turned off", "out of use", "out of service", "deceased", "moved",
    ]),
    (Gone, &[
        "inconnu", "introuvable", "n'existe", "inexistant", "invalide", "désactivé", "desactive", "suspendu", "fermé",
        "supprimé", "résilié", "pas été trouvé", "pas trouvé", "plus valide", "plus utilisé", "plus active",
        "unbekannt", "nicht bekannt", "existiert nicht", "nicht existier", "existier", "nicht gefunden", "nicht vorhanden",
        "gibt es nicht", "ungültig", "ungueltig", "deaktivier", "gelöscht", "geloescht", "stillgelegt", "geschlossen",
        "nicht mehr", "nicht aktiv", "inaktiv", "nicht zustellbar", "nicht ermittelt",
        "desconocid", "no existe", "no encontrad", "no se encontr", "no se ha encontrado", "no se pudo encontrar", "inválid",
        "invalid", "inexistent", "deshabilitad", "desactivad", "suspendid", "inactiv", "dada de baja", "dado de baja",
        "desconhecid", "não existe", "nao existe", "não encontrad", "nao encontrad", "não foi encontrad", "desativad",
        "desabilitad", "suspens", "inativ", "cancelad", "encerrad",
        "sconosciut", "inesistent", "non esiste", "non trovat", "non è stato trovato", "non è valid", "non valid",
        "disattivat", "disabilitat", "sospes", "inattiv", "cessat",
    ]),
    (Gone, &[
        "onbekend", "bestaat niet", "niet gevonden", "ongeldig", "uitgeschakeld", "opgeheven", "niet bekend", "niet actief",
        "okän", "finns inte", "hittades inte", "inte hittas", "ogiltig", "inaktiver", "spärrad", "avslutad",
        "ukendt", "findes ikke", "ikke fundet", "ugyldig", "ukjent", "finnes ikke", "ikke funnet", "eksisterer ikke",
        "tuntema", "ei löydy", "ei löyty", "ei ole olemassa", "virheelli", "poistettu", "suljettu",
        "nieznan", "nie istnieje", "nie znaleziono", "nie został", "nieprawidłow", "zablokowan", "wyłączon", "usunięt",
        "neznám", "neexist", "nenalezen", "nebyl nalezen", "nebyla nalezena", "neplatn", "zrušen", "deaktivov", "nenájden",
        "ismeretlen", "nem létez", "nem található", "érvénytelen", "megszűnt", "letiltott",
        "necunoscut", "nu există", "nu exista", "nu a fost găsit", "nepoznat", "ne postoji", "ne obstaja", "nežinom",
        "tundmatu", "nezināms", "yok ", "bulunamadı", "mevcut değil", "geçersiz", "bilinmeyen", "bilinmiyor", "devre dışı",
        "kapatıl", "askıya",
        "неизвест", "не существу", "не найден", "не зарегистр", "отсутствует", "недействит", "отключ", "заблокирован",
        "удален", "удалён", "неверн", "нет такого", "нет такой", "не обслужив", "не активен", "неактив",
        "невідом", "не існу", "не знайден", "заблокован", "непознат", "не съществува", "не е намерен", "невалид",
        "άγνωστ", "δεν υπάρχει", "δεν βρέθηκε", "μη έγκυρ", "απενεργοπο",
    ]),
    (Gone, &[
        "לא נמצא", "לא קיים", "לא קיימת", "לא ידוע", "לא חוקי", "אינו קיים", "אינה קיימת", "מושבת",
        "غير موجود", "غير معروف", "غير صالح", "غير صحيح", "غير نشط", "لا يوجد", "لم يتم العثور", "تعذر العثور",
        "لم نتمكن من العثور", "معطل", "اغلق", "أغلق", "إغلاق", "تعطيل", "موقوف", "مغلق", "تم حذف", "وجود ندارد", "یافت نشد", "نامعتبر", "ناشناخته",
        "غیرفعال", "پیدا نشد",
        "見つかりま", "見つから", "存在しま", "存在しない", "不明", "無効", "ありません", "使用されて", "廃止", "停止", "退会",
        "不存在", "未找到", "找不到", "无效", "無效", "停用", "禁用", "冻结", "凍結", "注销", "查无", "查無", "无此", "無此",
        "没有找到", "错误的", "已关闭", "已过期",
        "존재하지 않", "찾을 수 없", "찾지 못", "없는", "없습니다", "유효하지", "잘못된", "정지", "휴면", "해지", "삭제된",
        "không tồn tại", "không tìm thấy", "không hợp lệ", "tidak ditemukan", "tidak ada", "tidak dikenal", "tidak valid",
        "ไม่พบ", "ไม่มี", "ไม่ถูกต้อง", "नहीं मिला", "मौजूद नहीं", "अमान्य",
    ]),
];
