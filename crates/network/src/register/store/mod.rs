//! SQL of the register: of its lists, of its merges.

mod lists;
mod merges;

pub use lists::{
    Known, add_facts, changed, hold, hold_all, known, note_missing, remember, replace_facts,
    with_facts,
};
pub use merges::{
    Merge, Named, are_apart, are_related, attached, begin_merge, end_merge, find_merge, listed,
    merged_into, merged_later, merges, moves, note_move, part, tell_apart, told_apart,
};

/// `?2, ?3, …`: so many marks after the first `after` ones.
fn marks(after: usize, many: usize) -> String {
    let marks: Vec<String> = (after + 1..=after + many).map(|n| format!("?{n}")).collect();
    marks.join(", ")
}
