//! A notice in words: for the page, for a mail, for a telephone. The same function serves what is sent and what the
//! demonstration shows.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use domain::language::{Language, Text};
use domain::money::{Currency, Money};
use domain::notice::{Blank, Channel, NoticeKind, Place};
use domain::reference::Reference;
use integrations::mail::Mail;
use integrations::sms::ShortMessage;
use serde::{Deserialize, Serialize};
use store::messages::MessageRow;

use super::texts::{self, TextError, Texts, Words};
use crate::Portal;

/// First strong isolate: a value takes its direction from its own letters.
const OPEN: char = '\u{2068}';
/// Its end.
const CLOSE: char = '\u{2069}';
/// Keeps a number with hyphens together after Arabic letters. Old telephones know this mark, and not the isolates.
const LEFT_TO_RIGHT: char = '\u{200e}';

/// The values of a message, as they are kept. No name, number or address of anybody is among them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Values {
    /// Amounts, one for each currency.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amounts: Vec<Money>,
    /// The receipt's number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<String>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// The office.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub office: Option<Text>,
    /// Day and time there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<NaiveDateTime>,
}

/// A notice in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The subject of the mail, and the title in the portal.
    pub subject: String,
    /// What it says.
    pub text: Vec<String>,
    /// The words of its link.
    pub act: String,
}

/// A notice, with all that its words need.
pub(crate) struct Telling<'a> {
    texts: &'a Texts,
    kind: NoticeKind,
    language: Language,
    reference: &'a Reference,
    service: Option<&'a str>,
    values: Values,
}

impl<'a> Telling<'a> {
    /// Of a message, in a language.
    pub(crate) fn of(portal: &'a Portal, row: &'a MessageRow, language: Language) -> Self {
        let service = portal.catalogue.find_ever(&row.service_id);
        Self {
            texts: &portal.notices.texts,
            kind: row.kind,
            language,
            reference: &row.reference,
            service: service.map(|service| service.definition.title.get(language)),
            // What a newer program wrote may be unknown here; a sentence that needs it says so.
            values: serde_json::from_value(row.data.clone()).unwrap_or_default(),
        }
    }

    fn words(&self) -> &Words {
        &self.texts.table(self.language).words
    }

    /// A value as it stands in a sentence; none where it is not known.
    fn value(&self, blank: Blank) -> Option<String> {
        match blank {
            Blank::Reference => Some(self.reference.to_string()),
            Blank::Service => self.service.map(str::to_owned),
            Blank::Amount => self.amount(),
            Blank::Receipt => self.values.receipt.clone(),
            Blank::Until => self.values.until.map(|day| self.day(day)),
            Blank::Office => Some(self.values.office.as_ref()?.get(self.language).to_owned()),
            Blank::Time => self.values.time.map(|at| {
                let clock = at.format("%H:%M").to_string();
                let date = self.day(at.date());
                self.words().moment.replace("{date}", &date).replace("{time}", &clock)
            }),
        }
    }

    /// A value as it stands in a short message.
    fn short(&self, blank: Blank) -> Option<String> {
        let text = match blank {
            Blank::Reference => self.reference.to_string(),
            Blank::Until => self.values.until?.format("%d/%m").to_string(),
            Blank::Time => self.values.time?.format("%d/%m %H:%M").to_string(),
            Blank::Service | Blank::Amount | Blank::Receipt | Blank::Office => return None,
        };
        Some(match self.language {
            Language::Ar => format!("{LEFT_TO_RIGHT}{text}"),
            Language::En => text,
        })
    }

    fn day(&self, day: NaiveDate) -> String {
        let words = self.words();
        let name = |names: &[String], at: u32| names.get(at as usize).cloned().unwrap_or_default();
        let weekday = name(&words.weekdays, day.weekday().num_days_from_sunday());
        format!(
            "{weekday} {} {} {}",
            day.day(),
            name(&words.months, day.month0()),
            day.year()
        )
    }

