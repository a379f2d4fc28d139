# The charter, the charter check, and the questions asked at registration.
charter-title = The charter
charter-lead = What the libraries and centres of the network commit themselves to.
charter-in-force = Version { $version }, in force since { $date }.
charter-adherents = Who adheres to it
charter-adherents-none = No adherence is noted for now.
charter-since = since { $date }
charter-code = What this site guarantees by itself
charter-code-free = Free: there is no field for a price here.
charter-code-anonymous = Anonymous: only the number of places is asked for. Everything else is optional.
charter-code-drop-in = No appointment: where one comes freely, no registration can be demanded.
charter-code-said = If an activity departs from the charter its page says so, and the network counts it.
charter-check-lead = What departs from a principle of the charter, in which organisation, and since when. The program reads what is written: it points, people judge.
charter-check-none = No organisation to look at.
charter-judged = The program cannot look for it.
charter-watched = Looked for:
charter-not-adhering = No adherence to the charter is noted.
charter-adheres = Adheres to version { $version } since { $date }.
charter-adhered = Adhered to version { $version } on { $date },
charter-until = until { $date }.
charter-leave = End the adherence
charter-sessions = { $count ->
    [0] No session announced.
    [one] One session announced.
   *[other] { $count } sessions announced.
  }
charter-departing = { $count ->
    [0] Nothing departs from the charter.
    [one] One session departs from the charter.
   *[other] { $count } sessions depart from the charter.
  }
charter-principle-column = Principle
charter-what = What departs from it
charter-where = Activity
charter-since-column = Since
charter-drafts = { $count ->
    [one] One departure in a draft
   *[other] { $count } departures in drafts
  }
charter-ended = { $count ->
    [one] One departure that has ended
   *[other] { $count } departures that have ended
  }
charter-adhere-title = Note an adherence
charter-adhere = Note the adherence
charter-since-field = Since
charter-said = This activity departs from the charter of the network:
charter-plan-departs = This departs from the charter. The public page says so, and it is counted:
charter-sign-price = Money seems to be asked for:
charter-sign-identity-asked = An optional question asks who one is:
charter-sign-identity-papers = Papers or a personal number are asked for:
charter-sign-appointment = An appointment is asked for:
charter-sign-registration = Registration is asked for where one comes freely:
charter-sign-restricted = Some people seem to be turned away:
programme-questions = Questions at registration
programme-questions-count = { $count ->
    [0] Questions at registration
    [one] Questions at registration (one)
   *[other] Questions at registration ({ $count })
  }
programme-questions-lead = Every question is optional. Answers are counted apart: nothing ties them to a registration, nor to one another.
programme-questions-none = No question is asked. That is what the charter prefers.
programme-question-kind-choice = One of a list
programme-question-kind-words = A few words
programme-question-kept = { $days ->
    [one] kept one day after the session
   *[other] kept { $days } days after the session
  }
