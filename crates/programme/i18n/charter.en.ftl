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
