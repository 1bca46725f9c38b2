//! One conversation with a client, from the greeting to whatever ends it.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
};

use base64::{Engine, prelude::BASE64_STANDARD};

use super::{Act, Mail, Shared, Step, stream::Stream};

/// The end of a conversation, wanted or not.
struct Over;

impl From<io::Error> for Over {
    fn from(_: io::Error) -> Over {
        Over
    }
}

type Said = Result<(), Over>;

pub fn hold(client: TcpStream, number: usize, shared: &Shared) {
    let _ = client.set_nodelay(true);
    let stream = match shared.offer.wrapper {
        true => Stream::encrypted(client, shared.offer.certificate),
        false => Stream::Plain(client),
    };
    let talk =
        Talk { stream: Some(stream), unread: Vec::new(), number, shared, from: None, to: None, taken: 0 };
    let _ = talk.run();
}

struct Talk<'a> {
    stream: Option<Stream>,
    unread: Vec<u8>,
    number: usize,
    shared: &'a Shared,
    /// The sender and the parameters of MAIL.
    from: Option<(String, String)>,
    to: Option<String>,
    taken: usize,
}

impl Talk<'_> {
    fn run(mut self) -> Said {
        self.answer(Step::Greeting, "220 test.example ESMTP")?;
        loop {
            let line = self.line()?;
            self.shared.notes().commands.push(line.clone());
            let (verb, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match verb.to_ascii_uppercase().as_str() {
                "EHLO" if self.shared.offer.ehlo => self.hello()?,
                "EHLO" => self.say("502 5.5.1 not here")?,
                "HELO" => self.answer(Step::Hello, "250 test.example")?,
                "STARTTLS" => self.start_tls()?,
                "AUTH" => self.sign_in(rest)?,
                "MAIL" => self.mail(rest)?,
                "RCPT" => self.rcpt(rest)?,
                "DATA" => self.data()?,
                "RSET" => {
                    (self.from, self.to) = (None, None);
                    self.answer(Step::Rset, "250 2.0.0 reset")?;
                }
                "QUIT" => {
                    self.say("221 2.0.0 bye")?;
                    return Err(Over);
                }
                _ => self.say("500 5.5.2 what?")?,
            }
        }
    }

    fn hello(&mut self) -> Said {
        let offer = &self.shared.offer;
        let is_plain = matches!(self.stream, Some(Stream::Plain(_)));
        let keywords = [
            (offer.starttls && is_plain).then(|| "STARTTLS".to_owned()),
            offer.auth.map(|mechanisms| format!("AUTH {mechanisms}")),
            offer.size.map(|size| format!("SIZE {size}")),
            offer.smtputf8.then(|| "SMTPUTF8".to_owned()),
            offer.eight_bit.then(|| "8BITMIME".to_owned()),
            offer.pipelining.then(|| "PIPELINING".to_owned()),
        ];
        let lines: String =
            keywords.into_iter().flatten().map(|keyword| format!("250-{keyword}\r\n")).collect();
        self.answer(Step::Hello, &format!("250-test.example\r\n{lines}250 HELP"))
    }

    fn start_tls(&mut self) -> Said {
        self.answer(Step::StartTls, "220 2.0.0 go ahead")?;
        if let Some(Stream::Plain(stream)) = self.stream.take() {
            self.stream = Some(Stream::encrypted(stream, self.shared.offer.certificate));
        }
        (self.from, self.to) = (None, None);
        Ok(())
    }

    fn sign_in(&mut self, rest: &str) -> Said {
        let (mechanism, initial) = rest.split_once(' ').unwrap_or((rest, ""));
        let known = match mechanism {
            "PLAIN" => decoded(initial) == "\0ada\0sesame",
            "LOGIN" => {
                self.say("334 VXNlcm5hbWU6")?;
                let user = decoded(&self.line()?);
                self.say("334 UGFzc3dvcmQ6")?;
                let password = decoded(&self.line()?);
                (user, password) == ("ada".to_owned(), "sesame".to_owned())
            }
            "XOAUTH2" if decoded(initial) == "user=ada\u{1}auth=Bearer sesame\u{1}\u{1}" => true,
            "XOAUTH2" => {
                self.say("334 eyJzdGF0dXMiOiI0MDEifQ==")?;
                self.line()?;
                false
            }
            _ => return self.say("504 5.5.4 no such mechanism"),
        };
        self.answer(Step::Auth, if known { "235 2.7.0 welcome" } else { "535 5.7.8 wrong" })
    }

    fn mail(&mut self, rest: &str) -> Said {
        if self.shared.offer.close_after.is_some_and(|most| self.taken >= most) {
            self.say("421 4.7.0 enough for one connection")?;
            return Err(Over);
        }
        let (path, parameters) = rest.split_once('>').unwrap_or((rest, ""));
        let from = path.trim_start_matches("FROM:<").to_owned();
        self.from = Some((from, parameters.trim().to_owned()));
        self.to = None;
        self.answer(Step::Mail, "250 2.1.0 sender ok")
    }

    fn rcpt(&mut self, rest: &str) -> Said {
        let to = rest.trim_start_matches("TO:<").trim_end_matches('>').to_owned();
        let name = to.split(['@', '-', '+', '.']).next().unwrap_or_default();
        let refusal = match name {
            "reject" => format!("550 5.1.1 <{to}>: no such user"),
            "policy" => "550 5.7.1 not from you".to_owned(),
            "full" => "552 5.2.2 mailbox full".to_owned(),
            "defer" => "450 4.2.0 try later".to_owned(),
            "greylist" if self.shared.notes().greylisted.insert(to.clone()) => {
                "451 4.7.1 greylisted".to_owned()
            }
            "later" if self.shared.notes().greylisted.insert(to.clone()) => "451 4.3.0 not yet".to_owned(),
            "busy" => {
                self.say("421 4.7.0 slow down")?;
                return Err(Over);
            }
            "hang" => return self.wait_for_the_end(),
            "drop" => return Err(Over),
            _ => {
                let act = self.shared.act(Step::Rcpt);
                let refuses =
                    matches!(&act, Some(Act::Say(said)) if said.starts_with(b"4") || said.starts_with(b"5"));
                self.to = (!refuses).then_some(to);
                return self.answer_with(act, "250 2.1.5 recipient ok");
            }
        };
        self.answer(Step::Rcpt, &refusal)
    }

    fn data(&mut self) -> Said {
        let (Some((from, parameters)), Some(to)) = (self.from.clone(), self.to.clone()) else {
            if !self.shared.offer.data_for_nobody {
                return self.say("503 5.5.1 recipient first");
            }
            self.say("354 go ahead")?;
            self.message()?;
            return self.say("554 5.5.1 no valid recipients");
        };
        let mut go_on = true;
        match self.shared.act(Step::Data) {
            None => self.say("354 go ahead")?,
            Some(act) => {
                let is_354 = |said: &[u8]| said.windows(4).any(|word| word == b"354 ");
                go_on = matches!(&act, Act::Say(said) if is_354(said)) || matches!(act, Act::Split(_));
                self.perform(act)?;
            }
        }
        if !go_on {
            return Ok(());
        }
        if let Some(act) = self.shared.act(Step::Body) {
            let mut some = [0; 1024];
            self.stream().read_exact(&mut some)?;
            return self.perform(act);
        }
        let bytes = self.message()?;
        (self.from, self.to) = (None, None);
        let act = self.shared.act(Step::Dot);
        let is_lost = to.starts_with("lost@") || to.starts_with("lost-");
        let is_taken = match &act {
            None | Some(Act::TakeAndClose | Act::TakeAndHang | Act::Hold(_) | Act::Split(_)) => true,
            Some(Act::Say(said)) => said.starts_with(b"2"),
            Some(Act::SayAndClose(said)) => said.starts_with('2'),
            Some(_) => false,
        };
        if is_taken {
            self.taken += 1;
            let mail = Mail { from, to, bytes, parameters, connection: self.number };
            self.shared.notes().mails.push(mail);
        }
        match act {
            Some(Act::Hold(hold)) => {
                hold.wait();
                self.say("250 2.0.0 taken")
            }
            Some(act) => self.perform(act),
            None if is_lost => Err(Over),
            None => self.say("250 2.0.0 taken"),
        }
    }

    fn answer(&mut self, step: Step, usual: &str) -> Said {
        let act = self.shared.act(step);
        self.answer_with(act, usual)
    }

    fn answer_with(&mut self, act: Option<Act>, usual: &str) -> Said {
        match act {
            Some(Act::Hold(hold)) => {
                hold.wait();
                self.say(usual)
            }
            Some(act) => self.perform(act),
            None => self.say(usual),
        }
    }

    fn perform(&mut self, act: Act) -> Said {
        match act {
            Act::Say(bytes) => Ok(self.stream().write_all(&bytes)?),
            Act::Split(line) => {
                for byte in format!("{line}\r\n").bytes() {
                    self.stream().write_all(&[byte])?;
                    self.stream().flush()?;
                }
                Ok(())
            }
            Act::Hold(hold) => {
                hold.wait();
                Ok(())
            }
            Act::Drip(line) => {
                for byte in format!("{line}\r\n").bytes() {
                    self.stream().write_all(&[byte])?;
                    std::thread::sleep(std::time::Duration::from_millis(50));
                }
                Ok(())
            }
            Act::Endless => loop {
                self.stream().write_all(b"250-and another thing\r\n")?;
            },
            Act::SayAndClose(line) => {
                self.say(line)?;
                Err(Over)
            }
            Act::Close | Act::TakeAndClose => Err(Over),
            Act::Hang | Act::TakeAndHang => self.wait_for_the_end(),
        }
    }

    fn say(&mut self, line: &str) -> Said {
        let stream = self.stream();
        stream.write_all(format!("{line}\r\n").as_bytes())?;
        Ok(stream.flush()?)
    }

    fn wait_for_the_end(&mut self) -> Said {
        while self.fill().is_ok() {}
        Err(Over)
    }

    fn line(&mut self) -> Result<String, Over> {
        loop {
            if let Some(end) = self.unread.windows(2).position(|pair| pair == b"\r\n") {
                let line: Vec<u8> = self.unread.drain(..end + 2).collect();
                return Ok(String::from_utf8_lossy(&line[..end]).into_owned());
            }
            self.fill()?;
        }
    }

    /// Reads to the final dot and takes the doubled dots back.
    fn message(&mut self) -> Result<Vec<u8>, Over> {
        let mut message = Vec::new();
        loop {
            let end = loop {
                match self.unread.windows(2).position(|pair| pair == b"\r\n") {
                    Some(end) => break end + 2,
                    None => self.fill()?,
                }
            };
            let line: Vec<u8> = self.unread.drain(..end).collect();
            match line.as_slice() {
                b".\r\n" => return Ok(message),
                [b'.', rest @ ..] => message.extend_from_slice(rest),
                line => message.extend_from_slice(line),
            }
        }
    }

    fn fill(&mut self) -> Said {
        let mut some = [0; 65536];
        let n = self.stream().read(&mut some)?;
        if n == 0 {
            return Err(Over);
        }
        self.unread.extend_from_slice(&some[..n]);
        Ok(())
    }

    fn stream(&mut self) -> &mut Stream {
        self.stream.as_mut().unwrap()
    }
}

fn decoded(text: &str) -> String {
    String::from_utf8(BASE64_STANDARD.decode(text).unwrap_or_default()).unwrap_or_default()
}
