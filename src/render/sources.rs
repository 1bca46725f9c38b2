//! Where templates come from: the binary, and the folder that an owner lays over it.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::Context;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "templates"]
#[include = "*.html"]
#[include = "*.txt"]
#[include = "*.xml"]
struct Embedded;

/// All templates by name; the ending of the name decides whether a template is escaped.
pub fn read(overlay: Option<&Path>) -> anyhow::Result<BTreeMap<String, String>> {
    let mut templates = BTreeMap::new();
    for name in Embedded::iter() {
        if let Some(file) = Embedded::get(&name) {
            let source =
                String::from_utf8(file.data.into_owned()).with_context(|| format!("reading {name}"))?;
            templates.insert(name.into_owned(), source);
        }
    }
    if let Some(folder) = overlay.filter(|folder| folder.is_dir()) {
        read_folder(folder, "", &mut templates)?;
    }
    Ok(templates)
}

fn read_folder(folder: &Path, prefix: &str, templates: &mut BTreeMap<String, String>) -> anyhow::Result<()> {
    let entries = folder.read_dir().with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let path = entry?.path();
        let Some(file_name) = path.file_name().and_then(|name| name.to_str()) else { continue };
        let name = format!("{prefix}{file_name}");
        if path.is_dir() {
            read_folder(&path, &format!("{name}/"), templates)?;
        } else if [".html", ".txt", ".xml"].iter().any(|ending| name.ends_with(ending)) {
            let source =
                std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            templates.insert(name, source);
        }
    }
    Ok(())
}
