//! What people are told, from what happened to the next house.

use std::collections::BTreeSet;

use chrono::Duration;
use domain::language::Language;
use domain::notice::{Channel, Failure, NoticeKind, Sending, sms};
use domain::person::{ADMINISTRATOR, Actor};
use integrations::registry::simulated::DemoPart;
use integrations::sending::NotSent;
use operations::applications::withdraw;
use operations::notices::send::{self, Rest};
use operations::notices::texts::Texts;
use operations::notices::{dead, inbox, wishes, would_be_sent};
use operations::{OperationError, consents};
use store::messages::lists;

use crate::bodies;
use crate::both::both;
use crate::stage::{EN, SERVICE, Stage, decision};

const AR: Language = Language::Ar;
pub(crate) const FOR_MYSELF: [(&str, &str); 5] = [
    ("subject_relation", "self"),
    ("purpose", "passport"),
    ("copies", "1"),
    ("urgency", "normal"),
    ("delivery_method", "download"),
];

/// What somebody was told in the portal, the oldest first.
pub(crate) async fn told(stage: &Stage, who: &Actor) -> Vec<NoticeKind> {
    let view = inbox::messages(&stage.portal, who, EN, None).await.expect("messages");
    let mut kinds: Vec<NoticeKind> = view.rows.iter().map(|row| row.kind).collect();
    kinds.reverse();
    kinds
}

/// The worker's rounds of both ways.
pub(crate) async fn carry(stage: &Stage) {
    for channel in [Channel::Mail, Channel::Sms] {
        let mut rest = Rest::default();
        while send::round(&stage.portal, channel, &mut rest, &|| false).await {}
    }
}

/// Paid and issued.
async fn issued(stage: &Stage, who: &Actor) -> String {
    let reference = stage.apply(who, &FOR_MYSELF).await;
    stage.pay(who, &reference).await;
    let officer = stage.officer("moi", "civil_status_officer").await;
    stage.take(&officer, &reference).await;
    let issue = decision("issue_certificate", "", &[]);
    stage.decide(&officer, &reference, issue).await.expect("issued");
    reference
}

/// Rows of a person by every way, with their state.
pub(crate) async fn all_rows(stage: &Stage) -> Vec<(NoticeKind, Channel, Sending)> {
    let rows = lists::newest(&stage.portal.store, 100).await.expect("rows");
    rows.iter().map(|row| (row.kind, row.channel, row.state)).collect()
}

