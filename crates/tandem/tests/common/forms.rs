//! Sending forms as browsers do.

use super::House;

/// Encodes fields as a browser does.
pub fn encode(fields: &[(&str, &str)]) -> String {
    let mut out = String::new();
    for (name, value) in fields {
        if !out.is_empty() {
            out.push('&');
        }
        for (i, text) in [name, value].into_iter().enumerate() {
            if i == 1 {
                out.push('=');
            }
            for byte in text.bytes() {
                match byte {
                    b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                        out.push(byte.into());
                    }
                    b' ' => out.push('+'),
                    _ => out.push_str(&format!("%{byte:02X}")),
                }
            }
        }
    }
    out
}

/// What came back: status, where to go on, the page.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub location: String,
    pub page: String,
}

async fn read(answer: reqwest::Response) -> Answer {
    let location = answer.headers().get("location").and_then(|v| v.to_str().ok());
    Answer {
        status: answer.status().as_u16(),
        location: location.unwrap_or_default().to_owned(),
        page: answer.text().await.unwrap(),
    }
}

impl House {
    /// Sends a form as somebody.
    pub async fn send(&self, who: &reqwest::Client, path: &str, fields: &[(&str, &str)]) -> Answer {
        let request = who
            .post(format!("{}{path}", self.base))
            .header("content-type", "application/x-www-form-urlencoded")
            .body(encode(fields));
        read(request.send().await.unwrap()).await
    }

    /// A page as somebody sees it.
    pub async fn see(&self, who: &reqwest::Client, path: &str) -> Answer {
        read(who.get(format!("{}{path}", self.base)).send().await.unwrap()).await
    }

    /// Sends a file to the import page.
    pub async fn upload(
        &self,
        who: &reqwest::Client,
        kind: &str,
        organisation: &str,
        name: &str,
        bytes: Vec<u8>,
    ) -> Answer {
        let file = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new()
            .text("kind", kind.to_owned())
            .text("organisation", organisation.to_owned())
            .part("file", file);
        let request = who.post(format!("{}/staff/import", self.base)).multipart(form);
        read(request.send().await.unwrap()).await
    }
}
