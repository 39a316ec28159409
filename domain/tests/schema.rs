//! The published schema is the one the types give. `HUKUMATI_WRITE_SCHEMA=1` writes it anew.

use std::path::Path;

use domain::service::schema::schema;

#[test]
fn the_published_schema_is_that_of_the_types() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../catalogue/service.schema.json");
    let text = format!("{}\n", serde_json::to_string_pretty(&schema()).expect("JSON"));
    if std::env::var_os("HUKUMATI_WRITE_SCHEMA").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    let published = std::fs::read_to_string(&path).expect("the schema");
    assert!(
        published == text,
        "out of date: HUKUMATI_WRITE_SCHEMA=1 cargo test -p domain --features schema --test schema"
    );
}
