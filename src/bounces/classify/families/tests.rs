//! Sentences that stand in no table.

use super::*;

fn check(text: &str, expected: Option<Kind>) {
    assert_eq!(Sayings::of(&Words::of(text)).kind(), expected, "{text}");
}

#[test]
fn the_nearest_thing_is_what_a_saying_is_about() {
    let (hard, soft, policy) = (Some(Kind::Hard), Some(Kind::Soft), Some(Kind::Policy));
    check("The recipient of this message is entirely unknown to us", hard);
    check("Unknown, it seems, is this recipient", hard);
    check("Your message was turned down: the account is closed", hard);
    check("The sender's e-mail address does not exist", policy);
    check("Returned to sender: mailbox long since removed", hard);
    check("This mailbox has no room left", soft);
    check("The attachment of your letter is far too large", policy);
    check("Your message was refused by the other side", policy);
    check("The receiving server seems overloaded", soft);
    check("No connection could be made, the other machine refused it", soft);
    check("For this user: envelope expired", soft);
    check("From the sender to recipient: utterly unknown", hard);
    check("While the user was looked up, the remote host closed the connection", soft);
    check("The account expired", hard);
    check("The domain has exceeded the limit per hour for its users", policy);
    check("The address is fine. Unknown is the weather.", None);
    check("The user was carefully chosen and fully informed", None);
    check("Thank you", None);
}

#[test]
fn many_languages_are_understood() {
    let (hard, soft, policy) = (Some(Kind::Hard), Some(Kind::Soft), Some(Kind::Policy));
    check("Die Empfängeradresse ist uns leider nicht bekannt", hard);
    check("Die Absenderadresse existiert nicht", policy);
    check("Mottagarens postlåda är full", soft);
    check("Le compte de messagerie est résilié", hard);
    check("La casilla del destinatario está llena", soft);
    check("A conta deste usuário foi encerrada", hard);
    check("Skrzynka odbiorcy jest przepełniona", soft);
    check("Учётная запись получателя удалена", hard);
    check("حساب المستلم معطل", hard);
    check("صندوق بريد المستلم ممتلئ", soft);
    check("رُفضت رسالتك: تم رفض الرسالة", policy);
    check("ご指定のユーザーは存在しません", hard);
    check("对方邮箱已满", soft);
    check("발신자가 차단되었습니다", policy);
}

#[test]
fn words_are_written_as_they_are_compared() {
    let all = [gone::ALL, others::ALL].concat();
    let words =
        all.iter().flat_map(|(_, words)| *words).chain(things::ALL.iter().flat_map(|(_, words)| *words));
    for word in words {
        assert!(
            Words::of(word).as_str().trim() == word.trim() && !word.starts_with(' ') && !word.contains("  "),
            "{word}"
        );
    }
}
