//! Mails of programs that return nothing: out of office, delays, receipts, questions whether we are people.

use crate::bounces::classify::Words;

use super::Mail;

/// Nobody has given up yet.
const DELAYED_SUBJECTS: &[&str] = &[
    "warning: could not send message",
    "warning: message*delayed",
    "delivery delayed",
    "delivery is delayed",
    "delivery status notification (delay)",
    "delayed mail",
    "deferral notice",
    "delayed:",
    "message delayed",
    "mail delayed",
    "delay notification",
    "delivery delay",
    "delay in delivery",
    "transient delivery failure",
    "still being retried",
    "warning - delayed",
    "verzögert",
    "verzögerung",
    "retardé",
    "retraso",
    "retrasad",
    "atrasad",
    "ritard",
    "vertraagd",
    "задерж",
    "配信遅延",
    "遅延",
    "延迟",
    "延遲",
    "지연",
    "تأخير",
    "gecikti",
];
const DELAYED_TEXTS: &[&str] = &[
    "this is a warning message only",
    "this is only a warning",
    "this is just a warning",
    "you do not need to resend",
    "do not need to resend your message",
    "no action is required on your part",
    "has not yet been delivered",
    "has not been delivered yet",
    "not been delivered to * yet",
    "could not be delivered yet",
    "will continue to try",
    "will keep trying",
    "will retry for",
    "will be retried",
    "delivery attempts will continue",
    "continue to attempt delivery",
    "will be attempted again",
    "attempts to deliver the message will continue",
    "the server will try to",
    "could not send message for past",
    "erneut versucht",
    "versucht weiterhin",
    "noch nicht zugestellt",
    "pas encore pu être",
    "aún no se ha",
    "ainda não foi",
    "non è stato ancora",
    "nog niet bezorgd",
    "пока не достав",
    "ещё не достав",
    "еще не достав",
    "продолж*попыт",
    "尚未送达",
    "尚未送達",
    "still in the queue",
    "still in queue",
    "still queued",
    "deferral notification",
    "only a temporary",
    "temporary failure report",
    "is delayed for",
    "has been delayed",
    "was delayed",
    "is still trying",
    "still being tried",
    "keep trying",
    "continue trying",
    "will be made for",
    "kept in the queue for",
    "will try again",
    "will be sent again",
    "next attempt",
    "weitere zustellversuche",
    "weiterhin versuch",
    "weitere versuche",
    "nouvelles tentatives",
    "tentatives*se poursuivr",
    "seguirá intentando",
    "nuevos intentos",
    "continuar*tentando",
    "novas tentativas",
    "nuovi tentativi",
    "ulteriori tentativi",
    "попытки*продолж",
    "повторные попытки",
    "セッションを再試行",
    "再送を試み",
    "再試行します",
    "继续尝试",
    "繼續嘗試",
    "계속 시도",
    "سيحاول",
    "سنحاول",
    "ستستمر محاولات",
    "إعادة المحاولة تلقائي",
];
/// It arrived.
const ARRIVED_SUBJECTS: &[&str] = &[
    "delivery status notification (success)",
    "delivery status notification (relay)",
    "successful mail delivery",
    "delivery success",
];
/// It arrived, or was read, if this stands in front.
const ARRIVED_STARTS: &[&str] = &[
    "delivered:",
    "relayed:",
    "expanded:",
    "read:",
    "not read:",
    "read receipt",
    "return receipt",
    "gelesen:",
    "zugestellt:",
    "lu :",
    "leído:",
    "lida:",
    "letto:",
    "配信済み",
    "開封",
    "已读",
    "已送达",
    "прочитано:",
    "доставлено:",
];
/// The mailbox will be full one day.
const WARNED_SUBJECTS: &[&str] = &[
    "almost full",
    "nearly full",
    "will be full",
    "quota warning",
    "near quota",
    "size limit warning",
    "approaching",
    "fast voll",
    "presque pleine",
    "casi lleno",
];
/// Programs that want to know whether a person wrote.
const CHALLENGES: &[&str] = &[
    "please confirm your message",
    "please verify your message",
    "confirm your email to",
    "verification required for",
    "(verification required)",
    "requires confirmation",
    "confirmation required",
    "challenge",
    "boxbe",
    "spamarrest",
    "spam arrest",
    "prove you are human",
    "prove that you are human",
    "verify that you are a human",
    "awaiting your confirmation",
    "message is being held",
    "held until",
    "waiting list",
    "tmda",
    "guest list",
    "approved senders",
];
/// Nobody is at the desk.
const AWAY_SUBJECTS: &[&str] = &[
    "out of office",
    "out-of-office",
    "out of the office",
    "out of town",
    "ooo:",
    "automatic reply",
    "automatic response",
    "automated reply",
    "automated response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "auto responder",
    "autoresponder",
    "auto:",
    "vacation",
    "away from",
    "i am away",
    "on holiday",
    "on annual leave",
    "on leave",
    "on maternity leave",
    "currently unavailable",
    "thank you for your email",
    "thank you for your message",
    "thank you for contacting",
    "thanks for your email",
    "we have received your",
    "your message has been received",
    "no longer with",
    "abwesen",
    "automatische antwort",
    "autoantwort",
    "nicht im büro",
    "urlaub",
    "réponse automatique",
    "reponse automatique",
    "message automatique",
    "absence du bureau",
    "absent",
    "en congé",
    "respuesta automática",
    "respuesta automatica",
    "fuera de la oficina",
    "fuera de oficina",
    "vacaciones",
    "risposta automatica",
    "fuori sede",
    "fuori ufficio",
    "assenza",
    "resposta automática",
    "resposta automatica",
    "fora do escritório",
    "ausência",
    "ausente",
    "férias",
    "automatisch antwoord",
    "automatische reactie",
    "afwezig",
    "niet aanwezig",
    "autosvar",
    "automatiskt svar",
    "automatisk svar",
    "frånvar",
    "fravær",
    "ikke til stede",
    "automaattinen vastaus",
    "poissa",
    "autoodpowiedź",
    "automatyczna odpowiedź",
    "odpowiedź automatyczna",
    "nieobecn",
    "poza biurem",
    "automatická odpov",
    "nepřítomn",
    "mimo kancelář",
    "automatikus válasz",
    "házon kívül",
    "răspuns automat",
    "автоматический ответ",
    "автоматичний",
    "автоматична відповідь",
    "автоответ",
    "в отпуске",
    "отсутств",
    "автоматичен отговор",
    "αυτόματη απάντηση",
    "απουσία",
    "otomatik yanıt",
    "ofis dışında",
    "רד אוטומטי",
    "מענה אוטומטי",
    "תשובה אוטומטית",
    "מחוץ למשרד",
    "رد تلقائي",
    "الرد التلقائي",
    "رد آلي",
    "خارج المكتب",
    "في إجازة",
    "پاسخ خودکار",
    "自動応答",
    "自動返信",
    "不在通知",
    "不在の",
    "休暇",
    "自动回复",
    "自动答复",
    "自動回覆",
    "外出",
    "休假",
    "자동 회신",
    "자동 응답",
    "자동회신",
    "자동응답",
    "부재중",
    "부재 중",
    "trả lời tự động",
    "balasan otomatis",
    "ตอบกลับอัตโนมัติ",
];
/// Headers that only programs that answer write.
const AWAY_HEADERS: [&str; 12] = [
    "x-autoreply",
    "x-auto-reply",
    "x-autorespond",
    "x-autoresponse",
    "x-auto-response",
    "x-autoreply-from",
    "x-autogenerated",
    "x-mail-autoreply",
    "x-vacation",
    "x-facebook-notify-autoreply",
    "x-ms-exchange-inbox-rules-loop",
    "x-tmda-fingerprint",
];

