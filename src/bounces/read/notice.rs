//! Whether a mail was returned by a program, as its headers say.

use crate::bounces::classify::Words;

use super::Mail;

/// Senders that return mail, by how their local part begins.
const SENDERS: &[&str] = &[
    "mailer-daemon",
    "mailerdaemon",
    "mailer_daemon",
    "mailer.daemon",
    "mail-daemon",
    "maildaemon",
    "mdaemon",
    "postmaster",
    "post_office",
    "postoffice",
    "mmdf",
    "microsoftexchange",
    "mailsystem",
    "mail-system",
    "mail.system",
    "bounce@",
    "bounces@",
    "bounce-",
    "bounces-",
    "double-bounce",
    "noreply-mail-delivery",
    "mailout",
    "mail_delivery",
    "delivery",
    "virusalert",
    "virus-alert",
    "antivirus",
    "anti-virus",
    "webshield",
    "groupshield",
    "scanmail",
    "interscan",
    "mailmarshal",
    "mailsweeper",
    "mailscanner",
    "content-filter",
    "contentfilter",
    "spamfilter",
];
/// The same by the name that they show.
const NAMES: &[&str] = &[
    "mail delivery",
    "mail system",
    "mailer daemon",
    "mailer-daemon",
    "delivery subsystem",
    "delivery system",
    "system administrator",
    "systemadministrator",
    "mail administrator",
    "microsoft outlook",
    "microsoft exchange",
    "postmaster",
    "content-filter",
    "content filter",
    "mail filter",
    "email filter",
    "e-mail filter",
    "spam filter",
    "spam firewall",
    "antivirus",
    "anti-virus",
    "virus scanner",
    "administrateur systeme",
    "administrador del sistema",
    "administrador do sistema",
    "amministratore di sistema",
    "メール配信",
    "系统管理员",
];
/// Subjects of returned mail.
const SUBJECTS: &[&str] = &[
    "undeliver",
    "not deliver",
    "not been deliver",
    "n't been deliver",
    "n't deliver",
    "n't be deliver",
    "message not sent",
    "mail not sent",
    "not accept your message",
    "non-deliver",
    "nondeliver",
    "non delivery",
    "delivery fail",
    "delivery error",
    "delivery problem",
    "delivery status",
    "delivery has failed",
    "delivery report",
    "delivery notification",
    "delivery unsuccessful",
    "delivery rejection",
    "delivery incomplete",
    "delivery impossible",
    "delivery aborted",
    "delivery to*failed",
    "failed delivery",
    "failed to deliver",
    "failed mail",
    "message failed",
    "error sending your mail",
    "not member article",
    "rejected posting",
    "rejected as spam",
    "posting rejected",
    "failure delivery",
    "failure notice",
    "failure notification",
    "mail failure",
    "mail error",
    "mail delivery",
    "mail system error",
    "mail could not be delivered",
    "mail not delivered",
    "message delivery failure",
    "message not delivered",
    "message undeliverable",
    "message status - undeliverable",
    "message you sent*undeliverable",
    "message you sent blocked",
    "message rejected",
    "message blocked",
    "mail rejected",
    "mail blocked",
    "returned mail",
    "message returned",
    "mail returned",
    "returned to sender",
    "return to sender",
    "returned message",
    "return receipt: failed",
    "bounced mail",
    "mail bounced",
    "message bounced",
    "bounce notification",
    "could not be delivered",
    "could not deliver",
    "couldn't be delivered",
    "couldn't deliver",
    "cannot be delivered",
    "can not be delivered",
    "can't be delivered",
    "was not delivered",
    "wasn't delivered",
    "unable to deliver",
    "unable to be delivered",
    "unknown recipient",
    "user unknown",
    "unknown user",
    "address not found",
    "non remis",
    "n'a pas pu etre remis",
    "n'a pas ete remis",
    "n'a pu etre delivr",
    "non e stato recapitato",
    "no se entrego",
    "no ha sido entregado",
    "no fue entregado",
    "kunde inte levereras",
    "kunne ikke leveres",
    "kon niet worden bezorgd",
    "nelze dorucit",
    " echec",
    "non distribu",
    "non delivr",
    "remise impossible",
    "unzustellbar",
    "nicht zustellbar",
    "nicht zugestellt",
    "zustellung fehlgeschlagen",
    "zustellfehler",
    "ubermittlung*fehlgeschlagen",
    "rucklaufer",
    "no se puede entregar",
    "no se pudo entregar",
    "no entregado",
    "no se ha podido entregar",
    "error de entrega",
    "devuelto",
    "nao e possivel entregar",
    "nao entregue",
    "nao foi entregue",
    "falha na entrega",
    "falha de entrega",
    "devolvid",
    "impossibile recapitare",
    "non recapitabile",
    "mancato recapito",
    "mancata consegna",
    "recapito non riuscito",
    "onbestelbaar",
    "niet bezorgd",
    "kan inte levereras",
    "olevererbart",
    "gar inte att leverera",
    "ulevert",
    "kan ikke leveres",
    "kan ikke levere",
    "ei voi toimittaa",
    "ei voitu toimittaa",
    "niedostarcz",
    "nie mozna dostarczyc",
    "nie dostarczono",
    "nedoruciteln",
    "nedorucen",
    "kezbesithetetlen",
    "nem kezbesitheto",
    "nelivrabil",
    "nu a putut fi livrat",
    "не доставлен",
    "недоставлен",
    "недоставленное",
    "не может быть доставлен",
    "не удалось доставить",
    "невозможно доставить",
    "не може да се достави",
    "не вдалося доставити",
    "δεν παραδόθηκε",
    "αδύνατη η παράδοση",
    "teslim edilemedi",
    "teslim edilemiyor",
    "לא ניתן למסירה",
    "כישלון במסירה",
    "تعذر التسليم",
    "تعذر تسليم",
    "فشل التسليم",
    "فشل تسليم",
    "لم يتم تسليم",
    "لم يتم توصيل",
    "لم تصل رسال",
    "تعذر توصيل",
    "تعذر إرسال",
    "نستطع تسليم",
    "نتمكن من تسليم",
    "تحویل داده نشد",
    "配信不能",
    "配信できません",
    "配信エラー",
    "配達不能",
    "未配信",
    "未送達",
    "送信エラー",
    "不達",
    "无法投递",
    "投递失败",
    "未送达",
    "退信",
    "退回",
    "传递失败",
    "無法傳遞",
    "無法投遞",
    "傳送失敗",
    "배달되지 않음",
    "전송 실패",
    "배달 실패",
    "반송",
    "khong gửi dược",
    "tidak terkirim",
    "gagal dikirim",
];

