//! People from and into CSV files.

use hudhud::{
    access::Actor,
    people::{
        export::export,
        import::{Report, import},
    },
};

use crate::support::TestApp;

async fn imported(app: &TestApp, file: impl Into<Vec<u8>>) -> Report {
    let (path, bytes) = (app.data_dir.join("people.csv"), file.into());
    app.blocking(move |app| {
        std::fs::write(&path, bytes).unwrap();
        let basis = "Signed at the fair".parse().unwrap();
        import(app, &path, &basis, &Actor::Command).unwrap()
    })
    .await
}

async fn exported(app: &TestApp) -> String {
    app.blocking(|app| {
        let mut file = Vec::new();
        export(app, &mut file).unwrap();
        String::from_utf8(file).unwrap()
    })
    .await
}

fn figures(report: &Report) -> (u64, u64, u64, u64) {
    (report.created, report.updated, report.suppressed, report.n_invalid)
}

#[tokio::test]
async fn a_list_goes_out_as_it_came_in() {
    let app = TestApp::start().await;
    let list = "email;name;reading;first_language;cadence;country;topics\r\n\
                layla@example.org;'=1+1;both;en;weekly;LB;\r\n\
                HUDA@example.org;هدى;ar;;;;\r\n\
                not an address;;;;;;\r\n\
                postmaster@example.org;;;;;;\r\n";
    let report = imported(&app, list).await;
    assert_eq!(figures(&report), (2, 0, 0, 2));
    assert_eq!(report.invalid.iter().map(|row| row.line).collect::<Vec<_>>(), [4, 5]);
    let first = exported(&app).await;
    assert!(first.starts_with("\u{feff}email,name,reading"));
    assert!(first.contains("layla@example.org,'=1+1,both,en,weekly,LB"), "{first}");
    assert_eq!(figures(&imported(&app, first.clone()).await), (0, 2, 0, 0));
    assert_eq!(exported(&app).await, first);
}

#[tokio::test]
async fn a_later_row_corrects_an_earlier_one_of_the_same_person() {
    let app = TestApp::start().await;
    let list = "email,name,country\na@example.org,First,LB\nb@example.org,,\nA@example.org,Last,\n";
    assert_eq!(figures(&imported(&app, list).await), (2, 1, 0, 0));
    let list = exported(&app).await;
    assert!(list.contains("a@example.org,Last,ar,ar,every,LB"), "{list}");
}

#[tokio::test]
async fn spreadsheets_of_many_kinds_are_understood() {
    let app = TestApp::start().await;
    let utf16: Vec<u8> = "\u{feff}البريد الإلكتروني\tالاسم\nx1@example.org\tليلى\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(figures(&imported(&app, utf16).await), (1, 0, 0, 0));
    let old = b"email,name\rx2@example.org,\xe1\xed\xe1\xec\r".to_vec();
    assert_eq!(figures(&imported(&app, old).await), (1, 0, 0, 0));
    assert_eq!(exported(&app).await.matches("ليلى").count(), 2);
}

#[tokio::test]
async fn nobody_who_left_or_was_erased_comes_back_by_a_file() {
    let app = TestApp::start().await;
    imported(&app, "email\nlayla@example.org\nhuda@example.org\n").await;
    app.blocking(|app| {
        let (vault, now) = (app.vault.clone(), app.clock.now());
        app.db.write_blocking(move |conn| -> Result<(), hudhud::web::Failure> {
            use hudhud::subscribers::store;
            let layla = store::find_by_index(conn, &vault.index("layla@example.org"))?.unwrap();
            store::leave(conn, layla.id, now)?;
            let huda = store::find_by_index(conn, &vault.index("huda@example.org"))?.unwrap();
            hudhud::people::erase(conn, &vault, &huda, &Actor::Command, now)
        })
    })
    .await
    .unwrap();
    let again = "email,reading\n LAYLA@example.org,en\nHuda@Example.ORG,en\nhuda@example.org ,en\n";
    assert_eq!(figures(&imported(&app, again).await), (0, 0, 3, 0));
    assert!(exported(&app).await.contains(",left,"));
}
