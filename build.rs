//! Sentences, templates, assets and migrations are embedded: a new file there makes a new binary.

fn main() {
    for folder in ["assets", "locales", "migrations", "templates"] {
        println!("cargo::rerun-if-changed={folder}");
    }
}