    fn amount(&self) -> Option<String> {
        let words = self.words();
        let amounts: Vec<String> = self
            .values
            .amounts
            .iter()
            .map(|money| {
                let currency = match money.currency {
                    Currency::Ils => &words.ils,
                    Currency::Jod => &words.jod,
                    Currency::Usd => &words.usd,
                };
                let template = &words.money;
                template
                    .replace("{amount}", &decimal(*money))
                    .replace("{currency}", currency)
            })
            .collect();
        (!amounts.is_empty()).then(|| amounts.join(&words.and))
    }

    fn filled(&self, text: &str, value: impl Fn(Blank) -> Option<String>) -> Result<String, TextError> {
        let mut filled = String::with_capacity(text.len() * 2);
        let mut rest = text;
        for blank in texts::blanks(self.kind, text)? {
            let name = format!("{{{}}}", blank.key());
            let (before, after) = rest.split_once(&name).unwrap_or((rest, ""));
            filled.push_str(before);
            filled.push_str(&value(blank).ok_or(TextError::NotKnown(blank))?);
            rest = after;
        }
        filled.push_str(rest);
        Ok(filled)
    }

    /// For the page and the mail. A value stands between isolates, so that it disturbs no sentence.
    pub(crate) fn told(&self) -> Result<Told, TextError> {
        let source = self.texts.of(self.kind, self.language)?;
        let isolated = |blank| Some(format!("{OPEN}{}{CLOSE}", self.value(blank)?));
        let mut text = Vec::new();
        for paragraph in &source.text {
            match self.filled(paragraph, isolated) {
                Ok(filled) => text.push(filled),
                // "Pay by …" where there is no last day. What must be there and is not leaves no half of a text.
                Err(TextError::NotKnown(blank)) if !self.kind.always_has(blank) => {}
                Err(error) => return Err(error),
            }
        }
        if text.is_empty() {
            return Err(TextError::Missing(self.kind.key(), self.language));
        }
        Ok(Told {
            subject: self.filled(&source.subject, isolated)?,
            text,
            act: source.act.clone(),
        })
    }

    /// For a telephone.
    pub(crate) fn short_message(&self) -> Result<String, TextError> {
        let source = self.texts.of(self.kind, self.language)?;
        let missing = TextError::Missing(self.kind.key(), self.language);
        let text = source.sms.as_ref().ok_or(missing)?;
        self.filled(text, |blank| self.short(blank))
    }
}

/// Where a notice leads, without the portal's own address.
pub fn path(kind: NoticeKind, language: Language, reference: &Reference) -> String {
    match kind.place() {
        Place::Application => format!("/{language}/applications/{reference}"),
        Place::Pay => format!("/{language}/applications/{reference}/pay"),
        Place::Appointment => format!("/{language}/applications/{reference}/appointment"),
        Place::Consent => format!("/{language}/consents/{reference}"),
    }
}

/// The name of a message at the next house: the same each time it is sent, and it tells nothing to whoever sees it.
fn name(row: &MessageRow) -> String {
    format!("{}.{}", row.id.simple(), row.channel.key())
}

/// The mail of a message.
pub(crate) fn mail(portal: &Portal, row: &MessageRow, language: Language, to: &str) -> Result<Mail, TextError> {
    let telling = Telling::of(portal, row, language);
    let told = telling.told()?;
    let words = telling.words();
    let base = &portal.settings.base_url;
    let address = format!("{base}{}", path(row.kind, language, &row.reference));
    let account = format!("{base}/{language}/account");
    let line = |text: &str, blank: Blank| {
        let value = telling.value(blank)?;
        Some(text.replace(&format!("{{{}}}", blank.key()), &format!("{OPEN}{value}{CLOSE}")))
    };
    let facts: Vec<String> = [
        line(&words.service, Blank::Service),
        line(&words.number, Blank::Reference),
    ]
    .into_iter()
    .flatten()
    .collect();
    let text = [
        told.text.join("\n\n"),
        format!("{}:\n{address}", told.act),
        facts.join("\n"),
        format!("-- \n{}", words.portal),
        format!("{}\n{account}", words.why),
        words.never.clone(),
    ];
    Ok(Mail {
        id: name(row),
        at: row.at,
        to: to.to_owned(),
        language,
        subject: plain(&told.subject),
        text: text.join("\n\n") + "\n",
        html: html(&told, words, language, &facts, [&address, &account]),
    })
}