programme-question-is-sensitive = sensitive
programme-question-is-over = asked no longer
programme-question-departs = This question departs from the anonymity that the charter promises. It asks for:
programme-question-answer = Answer
programme-question-times = Number
programme-question-few = fewer than { $floor }
programme-question-no-answer = No answer for now, or forgotten already.
programme-question-end = Ask this no longer
programme-question-new = New question
programme-question-label = Question
programme-question-label-hint = For example: “What do you expect of this workshop?” Ask for no name, birth date or number.
programme-question-anyway = Ask it all the same. The public page will say that it departs from the charter.
programme-question-kind = How is it answered?
programme-question-choices = Possible answers
programme-question-choices-hint = One a line, 2 to 12.
programme-question-days = Days kept after the session
programme-question-days-hint = After them answers in words are erased, and numbers that are too small with them.
programme-question-sensitive = Sensitive question
programme-question-sensitive-hint = Health, disability, origin, opinions… The answer is a choice, and a number below 5 is never shown.
programme-question-add = Add the question
programme-identity-name = a name.
programme-identity-birth-date = a date of birth.
programme-identity-social-security = a social-security number.
programme-identity-job-seeker = a job-seeker number.
programme-identity-contact = a way to reach the person.
problem-question-days = Give 1 to 30 days.
problem-question-choices = Write 2 to 12 different answers, one a line, of at most 80 characters.
problem-question-sensitive = A sensitive question is answered by choice alone: write the possible answers.
problem-question-many = An activity asks at most { $most } questions: take one off first.
problem-question-name = The charter promises anonymity: ask for no name. A first name or a pseudonym can be given at registration already.
problem-question-birth-date = The charter promises anonymity: ask for an age band instead, by choice.
problem-question-social-security = Never ask for this number: the law restricts its use, and the charter promises anonymity.
problem-question-job-seeker = The charter promises anonymity: ask “Are you registered with the employment service?” instead, by choice.
problem-question-contact = An address can be left at registration already, sealed and forgotten in time: do not ask for it here.
problem-answer-unknown = Choose one of the answers given.
problem-answer-long = Answer in at most 300 characters.
problem-answer-question = This question is not asked here.
programme-asked = Questions of the organiser
programme-optional-all = optional
programme-asked-hint = Your answers are counted apart: nothing ties them to your registration. That is why they cannot be taken back later.
programme-asked-identity = This question departs from the anonymity that the charter promises. You take your place without answering it.
programme-asked-sensitive = Sensitive question: only the number of each answer is kept.
programme-asked-words = Write nothing that tells who you are. Sealed, and erased at the latest { $days } days after the session.
programme-asked-no-answer = No answer
programme-privacy-questions = An organiser may ask a few more questions, always optional. Answers chosen from a list are only counted; those in words are sealed, not tied to your registration, and erased on their day.
programme-privacy-answers = { $count ->
    [0] No answer in words is kept.
    [one] One answer in words is kept.
   *[other] { $count } answers in words are kept.
  }
processing-title = Register of processing
processing-lead = Written by the program for this instance as configured on { $date } (GDPR, article 30).
processing-controller = Controller
processing-dpo = Data-protection officer
processing-missing = To be filled in: “{ $key }” in tandem.toml.
processing-instance = Instance
processing-purpose = Purpose
processing-basis = Legal basis
processing-whom = People concerned
processing-what = Data
processing-recipients = Recipients
processing-delay = Kept for
processing-today = Today
processing-basis-public = Task in the public interest (article 6.1.e).
processing-basis-consent = Consent, question by question (article 6.1.a): each is optional.
processing-basis-sensitive = Some questions are about sensitive data: their answer is a number tied to nobody (article 9.2.a).
processing-registration = Registration for free activities
processing-registration-purpose = Keep a place, tell of changes, welcome people, keep the waiting list.
processing-registration-whom = People who take a place.
processing-registration-what = The number of places, needed. A first name or pseudonym and an e-mail address, optional, sealed as they arrive. No account, no cookie, no IP address.
processing-registration-recipients = Those at the desk of the organisation that organises.
processing-mail = Mail is handed to the server { $host }.
processing-no-mail = No mail is sent: no server is configured.
processing-registration-delay = { $days ->
    [one] One day after the session.
   *[other] { $days } days after the session.
  } The key that opens these data is destroyed then, for backups too.
processing-days = { $days ->
    [one] one day
   *[other] { $days } days
  }