both! {
    /// A whole journey: each occasion is told once, by the ways it deserves, in the language last used.
    async fn a_journey_is_told_step_by_step(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let person = rana.person().expect("a person").id;
        let reference = issued(&stage, &rana).await;
        use NoticeKind as N;
        assert_eq!(told(&stage, &rana).await, [N::PaymentAsked, N::Paid, N::Approved, N::Issued]);
        carry(&stage).await;
        assert_eq!(stage.post.subjects().len(), 4);
        assert_eq!(stage.post.texts().len(), 3, "what is only being made is no short message");
        assert!(stage.post.subjects()[0].contains("بانتظار الدفع"), "Arabic unless another was used");
        wishes::note_language(&stage.portal, person, EN).await;
        withdraw_another(&stage, &rana).await;
        carry(&stage).await;
        assert!(stage.post.subjects().last().expect("mail").starts_with("You have withdrawn"));
        let rows = all_rows(&stage).await;
        assert!(rows.iter().all(|(_, _, state)| *state == Sending::Sent), "{rows:?}");
        for text in stage.post.texts() {
            assert_eq!(sms::parts(&text), 1, "{text}");
            for personal in ["رنا", "Rana", "000021014", "شهادة", "ميلاد", "30.00"] {
                assert!(!text.contains(personal), "{text}");
            }
            assert!(text.starts_with("حكومتي: ") || text.starts_with("Hukumati: "), "{text}");
        }
        let mail = stage.post.mail.lock().expect("mail")[1].clone();
        assert!(mail.text.contains("MOI-2026-000001") && mail.text.contains("10.00"), "{}", mail.text);
        assert!(mail.html.contains("dir=\"rtl\"") && !mail.html.contains("<img"), "{}", mail.html);
        assert!(mail.text.contains(&format!("http://127.0.0.1:3000/ar/applications/{reference}")));
        for personal in ["رنا", "000021014", "شهادة"] {
            assert!(!mail.subject.contains(personal), "{}", mail.subject);
        }
        let ids: BTreeSet<String> = stage.post.mail.lock().expect("mail").iter().map(|mail| mail.id.clone()).collect();
        assert_eq!(ids.len(), stage.post.subjects().len(), "each has a name of its own");
    }

    /// The decision stands, whatever is wrong with the words; the message waits for them.
    async fn a_broken_text_stops_no_decision(store) {
        let mut stage = Stage::set(store).await;
        let whole = stage.portal.notices.texts.clone();
        stage.portal.notices.texts = std::sync::Arc::new(Texts::default());
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let reference = issued(&stage, &rana).await;
        assert_eq!(stage.status(&rana, &reference).await.status, domain::application::Status::Issued);
        carry(&stage).await;
        assert!(stage.post.subjects().is_empty() && stage.post.asked() == 0);
        let rows = all_rows(&stage).await;
        assert_eq!(rows.iter().filter(|(_, _, state)| *state == Sending::Queued).count(), 7, "{rows:?}");
        let view = inbox::messages(&stage.portal, &rana, AR, None).await.expect("messages");
        assert_eq!((view.rows.len(), view.rows[0].subject.as_str()), (4, ""), "still there, and still leads on");
        stage.portal.notices.texts = whole;
        stage.hands.go_on(Duration::minutes(2));
        carry(&stage).await;
        assert_eq!((stage.post.subjects().len(), stage.post.texts().len()), (4, 3));
    }

    /// A mail server that is away delays and never loses; the messages are not older for it.
    async fn a_house_that_is_away_delays_and_loses_nothing(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        issued(&stage, &rana).await;
        stage.post.say(Some(NotSent::Away("nobody answers".to_owned())));
        let mut rest = Rest::default();
        for _ in 0..5 {
            send::round(&stage.portal, Channel::Mail, &mut rest, &|| false).await;
        }
        assert_eq!(stage.post.asked(), 1, "asked once, then left alone");
        for _ in 0..4 {
            stage.hands.go_on(Duration::days(1));
            send::round(&stage.portal, Channel::Mail, &mut rest, &|| false).await;
        }
        assert_eq!(stage.post.asked(), 5);
        stage.post.say(None);
        stage.hands.go_on(Duration::seconds(31));
        send::round(&stage.portal, Channel::Mail, &mut rest, &|| false).await;
        assert_eq!(stage.post.subjects().len(), 3, "after four days, at once");
        stage.hands.go_on(Duration::minutes(5));
        send::round(&stage.portal, Channel::Mail, &mut rest, &|| false).await;
        assert_eq!(stage.post.subjects().len(), 4, "and the one that was tried");
    }

    /// A message for which nobody is ever there is at fault itself: it goes behind the others.
    async fn a_message_that_is_stuck_holds_no_other(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        issued(&stage, &rana).await;
        *stage.post.stuck.lock().expect("stuck") = Some("بانتظار الدفع".to_owned());
        let mut rest = Rest::default();
        send::round(&stage.portal, Channel::Mail, &mut rest, &|| false).await;
        assert_eq!((stage.post.asked(), stage.post.subjects().len()), (1, 0));
        stage.hands.go_on(Duration::seconds(31));
        send::round(&stage.portal, Channel::Mail, &mut rest, &|| false).await;
        assert_eq!((stage.post.asked(), stage.post.subjects().len()), (4, 3));
    }

    /// A house that never comes back is not asked for ever, and what was given up says so.
    async fn what_finds_nobody_for_too_long_is_given_up(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        stage.apply(&rana, &FOR_MYSELF).await;
        stage.post.say(Some(NotSent::Away("nobody answers".to_owned())));
        let mut hours = 0;
        while all_rows(&stage).await.iter().any(|(_, _, state)| *state == Sending::Queued) {
            carry(&stage).await;
            stage.hands.go_on(Duration::hours(6));
            hours += 6;
            assert!(hours < 24 * 9, "it ends");
        }
        assert!(hours >= 24 * 7, "{hours}");
        let keeper = stage.officer("mtde", ADMINISTRATOR).await;
        let view = dead::letters(&stage.portal, &keeper).await.expect("letters");
        let shown: Vec<_> = view.rows.iter().map(|row| (row.failed_as, row.failures)).collect();
        assert_eq!(shown, [(Some(Failure::Away), 29), (Some(Failure::Away), 29)]);
        // Sent again by hand, it begins anew.
        dead::all_again(&stage.portal, &keeper).await.expect("again");
        carry(&stage).await;
        assert!(all_rows(&stage).await.iter().all(|(_, _, state)| *state == Sending::Queued));
    }

    /// A worker that is told to stop begins with no other message, and keeps none.
    async fn a_round_stops_when_it_is_told_to(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        issued(&stage, &rana).await;
        let (mut rest, post) = (Rest::default(), stage.post.clone());
        let stop = move || post.asked() > 0;
        send::round(&stage.portal, Channel::Mail, &mut rest, &stop).await;
        assert_eq!((stage.post.asked(), stage.post.subjects().len()), (1, 1));
        // The others are free at once, for whoever comes next.
        send::round(&stage.portal, Channel::Mail, &mut rest, &|| false).await;
        assert_eq!(stage.post.subjects().len(), 4);
    }

    /// The name at the next house is that of the row and the way, also when it is tried again.
    async fn a_message_keeps_its_name(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        stage.apply(&rana, &FOR_MYSELF).await;
        stage.post.say(Some(NotSent::Later("451 try later".to_owned())));
        carry(&stage).await;
        stage.post.say(None);
        stage.hands.go_on(Duration::minutes(2));
        carry(&stage).await;
        let rows = lists::newest(&stage.portal.store, 10).await.expect("rows");
        let id = rows[0].id.simple();
        let mail = stage.post.mail.lock().expect("mail")[0].id.clone();
        let sms = stage.post.sms.lock().expect("sms")[0].id.clone();
        assert_eq!((mail, sms), (format!("{id}.mail"), format!("{id}.sms")));
        assert!(rows.iter().all(|row| row.tries == 2));
    }

    /// Put off ever longer, and given up after three days; refused, given up at once.
    async fn what_is_put_off_for_too_long_is_given_up(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        stage.apply(&rana, &FOR_MYSELF).await;
        stage.post.say(Some(NotSent::Later("451 try later".to_owned())));
        let mut hours = 0;
        while all_rows(&stage).await.iter().any(|(_, _, state)| *state == Sending::Queued) {
            carry(&stage).await;
            stage.hands.go_on(Duration::hours(1));
            hours += 1;
            assert!(hours < 24 * 5, "it ends");
        }
        assert!((72..90).contains(&hours), "{hours}");
        assert!((8..40).contains(&stage.post.asked()), "two messages, ever more seldom: {}", stage.post.asked());
        // A refusal needs no second try.
        let before = stage.post.asked();
        stage.post.say(Some(NotSent::Refused("550 no such user".to_owned())));
        withdraw_another(&stage, &rana).await;
        carry(&stage).await;
        carry(&stage).await;
        let rows = all_rows(&stage).await;
        assert_eq!(rows.iter().filter(|(_, _, state)| *state == Sending::Dead).count(), 5, "{rows:?}");
        assert_eq!(stage.post.asked() - before, 3);
    }

    /// Those who keep the portal in order see why, and neither what nor to whom.
    async fn dead_letters_are_for_administrators(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        issued(&stage, &rana).await;
        stage.post.say(Some(NotSent::Refused("550 no such user".to_owned())));
        carry(&stage).await;
        let keeper = stage.officer("mtde", ADMINISTRATOR).await;
        let officer = stage.officer("moi", "civil_status_officer").await;
        for other in [&rana, &officer] {
            let refused = dead::letters(&stage.portal, other).await;
            assert!(matches!(refused, Err(OperationError::NotFound)), "{refused:?}");
        }
        let view = dead::letters(&stage.portal, &keeper).await.expect("letters");
        assert_eq!((view.count, view.rows.len()), (7, 7));
        let shown = format!("{view:?}");
        assert!(shown.contains("550 no such user") && shown.contains('…'));
        let reach = store::messages::reach(&stage.portal.store, rana.person().expect("a person").id).await;
        let reach = reach.expect("read").expect("a person");
        for hidden in [reach.email.as_str(), reach.mobile.as_str(), "رنا", "Rana", "شهادة"] {
            assert!(!shown.contains(hidden), "{shown}");
        }
        let [first, second, ..] = &view.rows[..] else { panic!("rows") };
        let refused = dead::decide(&stage.portal, &officer, &first.key, dead::Verdict::Again).await;
        assert!(matches!(refused, Err(OperationError::NotFound)), "{refused:?}");
        dead::decide(&stage.portal, &keeper, &first.key, dead::Verdict::Again).await.expect("again");
        let twice = dead::decide(&stage.portal, &keeper, &first.key, dead::Verdict::Again).await;
        assert!(matches!(twice, Err(OperationError::Conflict)), "{twice:?}");
        dead::decide(&stage.portal, &keeper, &second.key, dead::Verdict::GiveUp).await.expect("given up");
        stage.post.say(None);
        carry(&stage).await;
        assert_eq!(dead::all_again(&stage.portal, &keeper).await.expect("again"), 5);
        carry(&stage).await;
        assert_eq!(stage.post.subjects().len() + stage.post.texts().len(), 6);
        let view = dead::letters(&stage.portal, &keeper).await.expect("letters");
        assert_eq!((view.count, view.waiting.len()), (0, 0));
    }

    /// What is not wanted is not sent, also when it was queued before; the portal's messages stay.
    async fn wishes_are_kept(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        stage.apply(&rana, &FOR_MYSELF).await;
        let none = wishes::Posted { language: "en".to_owned(), ..wishes::Posted::default() };
        wishes::set(&stage.portal, &rana, &none).await.expect("kept");
        let odd = wishes::Posted { language: "fr".to_owned(), ..wishes::Posted::default() };
        assert!(matches!(wishes::set(&stage.portal, &rana, &odd).await, Err(OperationError::Problems(_))));
        carry(&stage).await;
        let rows = all_rows(&stage).await;
        assert!(rows.iter().all(|(_, _, state)| *state == Sending::Dropped), "{rows:?}");
        withdraw_another(&stage, &rana).await;
        assert_eq!(all_rows(&stage).await.len(), 2, "none is queued any more");
        assert_eq!(told(&stage, &rana).await.len(), 3);
        let account = operations::accounts::account(&stage.portal, &rana, AR).await.expect("account");
        assert_eq!((account.wishes.mail, account.wishes.sms, account.wishes.language), (false, false, Some(EN)));
        let mail = wishes::Posted { mail: "on".to_owned(), sms: String::new(), language: "en".to_owned() };
        wishes::set(&stage.portal, &rana, &mail).await.expect("kept");
        withdraw_another(&stage, &rana).await;
        carry(&stage).await;
        assert!(stage.post.texts().is_empty());
        assert!(stage.post.subjects()[0].starts_with("Your application"), "the language that was chosen");
    }

    /// Everybody opens their own messages, and nobody else's.
    async fn messages_are_opened_by_their_reader(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        let parent = stage.citizen(DemoPart::Parent).await;
        let reference = stage.apply(&rana, &FOR_MYSELF).await;
        let view = inbox::messages(&stage.portal, &rana, AR, None).await.expect("messages");
        assert_eq!((view.unread, view.rows[0].unread, view.rows[0].reference.as_str()), (1, true, reference.as_str()));
        assert!(view.rows[0].text[0].contains("10.00"), "{:?}", view.rows[0]);
        let key = view.rows[0].key.clone();
        let stranger = inbox::open(&stage.portal, &parent, AR, &key).await;
        assert!(matches!(stranger, Err(OperationError::NotFound)), "{stranger:?}");
        let to = inbox::open(&stage.portal, &rana, EN, &key).await.expect("opened");
        assert_eq!(to, format!("/en/applications/{reference}/pay"));
        let view = inbox::messages(&stage.portal, &rana, AR, None).await.expect("messages");
        assert_eq!((view.unread, view.rows[0].unread), (0, false));
        stage.pay(&rana, &reference).await;
        inbox::open_all(&stage.portal, &rana).await.expect("opened");
        let view = inbox::messages(&stage.portal, &rana, AR, None).await.expect("messages");
        assert_eq!((view.unread, view.rows.len()), (0, 3));
    }

    /// Whoever is asked is told, and the applicant what became of it.
    async fn a_person_who_is_asked_is_told(store) {
        let stage = Stage::set(store).await;
        let (parent, reference) = bodies::asks_for_consent(&stage).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        assert_eq!(told(&stage, &rana).await, [NoticeKind::ConsentAsked]);
        let before = told(&stage, &parent).await;
        consents::answer(&stage.portal, &rana, &reference, "refused").await.expect("answered");
        let after = told(&stage, &parent).await;
        assert_eq!(after[before.len()..], [NoticeKind::Rejected]);
        carry(&stage).await;
        let texts = stage.post.texts().join("\n");
        assert!(texts.contains("بانتظار موافقتك") && !texts.contains("جواز") && !texts.contains("أحمد"), "{texts}");
    }

    /// The demonstration's page shows what was rendered for sending, in both languages.
    async fn the_demonstration_shows_what_it_would_send(store) {
        let stage = Stage::set(store).await;
        let rana = stage.citizen(DemoPart::GovernmentEmployee).await;
        issued(&stage, &rana).await;
        carry(&stage).await;
        let shown = would_be_sent::would_be_sent(&stage.portal).await.expect("shown");
        assert_eq!(shown.len(), 7);
        for text in stage.post.texts() {
            assert!(shown.iter().any(|one| one.texts[0].2 == text), "{text}");
        }
        assert_eq!(shown[0].texts.iter().map(|(language, ..)| *language).collect::<Vec<_>>(), [AR, EN]);
        let mut real = stage.portal.clone();
        real.settings = std::sync::Arc::new(operations::Settings { demo: false, ..(*real.settings).clone() });
        assert!(matches!(would_be_sent::would_be_sent(&real).await, Err(OperationError::NotFound)));
    }
}

/// Starts, sends and withdraws another application: two more messages, of which one is a short one too.
async fn withdraw_another(stage: &Stage, who: &Actor) {
    let reference = stage.apply_for(who, SERVICE, &FOR_MYSELF).await;
    withdraw::withdraw(&stage.portal, who, &reference)
        .await
        .expect("withdrawn");
}
