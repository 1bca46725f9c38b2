//! From a template and a context to a page or a mail.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use anyhow::Context as _;
use serde::Serialize;
use tera::{Context, Tera};

use super::{RenderedMail, functions, sources};
use crate::i18n::{Catalogue, Language};

/// Renders pages and mails. Cheap to clone.
#[derive(Clone)]
pub struct Renderer {
    engine: Arc<Tera>,
    catalogue: Catalogue,
}

impl Renderer {
    /// Reads and checks every template. What lies in `overlay` wins over what the binary brings.
    pub fn new(catalogue: Catalogue, overlay: Option<&Path>) -> anyhow::Result<Self> {
        Self::with_templates(catalogue, sources::read(overlay)?)
    }

    pub(super) fn with_templates<N, S>(
        catalogue: Catalogue,
        templates: impl IntoIterator<Item = (N, S)>,
    ) -> anyhow::Result<Self>
    where
        N: AsRef<str>,
        S: AsRef<str>,
    {
        let mut engine = Tera::new();
        functions::register(&mut engine, &catalogue);
        engine.add_raw_templates(templates).context("reading the templates")?;
        Ok(Renderer { engine: Arc::new(engine), catalogue })
    }

    /// Renders a page. Adds what every page knows of its language: `lang`, `dir`, `start` and `end`.
    pub fn html(
        &self,
        template: &str,
        language: &Language,
        context: &impl Serialize,
    ) -> anyhow::Result<String> {
        self.render(template, &self.context(language, context)?)
    }

    /// Renders the mail whose templates lie in `mail/<name>/`.
    pub fn letter(
        &self,
        name: &str,
        language: &Language,
        context: &impl Serialize,
    ) -> anyhow::Result<RenderedMail> {
        let context = self.context(language, context)?;
        let subject = self.render(&format!("mail/{name}/subject.txt"), &context)?;
        Ok(RenderedMail {
            subject: subject.split_whitespace().collect::<Vec<_>>().join(" "),
            text: self.render(&format!("mail/{name}/body.txt"), &context)?.trim().to_owned() + "\n",
            html: self.render(&format!("mail/{name}/body.html"), &context)?,
        })
    }

    /// The names that a template reads from its context, for tests that compare them with what it is given.
    pub fn variables(&self, template: &str) -> anyhow::Result<BTreeSet<String>> {
        let variables = self.engine.get_template_variables(template)?;
        Ok(variables.into_iter().map(str::to_owned).collect())
    }

    /// Every template by name, for tests that look at all of them.
    pub fn templates(&self) -> impl Iterator<Item = &str> {
        self.engine.get_template_names()
    }

    fn context(&self, language: &Language, given: &impl Serialize) -> anyhow::Result<Context> {
        let mut context = Context::from_serialize(given)?;
        let direction = self.catalogue.direction(language);
        context.insert("lang", language.as_str());
        context.insert("dir", direction.as_str());
        context.insert("start", direction.start());
        context.insert("end", direction.end());
        Ok(context)
    }

    fn render(&self, template: &str, context: &Context) -> anyhow::Result<String> {
        self.engine.render(template, context).with_context(|| format!("rendering {template}"))
    }
}
