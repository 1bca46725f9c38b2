//! The owners' page of admins: who may sign in, and as what.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, ServiceConfig, post, resource},
};
use chrono::NaiveDateTime;
use serde::Serialize;

use crate::{
    access::{Flash, Role, Screen, Session, admins, audit, console_with, letters},
    app::App,
    db::PublicId,
    i18n::Language,
    subscribers::{EmailAddress, Mistake, Mistakes},
    web::{Failure, FormFields, read},
};

const HERE: &str = "/admin/admins";

/// `/admin/admins`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/admin/admins").route(read().to(list)).route(post().to(add)))
        .service(resource("/admin/admins/{id}").route(post().to(change)));
}

#[derive(Serialize)]
struct AdminsPage {
    admins: Vec<Row>,
    roles: [Role; 3],
    speaks: Vec<Language>,
    form: Form,
    mistakes: Mistakes,
}

#[derive(Serialize)]
struct Row {
    id: PublicId,
    masked: String,
    role: Role,
    language: Language,
    signed_in_at: Option<NaiveDateTime>,
    disabled: bool,
    is_self: bool,
}

/// What was typed to admit somebody.
#[derive(Default, Serialize)]
struct Form {
    email: String,
    role: String,
    language: String,
}

async fn list(app: Data<App>, session: Session) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let form = Form {
        role: Role::Editor.as_str().to_owned(),
        language: session.language.as_str().to_owned(),
        ..Form::default()
    };
    page(&app, &session, StatusCode::OK, form, Mistakes::new()).await
}

/// Admits somebody and mails them a link.
async fn add(app: Data<App>, session: Session, fields: FormFields) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let form = Form {
        email: fields.one("email").to_owned(),
        role: fields.one("role").to_owned(),
        language: fields.one("language").to_owned(),
    };
    let (email, role, language) = match form.parse(&app) {
        Ok(wanted) => wanted,
        Err(mistakes) => return page(&app, &session, StatusCode::UNPROCESSABLE_ENTITY, form, mistakes).await,
    };
    let (vault, links, now, actor) = (app.vault.clone(), app.links.clone(), app.clock.now(), session.actor());
    let done = app
        .db
        .write(move |conn| -> Result<bool, Failure> {
            let known = admins::find_by_index(conn, &vault.index(email.as_str()))?;
            if let Some(known) = known
                && would_orphan(conn, known.id, role)?
            {
                return Ok(false);
            }
            let admin = admins::admit(conn, &vault, &email, role, &language, now)?;
            letters::send_link(conn, &vault, &links, &admin, now)?;
            audit::append(conn, &actor, "admin.add", admin.public_id.as_str(), role.as_str(), now)?;
            Ok(true)
        })
        .await?;
    Ok(match done {
        true => session.to(HERE, Flash::good("access-admins-added")),
        false => session.to(HERE, Flash::bad("access-admins-last-owner")),
    })
}

impl Form {
    fn parse(&self, app: &App) -> Result<(EmailAddress, Role, Language), Mistakes> {
        let mut mistakes = Mistakes::new();
        let email = self.email.parse::<EmailAddress>().ok();
        if email.is_none() {
            mistakes.add("email", Mistake::new("access-mistake-email"));
        }
        let role = self.role.parse::<Role>().ok();
        if role.is_none() {
            mistakes.add("role", Mistake::new("access-mistake-role"));
        }
        let language = app.catalogue.find(&self.language);
        let language = language.unwrap_or_else(|| app.catalogue.default_language().clone());
        email.zip(role).map(|(email, role)| (email, role, language)).ok_or(mistakes)
    }
}

/// What an owner wants of an admin.
enum Change {
    Disable,
    Enable,
    Link,
    Role(Role),
}

impl Change {
    fn parse(fields: &FormFields) -> Result<Change, Failure> {
        match fields.one("action") {
            "disable" => Ok(Change::Disable),
            "enable" => Ok(Change::Enable),
            "link" => Ok(Change::Link),
            "role" => fields.one("role").parse().map(Change::Role).map_err(|_| Failure::BadRequest),
            _ => Err(Failure::BadRequest),
        }
    }
}

async fn change(
    app: Data<App>,
    session: Session,
    id: Path<PublicId>,
    fields: FormFields,
) -> Result<HttpResponse, Failure> {
    session.require(Role::Owner)?;
    let change = Change::parse(&fields)?;
    let (vault, links, now, actor) = (app.vault.clone(), app.links.clone(), app.clock.now(), session.actor());
    let said = app
        .db
        .write(move |conn| -> Result<Flash, Failure> {
            let admin = admins::find(conn, &id)?.ok_or(Failure::NotFound)?;
            let (action, detail, said) = match change {
                Change::Disable if !admins::another_owner(conn, admin.id)? => {
                    return Ok(Flash::bad("access-admins-last-owner"));
                }
                Change::Disable => {
                    admins::disable(conn, admin.id, now)?;
                    ("admin.disable", "", "access-admins-was-disabled")
                }
                Change::Role(role) if would_orphan(conn, admin.id, role)? => {
                    return Ok(Flash::bad("access-admins-last-owner"));
                }
                Change::Role(role) => {
                    admins::change_role(conn, admin.id, role)?;
                    ("admin.role", role.as_str(), "access-admins-changed")
                }
                Change::Enable => {
                    admins::enable(conn, admin.id)?;
                    letters::send_link(conn, &vault, &links, &admin, now)?;
                    ("admin.enable", "", "access-admins-added")
                }
                Change::Link if admin.disabled_at.is_some() => return Err(Failure::NotFound),
                Change::Link => {
                    letters::send_link(conn, &vault, &links, &admin, now)?;
                    ("admin.link", "", "access-admins-linked")
                }
            };
            audit::append(conn, &actor, action, admin.public_id.as_str(), detail, now)?;
            Ok(Flash::good(said))
        })
        .await?;
    Ok(session.to(HERE, said))
}

/// Whether nobody could admit people any more if this admin had that role.
fn would_orphan(conn: &mut crate::db::Conn, id: i64, role: Role) -> diesel::QueryResult<bool> {
    Ok(role != Role::Owner && !admins::another_owner(conn, id)?)
}

async fn page(
    app: &App,
    session: &Session,
    status: StatusCode,
    form: Form,
    mistakes: Mistakes,
) -> Result<HttpResponse, Failure> {
    let known = app.db.read(admins::list).await?;
    let rows = known.into_iter().map(|admin| {
        Ok(Row {
            masked: admin.email(&app.vault)?.masked(),
            is_self: admin.public_id == session.admin,
            id: admin.public_id,
            role: admin.role,
            language: admin.language,
            signed_in_at: admin.signed_in_at,
            disabled: admin.disabled_at.is_some(),
        })
    });
    let page = AdminsPage {
        admins: rows.collect::<Result<_, Failure>>()?,
        roles: Role::ALL,
        speaks: app.catalogue.languages().to_vec(),
        form,
        mistakes,
    };
    console_with(status, app, session, Screen::Admins, "access/admins.html", &page)
}
