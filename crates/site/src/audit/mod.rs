//! The audit trail: who did what to which record, and when. It is written in the transaction that
//! does it, its rows are chained by keyed digests (a row changed, taken out or put in is noticed),
//! and it holds nothing personal but the identifiers of professionals, whose names are kept with
//! their accounts.

pub(crate) mod pages;

use base::{Id, Problem};
use store::{Row, StoreError, Tx, words};

use crate::{Actor, App, Permission};

words! {
    /// What was done.
    Act {
        /// Somebody entered.
        SignedIn = "signed_in", "audit-signed-in";
        /// Somebody was invited, or given another role.
        PersonInvited = "person_invited", "audit-person-invited";
        /// Somebody is let in no longer.
        PersonDisabled = "person_disabled", "audit-person-disabled";
        /// A passkey was added.
        KeyAdded = "key_added", "audit-key-added";
        /// Passkeys were taken away.
        KeyRemoved = "key_removed", "audit-key-removed";
        /// A first password was chosen.
        PasswordSet = "password_set", "audit-password-set";
        /// Another password was chosen.
        PasswordChanged = "password_changed", "audit-password-changed";
        /// A password was taken away.
        PasswordRemoved = "password_removed", "audit-password-removed";
        /// A provider by which to enter was added to an account.
        ProviderAdded = "provider_added", "audit-provider-added";
        /// Somebody who asked was not let in.
        AccessRefused = "access_refused", "audit-access-refused";
        /// A sign-in link was made for somebody else.
        LinkMade = "link_made", "audit-link-made";
        /// An organisation was added or changed.
        OrganisationChanged = "organisation_changed", "audit-organisation-changed";
        /// Two organisations were merged.
        OrganisationsMerged = "organisations_merged", "audit-organisations-merged";
        /// A merge was undone.
        MergeUndone = "merge_undone", "audit-merge-undone";
        /// Two organisations that look alike were said to be two.
        OrganisationsToldApart = "organisations_told_apart", "audit-organisations-told-apart";
        /// An organisation that was only known became a member.
        OrganisationEnrolled = "organisation_enrolled", "audit-organisation-enrolled";
        /// A member is only known again.
        OrganisationLetGo = "organisation_let_go", "audit-organisation-let-go";
        /// A place was added or changed.
        PlaceChanged = "place_changed", "audit-place-changed";
        /// A theme was added or changed.
        ThemeChanged = "theme_changed", "audit-theme-changed";
        /// An organisation, a place or a theme was removed.
        Removed = "removed", "audit-removed";
        /// A version of the charter was written.
        CharterWritten = "charter_written", "audit-charter-written";
        /// An organisation adhered to the charter.
        CharterAdhered = "charter_adhered", "audit-charter-adhered";
        /// An organisation adheres to the charter no longer.
        CharterLeft = "charter_left", "audit-charter-left";
        /// An activity was made.
        ActivityMade = "activity_made", "audit-activity-made";
        /// An activity was changed.
        ActivityChanged = "activity_changed", "audit-activity-changed";
        /// A question was added to the registration.
        QuestionAsked = "question_asked", "audit-question-asked";
        /// A question is asked no longer.
        QuestionEnded = "question_ended", "audit-question-ended";
        /// Dates were added.
        SessionsMade = "sessions_made", "audit-sessions-made";
        /// A session was changed.
        SessionChanged = "session_changed", "audit-session-changed";
        /// A session was published.
        SessionPublished = "session_published", "audit-session-published";
        /// A session was taken out of the programme.
        SessionUnpublished = "session_unpublished", "audit-session-unpublished";
        /// A session was cancelled.
        SessionCancelled = "session_cancelled", "audit-session-cancelled";
        /// A session was put off.
        SessionPostponed = "session_postponed", "audit-session-postponed";
        /// A session was closed, its figures counted.
        SessionClosed = "session_closed", "audit-session-closed";
        /// A closed session was opened again.
        SessionReopened = "session_reopened", "audit-session-reopened";
        /// Figures were typed in.
        TotalsTyped = "totals_typed", "audit-totals-typed";
        /// A file was imported.
        Imported = "imported", "audit-imported";
        /// An immersion day was made.
        ImmersionMade = "immersion_made", "audit-immersion-made";
        /// An immersion day was changed.
        ImmersionChanged = "immersion_changed", "audit-immersion-changed";
        /// An immersion day was announced.
        ImmersionAnnounced = "immersion_announced", "audit-immersion-announced";
        /// An immersion day was cancelled.
        ImmersionCancelled = "immersion_cancelled", "audit-immersion-cancelled";
        /// An immersion day was closed, its figures counted or typed in.
        ImmersionClosed = "immersion_closed", "audit-immersion-closed";
        /// A professional was registered for an immersion day.
        ImmersionJoined = "immersion_joined", "audit-immersion-joined";
        /// A professional was taken off an immersion day.
        ImmersionLeft = "immersion_left", "audit-immersion-left";
        /// A testimony was left.
        TestimonyLeft = "testimony_left", "audit-testimony-left";
        /// A testimony was published.
        TestimonyPublished = "testimony_published", "audit-testimony-published";
        /// A testimony was not published.
        TestimonyRefused = "testimony_refused", "audit-testimony-refused";
        /// A testimony was taken back by its author.
        TestimonyWithdrawn = "testimony_withdrawn", "audit-testimony-withdrawn";
        /// A proposal to animate an activity went a step further.
        ProposalMoved = "proposal_moved", "audit-proposal-moved";
        /// Registrations were forgotten on their day.
        Forgotten = "forgotten", "audit-forgotten";
        /// An agreement was written down.
        AgreementMade = "agreement_made", "audit-agreement-made";
        /// An agreement was changed.
        AgreementChanged = "agreement_changed", "audit-agreement-changed";
        /// A draft of an agreement was removed.
        AgreementRemoved = "agreement_removed", "audit-agreement-removed";
        /// The parties were reminded of the end of an agreement.
        AgreementReminded = "agreement_reminded", "audit-agreement-reminded";
        /// A document was added to an agreement.
        DocumentAdded = "document_added", "audit-document-added";
        /// A document of an agreement was removed.
        DocumentRemoved = "document_removed", "audit-document-removed";
        /// What was promised in an agreement was changed.
        CommitmentsChanged = "commitments_changed", "audit-commitments-changed";
        /// What came of a promise was typed in.
        FigureTyped = "figure_typed", "audit-figure-typed";
        /// A place in a circle was noted or changed.
        RelationChanged = "relation_changed", "audit-relation-changed";
        /// A place in a circle was removed.
        RelationRemoved = "relation_removed", "audit-relation-removed";
        /// A form of partnership was added or changed.
        PartnershipFormChanged = "partnership_form_changed", "audit-partnership-form-changed";
        /// An entry of the directory was written.
        EntryMade = "entry_made", "audit-entry-made";
        /// An entry of the directory was changed.
        EntryChanged = "entry_changed", "audit-entry-changed";
        /// An entry of the directory was verified.
        EntryVerified = "entry_verified", "audit-entry-verified";
        /// An entry of the directory was published.
        EntryPublished = "entry_published", "audit-entry-published";
        /// An entry of the directory was made a draft again.
        EntryWithdrawn = "entry_withdrawn", "audit-entry-withdrawn";
        /// An entry was taken out of the directory.
        EntryArchived = "entry_archived", "audit-entry-archived";
        /// Two entries of the directory were made one.
        EntriesMerged = "entries_merged", "audit-entries-merged";
        /// Two entries that were made one were parted again.
        EntriesParted = "entries_parted", "audit-entries-parted";
        /// Two entries that look alike were said to be two.
        EntriesToldApart = "entries_told_apart", "audit-entries-told-apart";
        /// That two entries are two was taken back.
        EntriesToldApartUndone = "entries_told_apart_undone", "audit-entries-told-apart-undone";
        /// A reported error was answered.
        ReportAnswered = "report_answered", "audit-report-answered";
        /// Something that holds for a while was noted.
        NoticeAdded = "notice_added", "audit-notice-added";
        /// Something that held for a while was taken back.
        NoticeRemoved = "notice_removed", "audit-notice-removed";
        /// A referral slip was made at a desk.
        SlipMade = "slip_made", "audit-slip-made";
        /// An organisation was reminded of what is to be verified.
        EntriesReminded = "entries_reminded", "audit-entries-reminded";
        /// A part of an entry was verified.
        SectionVerified = "section_verified", "audit-section-verified";
        /// A campaign of verification was opened.
        CampaignOpened = "campaign_opened", "audit-campaign-opened";
        /// A campaign of verification was closed.
        CampaignClosed = "campaign_closed", "audit-campaign-closed";
        /// A selection of the directory was begun.
        EditionMade = "edition_made", "audit-edition-made";
        /// A selection of the directory was changed.
        EditionChanged = "edition_changed", "audit-edition-changed";
        /// An edition was published.
        EditionPublished = "edition_published", "audit-edition-published";
        /// Words were added to the lexicon, or changed there.
        WordsChanged = "words_changed", "audit-words-changed";
        /// Words were taken out of the lexicon.
        WordsRemoved = "words_removed", "audit-words-removed";
        /// Somebody kept a search.
        SearchKept = "search_kept", "audit-search-kept";
        /// A search that is kept was renamed, followed or not, or how often its owner is written to.
        SearchChanged = "search_changed", "audit-search-changed";
        /// A search that was kept was erased.
        SearchRemoved = "search_removed", "audit-search-removed";
        /// Somebody was told what moved in their searches.
        SearchesTold = "searches_told", "audit-searches-told";
        /// Somebody stopped the mails about their searches.
        SearchesStopped = "searches_stopped", "audit-searches-stopped";
    }
}

