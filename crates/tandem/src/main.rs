//! The command line.

mod cli;

use std::process::ExitCode;

/// Many small allocations a request, freed by another thread than the one that made them: the
/// system's own allocator is slow at that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    cli::main()
}
