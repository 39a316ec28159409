//! Documents after they were issued: sealed, printed, revoked, issued anew.

use domain::application::EventKind;
use domain::notice::NoticeKind;
use domain::person::Actor;
use domain::seal::{Seal, from_digits};
use domain::view::certificate::VerificationResult;
use domain::view::outcome::FormProblem;
use integrations::registry::simulated::DemoPart;
use operations::documents::revoke::{self, Deed};
use operations::{OperationError, documents};

use crate::both::both;
use crate::notices::{carry, told};
use crate::stage::{EN, Stage, decision, problem_at};

const FOR_MYSELF: [(&str, &str); 6] = [
    ("subject_relation", "self"),
    ("purpose", "passport"),
    ("copies", "1"),
    ("urgency", "normal"),
    ("exemption_category", "none"),
    ("delivery_method", "download"),
];

/// An issued birth certificate: its holder, its desk, the request number and its own.
async fn issued(stage: &Stage) -> (Actor, Actor, String, String) {
    let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
    let reference = stage.start(&rana).await;
    stage.fill(&rana, &reference, &FOR_MYSELF).await;
    stage.send(&rana, &reference).await.expect("sent");
    stage.pay(&rana, &reference).await;
    let officer = stage.officer("moi", "civil_status_officer").await;
    stage.take(&officer, &reference).await;
    let issue = decision("issue_certificate", "", &[]);
    stage.decide(&officer, &reference, issue).await.expect("issued");
    let number = stage.status(&rana, &reference).await.documents[0].number.clone();
    (rana, officer, reference, number)
}

fn deed(deed: &str, reason: &str) -> Deed {
    Deed {
        deed: deed.to_owned(),
        reason: reason.to_owned(),
    }
}

