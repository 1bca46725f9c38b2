//! What mail servers speak of, in many languages.

use super::meanings::Thing::{self, Host, Line, Mailbox, Message, Ours, Rate, Sender};

/// Words for each thing.
#[rustfmt::skip]
pub(super) const ALL: &[(Thing, &[&str])] = &[
    (Mailbox, &[
        "mailbox", "mail box", "mail-box", "maildrop", "mail drop", "mail file", "mailfile", "maildir", "inbox", "user",
        "username", "userid", "recipient", "rcpt", "recip", "account", "acct", "address", "addressee", "customer",
        "alias", "disk", "spool", "local part", "local-part", "localpart", "person", "storage", "in-box", "e-mail id", "email id",
    ]),
    (Mailbox, &[
        "destinataire", "utilisateur", "compte", "adresse", "boite", "bal ", "correspondant", "abonne",
        "empfanger", "empfaenger", "benutzer", "postfach", "mailadresse", "e-mail-adresse", "konto", "nutzer", "adressat",
        "destinatari", "usuari", "cuenta", "buzon", "direccion", "casilla", "bandeja",
        "conta ", "caixa", "endereco",
        "utente", "casella", "indirizz", "cassetta", "utenza",
        "gebruiker", "ontvanger", "geadresseerde", "postvak", "postbus", "adres",
        "anvandar", "mottagar", "brevlad", "postlad", "inkorg", "e-postadress",
        "bruger", "modtager", "postkass", "indbakk", "bruker", "mottaker", "innboks", "e-postadresse",
        "kayttaj", "vastaanottaj", "postilaatik", "osoite", "osoitet", "sahkoposti",
    ]),
    (Mailbox, &[
        "uzytkownik", "odbiorc", "skrzynk", "adresat", "uzivatel", "prijemc", "schrank", "adresa", "pouzivatel",
        "felhasznalo", "cimzett", "postafiok", "postalada", "cim", "utilizator", "destinatar", "cutia", "casut", "contul",
        "korisnik", "primatelj", "sanducic", "uporabnik", "prejemnik", "kasutaja", "saaja", "lietotaj", "gavej",
        "kullanici", "alici", "posta kutu", "hesab", "adres", "gelen kutu",
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
        "người dung", "người nhận", "hộp thư", "dịa chỉ", "tai khoản", "pengguna", "penerima", "kotak", "alamat", "akun",
        "ผู้รับ", "ผู้ใช้", "กล่องจดหมาย", "ที่อยู่", "उपयोगकर्ता", "प्राप्तकर्ता", "मेलबॉक्स", "पता",
    ]),
    (Host, &[
        "host", "hostname", "domain", "mx ", "mail server", "mailserver", "mail exchanger", "mail-exchanger", "name server",
        "nameserver", "remote server", "remote system", "destination server", "receiving server", "dns",
        "domaine", "serveur", "hote ", "domane", "zielserver", "zielsystem", "dominio", "servidor",
        "domein", "domena", "doman", "домен", "сервер", "узел", "хост", "alan adi", "sunucu", "النطاق", "الخادم", "نطاق",
        "ドメイン", "ホスト", "サーバ", "域名", "服务器", "伺服器", "網域", "도메인", "호스트", "서버",
    ]),
    (Sender, &[
        "sender", "mail from", "return path", "return-path", "reverse path", "reverse-path", "envelope from",
        "envelope-from", "from address", "from domain", "from header", "helo ", "ehlo ", "client", "originator",
        "sending domain", "sending host", "sending server", "sending ip", "sending address", "ip address", "عنوان ip", "return address", "ip ", "your host", "your domain",
        "absender", "expediteur", "remitente", "mittente", "remetente", "afzender", "avsandar", "afsender",
        "avsender", "lahettaj", "nadawc", "odesilatel", "felado", "expeditor", "gonderen", "gonderici",
        "отправител", "відправник", "подател", "αποστολέ", "שולח", "المرسل", "مرسل", "فرستنده",
        "送信元", "送信者", "差出人", "发件人", "寄件者", "寄件人", "발신", "보낸 사람", "người gửi", "pengirim", "ผู้ส่ง",
    ]),
    (Ours, &[
        "your account", "your mailbox", "sending user", "sending account", "your user", "your address", "your e-mail address", "your email address", "your e-mail account",
        "your email account", "your mail account", "your server", "your mail server",
        "votre compte", "votre adresse", "uw account", "ваш адрес", "ваш аккаунт", "ваша учетн", "حسابك", "您的邮箱", "您的账号", "您的帐号",
    ]),
    (Message, &[
        "message", "envelope ", "header", "content", "attachment", "letter ", "nachricht", "anhang", "contenu", "piece jointe", "mensaje",
        "contenido", "adjunto", "mensagem", "anexo", "conteudo", "messaggio", "allegato", "contenuto", "bericht",
        "bijlage", "meddeland", "meddelelse", "melding", "viesti", "wiadomos", "zprav", "sprav", "uzenet", "mesaj",
        "ileti", "сообщен", "письм", "вложен", "повідомлен", "μήνυμα", "הודעה", "رسال", "پیام",
        "メッセージ", "添付", "邮件", "郵件", "本文", "附件", "信件", "메시지", "첨부",
    ]),
    (Rate, &[
        "per hour", "per day", "per minute", "per second", "an hour", "a day", "hourly", "daily", "sending rate", "message rate",
        "rate limit", "pro stunde", "pro tag", "par heure", "par jour", "por hora", "por dia", "all'ora", "al giorno",
        "в час", "в день", "в сутки", "每小时", "每天", "每日", "頻率", "频率",
    ]),
    (Line, &[
        "queue", "retry", "lock ", "delivery time", "time limit", "connection", "connect ", "connecting", "socket", "network", "session", "conversation", "verbindung", "connexion", "conexion",
        "conexao", "connessione", "verbinding", "anslutning", "forbindelse", "yhtey", "polaczeni", "spojeni", "kapcsolat", "conexiun", "baglanti",
        "соединени", "подключени", "сет", "σύνδεσ", "חיבור", "اتصال", "الاتصال", "接続", "连接", "連線", "連接", "연결", "kết nối", "koneksi",
    ]),
];
