//! The address of a PostgreSQL server, and whether the way to it is encrypted.
//!
//! On this machine it is not, unless the address asks for it. To another machine it is, the server's
//! certificate is checked against its name and those who may vouch for it, and only
//! `sslmode=disable` written out does without: what libpq calls `verify-full`, where its own default
//! would take any server for the right one.

use std::net::IpAddr;
use std::sync::Arc;

use postgres::Config;
use postgres::config::{Host, SslMode};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::StoreError;

/// Where to connect and how.
pub(crate) struct Address {
    /// Host, user, database.
    pub config: Config,
    /// With what the way is encrypted; `None`: it is not.
    pub tls: Option<MakeRustlsConnect>,
}

impl Address {
    /// Reads `postgres://user@host/database?sslmode=require&sslrootcert=FILE`. `sslrootcert` names
    /// who may vouch for the server (PEM); without it those whom the system trusts.
    pub fn read(address: &str) -> Result<Self, StoreError> {
        let wrong = |why: String| StoreError::Schema(format!("not a PostgreSQL address: {why}"));
        let (base, query) = address.split_once('?').unwrap_or((address, ""));
        let (mut mode, mut roots, mut rest) = (None, None, vec![]);
        for part in query.split('&').filter(|p| !p.is_empty()) {
            match part.split_once('=') {
                Some(("sslmode", value)) => mode = Some(value),
                Some(("sslrootcert", value)) => roots = Some(value.replace("%2F", "/")),
                _ => rest.push(part),
            }
        }
        let query = if rest.is_empty() { String::new() } else { format!("?{}", rest.join("&")) };
        let mut config: Config =
            format!("{base}{query}").parse().map_err(|e: postgres::Error| wrong(e.to_string()))?;
        let encrypted = match mode {
            None | Some("prefer" | "allow") => !config.get_hosts().iter().all(is_here),
            Some("disable") => false,
            Some("require" | "verify-ca" | "verify-full") => true,
            Some(other) => return Err(wrong(format!("sslmode={other}"))),
        };
        config.ssl_mode(if encrypted { SslMode::Require } else { SslMode::Disable });
        let tls = if encrypted { Some(connector(roots.as_deref())?) } else { None };
        Ok(Self { config, tls })
    }
}

/// Whether a host is this machine.
fn is_here(host: &Host) -> bool {
    match host {
        Host::Unix(_) => true,
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
        }
    }
}

fn connector(roots: Option<&str>) -> Result<MakeRustlsConnect, StoreError> {
    let unusable = |why: String| StoreError::Schema(format!("sslrootcert: {why}"));
    let mut trusted = RootCertStore::empty();
    match roots {
        Some(file) => {
            let told = CertificateDer::pem_file_iter(file)
                .map_err(|e| unusable(format!("{file}: {e}")))?;
            for certificate in told {
                let certificate = certificate.map_err(|e| unusable(format!("{file}: {e}")))?;
                trusted.add(certificate).map_err(|e| unusable(format!("{file}: {e}")))?;
            }
        }
        None => {
            trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        }
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| unusable(e.to_string()))?
        .with_root_certificates(trusted)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encrypted(address: &str) -> bool {
        let read = Address::read(address).unwrap_or_else(|e| panic!("{address}: {e}"));
        assert_eq!(read.tls.is_some(), read.config.get_ssl_mode() == SslMode::Require);
        read.tls.is_some()
    }

    #[test]
    fn the_way_to_another_machine_is_encrypted_unless_said_otherwise() {
        for here in ["postgres://t@localhost/t", "postgres://t@127.0.0.1:5433/t?connect_timeout=3"]
        {
            assert!(!encrypted(here), "{here}");
        }
        let there = "postgres://t@db.example.org/t";
        assert!(encrypted(there));
        assert!(encrypted(&format!("{there}?sslmode=prefer")), "never less than asked for");
        assert!(encrypted("postgres://t@localhost/t?sslmode=verify-full"));
        assert!(!encrypted(&format!("{there}?sslmode=disable")));
        assert!(Address::read(&format!("{there}?sslmode=perhaps")).is_err());
        assert!(Address::read(&format!("{there}?sslrootcert=/nowhere/at/all")).is_err());
        assert!(Address::read("postgres://t@localhost/t?nonsense=1").is_err());
    }
}
