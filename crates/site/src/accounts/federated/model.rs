//! Providers and who they say somebody is.

/// What a provider asks for beyond the standard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// OpenID Connect Core.
    Standard,
    /// ProConnect: `usual_name`, user information as a signed JWT, the secret in the body.
    ProConnect,
}

/// A provider of OpenID Connect, as configured.
#[derive(Clone, PartialEq, Eq)]
pub struct Provider {
    /// Short name in addresses: letters, digits, hyphens.
    pub id: String,
    /// As shown on the button.
    pub name: String,
    /// Address of the provider, as it writes it itself.
    pub issuer: String,
    /// What the provider knows this site by.
    pub client_id: String,
    /// What proves that it is this site.
    pub client_secret: String,
    /// What it asks for beyond the standard.
    pub profile: Profile,
}

impl std::fmt::Debug for Provider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Provider").field("id", &self.id).field("issuer", &self.issuer).finish()
    }
}

impl Provider {
    /// Whether what is configured can work: a name for addresses, and TLS unless the provider is on
    /// this machine.
    #[must_use]
    pub fn is_well_formed(&self) -> bool {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        let near = |host: &str| matches!(host, "localhost" | "127.0.0.1");
        let safe = match self.issuer.split_once("://") {
            Some(("https", rest)) => !rest.is_empty(),
            Some(("http", rest)) => near(rest.split([':', '/']).next().unwrap_or_default()),
            _ => false,
        };
        let named = !self.id.is_empty() && self.id.len() <= 40 && self.id.chars().all(plain);
        named && safe && !self.name.trim().is_empty() && !self.client_id.is_empty()
    }
}

/// Who a provider says somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The provider.
    pub issuer: String,
    /// What it calls them: stable, and its own.
    pub subject: String,
    /// Address.
    pub email: String,
    /// It says that the address is theirs.
    pub verified: bool,
    /// Name.
    pub name: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn providers_are_reached_under_tls_and_tell_no_secret() {
        let provider = |id: &str, issuer: &str| Provider {
            id: id.into(),
            name: "ProConnect".into(),
            issuer: issuer.into(),
            client_id: "tandem".into(),
            client_secret: "hush".into(),
            profile: Profile::ProConnect,
        };
        assert!(provider("pro-connect", "https://example.org/api/v2").is_well_formed());
        assert!(provider("here", "http://localhost:4000").is_well_formed());
        assert!(!provider("here", "http://example.org").is_well_formed());
        assert!(!provider("here", "http://localhost.example.org").is_well_formed());
        assert!(!provider("here", "example.org").is_well_formed());
        assert!(!provider("a/b", "https://example.org").is_well_formed());
        assert!(!format!("{:?}", provider("here", "https://example.org")).contains("hush"));
    }
}
