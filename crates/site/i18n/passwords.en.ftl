# Passwords, where the instance allows them.
accounts-sign-in-lead-password = This space is for professionals. Give your address: you will receive a link to enter. To take a place at a workshop no account is needed.
accounts-password = Password
accounts-password-enter = Enter with a password
accounts-password-forgotten = Forgotten, or none chosen yet? Ask for a link above: it always works.
accounts-password-since = You have had a password since { $date }.
accounts-password-none = You have no password.
accounts-password-lead = You do not need one: the link by mail always works, and a passkey is safer.
accounts-password-current = Current password
accounts-password-current-hint = Forgotten? You have just entered without it: remove it, then choose another.
accounts-password-new = New password
accounts-password-new-hint = { $least } to { $most } characters, any of them, spaces too. A few words that have nothing to do with each other make a good password.
accounts-password-choose = Choose this password
accounts-password-change = Change the password
accounts-password-remove = Remove the password
accounts-password-set = A password was just chosen for your account. All other sessions have ended.
accounts-password-changed = The password of your account was just changed. All other sessions have ended.
accounts-password-removed = The password of your account was just removed. All other sessions have ended.
accounts-unproven-password = You administer the network, and a password is not enough for that: enter by the link sent by mail. Until then you see what your other roles allow.
accounts-problem-password = This address and this password do not go together. Try again, or ask for a link by mail.
accounts-problem-password-wait = { $seconds ->
    [one] Too many tries in a row. Wait a second and try again, or enter by a link sent by mail: it always works.
   *[other] Too many tries in a row. Wait { $seconds } seconds and try again, or enter by a link sent by mail: it always works.
}
accounts-problem-password-current = This is not your current password. If you have forgotten it, enter by a link sent by mail.
accounts-problem-password-fresh = To choose a password you must have entered within the last 15 minutes by a link sent by mail, or with a passkey. Sign out and ask for a link.
accounts-problem-password-short = This password is too short: it takes at least { $least } characters.
accounts-problem-password-long = This password is too long: { $most } characters at most.
accounts-problem-password-common = This password is among the first that anybody tries. Choose a few words that have nothing to do with each other.
accounts-problem-password-own = This password holds your name, your address or the name of the network. Choose something else.
accounts-mail-password-subject = The password of your account in { $network }
accounts-mail-password-body =
    Hello,

    { $what }

    If that was you, there is nothing to do. If not, enter by a link at once, on this page, and remove the password under “My account”:

    { $link }

    Tell the administrators of your network too.
audit-password-set = Password chosen
audit-password-changed = Password changed
audit-password-removed = Password removed
