//! Sheets of every form, printed and read back with another library.

use chrono::NaiveDate;
use domain::language::Text;
use domain::view::certificate::DocumentLine;
use lopdf::{Document, Object};
use paper::{Fact, Form, Sheet, Square, print};

fn text(ar: &str, en: &str) -> Text {
    Text {
        ar: ar.to_owned(),
        en: en.to_owned(),
    }
}

fn line(ar: &str, en: &str, value_ar: &str, value_en: &str) -> DocumentLine {
    DocumentLine {
        label: text(ar, en),
        value: text(value_ar, value_en),
    }
}

fn sheet(form: Form, rows: usize) -> Sheet {
    let fact = |ar: &str, en: &str, value: &str| Fact {
        label: text(ar, en),
        value: value.to_owned(),
    };
    let line = |number: usize| match number % 4 {
        0 => line(
            "الاسم الرباعي",
            "Full name",
            "عادل محمود يوسف الخطيب",
            "Adel Mahmoud Yousef Al-Khatib",
        ),
        1 => line("رقم الهوية", "Identity number", "400000006", "400000006"),
        2 => line("تاريخ الميلاد", "Date of birth", "14/03/1958", "14/03/1958"),
        _ => line(
            "الجامعة",
            "University",
            "جامعة Birzeit في رام الله (كلية الهندسة)",
            "Birzeit University",
        ),
    };
    Sheet {
        form,
        title: text("مستخرج شهادة ميلاد", "Birth certificate extract"),
        ministry: text("وزارة الداخلية", "Ministry of Interior"),
        bilingual: true,
        intro: text("نشهد بأن البيانات الآتية مطابقة.", "We certify the following."),
        lines: (0..rows).map(line).collect(),
        validity: Some(fact("صالحة حتى", "Valid until", "23 تشرين الثاني 2027")),
        number: "MOI-2026-00483712".to_owned(),
        facts: vec![
            fact("رقم الوثيقة", "Document number", "MOI-2026-00483712"),
            fact("رمز التحقق", "Verification code", "7K4M-92QX-TD3H-5WRA"),
            fact("تاريخ الإصدار", "Date of issue", "23 تشرين الثاني 2026، 11:32"),
        ],
        closing: vec![text(
            "امسح الرمز بهاتفك، أو أدخل رمز التحقق على \u{2068}hukumati.example/ar/verify\u{2069}",
            "Scan the code with your phone.",
        )],
        square: Some(Square {
            side: 25,
            dark: (0..625).map(|module| module % 3 == 0).collect(),
        }),
        square_label: "رمز الاستجابة السريعة".to_owned(),
        page_of: "صفحة {page} من {pages}".to_owned(),
        issued: NaiveDate::from_ymd_opt(2026, 11, 23)
            .and_then(|day| day.and_hms_opt(11, 32, 0))
            .expect("a moment"),
        portal: "حكومتي".to_owned(),
    }
}

fn root<'a>(pdf: &'a Document, key: &[u8]) -> &'a Object {
    let value = pdf.catalog().expect("a catalogue").get(key).expect("in the catalogue");
    pdf.dereference(value).expect("there").1
}

#[test]
fn the_same_sheet_is_the_same_bytes() {
    for form in [Form::Certificate, Form::Licence, Form::Card, Form::Letter] {
        let sheet = sheet(form, 9);
        let pdf = print(&sheet).expect("printed");
        assert_eq!(pdf, print(&sheet).expect("printed again"));
        assert!(pdf.len() < 120_000, "{form:?} has {} bytes", pdf.len());
        if let Some(folder) = std::env::var_os("PAPER_OUT") {
            std::fs::write(std::path::Path::new(&folder).join(format!("{form:?}.pdf")), &pdf).expect("written");
        }
    }
}

#[test]
fn it_is_tagged_titled_and_in_arabic() {
    let pdf = Document::load_mem(&print(&sheet(Form::Certificate, 8)).expect("printed")).expect("a PDF");
    assert_eq!(root(&pdf, b"Lang").as_str().expect("text"), b"ar");
    let marked = root(&pdf, b"MarkInfo").as_dict().expect("a dictionary");
    assert!(marked.get(b"Marked").and_then(Object::as_bool).expect("said"));
    let shown = root(&pdf, b"ViewerPreferences").as_dict().expect("a dictionary");
    assert!(shown.get(b"DisplayDocTitle").and_then(Object::as_bool).expect("said"));
    let metadata = root(&pdf, b"Metadata").as_stream().expect("a stream");
    let metadata = metadata
        .decompressed_content()
        .unwrap_or_else(|_| metadata.content.clone());
    let metadata = String::from_utf8(metadata).expect("text");
    assert!(metadata.contains("مستخرج شهادة ميلاد"), "{metadata}");
    for said in ["pdfaid:part>2<", "pdfaid:conformance>A<", "pdfuaid:part>1<"] {
        assert!(metadata.contains(said), "{said} in {metadata}");
    }
    let roles: Vec<&[u8]> = pdf
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok()?.get(b"S").ok()?.as_name().ok())
        .collect();
    let count = |role: &[u8]| roles.iter().filter(|found| **found == role).count();
    assert_eq!((count(b"H1"), count(b"Table"), count(b"Figure")), (1, 1, 1));
    assert_eq!((count(b"TR"), count(b"TH"), count(b"TD")), (8, 8, 8));
}

#[test]
fn a_long_document_goes_on_with_its_name_and_numbers() {
    let long = Document::load_mem(&print(&sheet(Form::Certificate, 60)).expect("printed")).expect("a PDF");
    assert!(long.get_pages().len() >= 3, "{}", long.get_pages().len());
    let card = Document::load_mem(&print(&sheet(Form::Card, 4)).expect("printed")).expect("a PDF");
    assert_eq!(card.get_pages().len(), 2);
}

#[test]
fn strange_letters_do_not_stop_the_press() {
    let mut odd = sheet(Form::Letter, 3);
    odd.lines
        .push(line("漢字 \u{1F600}", "\u{0}", "\u{202E}אבג\u{FEFF} ﷺ", "e\u{301}"));
    odd.lines.push(line("", "", "", ""));
    odd.lines.push(line("كلمة", "word", &"ا".repeat(5_000), ""));
    odd.facts.clear();
    odd.closing.clear();
    odd.square = None;
    print(&odd).expect("printed");
}
