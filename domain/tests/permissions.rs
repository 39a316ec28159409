//! Every kind of actor with every act: what is not allowed here is refused.

use domain::id::PersonId;
use domain::permission::{Act, Denied, may};
use domain::person::{Actor, Duty, Person};
use uuid::Uuid;

fn person(number: u128, duties: &[(&str, &str)]) -> Actor {
    Actor::Person(Person {
        id: PersonId(Uuid::from_u128(number)),
        national_id: "000000018".to_owned(),
        name_ar: "اسم".to_owned(),
        name_en: "Name".to_owned(),
        duties: duties
            .iter()
            .map(|(entity, role)| Duty {
                entity: (*entity).to_owned(),
                role: (*role).to_owned(),
            })
            .collect(),
    })
}

#[test]
fn the_policy_is_this_table() {
    let owner = PersonId(Uuid::from_u128(1));
    let other = PersonId(Uuid::from_u128(9));
    let moi = ["moi".to_owned()];
    let actors = [
        ("visitor", Actor::Visitor),
        ("owner", person(1, &[])),
        ("stranger", person(2, &[])),
        ("officer", person(3, &[("moi", "civil_status_officer")])),
        ("colleague", person(4, &[("moi", "passport_officer")])),
        ("other ministry", person(5, &[("mot", "civil_status_officer")])),
        ("supervisor", person(6, &[("moi", "supervisor")])),
        ("officer who applied", person(1, &[("moi", "civil_status_officer")])),
        ("system", Actor::System),
    ];
    let work = |assignee| Act::WorkTask {
        entity: "moi",
        role: "civil_status_officer",
        applicant: owner,
        assignee,
    };
    let consent = |party_number, verified| Act::Consent {
        party_number,
        verified,
        applicant: owner,
    };
    let acts: [(&str, Act<'_>); 12] = [
        ("apply, open", Act::Apply { open: true }),
        ("apply, pilot", Act::Apply { open: false }),
        ("own application", Act::OwnApplication { applicant: owner }),
        ("queue", Act::SeeQueue),
        ("read case", Act::ReadCase { entities: &moi }),
        ("work on free task", work(None)),
        ("work on taken task", work(Some(other))),
        ("automatic", Act::Automatic),
        ("hand over", Act::HandOver { entity: "moi" }),
        ("consent asked of this number", consent("000000018", true)),
        ("consent by an account not proved", consent("000000018", false)),
        ("consent asked of another number", consent("000000422", true)),
    ];
    use Denied::{Forbidden as F, Invisible as I, NotOpenYet as N, SignIn as S, TakenByAnother as T};
    let ok: Result<(), Denied> = Ok(());
    let no = |denied| Err(denied);
    let table: [[Result<(), Denied>; 12]; 9] = [
        [
            no(S),
            no(S),
            no(S),
            no(S),
            no(S),
            no(S),
            no(S),
            no(I),
            no(S),
            no(S),
            no(S),
            no(S),
        ],
        [
            ok,
            no(N),
            ok,
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
        ],
        [
            ok,
            no(N),
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
            ok,
            no(I),
            no(I),
        ],
        [ok, no(N), no(I), ok, ok, ok, no(T), no(I), no(F), ok, no(I), no(I)],
        [ok, no(N), no(I), ok, ok, no(F), no(F), no(I), no(F), ok, no(I), no(I)],
        [
            ok,
            no(N),
            no(I),
            ok,
            no(I),
            no(I),
            no(I),
            no(I),
            no(I),
            ok,
            no(I),
            no(I),
        ],
        [ok, no(N), no(I), ok, ok, no(F), no(F), no(I), ok, ok, no(I), no(I)],
        [ok, no(N), ok, ok, ok, no(F), no(F), no(I), no(F), no(I), no(I), no(I)],
        [
            no(F),
            no(F),
            no(F),
            no(F),
            no(F),
            no(F),
            no(F),
            ok,
            no(F),
            no(F),
            no(F),
            no(F),
        ],
    ];
    for ((who, actor), row) in actors.iter().zip(table) {
        for ((what, act), expected) in acts.iter().zip(row) {
            assert_eq!(may(actor, *act), expected, "{who}: {what}");
        }
    }
}

/// Keeping the portal in order is a duty of its own, and opens no case.
#[test]
fn an_administrator_keeps_the_portal_and_reads_no_case() {
    let moi = ["moi".to_owned()];
    let administrator = person(1, &[("moi", "administrator")]);
    assert_eq!(may(&administrator, Act::Administer), Ok(()));
    assert_eq!(
        may(&administrator, Act::ReadCase { entities: &moi }),
        Err(Denied::Invisible)
    );
    for other in [
        person(2, &[]),
        person(3, &[("moi", "supervisor"), ("moi", "civil_status_officer")]),
    ] {
        assert_eq!(may(&other, Act::Administer), Err(Denied::Invisible));
    }
    assert_eq!(may(&Actor::Visitor, Act::Administer), Err(Denied::SignIn));
    assert_eq!(may(&Actor::System, Act::Administer), Err(Denied::Forbidden));
}

/// Internal notes are for those who work on the case, and never for the applicant, though they work there.
#[test]
fn internal_notes_are_not_for_the_applicant() {
    let moi = ["moi".to_owned()];
    let act = Act::Annotate {
        entities: &moi,
        applicant: PersonId(Uuid::from_u128(1)),
    };
    let officer = [("moi", "civil_status_officer")];
    assert_eq!(may(&Actor::Visitor, act), Err(Denied::SignIn));
    assert_eq!(may(&person(1, &[]), act), Err(Denied::Invisible));
    assert_eq!(may(&person(1, &officer), act), Err(Denied::Forbidden));
    assert_eq!(
        may(&person(3, &[("mot", "licensing_officer")]), act),
        Err(Denied::Invisible)
    );
    assert_eq!(may(&person(2, &officer), act), Ok(()));
}

/// Figures are for whoever leads the body; leading it opens no case.
#[test]
fn figures_are_for_those_who_lead_the_body() {
    let moi = ["moi".to_owned()];
    let (load, reports) = (Act::SeeLoad { entity: "moi" }, Act::SeeReports { entity: "moi" });
    let director = person(1, &[("moi", "director")]);
    assert_eq!((may(&director, load), may(&director, reports)), (Ok(()), Ok(())));
    assert_eq!(may(&director, Act::ReadCase { entities: &moi }), Err(Denied::Invisible));
    assert_eq!(may(&director, Act::HandOver { entity: "moi" }), Err(Denied::Invisible));
    let supervisor = person(2, &[("moi", "supervisor")]);
    assert_eq!(
        (may(&supervisor, load), may(&supervisor, reports)),
        (Ok(()), Err(Denied::Forbidden))
    );
    let officer = person(3, &[("moi", "civil_status_officer")]);
    assert_eq!(
        (may(&officer, load), may(&officer, reports)),
        (Err(Denied::Forbidden), Err(Denied::Forbidden))
    );
    for other in [
        person(4, &[]),
        person(
            5,
            &[("mot", "director"), ("mot", "supervisor"), ("moi", "administrator")],
        ),
    ] {
        assert_eq!(
            (may(&other, load), may(&other, reports)),
            (Err(Denied::Invisible), Err(Denied::Invisible))
        );
    }
}

/// An opinion is given by the body that was asked, and by nobody about their own application.
#[test]
fn an_opinion_is_given_by_the_body_that_was_asked() {
    let act = Act::GiveOpinion {
        entity: "mof",
        applicant: PersonId(Uuid::from_u128(1)),
    };
    assert_eq!(may(&Actor::Visitor, act), Err(Denied::SignIn));
    assert_eq!(
        may(&person(2, &[("moi", "civil_status_officer")]), act),
        Err(Denied::Invisible)
    );
    assert_eq!(
        may(&person(2, &[("mof", "administrator")]), act),
        Err(Denied::Invisible)
    );
    assert_eq!(may(&person(1, &[("mof", "tax_officer")]), act), Err(Denied::Forbidden));
    assert_eq!(may(&person(2, &[("mof", "tax_officer")]), act), Ok(()));
}