/// A document without pictures, scripts or anything else that is fetched.
fn html(told: &Told, words: &Words, language: Language, facts: &[String], [address, account]: [&str; 2]) -> String {
    let paragraphs =
        |texts: &[String]| -> String { texts.iter().map(|text| format!("<p>{}</p>\n", escape(text))).collect() };
    format!(
        "<!DOCTYPE html>\n<html lang=\"{language}\" dir=\"{direction}\">\n<head><meta charset=\"utf-8\">\
         <title>{title}</title></head>\n<body dir=\"{direction}\">\n<h1>{subject}</h1>\n{text}\
         <p><a href=\"{address}\">{act}</a></p>\n{facts}<hr>\n<p>{portal}</p>\n\
         <p>{why} <a href=\"{account}\" dir=\"ltr\">{account}</a></p>\n<p>{never}</p>\n</body>\n</html>\n",
        direction = language.direction(),
        title = escape(&plain(&told.subject)),
        subject = escape(&told.subject),
        text = paragraphs(&told.text),
        address = escape(address),
        act = escape(&told.act),
        facts = paragraphs(facts),
        portal = escape(&words.portal),
        why = escape(&words.why),
        account = escape(account),
        never = escape(&words.never),
    )
}

/// The short message of a message.
pub(crate) fn short_message(
    portal: &Portal,
    row: &MessageRow,
    language: Language,
    to: &str,
) -> Result<ShortMessage, TextError> {
    Ok(ShortMessage {
        id: name(row),
        to: to.to_owned(),
        text: Telling::of(portal, row, language).short_message()?,
    })
}

/// The same as it goes by this way, to be shown; nothing for the portal's own.
pub(crate) fn shown(
    portal: &Portal,
    row: &MessageRow,
    language: Language,
) -> Result<(Option<String>, String), TextError> {
    match row.channel {
        Channel::Mail => {
            let mail = mail(portal, row, language, "")?;
            Ok((Some(mail.subject), mail.text))
        }
        Channel::Sms => Ok((None, short_message(portal, row, language, "")?.text)),
        Channel::Portal => {
            let told = Telling::of(portal, row, language).told()?;
            Ok((Some(told.subject), told.text.join("\n\n")))
        }
    }
}

/// A header of a mail keeps no marks of direction: some programs show them as boxes.
fn plain(text: &str) -> String {
    text.chars().filter(|c| ![OPEN, CLOSE].contains(c)).collect()
}

/// `1,234.50`, with as many digits after the point as the currency has.
fn decimal(money: Money) -> String {
    let places = money.currency.minor_digits();
    let scale = 10_u64.pow(places);
    let minor = money.minor.unsigned_abs();
    let digits = (minor / scale).to_string();
    let mut whole = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            whole.push(',');
        }
        whole.push(digit);
    }
    format!("{whole}.{:0places$}", minor % scale, places = places as usize)
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sentence whose day is not known is left out where it may be missing, and nowhere else.
    #[test]
    fn only_what_may_be_missing_is_left_out() {
        let texts = Texts::own().expect("texts");
        let reference = Reference::new(2026, 11, 4_837_062);
        let telling = |kind, values| Telling {
            texts: &texts,
            kind,
            language: Language::En,
            reference: &reference,
            service: None,
            values,
        };
        let asked = telling(NoticeKind::ConsentAsked, Values::default())
            .told()
            .expect("words");
        assert_eq!(asked.text.len(), 1, "without the last day");
        let time = NaiveDate::from_ymd_opt(2026, 12, 9).and_then(|day| day.and_hms_opt(10, 20, 0));
        let nowhere = Values {
            time,
            ..Values::default()
        };
        let told = telling(NoticeKind::AppointmentBooked, nowhere).told();
        assert_eq!(told, Err(TextError::NotKnown(Blank::Office)), "not only what to bring");
    }
}
