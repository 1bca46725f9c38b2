//! A name in each language, by a flag that each language of the site has of its own.

use std::collections::BTreeMap;

use clap::{Arg, ArgAction, ArgMatches, Args, Command, Error, FromArgMatches, error::ErrorKind};

use crate::config::{Config, Overrides};

/// Names by language: `--ar NAME`, or `--name ar=NAME` for languages that only another settings file knows.
pub struct Names(pub BTreeMap<String, String>);

const NAME: &str = "name";

/// The languages of the usual settings. Settings that are wrong are for the command itself to tell.
fn tags() -> Vec<String> {
    Config::load(None, &Overrides::default()).map(|config| config.languages).unwrap_or_default()
}

impl Args for Names {
    fn augment_args(command: Command) -> Command {
        let any = Arg::new(NAME)
            .long(NAME)
            .value_name("LANGUAGE=NAME")
            .action(ArgAction::Append)
            .help("Its name in a language");
        tags().into_iter().fold(command.arg(any), |command, tag| {
            // An argument's name must live as long as the parser, which is built once and lives as long as the process.
            let tag: &'static str = tag.leak();
            command.arg(Arg::new(tag).long(tag).value_name("NAME").help(format!("Its name in `{tag}`")))
        })
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Names {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, Error> {
        let mut names = BTreeMap::new();
        for tag in tags() {
            if let Ok(Some(name)) = matches.try_get_one::<String>(&tag) {
                names.insert(tag, name.trim().to_owned());
            }
        }
        for pair in matches.get_many::<String>(NAME).into_iter().flatten() {
            let (tag, name) = pair
                .split_once('=')
                .ok_or_else(|| Error::raw(ErrorKind::ValueValidation, "--name is LANGUAGE=NAME\n"))?;
            names.insert(tag.trim().to_owned(), name.trim().to_owned());
        }
        Ok(Names(names))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}
