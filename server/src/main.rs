//! The binary `hukumati`.

/// Runs the command line.
fn main() -> std::process::ExitCode {
    server::cli::main()
}
