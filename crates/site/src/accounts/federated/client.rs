//! Talking to a provider: where to send the browser, and whom it sent back. `openidconnect` checks
//! what the standard asks (issuer, audience, signature, time, nonce).

use std::time::Duration;

use base::{Kind, Problem};
use bytes::Bytes;
use http_body_util::{BodyExt, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use openidconnect::core::{
    CoreAuthenticationFlow, CoreClient, CoreGenderClaim, CoreJwsSigningAlgorithm,
    CoreProviderMetadata,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthType, AuthorizationCode, ClientId, ClientSecret,
    CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl,
    Nonce, OAuth2TokenResponse, PkceCodeChallenge, PkceCodeVerifier, RedirectUrl, Scope,
    TokenResponse, UserInfoClaims, UserInfoResponseType,
};
use serde::{Deserialize, Serialize};

use super::model::{Identity, Profile, Provider};
use crate::App;

/// Most bytes that a provider may answer.
const MOST: usize = 1 << 20;
/// Longest it may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Signatures that are taken: those that need no secret of ours.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 4] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// What ProConnect says beyond the standard.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
struct Extra {
    /// The name in use, where the standard has `family_name`.
    usual_name: Option<String>,
}

impl AdditionalClaims for Extra {}

type Ready = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Where the browser goes, and what it must come back with.
pub struct Asked {
    pub address: String,
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

#[derive(Debug, thiserror::Error)]
enum FetchError {
    #[error("{0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Client(#[from] hyper_util::client::legacy::Error),
    #[error("{0}")]
    Body(Box<dyn std::error::Error + Send + Sync>),
    #[error("no answer in {} s", PATIENCE.as_secs())]
    Late(#[from] tokio::time::error::Elapsed),
    #[error("{0}")]
    Http(#[from] axum::http::Error),
}

/// One request; no redirect is followed, and no answer taken that is too long or too late.
async fn fetch(request: HttpRequest) -> Result<HttpResponse, FetchError> {
    let connector = hyper_rustls::HttpsConnectorBuilder::new()
        .with_native_roots()?
        .https_or_http()
        .enable_http1()
        .build();
    let client = Client::builder(TokioExecutor::new()).build(connector);
    let (parts, body) = request.into_parts();
    let request = axum::http::Request::from_parts(parts, Full::new(Bytes::from(body)));
    let answer = async {
        let (parts, body) = client.request(request).await?.into_parts();
        let body = Limited::new(body, MOST).collect().await.map_err(FetchError::Body)?;
        Ok(HttpResponse::from_parts(parts, body.to_bytes().to_vec()))
    };
    tokio::time::timeout(PATIENCE, answer).await?
}

fn unreachable(why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Unavailable, "accounts-problem-provider").because(why)
}

fn refused(why: impl std::fmt::Display) -> Problem {
    Problem::new(Kind::Forbidden, "accounts-problem-identity").because(why)
}

/// What the provider says of itself, asked each time: entering is rare, and its keys change.
async fn client_of(app: &App, provider: &Provider) -> Result<Ready, Problem> {
    let issuer = IssuerUrl::new(provider.issuer.clone()).map_err(unreachable)?;
    let back = format!("{}/sign-in/with/{}/back", app.config.base_url, provider.id);
    let back = RedirectUrl::new(back).map_err(unreachable)?;
    let about = CoreProviderMetadata::discover_async(issuer, &fetch).await.map_err(unreachable)?;
    let id = ClientId::new(provider.client_id.clone());
    let secret = ClientSecret::new(provider.client_secret.clone());
    let client = CoreClient::from_provider_metadata(about, id, Some(secret));
    let client = client.set_redirect_uri(back);
    Ok(match provider.profile {
        Profile::Standard => client,
        Profile::ProConnect => client.set_auth_type(AuthType::RequestBody),
    })
}

/// Whether a provider says what it is, as a sign-in needs it.
pub async fn answers(app: &App, provider: &Provider) -> bool {
    client_of(app, provider).await.is_ok()
}

/// Where to send the browser.
pub async fn ask(app: &App, provider: &Provider) -> Result<Asked, Problem> {
    let client = client_of(app, provider).await?;
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let flow = CoreAuthenticationFlow::AuthorizationCode;
    let long = || (CsrfToken::new_random_len(32), Nonce::new_random_len(32));
    let mut request = client
        .authorize_url(flow, move || long().0, move || long().1)
        .set_pkce_challenge(challenge)
        .add_scope(Scope::new("email".into()));
    let scopes: &[&str] = match provider.profile {
        Profile::Standard => &["profile"],
        Profile::ProConnect => &["given_name", "usual_name"],
    };
    for scope in scopes {
        request = request.add_scope(Scope::new((*scope).into()));
    }
    if provider.profile == Profile::ProConnect {
        request = request.add_extra_param("acr_values", "eidas1");
    }
    let (address, state, nonce) = request.url();
    Ok(Asked {
        address: address.into(),
        state: state.into_secret(),
        nonce: nonce.secret().clone(),
        verifier: verifier.into_secret(),
    })
}

/// Whom the provider sent back.
pub async fn learn(
    app: &App,
    provider: &Provider,
    code: &str,
    nonce: &str,
    verifier: String,
) -> Result<Identity, Problem> {
    let client = client_of(app, provider).await?;
    let tokens = client
        .exchange_code(AuthorizationCode::new(code.to_owned()))
        .map_err(unreachable)?
        .set_pkce_verifier(PkceCodeVerifier::new(verifier))
        .request_async(&fetch)
        .await
        .map_err(|e| refused(format!("{e:?}")))?;
    let id_token = tokens.id_token().ok_or_else(|| refused("no ID token"))?;
    let check = client.id_token_verifier().set_allowed_algs(ALGORITHMS);
    let claims = id_token.claims(&check, &Nonce::new(nonce.to_owned())).map_err(refused)?;
    if let Some(said) = claims.access_token_hash() {
        let algorithm = id_token.signing_alg().map_err(refused)?;
        let key = id_token.signing_key(&check).map_err(refused)?;
        let made = AccessTokenHash::from_token(tokens.access_token(), algorithm, key);
        if made.map_err(refused)? != *said {
            return Err(refused("another access token"));
        }
    }
    let subject = claims.subject().clone();
    let mut request =
        client.user_info(tokens.access_token().clone(), Some(subject)).map_err(unreachable)?;
    if provider.profile == Profile::ProConnect {
        request =
            request.require_signed_response(true).set_response_type(UserInfoResponseType::Jwt);
    }
    let about: UserInfoClaims<Extra, CoreGenderClaim> =
        request.request_async(&fetch).await.map_err(|e| refused(format!("{e:?}")))?;
    let email = about.email().or(claims.email()).map(|e| e.as_str()).unwrap_or_default();
    let first = about.given_name().and_then(|n| n.get(None)).map(|n| n.as_str());
    let last = about.family_name().and_then(|n| n.get(None)).map(|n| n.as_str());
    let last = about.additional_claims().usual_name.as_deref().or(last);
    let whole = about.name().and_then(|n| n.get(None)).map(|n| n.as_str().to_owned());
    let joined = [first, last].into_iter().flatten().collect::<Vec<_>>().join(" ");
    let name = Some(joined).filter(|n| !n.is_empty()).or(whole).unwrap_or_else(|| email.to_owned());
    Ok(Identity {
        issuer: provider.issuer.clone(),
        subject: claims.subject().as_str().to_owned(),
        email: super::super::model::normal_address(email),
        verified: about.email().is_some() && about.email_verified() == Some(true),
        name: name.chars().filter(|c| !c.is_control()).take(100).collect(),
    })
}
