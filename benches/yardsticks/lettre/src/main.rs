//! Brings messages through lettre's asynchronous pool, each built for one person, and prints how many a second.

use std::{
    env,
    sync::Arc,
    sync::atomic::{AtomicUsize, Ordering},
    time::Instant,
};

use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor, message::MultiPart,
    transport::smtp::PoolConfig,
};

#[tokio::main]
async fn main() {
    let mut words = env::args().skip(1).map(|word| word.parse::<usize>().expect("a number"));
    let (port, messages) = (words.next().expect("a port"), words.next().expect("how many"));
    let transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1")
        .port(port as u16)
        .pool_config(PoolConfig::new().max_size(10))
        .build();
    let arabic = "خرج الآلاف إلى الشوارع مطالبين بالحرية والعدالة والمساواة في كل مكان من البلاد. ".repeat(42);
    let english =
        "Thousands took to the streets for freedom, justice and equality across the country. ".repeat(42);
    let (next, began) = (Arc::new(AtomicUsize::new(0)), Instant::now());
    let senders: Vec<_> = (0..10)
        .map(|_| {
            let (transport, next) = (transport.clone(), Arc::clone(&next));
            let (arabic, english) = (arabic.clone(), english.clone());
            tokio::spawn(async move {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= messages {
                        return;
                    }
                    let message = Message::builder()
                        .from("The Alliance <news@alliance.example>".parse().expect("an address"))
                        .to(format!("reader{n}@example.org").parse().expect("an address"))
                        .subject("العدد السابع: Issue seven")
                        .multipart(MultiPart::alternative_plain_html(
                            format!("{arabic}\n{english}\nhttps://alliance.example/{n}"),
                            format!("<p lang=\"ar\" dir=\"rtl\">{arabic}</p><p>{english}</p><a href=\"https://alliance.example/{n}\">x</a>"),
                        ))
                        .expect("a message");
                    transport.send(message).await.expect("it is taken");
                }
            })
        })
        .collect();
    for sender in senders {
        sender.await.expect("a sender ends");
    }
    println!("{:.1}", messages as f64 / began.elapsed().as_secs_f64());
}
