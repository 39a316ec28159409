//! The program's own texts: whole, in both languages, short enough for a telephone, and with nothing personal where
//! others read.

use domain::notice::{Channel, sms};

use super::*;

/// All that is wrong with them, in sentences: what is missing, too long, or says too much.
fn complaints(texts: &Texts) -> Vec<String> {
    let mut all = Vec::new();
    for language in Language::ALL {
        let table = texts.table(language);
        if table.words.months.len() != 12 || table.words.weekdays.len() != 7 {
            all.push(format!("{language}: a year has twelve months, a week seven days"));
        }
        for name in table.notices.keys().filter(|name| NoticeKind::from_key(name).is_none()) {
            all.push(format!("{language}: there is no notice {name}"));
        }
        for kind in NoticeKind::ALL {
            match texts.of(kind, language) {
                Ok(source) => all.extend(faults(kind, language, source)),
                Err(error) => all.push(error.to_string()),
            }
        }
    }
    all
}

fn faults(kind: NoticeKind, language: Language, source: &Source) -> Vec<String> {
    let mut all = Vec::new();
    let mut complain = |what: String| all.push(format!("{language}, {}: {what}", kind.key()));
    if source.sms.is_some() != kind.channels().contains(&Channel::Sms) {
        complain("a short message that goes nowhere, or none where one goes".to_owned());
    }
    let open = [Some(&source.subject), source.sms.as_ref()].into_iter().flatten();
    for text in open {
        match blanks(kind, text) {
            Ok(found) => {
                for blank in found {
                    if !blank.is_impersonal() || !kind.always_has(blank) {
                        complain(format!("{{{}}} may not stand where others read it", blank.key()));
                    }
                }
            }
            Err(error) => complain(error.to_string()),
        }
        if !text.contains("{reference}") {
            complain("the request number is missing".to_owned());
        }
    }
    for text in source.text.iter().chain([&source.act]) {
        if let Err(error) = blanks(kind, text) {
            complain(error.to_string());
        }
    }
    for text in source.text.iter().chain([&source.subject]).chain(source.sms.as_ref()) {
        // It may be read a day late.
        if ["غدًا", "غدا", "tomorrow"].iter().any(|day| text.contains(day)) {
            complain(format!("a day is named by its date: {text}"));
        }
    }
    if let Some(text) = &source.sms {
        // As long as it gets: every number has the same length, and so have days and times.
        let mark = match language {
            Language::Ar => "\u{200e}",
            Language::En => "",
        };
        let longest = text
            .replace("{reference}", &format!("{mark}2611-4837-0628"))
            .replace("{until}", &format!("{mark}09/12"))
            .replace("{time}", &format!("{mark}09/12 10:20"));
        if sms::parts(&longest) != 1 {
            let units = longest.encode_utf16().count();
            complain(format!(
                "the short message has {units} letters and does not fit into one part"
            ));
        }
    }
    all
}

#[test]
fn every_notice_has_its_texts_in_both_languages_and_they_say_nothing_personal() {
    let texts = Texts::own().expect("the program's own");
    assert_eq!(complaints(&texts), Vec::<String>::new());
}

#[test]
fn both_languages_have_the_same_values() {
    let texts = Texts::own().expect("the program's own");
    for kind in NoticeKind::ALL {
        let values = |language| {
            let source = texts.of(kind, language).expect("a text");
            let mut all: Vec<Blank> = source
                .text
                .iter()
                .chain([&source.subject])
                .flat_map(|text| blanks(kind, text).expect("values"))
                .collect();
            all.sort();
            all
        };
        assert_eq!(values(Language::Ar), values(Language::En), "{kind:?}");
    }
}

#[test]
fn what_says_too_much_or_too_long_is_found() {
    let slips = [
        (
            "sms = \"حكومتي: ادفع رسم الطلب {reference}",
            "sms = \"حكومتي: {service} {reference}",
        ),
        (
            "subject = \"استلمنا رسم الطلب {reference}\"",
            "subject = \"استلمنا {amount} {reference}\"",
        ),
        (
            "sms = \"حكومتي: يلزم",
            "sms = \"حكومتي: مرحبًا بك في بوابة الخدمات الحكومية، يلزم",
        ),
        ("[withdrawn]", "[withdrawm]"),
        ("{receipt}", "{office}"),
        ("{reference} يوم {time}\"", "{reference} غدًا\""),
    ];
    for (right, wrong) in slips {
        assert!(ARABIC.contains(right), "{right}");
        let texts = Texts::read(&ARABIC.replacen(right, wrong, 1), ENGLISH).expect("a table");
        assert!(!complaints(&texts).is_empty(), "{wrong}");
    }
}