/// A row of the trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// 1, 2, 3…, without gaps.
    pub seq: i64,
    /// Seconds since 1970.
    pub at: i64,
    /// `person/ID`, `operator` or `program`.
    pub who: String,
    /// What was done.
    pub act: Act,
    /// In which organisation.
    pub organisation: Option<Id>,
    /// To which record: its identifier.
    pub subject: String,
    /// What cannot be told from the record itself.
    pub detail: String,
}

/// Where the chain stands: the last row and its digest, to be kept elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The last row; 0: there is none.
    pub seq: i64,
    /// Its digest.
    pub digest: Vec<u8>,
}

impl Head {
    fn none() -> Self {
        Self { seq: 0, digest: vec![] }
    }
}

/// What a row's digest covers, each part with its length.
fn sealed(app: &App, before: &[u8], e: &Entry) -> Vec<u8> {
    let organisation = e.organisation.as_ref().map_or("", Id::as_str);
    let mut of = vec![];
    for part in [
        before,
        &e.seq.to_be_bytes(),
        &e.at.to_be_bytes(),
        e.who.as_bytes(),
        e.act.code().as_bytes(),
        organisation.as_bytes(),
        e.subject.as_bytes(),
        e.detail.as_bytes(),
    ] {
        of.extend((part.len() as u64).to_be_bytes());
        of.extend(part);
    }
    app.vault.derived_bytes("audit", &of).to_vec()
}