processing-questions = Optional questions of organisers
processing-questions-purpose = Prepare an activity, learn how people heard of it.
processing-questions-what = Choices are only counted. Answers in words are sealed and not tied to the registration. After their delay they are erased, with the numbers below 5.
processing-questions-recipients = Professionals of the organisation that organises.
processing-people = Accounts of professionals and audit trail
processing-people-purpose = Let in those who are invited; know who changed what.
processing-people-what = Name, professional e-mail address, language, roles; moments of sign-in and browser of open sessions; passkeys; the identifier that a sign-in provider gives, for those who enter that way; for each act: who, when, on what.
processing-people-passwords = For those who choose one, what proves their password (Argon2id), under the key of the instance, kept outside the database, and never the password itself; erased when it is removed or access is closed. Today: { $count }.
processing-people-recipients = Coordinators of the same organisation and administrators of the network.
processing-people-sessions = A session ends after { $hours } hours of rest, and in any case after { $days } days.
processing-people-delay = Name and address are erased { $days } days after somebody has left; the audit trail keeps an identifier that leads to nobody any more. Name and address of who asks to be let in through a sign-in provider are erased with the answer, after 30 days at the latest.
processing-people-today = Accounts that are open: { $active }. Closed and not yet erased: { $former }.
processing-agreements = Agreements between organisations
processing-agreements-purpose = Know what binds organisations, and renew it in time.
processing-agreements-what = Documents and notes may name those who sign or follow the agreement.
processing-agreements-recipients = Professionals of the parties and administrators of the network. The public sees parties, form and dates alone.
processing-agreements-delay = As long as the agreement is kept; a document can be removed at any time.
processing-directory = Directory, referral and searches
processing-directory-purpose = Keep the directory true, lead people to the right help, know which needs find no answer.
processing-directory-whom = The people to ask that an entry names, and the professionals who look after the directory. Of who searches or takes a referral slip, nothing is kept.
processing-directory-what = In an entry of the directory, telephone, address and, if its organisation wants, the person to ask for. Of professionals: who took a list from elsewhere, merged or parted entries (the identifier of their account); the searches they keep, sealed, and which results answered them. Of the public: numbers by week.
processing-directory-recipients = Everybody for a published entry, with the files that are exported of it. Professionals for who took a list or merged entries. A kept search is seen by its owner alone.
processing-directory-delay = An entry stays as long as it is in the directory, and is corrected on request. The identifier of an account stays with a list that was taken or a decision; as in the audit trail, it leads to nobody once the name is erased. A kept search is erased a year after it was last opened, or when its owner’s access is closed.
processing-figures = Figures of the report
processing-figures-text = Numbers by session, tied to no person, kept without limit. In the details a number below 5 is not shown alone. They are not personal data.
processing-security = Security measures
processing-security-sealed = First names, addresses, answers and waiting mail are encrypted (ChaCha20-Poly1305) under the key of the day on which they are forgotten, kept outside the database and outside backups.
processing-security-access = Access by single-use link, roles by organisation, a chained audit trail that can be verified.
processing-security-logs = Logs hold no name, no address, no ticket code.
processing-security-sqlite = Database: an SQLite file on the machine of the instance.
processing-security-postgres = Database: a PostgreSQL server. Its own backups do not open without the keys, which are kept elsewhere.
processing-backups = An encrypted backup every { $hours } hours; the last { $keep } are kept.
processing-no-backups = The program writes no backup by itself: describe those of your host here.
processing-transfers = Transfers outside the European Union
processing-transfers-text = The program makes none: it loads nothing from elsewhere and sends nothing to anybody but the mail server above. Host and mail server are for the controller to check.
processing-links = Links of the directory are followed by night to know whether they answer (setting check_links): their sites see the address of the instance and its name, nothing else.
processing-reminders = Reminders
processing-reminders-what = Coordinators and mediators are reminded by mail of entries of the directory to verify, every fourteen days at most. Where an organisation has no account and a member looks after its entry, its public address gets three reminders at most. The link in a reminder tells nothing of the person, and nothing of it is kept.
processing-searches = Searches that are kept
processing-searches-what = A professional may keep searches of the directory and be told what changes: a name and words of their choice, territory, filters, entries that answered. Name and words are sealed; only they see them; the page asks for no name and no situation of a person. Erased twelve months after it was last opened (on the first of the next month), and within the hour when access is closed.
