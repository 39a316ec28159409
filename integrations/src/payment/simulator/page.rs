//! The simulator's pages: plain HTML of another house, Arabic or English, no script.

use std::fmt::Write;
use std::time::Duration;

use domain::language::Language;
use domain::money::Currency;

use super::act::Act;
use super::book::{State, Transaction};
use super::{Pace, SimulatorConfig};
use crate::payment::lahza_messages::in_our_units;

const STYLE: &str = include_str!("page.css");

/// What always follows the usual outcomes: ways of real providers that a portal must withstand.
const RARE: [Act; 6] = [
    Act::Slow,
    Act::Late,
    Act::AnswersTwice,
    Act::NoNotification,
    Act::AmountDiffers,
    Act::ForgedNotification,
];

/// Arabic or English.
fn pick<'a>(language: Language, ar: &'a str, en: &'a str) -> &'a str {
    match language {
        Language::Ar => ar,
        Language::En => en,
    }
}

/// The page of a transaction; `back` is the merchant's address.
pub(super) fn checkout(
    transaction: &Transaction,
    config: &SimulatorConfig,
    language: Language,
    back: Option<&str>,
) -> String {
    let mut body = summary(transaction, config, language);
    match transaction.state {
        State::Paid { .. } | State::Ordered { .. } => finished(&mut body, transaction, language, back),
        State::Open | State::Refused => choices(&mut body, transaction, config, language),
    }
    let title = pick(language, "الدفع التجريبي", "Test payment");
    let other = language.other();
    let switch = format!(
        "<a lang={code} dir={dir} hreflang={code} href=\"?lang={code}\">{name}</a>",
        code = other.code(),
        dir = other.direction(),
        name = pick(other, "العربية", "English"),
    );
    document(language, title, &switch, &body)
}

/// No transaction under this address.
pub(super) fn not_found(language: Language) -> String {
    let title = pick(language, "لا توجد عملية دفع بهذا العنوان", "No payment at this address");
    let advice = pick(
        language,
        "ارجع إلى الموقع الذي جئت منه وابدأ الدفع من جديد.",
        "Go back to the site you came from and start the payment again.",
    );
    document(
        language,
        title,
        "",
        &format!("<section><h1>{title}</h1><p>{advice}</p></section>"),
    )
}

fn document(language: Language, title: &str, switch: &str, body: &str) -> String {
    let label = pick(
        language,
        "محاكاة: لا تُحوَّل أي أموال <span lang=en dir=ltr>Simulation: no money moves</span>",
        "Simulation: no money moves <span lang=ar dir=rtl>محاكاة: لا تُحوَّل أي أموال</span>",
    );
    let house = pick(language, "مزوّد الدفع التجريبي", "Test Payment House");
    format!(
        "<!doctype html><html lang={lang} dir={dir}><head><meta charset=utf-8>\
         <meta name=viewport content=\"width=device-width, initial-scale=1\">\
         <meta name=robots content=noindex><title>{title} – {house}</title>\
         <style>{STYLE}</style></head><body><header><p class=label>{label}</p>\
         <p class=house><b>{house}</b>{switch}</p></header><main>{body}</main></body></html>",
        lang = language.code(),
        dir = language.direction(),
    )
}

/// Who is paid, how much, under which reference.
fn summary(transaction: &Transaction, config: &SimulatorConfig, language: Language) -> String {
    let order = &transaction.order;
    let amount = in_our_units(order.amount, order.currency).map(|money| money.decimal());
    format!(
        "<section><h1>{title}</h1><dl>\
         <div><dt>{payee_label}</dt><dd>{payee}</dd></div>\
         <div><dt>{amount_label}</dt><dd class=amount><bdi dir=ltr>{amount}</bdi> {currency}</dd></div>\
         <div><dt>{reference_label}</dt><dd><bdi dir=ltr>{reference}</bdi></dd></div></dl></section>",
        title = pick(language, "تفاصيل الدفع", "Payment details"),
        payee_label = pick(language, "الجهة المستفيدة", "Payee"),
        payee = escape(config.payee.get(language)),
        amount_label = pick(language, "المبلغ", "Amount"),
        amount = amount.unwrap_or_default(),
        currency = currency_name(order.currency, language),
        reference_label = pick(language, "الرقم المرجعي", "Reference"),
        reference = escape(&transaction.reference),
    )
}

