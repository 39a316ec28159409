//! Turns `locales/ar.toml` and `locales/en.toml` into `$OUT_DIR/words.rs`: one function per message.
//!
//! The rules are in `src/words/table.rs`, where they are also tested. What breaks one is a build error that names the
//! file and the key.

#[path = "src/words/table.rs"]
mod table;

use std::error::Error;
use std::path::Path;
use std::{env, fs};

fn main() -> Result<(), Box<dyn Error>> {
    for watched in [
        "build.rs",
        "src/words/table.rs",
        table::ARABIC.file,
        table::ENGLISH.file,
    ] {
        println!("cargo::rerun-if-changed={watched}");
    }
    let root = env::var("CARGO_MANIFEST_DIR")?;
    let arabic = fs::read_to_string(Path::new(&root).join(table::ARABIC.file))?;
    let english = fs::read_to_string(Path::new(&root).join(table::ENGLISH.file))?;
    match table::generate(&arabic, &english) {
        Ok(code) => fs::write(Path::new(&env::var("OUT_DIR")?).join("words.rs"), code)?,
        Err(complaints) => {
            for complaint in complaints {
                println!("cargo::error={complaint}");
            }
        }
    }
    Ok(())
}
