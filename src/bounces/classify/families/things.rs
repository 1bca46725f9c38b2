//! What mail servers speak of, in many languages.

use super::Thing::{self, Host, Mailbox, Message, Sender};

/// Words for each thing.
#[rustfmt::skip]
pub(super) const ALL: &[(Thing, &[&str])] = &[
    (Mailbox, &[
        "mailbox", "mail box", "mail-box", "maildrop", "mail drop", "mail file", "mailfile", "maildir", "inbox", "user",
        "username", "userid", "recipient", "rcpt", "recip", "account", "acct", "address", "addressee", "customer",
        "alias", "local part", "local-part", "localpart", "person", "storage", "in-box", "e-mail id", "email id",
    ]),
    (Mailbox, &[
        "destinataire", "utilisateur", "compte", "adresse", "boîte", "boite", "bal ", "correspondant", "abonné",
        "empfänger", "empfaenger", "benutzer", "postfach", "mailadresse", "e-mail-adresse", "konto", "nutzer", "adressat",
        "destinatari", "usuari", "cuenta", "buzón", "buzon", "dirección", "direccion", "casilla", "bandeja",
        "usuári", "destinatári", "conta ", "caixa", "endereço", "endereco",
        "utente", "casella", "indirizz", "cassetta", "utenza",
        "gebruiker", "ontvanger", "geadresseerde", "postvak", "postbus", "adres",
        "användar", "mottagar", "brevlåd", "postlåd", "inkorg", "e-postadress",
        "bruger", "modtager", "postkass", "indbakk", "bruker", "mottaker", "innboks", "e-postadresse",
        "käyttäj", "vastaanottaj", "postilaatik", "osoite", "osoitet", "sähköposti",
    ]),
    (Mailbox, &[
        "użytkownik", "odbiorc", "skrzynk", "adresat", "uživatel", "příjemc", "schránk", "adresa", "používateľ", "príjemc",
        "felhasználó", "címzett", "postafiók", "postaláda", "cím", "utilizator", "destinatar", "cutia", "căsuț", "contul",
        "korisnik", "primatelj", "sandučić", "uporabnik", "prejemnik", "kasutaja", "saaja", "lietotāj", "gavėj",
        "kullanıcı", "alıcı", "posta kutu", "hesab", "adres", "gelen kutu",
        "пользовател", "получател", "адресат", "ящик", "адрес", "абонент", "учётн", "учетн", "аккаунт",
        "користувач", "одержувач", "отримувач", "скриньк", "потребител", "кутия",
        "παραλήπτ", "χρήστη", "γραμματοκιβ", "διεύθυνσ", "λογαριασμ", "θυρίδ",
    ]),
    (Mailbox, &[
        "משתמש", "נמען", "תיבת", "תיבה", "כתובת", "חשבון",
        "مستخدم", "مستلم", "صندوق", "علبة", "عنوان", "حساب", "گیرنده", "کاربر", "آدرس", "نشانی",
        "宛先", "あて先", "アドレス", "ユーザ", "メールボックス", "受信者", "受信箱", "アカウント", "受取人",
        "收件人", "收件者", "邮箱", "信箱", "郵箱", "用户", "用戶", "使用者", "账号", "帐号", "账户", "帐户", "帳號", "帳戶",
        "邮件地址", "收件匣", "받는 사람", "수신자", "수신인", "사용자", "사서함", "편지함", "메일함", "계정", "주소",
        "người dùng", "người nhận", "hộp thư", "địa chỉ", "tài khoản", "pengguna", "penerima", "kotak", "alamat", "akun",
        "ผู้รับ", "ผู้ใช้", "กล่องจดหมาย", "ที่อยู่", "उपयोगकर्ता", "प्राप्तकर्ता", "मेलबॉक्स", "पता",
    ]),
    (Host, &[
        "host", "hostname", "domain", "mx ", "mail server", "mailserver", "mail exchanger", "mail-exchanger", "name server",
        "nameserver", "remote server", "remote system", "destination server", "receiving server", "dns",
        "domaine", "serveur", "hôte", "domäne", "zielserver", "zielsystem", "mailserver", "dominio", "domínio", "servidor",
        "domein", "doména", "doman", "домен", "сервер", "узел", "хост", "alan adı", "sunucu", "النطاق", "الخادم", "نطاق",
        "ドメイン", "ホスト", "サーバ", "域名", "服务器", "伺服器", "網域", "도메인", "호스트", "서버",
    ]),
    (Sender, &[
        "sender", "mail from", "return path", "return-path", "reverse path", "reverse-path", "envelope from",
        "envelope-from", "from address", "from domain", "from header", "helo ", "ehlo ", "client", "originator",
        "sending domain", "sending host", "sending server", "sending ip", "sending address", "ip address", "عنوان ip", "return address", "ip ", "your host", "your domain",
        "absender", "expéditeur", "expediteur", "remitente", "mittente", "remetente", "afzender", "avsändar", "afsender",
        "avsender", "lähettäj", "nadawc", "odesílatel", "odesilatel", "feladó", "expeditor", "gönderen", "gönderici",
        "отправител", "відправник", "подател", "αποστολέ", "שולח", "المرسل", "مرسل", "فرستنده",
        "送信元", "送信者", "差出人", "发件人", "寄件者", "寄件人", "발신", "보낸 사람", "người gửi", "pengirim", "ผู้ส่ง",
    ]),
    (Message, &[
        "message", "content", "attachment", "letter ", "nachricht", "anhang", "contenu", "pièce jointe", "mensaje",
        "contenido", "adjunto", "mensagem", "anexo", "conteúdo", "messaggio", "allegato", "contenuto", "bericht",
        "bijlage", "meddeland", "meddelelse", "melding", "viesti", "wiadomoś", "zpráv", "správ", "üzenet", "mesaj",
        "ileti", "сообщен", "письм", "вложен", "повідомлен", "μήνυμα", "הודעה", "رسال", "پیام",
        "メッセージ", "添付", "邮件", "郵件", "本文", "附件", "信件", "메시지", "첨부",
    ]),
];