/// Whether a program returned it.
pub fn is_returned(mail: &Mail) -> bool {
    let from = mail.header("from").to_lowercase();
    let (name, address) = from.rsplit_once('<').unwrap_or(("", &from));
    let address = address.trim_start_matches([' ', '"', '\'']);
    mail.report_type == "delivery-status"
        || mail.has("x-failed-recipients")
        || SENDERS.iter().any(|start| address.starts_with(start))
        || Words::of(name).say_any(NAMES)
        || gives_back(mail.header("subject")) && !goes_to_many(mail)
}

/// Whether it was sent to a list, and so to nobody in particular.
pub fn goes_to_many(mail: &Mail) -> bool {
    ["list-unsubscribe", "list-id"].iter().any(|name| mail.has(name))
}

/// Whether a subject is one of returned mail, and not of a person who answers to one.
pub fn gives_back(subject: &str) -> bool {
    let subject = Words::of(subject);
    subject.say_any(SUBJECTS) && !subject.begin_with_any(&["re:", "aw:", "sv:", "antw:", "رد:"])
}

/// Whether it was sent with the empty return path, as reports have it: nobody shall answer to them.
pub fn has_no_return_path(mail: &Mail) -> bool {
    mail.header("return-path").trim() == "<>"
}

/// Whether a mail says in its subject or its text that something was not delivered.
pub fn says_so(mail: &Mail, words: &Words) -> bool {
    gives_back(mail.header("subject")) || words.say_any(SUBJECTS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_known_by_their_name_or_subject() {
        fn check(headers: &str, expected: bool) {
            let mail = Mail::parse(format!("{headers}\r\n\r\nx").as_bytes());
            assert_eq!(is_returned(&mail), expected, "{headers}");
        }
        check("From: MAILER-DAEMON@b.example (Mail Delivery System)", true);
        check("From: \"Mail Delivery Subsystem\" <no-reply@b.example>", true);
        check("From: <>\r\nSubject: Undeliverable: News", true);
        check("From: a@b.example\r\nX-Failed-Recipients: c@d.example", true);
        check("From: a@b.example\r\nSubject: =?utf-8?q?Unzustellbar=3A_News?=", true);
        check("From: a@b.example\r\nSubject: Re: News", false);
        check("From: a@b.example\r\nSubject: Re: Undeliverable: News", false);
        check(
            "From: a@b.example\r\nSubject: Delivery failed\r\nList-Unsubscribe: <mailto:c@b.example>",
            false,
        );
        check("From: postbote@b.example\r\nSubject: Hallo", false);
        check("X: y", false);
    }
}