both! {
    /// The seal says what the check says, no more, and only our key opens it.
    async fn a_document_is_sealed_with_what_is_public(store) {
        let stage = Stage::set(store).await;
        let (rana, _, reference, number) = issued(&stage).await;
        let view = documents::certificate(&stage.portal, &rana, &reference, &number).await.expect("document");
        let check = view.check.expect("a check");
        let sealed = from_digits(&check.seal.expect("a seal")).expect("bytes");
        let key = stage.portal.signing.current().expect("a key").id;
        let signed = stage.portal.signing.opened(&sealed, key).expect("ours");
        let (by, seal) = Seal::read(signed).expect("a seal");
        assert_eq!((by, seal.number.as_str()), (key, number.as_str()));
        assert_eq!(seal.code, check.code.replace('-', ""));
        assert_eq!(seal.issued, view.issued.date());
        assert_eq!(seal.title, view.title.ar);
        let said = format!("{:?}", seal.lines);
        assert!(!said.contains("رنا") && !said.contains("000021014"), "{said}");
        assert!(check.qr.0 < 90, "{} modules are too small on paper", check.qr.0);
    }

    /// Its owner takes it as often as they like; to others it does not exist, and staff who look are written down.
    async fn only_its_owner_prints_it(store) {
        let stage = Stage::set(store).await;
        let (rana, officer, reference, number) = issued(&stage).await;
        let other = stage.citizen(DemoPart::MarriedAdult).await;
        for stranger in [&other, &officer] {
            let refused = documents::printed(&stage.portal, stranger, &reference, &number).await;
            assert!(matches!(refused, Err(OperationError::NotFound)), "{refused:?}");
        }
        let first = documents::printed(&stage.portal, &rana, &reference, &number).await.expect("printed");
        assert_eq!(documents::printed(&stage.portal, &rana, &reference, &number).await.expect("again"), first);
        // Whoever of the staff looks at it is among those who opened the file.
        let before = stage.status(&rana, &reference).await.reads.len();
        revoke::document(&stage.portal, &officer, EN, &reference, &number).await.expect("shown");
        let reads = stage.status(&rana, &reference).await.reads;
        assert_eq!(reads.len(), before + 1);
        assert!(reads[0].who.contains("Civil status officer"), "the desk, not the name: {reads:?}");
    }

    /// The desk that issues revokes, with a reason the holder reads; the check says so; it is not printed any more.
    async fn a_document_is_revoked(store) {
        let stage = Stage::set(store).await;
        let (rana, officer, reference, number) = issued(&stage).await;
        let code = documents::certificate(&stage.portal, &rana, &reference, &number).await.expect("it").check.expect("a check").code;
        let do_it = |actor: Actor, what: Deed| {
            let (portal, reference, number) = (stage.portal.clone(), reference.clone(), number.clone());
            async move { revoke::revoke(&portal, &actor, &reference, &number, what).await }
        };
        for (input, problem) in [("deed", FormProblem::ChooseAction), ("reason", FormProblem::NoteRequired)] {
            let empty = do_it(officer.clone(), deed("", " \u{200b}")).await.expect_err("refused");
            assert_eq!(problem_at(empty, input), problem);
        }
        let supervisor = stage.officer("moi", "civil_status_supervisor").await;
        let foreign = stage.officer("moj", "judicial_record_officer").await;
        assert!(matches!(do_it(supervisor, deed("revoke", "x")).await, Err(OperationError::Forbidden)));
        for stranger in [foreign, rana.clone()] {
            assert!(matches!(do_it(stranger, deed("revoke", "x")).await, Err(OperationError::NotFound)));
        }
        do_it(officer.clone(), deed("revoke", "سُجّل الاسم خطأً")).await.expect("revoked");
        let twice = do_it(officer.clone(), deed("replace", "x")).await.expect_err("refused");
        assert_eq!(problem_at(twice, "deed"), FormProblem::TakenMeanwhile);

        let view = documents::certificate(&stage.portal, &rana, &reference, &number).await.expect("document");
        assert_eq!(view.check.expect("a check").seal, None, "nothing is sealed that is not valid");
        let revoked = view.revoked.expect("revoked");
        assert_eq!((revoked.reason.as_deref(), revoked.replaced_by), (Some("سُجّل الاسم خطأً"), None));
        let checked = documents::verify(&stage.portal, EN, &code).await.expect("checked").result;
        assert!(matches!(checked, VerificationResult::Revoked { replaced: false, on: Some(_), .. }), "{checked:?}");
        let printed = documents::printed(&stage.portal, &rana, &reference, &number).await;
        assert!(matches!(printed, Err(OperationError::Conflict)));
        let status = stage.status(&rana, &reference).await;
        assert!(status.documents[0].revoked);
        assert_eq!(told(&stage, &rana).await.last(), Some(&NoticeKind::DocumentRevoked));
        carry(&stage).await;
        let text = stage.post.texts().last().expect("a short message").clone();
        assert!(text.contains("أُلغيت وثيقة الطلب") && !text.contains("الاسم") && !text.contains(&number), "{text}");
        let line = status.history.iter().find(|row| row.kind == EventKind::DocumentRevoked).expect("a line");
        assert!(line.note.is_some() && line.who.as_deref().is_some_and(|who| who.starts_with("Civil status officer")), "{line:?}");
    }

    /// Issued anew: another number and code, the same content; each points to the other.
    async fn a_document_is_issued_anew(store) {
        let stage = Stage::set(store).await;
        let (rana, officer, reference, number) = issued(&stage).await;
        let before = documents::certificate(&stage.portal, &rana, &reference, &number).await.expect("document");
        stage.hands.go_on(chrono::Duration::days(3));
        let what = deed("replace", "تلفت الورقة");
        revoke::revoke(&stage.portal, &officer, &reference, &number, what).await.expect("replaced");
        let rows = stage.status(&rana, &reference).await.documents;
        assert_eq!(rows.iter().map(|row| row.revoked).collect::<Vec<_>>(), [true, false]);
        let anew = &rows[1].number;
        let after = documents::certificate(&stage.portal, &rana, &reference, anew).await.expect("document");
        assert_eq!((&after.lines, &after.title), (&before.lines, &before.title));
        assert_ne!(after.number, before.number);
        let (after, before) = (after.check.expect("a check"), before.check.expect("a check"));
        assert!(after.code != before.code && after.seal != before.seal);
        let old = documents::verify(&stage.portal, EN, &before.code).await.expect("checked").result;
        assert!(matches!(old, VerificationResult::Revoked { replaced: true, .. }), "{old:?}");
        let new = documents::verify(&stage.portal, EN, &after.code).await.expect("checked").result;
        let VerificationResult::Valid { lines, .. } = new else { panic!("{new:?}") };
        let said = format!("{lines:?}");
        assert!(said.contains(anew.as_str()) && !said.contains(number.as_str()) && said.contains("28/11/2026"), "{said}");
        let staff = revoke::document(&stage.portal, &officer, EN, &reference, anew).await.expect("document");
        assert_eq!((staff.replaces.as_deref(), staff.may_revoke), (Some(number.as_str()), true));
        let staff = revoke::document(&stage.portal, &officer, EN, &reference, &number).await.expect("document");
        assert_eq!(staff.revoked.and_then(|revoked| revoked.replaced_by).as_deref(), Some(anew.as_str()));
        assert!(!staff.may_revoke);
        let told = told(&stage, &rana).await;
        assert_eq!(told.last(), Some(&NoticeKind::DocumentReplaced));
        assert!(!told.contains(&NoticeKind::DocumentRevoked), "one thing is told once");
    }
}
