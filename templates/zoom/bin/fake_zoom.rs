//! Runs a fake of Zoom until Ctrl-C. See `fake-zoom --help`.

use std::process::ExitCode;

fn main() -> ExitCode {
    zoom_accounts::fake::program::main(std::env::args_os())
}