fn currency_name(currency: Currency, language: Language) -> &'static str {
    match currency {
        Currency::Ils => pick(language, "شيكل", "New Israeli shekel (ILS)"),
        Currency::Jod => pick(language, "دينار أردني", "Jordanian dinar (JOD)"),
        Currency::Usd => pick(language, "دولار أمريكي", "US dollar (USD)"),
    }
}

/// The buttons: usual outcomes first, then the rare ones. Each is a form of its own.
fn choices(body: &mut String, transaction: &Transaction, config: &SimulatorConfig, language: Language) {
    if let Some(words) = &transaction.last_refusal {
        let heading = pick(language, "لم تتم عملية الدفع", "The payment did not go through");
        let again = pick(language, "يمكنك المحاولة من جديد.", "You can try again.");
        let reason = match words.as_str() {
            "Insufficient Funds" => pick(language, "الرصيد غير كافٍ.", "Insufficient funds."),
            _ => pick(language, "رُفضت العملية.", "It was declined."),
        };
        let _ = write!(
            body,
            "<div class=alert role=alert><b>{heading}</b><p>{reason} {again}</p></div>"
        );
    }
    let heading = pick(language, "ماذا يحدث الآن؟", "What happens now?");
    let advice = pick(
        language,
        "لا نطلب هنا بيانات بطاقة. اختر ما تريد أن تكون نتيجة الدفع.",
        "No card details are asked for here. Choose how the payment should turn out.",
    );
    let usual = [Act::Approve, Act::InsufficientFunds, Act::Decline, Act::Leave];
    let _ = write!(body, "<section><h2>{heading}</h2><p>{advice}</p>");
    buttons(body, &usual, language, &config.pace);
    let heading = pick(language, "حالات نادرة لاختبار البوابة", "Rare cases, to try the portal");
    let _ = write!(body, "</section><section><h2>{heading}</h2>");
    buttons(body, &RARE, language, &config.pace);
    body.push_str("</section>");
}

fn buttons(body: &mut String, acts: &[Act], language: Language, pace: &Pace) {
    let code = language.code();
    let _ = write!(body, "<form method=post action=\"?lang={code}\">");
    for act in acts {
        let main = if *act == Act::Approve { " class=main" } else { "" };
        let words = words(*act, language, pace);
        let _ = write!(body, "<button{main} name=act value={}>{words}</button>", act.key());
    }
    body.push_str("</form>");
}

fn words(act: Act, language: Language, pace: &Pace) -> String {
    let seconds = |duration: Duration| format!("<bdi>{}</bdi>", duration.as_secs());
    let text = match act {
        Act::Approve => pick(language, "ادفع المبلغ", "Pay this amount"),
        Act::Decline => pick(language, "رفض العملية", "Decline"),
        Act::InsufficientFunds => pick(
            language,
            "الرصيد غير كافٍ (تبقى الصفحة مفتوحة)",
            "Insufficient funds (this page stays open)",
        ),
        Act::Leave => pick(language, "المغادرة دون دفع", "Leave without paying"),
        Act::Slow => pick(
            language,
            "بطيء: قيد المعالجة ثم يتم الدفع بعد # ثانية",
            "Slow: pending, then paid after # seconds",
        ),
        Act::Late => pick(
            language,
            "متأخر: عودة فورية ثم يتم الدفع بعد # ثانية",
            "Late: back at once, paid # seconds later",
        ),
        Act::AnswersTwice => pick(
            language,
            "دفع ناجح مع تكرار الإشعار خمس مرات",
            "Paid, and the notification is sent five times",
        ),
        Act::NoNotification => pick(language, "دفع ناجح دون أي إشعار", "Paid, but no notification is sent"),
        Act::AmountDiffers => pick(language, "دفع مبلغ مختلف عن المطلوب", "Paid, but a different amount"),
        Act::ForgedNotification => pick(
            language,
            "إشعار بتوقيع مزوَّر دون أي دفع",
            "Notification with a forged signature, nothing paid",
        ),
    };
    let wait = if act == Act::Slow { pace.slow } else { pace.late };
    text.replace('#', &seconds(wait))
}

