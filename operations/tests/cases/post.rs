//! A post office that does as it is told, and keeps what it took.

use std::sync::Mutex;

use async_trait::async_trait;
use integrations::mail::{Mail, Mailer};
use integrations::sending::NotSent;
use integrations::sms::{ShortMessage, Texter};

/// Takes mail and short messages.
#[derive(Default)]
pub(crate) struct Post {
    /// What it says to the next ones; empty: it takes all.
    pub(crate) answer: Mutex<Option<NotSent>>,
    /// A message that holds these words in its subject or text finds nobody there.
    pub(crate) stuck: Mutex<Option<String>>,
    /// How often it was asked.
    pub(crate) asked: Mutex<u32>,
    /// The mail it took.
    pub(crate) mail: Mutex<Vec<Mail>>,
    /// The short messages it took.
    pub(crate) sms: Mutex<Vec<ShortMessage>>,
}

impl Post {
    pub(crate) fn say(&self, answer: Option<NotSent>) {
        *self.answer.lock().expect("answer") = answer;
    }

    pub(crate) fn asked(&self) -> u32 {
        *self.asked.lock().expect("asked")
    }

    pub(crate) fn subjects(&self) -> Vec<String> {
        let mail = self.mail.lock().expect("mail");
        mail.iter().map(|mail| mail.subject.clone()).collect()
    }

    pub(crate) fn texts(&self) -> Vec<String> {
        let sms = self.sms.lock().expect("sms");
        sms.iter().map(|message| message.text.clone()).collect()
    }

    fn answer(&self, text: &str) -> Result<(), NotSent> {
        *self.asked.lock().expect("asked") += 1;
        let stuck = self.stuck.lock().expect("stuck").clone();
        if stuck.is_some_and(|words| text.contains(&words)) {
            return Err(NotSent::Away("421 closing down".to_owned()));
        }
        self.answer.lock().expect("answer").clone().map_or(Ok(()), Err)
    }
}

#[async_trait]
impl Mailer for Post {
    async fn send(&self, mail: &Mail) -> Result<Option<String>, NotSent> {
        self.answer(&mail.subject)?;
        self.mail.lock().expect("mail").push(mail.clone());
        Ok(None)
    }
}

#[async_trait]
impl Texter for Post {
    async fn send(&self, message: &ShortMessage) -> Result<Option<String>, NotSent> {
        self.answer(&message.text)?;
        self.sms.lock().expect("sms").push(message.clone());
        Ok(Some("7".to_owned()))
    }
}
