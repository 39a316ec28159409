//! Issued documents.

use domain::id::{ApplicationId, DocumentId};
use domain::language::Language;
use serde_json::json;
use store::StoreError;
use store::documents::{self, DocumentRow, DocumentStatus, Revocation};

use crate::both::both;
use crate::sample::{self, day, draft, key, now, write_once};

fn document(application: ApplicationId, number: &str, code: &str) -> DocumentRow {
    DocumentRow {
        id: DocumentId(key()),
        application_id: application,
        number: number.to_owned(),
        code: code.to_owned(),
        service_id: "birth-certificate-extract".to_owned(),
        kind: "certificate".to_owned(),
        title: sample::text("مستخرج شهادة ميلاد", "Birth certificate extract"),
        fields: json!([{ "label": "الاسم", "value": "ليان" }]),
        public_fields: json!([]),
        language: Language::Ar,
        issued_at: now(),
        valid_until: Some(day(180)),
        status: DocumentStatus::Valid,
        issued_by: None,
        revoked_at: None,
        revoked_by: None,
        revoked_reason: None,
        replaces: None,
    }
}

both! {
    async fn documents_are_found_and_taken_back(db) {
        let application = draft(&db).await.id;
        let first = document(application, "BC-1", "AAAA");
        let second = document(application, "BC-2", "BBBB");
        for one in [&first, &second] {
            write_once!(db, tx => documents::insert(&mut tx, one)).expect("a document");
        }
        assert_eq!(documents::by_code(&db, "AAAA").await, Ok(Some(first.clone())));
        assert_eq!(documents::by_number(&db, "BC-2").await, Ok(Some(second.clone())));
        assert_eq!(documents::by_code(&db, "aaaa").await, Ok(None));
        assert_eq!(documents::for_application(&db, application).await, Ok(vec![first.clone(), second]));

        let why = Revocation { at: now(), by: None, reason: Some("سُرقت") };
        write_once!(db, tx => documents::revoke(&mut tx, first.id, why)).expect("taken back");
        let twice = write_once!(db, tx => documents::revoke(&mut tx, first.id, why));
        assert_eq!(twice, Err(StoreError::Stale));
        let row = documents::by_code(&db, "AAAA").await.expect("read").expect("it");
        assert_eq!((row.status, row.revoked_at), (DocumentStatus::Revoked, Some(why.at)));
        assert_eq!((row.revoked_by, row.revoked_reason.as_deref()), (None, Some("سُرقت")));
    }

    async fn a_document_is_replaced_once(db) {
        let application = draft(&db).await.id;
        let first = document(application, "BC-1", "AAAA");
        let second = DocumentRow { replaces: Some(first.id), ..document(application, "BC-2", "BBBB") };
        let third = DocumentRow { replaces: Some(first.id), ..document(application, "BC-3", "CCCC") };
        for one in [&first, &second] {
            write_once!(db, tx => documents::insert(&mut tx, one)).expect("a document");
        }
        assert_eq!(documents::replacing(&db, first.id).await, Ok(Some(second.clone())));
        assert_eq!(documents::replacing(&db, second.id).await, Ok(None));
        assert!(write_once!(db, tx => documents::insert(&mut tx, &third)).is_err());
    }

    async fn numbers_and_codes_are_given_once(db) {
        let application = draft(&db).await.id;
        write_once!(db, tx => documents::insert(&mut tx, &document(application, "N", "C"))).expect("a document");
        for (number, code, column) in [("N", "other", "number"), ("other", "C", "code")] {
            let taken = write_once!(db, tx => documents::insert(&mut tx, &document(application, number, code)));
            assert_eq!(taken, Err(StoreError::Duplicate(format!("documents_issued.{column}"))));
        }
    }
}