/// Nothing is left to choose: paid, or ordered and on its way.
fn finished(body: &mut String, transaction: &Transaction, language: Language, back: Option<&str>) {
    let heading = match transaction.state {
        State::Paid { .. } => pick(language, "تم الدفع", "Paid"),
        _ => pick(language, "الدفع قيد المعالجة", "The payment is being processed"),
    };
    let again = pick(
        language,
        "لا يمكن الدفع مرة ثانية من هذه الصفحة.",
        "It cannot be paid a second time from this page.",
    );
    let _ = write!(body, "<section><h2>{heading}</h2><p>{again}</p>");
    if let Some(back) = back {
        let words = pick(language, "العودة إلى موقع الجهة", "Back to the payee's site");
        let _ = write!(body, "<a class=\"button main\" href=\"{}\">{words}</a>", escape(back));
    }
    body.push_str("</section>");
}

/// Text as it may stand in HTML and in a quoted attribute.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use domain::language::Text;

    use super::super::book::Order;
    use super::*;
    use crate::secret::Secret;

    fn transaction(amount: i64, currency: Currency) -> Transaction {
        Transaction {
            id: 1,
            reference: "ATT-1".to_owned(),
            order: Order {
                access_code: "c".to_owned(),
                amount,
                currency,
                callback_url: "http://127.0.0.1/".to_owned(),
                language: Language::Ar,
            },
            opened_at: 0,
            state: State::Open,
            refusals: 0,
            last_refusal: None,
            notices_owed: 0,
            notices_told: 0,
            notices_given_up: 0,
        }
    }

    #[test]
    fn the_page_speaks_both_languages_and_escapes() {
        let mut config = SimulatorConfig::new(Secret::new("s"), "", "", "");
        config.payee = Text {
            ar: "<b>جهة</b>".to_owned(),
            en: "A & B".to_owned(),
        };
        let arabic = checkout(&transaction(150, Currency::Jod), &config, Language::Ar, None);
        assert!(arabic.starts_with("<!doctype html><html lang=ar dir=rtl>"));
        assert!(arabic.contains("<bdi dir=ltr>1.500</bdi> دينار أردني"));
        assert!(arabic.contains("&lt;b&gt;جهة&lt;/b&gt;"));
        let english = checkout(&transaction(2500, Currency::Ils), &config, Language::En, None);
        assert!(english.contains("lang=en dir=ltr"));
        assert!(english.contains("A &amp; B") && english.contains("25.00"));
        for html in [&arabic, &english] {
            assert!(!html.contains("<script"));
            assert!(
                Act::ALL
                    .iter()
                    .all(|act| html.contains(&format!("value={}>", act.key())))
            );
        }
        assert!(not_found(Language::En).contains("No payment"));
    }

    #[test]
    fn a_paid_page_offers_only_the_way_back() {
        let config = SimulatorConfig::new(Secret::new("s"), "", "", "");
        let mut paid = transaction(2500, Currency::Ils);
        paid.state = State::Paid { amount: 2500, at: 0 };
        let html = checkout(&paid, &config, Language::En, Some("http://127.0.0.1/?a=1&b=\"2"));
        assert!(!html.contains("<button"));
        assert!(html.contains("href=\"http://127.0.0.1/?a=1&amp;b=&quot;2\""));
    }
}
