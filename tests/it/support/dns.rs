//! A DNS server of the tests' own: it knows what it is told, and nothing else.

use std::{
    net::{SocketAddr, UdpSocket},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use hickory_resolver::proto::{
    op::{Message, OpCode, ResponseCode},
    rr::{
        Name, RData, Record, RecordType,
        rdata::{A, MX, PTR, TXT},
    },
};

/// A running server; it ends when dropped.
pub struct Dns {
    address: SocketAddr,
    ending: Arc<AtomicBool>,
}

impl Dns {
    /// Knows `(name, type, value)`: `TXT`, `MX` (preference 10), `A` and `PTR`. Of `(name, "SERVFAIL", "")` it knows
    /// only that it can't say.
    pub fn knowing(records: &[(&str, &str, &str)]) -> Dns {
        let fails = |(_, kind, _): &&(&str, &str, &str)| *kind == "SERVFAIL";
        let failing: Vec<Name> =
            records.iter().filter(fails).map(|(name, ..)| Name::from_ascii(name).unwrap()).collect();
        let known = records.iter().filter(|record| !fails(record));
        let records: Vec<Record> = known.map(|(name, kind, value)| record(name, kind, value)).collect();
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        let (address, ending) = (socket.local_addr().unwrap(), Arc::new(AtomicBool::new(false)));
        let told = Arc::clone(&ending);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok((length, from)) = socket.recv_from(&mut bytes) {
                if told.load(Ordering::Relaxed) {
                    return;
                }
                let Ok(question) = Message::from_vec(&bytes[..length]) else { continue };
                socket.send_to(&answer(&question, &records, &failing).to_vec().unwrap(), from).unwrap();
            }
        });
        Dns { address, ending }
    }

    /// As `--dns` takes it.
    pub fn address(&self) -> String {
        self.address.to_string()
    }
}

impl Drop for Dns {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::Relaxed);
        let _ = UdpSocket::bind("127.0.0.1:0").map(|socket| socket.send_to(b"", self.address));
    }
}

fn record(name: &str, kind: &str, value: &str) -> Record {
    let data = match kind {
        "TXT" => {
            let pieces = value.as_bytes().chunks(200);
            RData::TXT(TXT::new(pieces.map(|piece| String::from_utf8(piece.to_vec()).unwrap()).collect()))
        }
        "MX" => RData::MX(MX::new(10, Name::from_ascii(value).unwrap())),
        "A" => RData::A(A(value.parse().unwrap())),
        "PTR" => RData::PTR(PTR(Name::from_ascii(value).unwrap())),
        other => panic!("no such type: {other}"),
    };
    Record::from_rdata(Name::from_ascii(name).unwrap(), 60, data)
}

fn answer(question: &Message, records: &[Record], failing: &[Name]) -> Message {
    let mut answer = Message::response(question.metadata.id, OpCode::Query);
    let asked = question.queries[0].clone();
    let named: Vec<&Record> = records.iter().filter(|record| record.name == *asked.name()).collect();
    let is_wanted = |record: &&&Record| {
        record.record_type() == asked.query_type() || asked.query_type() == RecordType::ANY
    };
    answer.add_answers(named.iter().filter(is_wanted).map(|record| (**record).clone()));
    if named.is_empty() {
        answer.metadata.response_code = ResponseCode::NXDomain;
    }
    if failing.contains(asked.name()) {
        answer.metadata.response_code = ResponseCode::ServFail;
    }
    answer.add_query(asked);
    answer
}
