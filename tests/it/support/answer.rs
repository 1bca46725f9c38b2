//! What the server answered.

use reqwest::header::HeaderMap;

#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: String,
}

impl Answer {
    pub async fn of(response: reqwest::Response) -> Answer {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        Answer { status, headers, body: response.text().await.unwrap() }
    }

    /// A header, empty when absent.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The body as JSON.
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// The same, after checking the status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Answer {
        assert_eq!(self.status, status, "{}", self.body);
        self
    }

    /// The value of the `name` input in the first form that has it.
    pub fn input(&self, name: &str) -> String {
        let document = scraper::Html::parse_document(&self.body);
        let selector = scraper::Selector::parse(&format!("input[name='{name}']")).unwrap();
        let found =
            document.select(&selector).next().unwrap_or_else(|| panic!("no input {name}: {}", self.body));
        found.value().attr("value").unwrap_or_default().to_owned()
    }

    /// What a person reads, without the tags.
    pub fn text(&self) -> String {
        let document = scraper::Html::parse_document(&self.body);
        document.root_element().text().collect::<Vec<_>>().join(" ")
    }
}