/// Notes what an actor did. The last thing of a transaction: from here on it holds the end of the
/// chain.
pub fn note(
    app: &App,
    tx: &mut Tx<'_>,
    actor: &Actor,
    act: Act,
    organisation: Option<&Id>,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    note_of(app, tx, who(actor), act, organisation, subject, detail)
}

/// Somebody, as the trail names them.
#[must_use]
pub fn who(actor: &Actor) -> String {
    match actor {
        Actor::Person(person) => format!("person/{}", person.id),
        Actor::Operator => "operator".to_owned(),
        Actor::Public => "program".to_owned(),
    }
}

/// [`note`] for somebody who began and may be gone by now, as [`who`] named them.
pub fn note_of(
    app: &App,
    tx: &mut Tx<'_>,
    who: String,
    act: Act,
    organisation: Option<&Id>,
    subject: &str,
    detail: &str,
) -> Result<(), StoreError> {
    let head = head_held(tx)?;
    let entry = Entry {
        seq: head.seq + 1,
        at: app.clock.seconds(),
        who,
        act,
        organisation: organisation.cloned(),
        subject: subject.to_owned(),
        detail: detail.to_owned(),
    };
    let digest = sealed(app, &head.digest, &entry);
    tx.execute(
        "INSERT INTO audit (seq, at, who, act, organisation_id, subject, detail, digest) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        &[
            entry.seq.into(),
            entry.at.into(),
            entry.who.into(),
            entry.act.into(),
            entry.organisation.map(|id| id.to_string()).into(),
            entry.subject.into(),
            entry.detail.into(),
            digest.clone().into(),
        ],
    )?;
    tx.execute("UPDATE audit_head SET seq = ?1, digest = ?2", &[entry.seq.into(), digest.into()])
        .map(|_| ())
}

/// How many rows there are: it moves with every change that a professional makes, in the
/// transaction that makes it.
pub fn position(tx: &mut Tx<'_>) -> Result<i64, StoreError> {
    Ok(head_in(tx)?.map_or(0, |head| head.seq))
}

