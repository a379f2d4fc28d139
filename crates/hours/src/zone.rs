//! Where a département keeps time.

/// The IANA time zone of a département or overseas territory; that of Paris for the mainland,
/// Corsica, and whatever is not known. French Polynesia has three: this is that of Tahiti (the
/// Marquesas are half an hour ahead of it, the Gambier Islands an hour).
#[must_use]
pub fn time_zone(department: &str) -> &'static str {
    match department {
        "971" | "977" | "978" => "America/Guadeloupe",
        "972" => "America/Martinique",
        "973" => "America/Cayenne",
        "974" => "Indian/Reunion",
        "975" => "America/Miquelon",
        "976" => "Indian/Mayotte",
        "986" => "Pacific/Wallis",
        "987" => "Pacific/Tahiti",
        "988" => "Pacific/Noumea",
        _ => base::dates::DEFAULT_ZONE,
    }
}

#[cfg(test)]
mod tests {
    use super::time_zone;

    #[test]
    fn every_zone_is_one() {
        for department in [
            "971", "972", "973", "974", "975", "976", "977", "978", "986", "987", "988", "2A", "75",
        ] {
            assert!(base::dates::zone(time_zone(department)).is_some(), "{department}");
        }
    }
}
