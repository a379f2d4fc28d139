# The shell of the site: navigation, sign-in, refusals.
site-skip = Skip to content
site-nav = Main navigation
site-other-language = Français
site-sign-out = Sign out
site-sign-in = Sign in
site-footer = Free, anonymous, open to everyone.
site-privacy = What we keep
site-professionals = For professionals
site-back-home = Back to the start
site-errors = Something needs another look

accounts-sign-in = Sign in
accounts-sign-in-lead = This space is for professionals. Give your address: you will receive a link to enter, no password needed. To take a place at a workshop no account is needed.
accounts-email = E-mail address
accounts-send-link = Send me a link
accounts-demonstration = Demonstration network
accounts-demonstration-lead = Here anyone may enter in the role they like.
accounts-link-sent = If this address belongs to an account, a link has just been sent to it. It works for 15 minutes and only once.
accounts-link-in-log = No mail server is configured: the link is in the program's log.
accounts-link-ready = Your link works. All that is left is to enter.
accounts-enter = Enter
accounts-people = People
accounts-name = Name
accounts-roles = Roles
accounts-role = Role
accounts-actions = Actions
accounts-organisation = Organisation
accounts-no-organisation = None (administration of the network)
accounts-administrator = Administration of the network
accounts-disabled = Disabled
accounts-disable = Disable
accounts-link-for = New link
accounts-link-for-person = New sign-in link for { $name }
accounts-link-made = A sign-in link is ready; it is valid for 15 minutes and works once.
accounts-disable-person = Disable { $name }
accounts-invite = Invite someone
accounts-send-invitation = Invite
accounts-invited = The invitation is ready; its link works for seven days.
accounts-hand-over = No mail server is configured: hand this link over yourself.
accounts-role-coordinator = Coordinator
accounts-role-mediator = Mediator
accounts-role-partner = Partner
accounts-problem-name = Give a name of 100 characters at most.
accounts-problem-email = This e-mail address is not complete.
accounts-problem-organisation = Choose an organisation.
accounts-problem-unknown = No active account has this address.
accounts-problem-link = This link was used already or has expired. Ask for another.
accounts-mail-link-subject = Your link to enter { $network }
accounts-mail-invitation-subject = You are invited to { $network }
accounts-mail-link-body =
    Hello,

    Here is your link to enter { $network }:

    { $link }

    It works only once. If you did not ask for it, there is nothing to do.

problem-not-found = This page does not exist, or no longer.
problem-method = This cannot be done here.
problem-too-large = This is too large. Nothing was saved.
problem-media-type = This type of content is not accepted here.
problem-unreadable = This request could not be read. Nothing was saved.
problem-internal = Something went wrong on our side. Nothing was saved; try again in a moment.
problem-unavailable = The service does not answer at the moment. Try again shortly.
problem-sign-in = Sign in to see this page.
problem-forbidden = Your role does not allow this. Ask the coordinator of your organisation.
problem-cross-site = This request comes from another site. Go back to the page and try again.
problem-form = Something in this form needs another look. Nothing was saved.
site-problem-other-keys = These keys are not those of this database: tickets already given out would not open any more. Give the right ones with --keys.
site-problem-no-data = There is no data here: { $path }. Check --dir or --database.
problem-slow = Your request did not arrive whole. Check your connection and try again.
audit-title = Audit trail
audit-lead = Who did what, and when. Each row is tied to the one before it: none can be changed or taken out without its being seen.
audit-none = Nothing has been done yet.
audit-when = When
audit-who = Who
audit-what = What
audit-record = To what
audit-older = Older
audit-former = Former member
audit-operator = Command line
audit-program = The program
audit-signed-in = Signed in
audit-person-invited = Person invited
audit-person-disabled = Access closed
audit-link-made = Sign-in link made again
audit-organisation-changed = Organisation saved
audit-place-changed = Place saved
audit-theme-changed = Theme saved
audit-removed = Entry removed
audit-activity-made = Activity made
audit-activity-changed = Activity changed
audit-sessions-made = Session added
audit-session-changed = Session changed
audit-session-published = Session published
audit-session-unpublished = Session taken out of the programme
audit-session-cancelled = Session cancelled
audit-session-postponed = Session postponed
audit-session-closed = Session closed
audit-session-reopened = Session opened again
audit-totals-typed = Figures typed in
audit-imported = File imported
audit-forgotten = Registrations erased