/// The end of the chain, held until the transaction ends.
fn head_held(tx: &mut Tx<'_>) -> Result<Head, StoreError> {
    let Some(id) = Id::parse("head") else { return Ok(Head::none()) };
    if !tx.lock("audit_head", &id)? || head_in(tx)?.is_none() {
        let (seq, digest): (i64, Vec<u8>) = (0, vec![]);
        tx.execute(
            "INSERT INTO audit_head (id, seq, digest) VALUES ('head', ?1, ?2) \
             ON CONFLICT (id) DO NOTHING",
            &[seq.into(), digest.into()],
        )?;
        tx.lock("audit_head", &id)?;
    }
    Ok(head_in(tx)?.unwrap_or_else(Head::none))
}

fn head_in(tx: &mut Tx<'_>) -> Result<Option<Head>, StoreError> {
    tx.query_opt("SELECT seq, digest FROM audit_head", &[])?
        .map(|row| Ok(Head { seq: row.get(0)?, digest: row.get(1)? }))
        .transpose()
}

const COLUMNS: &str = "seq, at, who, act, organisation_id, subject, detail";

fn read(row: &Row) -> Result<Entry, StoreError> {
    let act: String = row.get(3)?;
    let unknown = StoreError::Column { column: 3, wanted: "an act", found: "another word".into() };
    Ok(Entry {
        seq: row.get(0)?,
        at: row.get(1)?,
        who: row.get(2)?,
        act: Act::parse(&act).ok_or(unknown)?,
        organisation: row.get(4)?,
        subject: row.get(5)?,
        detail: row.get(6)?,
    })
}

/// What is wrong with the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// This row is not what was written, or something before it is missing.
    At(i64),
    /// Rows are missing at the end: the last one there, the last one written.
    Cut(i64, i64),
}

/// Goes through the whole chain. Its head when it holds; `known`, a head noted down earlier, must
/// lie on it.
pub async fn verify(app: &App, known: Option<Head>) -> Result<Result<Head, Broken>, StoreError> {
    let (mut at, mut seen) = (Head::none(), known.is_none());
    loop {
        let from = at.seq;
        let sql =
            format!("SELECT {COLUMNS}, digest FROM audit WHERE seq > ?1 ORDER BY seq LIMIT 1000");
        let rows = app.db.read(move |tx| tx.query(&sql, &[from.into()])).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            // A word that nobody writes is a row that was changed.
            let Ok(entry) = read(row) else { return Ok(Err(Broken::At(row.get(0)?))) };
            let digest: Vec<u8> = row.get(7)?;
            if entry.seq != at.seq + 1 || digest != sealed(app, &at.digest, &entry) {
                return Ok(Err(Broken::At(entry.seq)));
            }
            at = Head { seq: entry.seq, digest };
            seen |= known.as_ref().is_some_and(|known| *known == at);
        }
    }
    let kept = app.db.read(head_in).await?.unwrap_or_else(Head::none);
    if kept != at {
        return Ok(Err(Broken::Cut(at.seq, kept.seq.max(at.seq))));
    }
    match known {
        Some(known) if !seen => Ok(Err(Broken::Cut(at.seq, known.seq))),
        _ => Ok(Ok(at)),
    }
}

/// What was done to a record, the latest first: for those who may see the record.
pub fn about(tx: &mut Tx<'_>, subject: &str, most: usize) -> Result<Vec<Entry>, StoreError> {
    let sql =
        format!("SELECT {COLUMNS} FROM audit WHERE subject = ?1 ORDER BY seq DESC LIMIT {most}");
    tx.query(&sql, &[subject.into()])?.iter().map(read).collect()
}

/// The latest rows before `before`, latest first, that the actor may read: all of them for
/// administrators, those of their organisation for coordinators.
pub async fn latest(
    app: &App,
    actor: &Actor,
    before: Option<i64>,
    most: usize,
) -> Result<Vec<Entry>, Problem> {
    let mine = actor.organisations(Permission::People);
    if mine.as_ref().is_some_and(Vec::is_empty) {
        actor.need_administrator()?;
    }
    let before = before.unwrap_or(i64::MAX);
    let entries = app.db.read(move |tx| {
        let mut params = vec![before.into()];
        let mut sql = format!("SELECT {COLUMNS} FROM audit WHERE seq < ?1");
        if let Some(mine) = &mine {
            let marks: Vec<String> = (0..mine.len()).map(|n| format!("?{}", n + 2)).collect();
            params.extend(mine.iter().map(Into::into));
            sql.push_str(&format!(" AND organisation_id IN ({})", marks.join(", ")));
        }
        sql.push_str(&format!(" ORDER BY seq DESC LIMIT {most}"));
        tx.query(&sql, &params)?.iter().map(read).collect::<Result<Vec<_>, _>>()
    });
    entries.await.map_err(Problem::from)
}
