# Proposals to animate.
proposal-title = Animate a workshop
proposal-lead = You know how, you have been there, you want to pass it on? Propose a meeting to a library or a career-guidance centre. They are free and open to everyone.
proposal-link = Propose to animate a workshop
proposal-nobody = No organisation takes proposals for the moment.
proposal-what = What you propose
proposal-choose = Choose an organisation
proposal-to = To whom
proposal-name-of-it = Title
proposal-name-of-it-hint = For example: “Reading a job offer between the lines”.
proposal-description = What you would share
proposal-description-hint = Title and text may be taken into the programme, agreed with you.
proposal-audience = For whom
proposal-optional = Optional.
proposal-format = Form
proposal-experience = Your experience of the subject
proposal-experience-hint = Optional. Life, work, association: what you like to tell.
proposal-availability = When you could come
proposal-reach = To answer you
proposal-reach-why = This is the only place of this site that asks how to reach you: without it nobody can agree on a meeting with you.
proposal-reach-who = Only the coordinators of the organisation you choose read your proposal. All of it is sealed as soon as it is sent.
proposal-reach-until = All of it is erased { $days } days after the last answer, { $most } days after it was sent at the latest; how to reach you at once if the answer is no. You can erase all of it yourself at any time.
proposal-name = What to call you
proposal-name-hint = A first name is enough.
proposal-email = E-mail
proposal-email-hint = E-mail or telephone, as you like.
proposal-phone = Telephone
proposal-phone-hint = Without e-mail, follow the answer on the page you get right after.
proposal-send = Send my proposal
proposal-promise = No account, no cookie.
proposal-yours = Your proposal
proposal-sent = It is sent. Thank you!
proposal-where-it-stands = Where it stands
proposal-they-say = The organisation answers:
proposal-see-session = See the session in the programme
proposal-keep-page = Keep the address of this page: it tells where your proposal stands. Give it to nobody.
proposal-kept = What we keep
proposal-kept-nothing = Neither your name, nor how to reach you, nor your text: only the answer.
proposal-kept-until = All of it will be erased on { $date }, in every copy. A number stays.
proposal-erase = Erase all of it now
proposal-erase-hint = Your proposal is taken back. This cannot be undone.
proposal-erased = Erased proposal
proposal-step-received = Received
proposal-step-looking = Being looked at
proposal-step-meeting = Meeting proposed
proposal-step-accepted = Accepted
proposal-step-planned = Became an activity
proposal-step-declined = Declined
proposal-step-withdrawn = Taken back by its author
proposal-step-lapsed = Forgotten without an answer
proposal-list = Proposals to animate
proposal-list-lead = What users propose to share. Answer soon: they wait.
proposal-open = To follow
proposal-ended = Ended, not forgotten yet
proposal-none = No proposal waits.
proposal-since = Received
proposal-age = { $days ->
    [0] today
    [one] yesterday
   *[other] { $days } days ago
  }
proposal-years = By year
proposal-years-hint = These numbers stay when the proposals are forgotten. A number from 1 to less than { $floor } is not told.
proposal-year = Year
proposal-count-received = Received
proposal-count-accepted = Accepted
proposal-count-planned = Became activities
proposal-count-declined = Declined
proposal-few = fewer than { $floor }
proposal-one = A proposal to animate
proposal-said = Last answer
proposal-see-activity = See the activity
proposal-make = Make the activity
proposal-make-hint = Title, text, form and audience are taken over; you add the dates. The person is told.
proposal-answer = Answer
proposal-answer-hint = The person reads your answer on their page, and by mail if they left an address. Otherwise call them first. If you decline, how to reach them is erased at once.
proposal-next-step = Step
proposal-message = Your message
proposal-message-hint = For a meeting: where and when. To decline: why, kindly.
proposal-answer-send = Send the answer
proposal-still = We still follow this proposal
proposal-still-hint = It is kept for { $days } more days, never beyond { $most } days after its arrival.
proposal-problem-contact = Leave an e-mail address or a telephone number: without it nobody can answer you.
proposal-problem-phone = Write a number, in digits only.
proposal-problem-organisation = Choose one of the organisations offered.
proposal-problem-many = This organisation has many proposals to read already. Come back in some days.
proposal-problem-gone = This proposal is erased: nothing of it is kept here but a number.
proposal-problem-step = This step does not follow the one at which the proposal stands.
proposal-problem-words = Write some words: where and when to meet, or why it is not possible.
proposal-problem-again = This form was sent already with another text. Send it again if it is another proposal.
proposal-privacy = If you propose to animate a workshop, all you write is sealed, read by the coordinators of the organisation you chose alone, and erased 90 days after the last answer, a year after it was sent at the latest. How to reach you is erased at once if the answer is no, and you can erase all of it at any time.
proposal-kept-count = { $count ->
    [0] No proposal to animate is kept.
    [one] One proposal to animate is kept.
   *[other] { $count } proposals to animate are kept.
  }
processing-proposals = Proposals to animate by users
processing-proposals-purpose = Answer somebody who proposes to animate an activity, agree on a meeting, prepare it.
processing-proposals-basis = Consent (article 6.1.a): the person writes of their own accord, and takes all of it back at any time by the secret address of their page.
processing-proposals-what = What is proposed, experience and availability; a name or first name, an e-mail address or a telephone number. All of it is sealed.
processing-proposals-recipients = The coordinators of the organisation chosen. What becomes an activity publishes title and text, never the person.
processing-proposals-delay = { $days } days after the last step, never more than { $most } days; how to reach the person at once where it is declined. Step and year stay, as counts.
mail-proposal-received-subject = Your proposal has arrived: { $title }
mail-proposal-received-body =
  Hello,

  { $organisation } has received your proposal “{ $title }”. Thank you!

  Where your proposal stands, what we keep of it, erase it: { $link }

  If nothing comes of it, all of it will be erased on { $until }.
mail-proposal-looking-subject = Your proposal is being looked at: { $title }
mail-proposal-looking-body =
  Hello,

  { $organisation } has read “{ $title }” and thinks about it.

  { $message }

  Where your proposal stands, what we keep of it, erase it: { $link }
mail-proposal-meeting-subject = Let us meet: { $title }
mail-proposal-meeting-body =
  Hello,

  { $organisation } proposes to meet about “{ $title }”.

  { $message }

  Where your proposal stands, what we keep of it, erase it: { $link }
mail-proposal-accepted-subject = Your proposal is accepted: { $title }
mail-proposal-accepted-body =
  Hello,

  { $organisation } accepts “{ $title }”. The dates are to be agreed on.

  { $message }

  Where your proposal stands, what we keep of it, erase it: { $link }
mail-proposal-planned-subject = In the programme: { $title }
mail-proposal-planned-body =
  Hello,

  “{ $title }” becomes an activity of { $organisation }.

  Where your proposal stands, what we keep of it, erase it: { $link }
mail-proposal-declined-subject = Your proposal: { $title }
mail-proposal-declined-body =
  Hello,

  { $organisation } cannot take up “{ $title }”. Thank you for proposing it.

  { $message }

  How to reach you and your text are erased. This answer can be read until { $until }: { $link }
mail-proposal-arrived-subject = A proposal to animate: { $title }
mail-proposal-arrived-body =
  Hello,

  Somebody proposes to animate “{ $title }” with you.

  Read and answer: { $link }

  If nothing comes of it, it will be erased on { $until }.
