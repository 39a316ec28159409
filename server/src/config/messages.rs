//! Where mail and short messages are handed over.

use integrations::mail::smtp::{self, SmtpConfig};
use integrations::secret::Secret;
use integrations::sms::gateway::{Gateway, GatewayConfig, USUAL_BODY, USUAL_HEADER};

use super::Source;

/// Where they are handed over; none: none is sent.
#[derive(Clone, Debug, Default)]
pub struct Messages {
    /// Mail.
    pub mail: Option<SmtpConfig>,
    /// Short messages.
    pub sms: Option<GatewayConfig>,
}

/// The settings of this part; without the first of each, the others mean nothing.
const OF_MAIL: [&str; 3] = ["mail_from", "mail_reply_to", "smtp_ca"];
const OF_SMS: [&str; 3] = ["sms_body", "sms_token", "sms_token_header"];

/// From the settings: half of one, an unsafe one, or one for invented people stops the start.
pub(super) fn read(source: &Source, demo: bool, production: bool) -> Result<Messages, String> {
    let messages = Messages {
        mail: mail(source, production)?,
        sms: sms(source)?,
    };
    for (setting, is_set) in [
        ("smtp_url", messages.mail.is_some()),
        ("sms_url", messages.sms.is_some()),
    ] {
        if demo && is_set {
            let name = source.name(setting);
            return Err(format!(
                "{name} is not for --demo: numbers and addresses of invented people may be somebody’s"
            ));
        }
    }
    Ok(messages)
}

/// What is set beside something that is not there.
fn alone(source: &Source, first: &str, others: &[&str]) -> Result<(), String> {
    match others.iter().find(|name| source.get(name).is_some()) {
        Some(name) => Err(format!("{} needs {} beside it", source.name(name), source.name(first))),
        None => Ok(()),
    }
}

fn mail(source: &Source, production: bool) -> Result<Option<SmtpConfig>, String> {
    let Some(url) = source.get("smtp_url") else {
        return alone(source, "smtp_url", &OF_MAIL).map(|()| None);
    };
    let (name, from) = (source.name("smtp_url"), source.name("mail_from"));
    let Some(sender) = source.get("mail_from") else {
        return Err(format!("{name} needs {from} beside it: who mail comes from"));
    };
    let own_roots = match source.get("smtp_ca") {
        Some(path) => {
            let read = std::fs::read(path);
            Some(read.map_err(|error| format!("{}: {path} cannot be read: {error}", source.name("smtp_ca")))?)
        }
        None => None,
    };
    let config = SmtpConfig {
        url: Secret::new(url),
        from: sender.to_owned(),
        reply_to: source.get("mail_reply_to").map(str::to_owned),
        own_roots,
    };
    let safe = smtp::is_safe(&config).map_err(|error| format!("{name}, {from}: {error}"))?;
    if production && !safe {
        return Err(format!(
            "{name}: in production mail leaves the machine by smtps:// or with STARTTLS; take tls= out of it"
        ));
    }
    Ok(Some(config))
}

fn sms(source: &Source) -> Result<Option<GatewayConfig>, String> {
    let Some(url) = source.get("sms_url") else {
        return alone(source, "sms_url", &OF_SMS).map(|()| None);
    };
    let config = GatewayConfig {
        url: Secret::new(url),
        token: Secret::new(source.get("sms_token").unwrap_or_default()),
        header: source.get("sms_token_header").unwrap_or(USUAL_HEADER).to_owned(),
        body: Secret::new(source.get("sms_body").unwrap_or(USUAL_BODY)),
    };
    Gateway::new(&config).map_err(|error| format!("{}: {error}", source.name("sms_url")))?;
    Ok(Some(config))
}

/// A value to be printed: secrets are not, and an address that may hold one is shown without it.
pub(super) fn line(messages: &Messages, name: &str) -> String {
    let none = || "none".to_owned();
    let mail = |value: fn(&SmtpConfig) -> Option<String>| messages.mail.as_ref().and_then(value).unwrap_or_else(none);
    let sms = |value: fn(&GatewayConfig) -> String| messages.sms.as_ref().map_or_else(none, value);
    match name {
        "mail_from" => mail(|mail| Some(mail.from.clone())),
        "mail_reply_to" => mail(|mail| mail.reply_to.clone()),
        "smtp_ca" => mail(|mail| mail.own_roots.as_ref().map(|_| "set".to_owned())),
        "smtp_url" => mail(|mail| Some(super::address::without_password(mail.url.expose()))),
        // Some take name and password in the body.
        "sms_body" => sms(|sms| {
            let usual = sms.body.expose() == USUAL_BODY;
            if usual { USUAL_BODY } else { "***" }.to_owned()
        }),
        "sms_token" => sms(|sms| if sms.token.is_empty() { "none" } else { "***" }.to_owned()),
        "sms_token_header" => sms(|sms| sms.header.clone()),
        // Some gateways take a key in the query.
        _ => sms(|sms| {
            let shown = super::address::without_password(sms.url.expose());
            shown.split('?').next().unwrap_or_default().to_owned()
        }),
    }
}
