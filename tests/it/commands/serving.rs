//! `hudhud serve` in a process of its own, its log in a file.

use std::{
    fs::File,
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    time::{Duration, Instant},
};

use reqwest::redirect;

use super::desk::Desk;
use crate::support::{Answer, Mail};

pub struct Serving {
    pub url: String,
    process: Child,
    client: reqwest::Client,
}

impl Desk {
    /// Serves on a free port, with these further arguments.
    pub fn serve(&self, arguments: &[&str]) -> Serving {
        rustls::crypto::ring::default_provider().install_default().ok();
        let mut command = self.command(&[&["serve", "--bind", "127.0.0.1:0"], arguments].concat());
        let log = File::options().create(true).append(true).open(self.dir.path().join("serve.log")).unwrap();
        let mut process = command.stdout(Stdio::piped()).stderr(log).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url =
            line.trim().strip_prefix("Serving ").unwrap_or_else(|| panic!("{}", self.read("serve.log")));
        let client =
            reqwest::Client::builder().redirect(redirect::Policy::none()).no_proxy().build().unwrap();
        Serving { url: url.to_owned(), process, client }
    }

    /// Everything that the mail server got, once it has so many.
    pub async fn mails(&self, count: usize) -> Vec<Mail> {
        let until = Instant::now() + Duration::from_secs(30);
        loop {
            let mails = self.smtp.mails();
            if mails.len() >= count {
                return mails.into_iter().map(|mail| Mail::parse(mail.bytes)).collect();
            }
            assert!(
                Instant::now() < until,
                "{} of {count} mails came: {}",
                mails.len(),
                self.read("serve.log")
            );
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Serving {
    pub async fn get(&self, path: &str) -> Answer {
        Answer::of(self.client.get(format!("{}{path}", self.url)).send().await.unwrap()).await
    }

    /// Posts a form as a browser on a page of ours does.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(fields);
        let request = self.client.post(format!("{}{path}", self.url)).header("sec-fetch-site", "same-origin");
        let request = request.header("content-type", "application/x-www-form-urlencoded");
        Answer::of(request.body(body.finish()).send().await.unwrap()).await
    }

    /// Asks it to stop as systemd does; its exit code, and how long it took.
    pub fn terminate(mut self) -> (Option<i32>, Duration) {
        let began = Instant::now();
        let told = Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status().unwrap();
        assert!(told.success());
        (self.process.wait().unwrap().code(), began.elapsed())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.process.kill().ok();
        self.process.wait().ok();
    }
}