/// Whether it says that delivery takes longer, has succeeded, or that a mailbox fills up.
pub fn is_progress(mail: &Mail, words: &Words) -> bool {
    let subject = Words::of(mail.header("subject")).start();
    subject.say_any(DELAYED_SUBJECTS)
        || subject.say_any(ARRIVED_SUBJECTS)
        || subject.begin_with_any(ARRIVED_STARTS)
        || subject.say_any(WARNED_SUBJECTS)
        || words.say_any(DELAYED_TEXTS)
}

/// Whether its subject begins by saying that somebody is away.
pub fn is_away_at_once(mail: &Mail) -> bool {
    Words::of(mail.header("subject")).begin_with_any(AWAY_SUBJECTS)
}

/// Whether a program answered in a person's stead, or asks whether we are one.
pub fn is_answer(mail: &Mail, words: &Words) -> bool {
    is_written_by_a_program(mail) || speaks_of_absence(mail, words)
}

/// Whether its headers say that no person wrote it.
pub fn is_written_by_a_program(mail: &Mail) -> bool {
    let submitted = mail.header("auto-submitted").to_ascii_lowercase();
    let precedence = mail.header("precedence").to_ascii_lowercase();
    submitted.starts_with("auto-")
        || AWAY_HEADERS.iter().any(|name| mail.has(name))
        || ["auto_reply", "auto-reply", "autoreply", "junk"].contains(&precedence.trim())
}

/// Whether it says that somebody is away, or asks whether we are a person.
pub fn speaks_of_absence(mail: &Mail, words: &Words) -> bool {
    let subject = Words::of(mail.header("subject"));
    subject.say_any(AWAY_SUBJECTS)
        || subject.say_any(CHALLENGES)
        || words.say_any(CHALLENGES)
        || words.say_any(AWAY_SUBJECTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_that_return_nothing_are_told_by_headers_and_subjects() {
        fn check(headers: &str, expected: bool) {
            let mail = Mail::parse(format!("{headers}\r\n\r\nHello").as_bytes());
            assert_eq!(is_answer(&mail, &Words::of("Hello")), expected, "{headers}");
        }
        check("Subject: Out of Office: News", true);
        check("Subject: =?utf-8?b?2LHYryDYqtmE2YLYp9im2Yo=?=", true);
        check("Subject: Abwesenheitsnotiz", true);
        check("Auto-Submitted: auto-replied (vacation)", true);
        check("Auto-Submitted: no", false);
        check("X-Autoreply: yes", true);
        check("Precedence: auto_reply", true);
        check("Precedence: bulk", false);
        check("Subject: Please confirm your message", true);
        check("Subject: Re: News", false);
    }
}
