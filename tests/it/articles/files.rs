//! Articles from Markdown files, as `article add` stores them.

use std::collections::HashSet;
use std::path::Path;

use hudhud::articles::file::{self, Unresolved};
use hudhud::articles::store::{self, Recorded};

use crate::support::TestApp;

async fn add(app: &TestApp, path: &Path) -> (Recorded, usize, Vec<Unresolved>) {
    let (text, now) = (file::read(path, &app.app.catalogue).unwrap(), app.clock.now());
    app.app
        .db
        .write(move |conn| {
            let recorded = store::record(conn, &text, store::Arrival::News, &HashSet::new(), now)?;
            let (paired, unresolved) = file::pair(conn, now)?;
            Ok::<_, diesel::result::Error>((recorded, paired, unresolved))
        })
        .await
        .unwrap()
}

#[tokio::test]
async fn files_pair_by_their_names_and_update_when_they_come_again() {
    let app = TestApp::start().await;
    let folder = app.data_dir.clone();
    let (arabic, english) = (folder.join("vote.ar.md"), folder.join("vote.en.md"));
    std::fs::write(&arabic, "---\nlanguage: ar\ntitle: حق التصويت\ntranslation_of: vote.en.md\n---\nنص")
        .unwrap();
    std::fs::write(&english, "---\nlanguage: en\ntitle: The right to vote\n---\nText").unwrap();
    let (first, paired, unresolved) = add(&app, &arabic).await;
    assert!(matches!(first, Recorded::New(_)) && paired == 0 && unresolved.len() == 1);
    let (_, paired, unresolved) = add(&app, &english).await;
    assert_eq!((paired, unresolved), (1, Vec::new()), "whichever comes first");
    assert!(matches!(add(&app, &arabic).await.0, Recorded::Unchanged(_)));
    std::fs::write(&english, "---\nlanguage: en\ntitle: The right to vote\n---\nBetter **text**").unwrap();
    assert!(matches!(add(&app, &english).await.0, Recorded::Updated(_)));
    let page = app.get("/en/articles/vote-en").await.expect(200);
    assert!(page.body.contains("Better <strong>text</strong>") && page.text().contains("حق التصويت"));
}
