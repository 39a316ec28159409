//! Mail and short messages as they go over the wire, to houses that take them, put them off, refuse them or hang up.

mod gateway;
mod server;

use std::time::Duration;

use domain::language::Language;
use integrations::mail::smtp::{Smtp, SmtpConfig};
use integrations::mail::{Mail, Mailer};
use integrations::secret::Secret;
use integrations::sending::NotSent;
use server::{Act, Server};

fn mail(to: &str) -> Mail {
    Mail {
        id: "move-1.2.mail".to_owned(),
        at: "2026-11-25T08:30:00Z".parse().expect("a moment"),
        to: to.to_owned(),
        language: Language::Ar,
        subject: "طلبك 2611-4837-0628 بانتظار الدفع".to_owned(),
        text: "ادفع قبل نهاية الأربعاء.\n.\nنقطة وحدها في السطر".to_owned(),
        html: "<!DOCTYPE html><html lang=\"ar\" dir=\"rtl\"><body><p>ادفع</p></body></html>".to_owned(),
    }
}

fn smtp(url: &str, own_roots: Option<&str>) -> Smtp {
    Smtp::new(&SmtpConfig {
        url: Secret::new(url),
        from: "حكومتي <noreply@hukumati.example>".to_owned(),
        reply_to: Some("help@hukumati.example".to_owned()),
        own_roots: own_roots.map(|pem| pem.as_bytes().to_vec()),
    })
    .expect("settings")
}

#[tokio::test]
async fn a_mail_is_handed_over_after_starttls() {
    let server = Server::with_tls(&[]).await;
    let url = format!("smtp://portal:p%40ss@127.0.0.1:{}", server.port);
    let smtp = smtp(&url, Some(&server.certificate));
    let name = smtp.send(&mail("rana@example.ps")).await.expect("taken");
    assert!(name.expect("what it calls it").contains("queued"));
    let taken = server.taken();
    let [one] = &taken[..] else { panic!("{taken:?}") };
    assert!(one.protected, "nothing before STARTTLS");
    assert_eq!(one.login.as_deref(), Some("\0portal\0p@ss"));
    assert_eq!(
        (one.from.as_str(), one.to.as_str()),
        ("noreply@hukumati.example", "rana@example.ps")
    );
    for line in [
        "Message-ID: <move-1.2.mail@hukumati.example>",
        "Date: Wed, 25 Nov 2026 08:30:00 +0000",
        "To: rana@example.ps",
        "Reply-To: help@hukumati.example",
        "Auto-Submitted: auto-generated",
        "Content-Language: ar",
        "Subject: =?utf-8?b?",
        "Content-Type: multipart/alternative",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/html; charset=utf-8",
    ] {
        assert!(one.data.contains(line), "{line}\n{}", one.data);
    }
    assert!(one.data.is_ascii(), "old servers take no other");
    smtp.send(&mail("samer@example.ps")).await.expect("taken");
    assert_eq!(
        (server.taken().len(), server.connections()),
        (2, 2),
        "one connection for each"
    );
}

/// A mail nobody answered in time was given up; the next one must not be told by what came late for that one.
#[tokio::test]
async fn what_is_said_late_is_no_answer_to_the_next_mail() {
    let server = Server::without_tls(&[Act::Take, Act::Late, Act::Refuse]).await;
    let smtp = smtp(&format!("smtp://127.0.0.1:{}?tls=none", server.port), None);
    smtp.send(&mail("samer@example.ps")).await.expect("taken");
    let first = mail("lina@example.ps");
    let given_up = tokio::time::timeout(Duration::from_millis(200), smtp.send(&first)).await;
    assert!(given_up.is_err(), "it was too slow");
    tokio::time::sleep(2 * server::LATE).await;
    let second = smtp.send(&mail("rana@example.ps")).await;
    assert!(
        matches!(&second, Err(NotSent::Refused(why)) if why.contains("550")),
        "{second:?}"
    );
}

#[tokio::test]
async fn a_server_nobody_vouches_for_gets_neither_password_nor_mail() {
    let strange = Server::with_tls(&[]).await;
    let url = format!("smtp://portal:secret@127.0.0.1:{}", strange.port);
    let refused = smtp(&url, None).send(&mail("rana@example.ps")).await;
    assert!(matches!(refused, Err(NotSent::Away(_))), "{refused:?}");
    // One that offers no TLS at all, or somebody in between who takes the offer away.
    let bare = Server::without_tls(&[]).await;
    let url = format!("smtp://portal:secret@127.0.0.1:{}", bare.port);
    let refused = smtp(&url, None).send(&mail("rana@example.ps")).await;
    assert!(matches!(refused, Err(NotSent::Away(_))), "{refused:?}");
    for server in [strange, bare] {
        assert!(server.taken().is_empty() && !server.heard("AUTH") && !server.heard("MAIL"));
    }
}

#[tokio::test]
async fn what_is_put_off_goes_later_under_the_same_name() {
    let server = Server::without_tls(&[Act::PutOff, Act::Take]).await;
    let smtp = smtp(&format!("smtp://127.0.0.1:{}?tls=none", server.port), None);
    let first = smtp.send(&mail("rana@example.ps")).await;
    assert!(
        matches!(&first, Err(NotSent::Later(why)) if why.contains("451")),
        "{first:?}"
    );
    smtp.send(&mail("rana@example.ps")).await.expect("taken");
    assert!(server.taken()[0].data.contains("<move-1.2.mail@"));
    assert!(server.taken()[0].data.contains("\r\n") && !server.taken()[0].data.contains("\r\n.\r\n"));
}

#[tokio::test]
async fn a_refusal_is_final_and_names_nobody() {
    let server = Server::without_tls(&[Act::Refuse, Act::Take]).await;
    let smtp = smtp(&format!("smtp://127.0.0.1:{}?tls=none", server.port), None);
    let refused = smtp.send(&mail("rana@example.ps")).await;
    let Err(NotSent::Refused(why)) = refused else {
        panic!("{refused:?}")
    };
    assert!(why.contains("550") && !why.contains("rana"), "{why}");
    smtp.send(&mail("samer@example.ps"))
        .await
        .expect("the next one is taken");
    for bad in ["", "rana", "rana@example.ps\r\nBcc: other@example.ps", "a@b, c@d"] {
        let refused = smtp.send(&mail(bad)).await;
        assert!(matches!(refused, Err(NotSent::Refused(_))), "{bad}: {refused:?}");
    }
    assert_eq!(server.taken().len(), 1);
}

/// Nobody knows whether it was taken: it is sent again, under the same name, and no other one waits for it.
#[tokio::test]
async fn a_line_that_breaks_in_the_middle_puts_one_mail_off() {
    let server = Server::without_tls(&[Act::HangUp, Act::Take]).await;
    let smtp = smtp(&format!("smtp://127.0.0.1:{}?tls=none", server.port), None);
    let broken = smtp.send(&mail("rana@example.ps")).await;
    assert!(matches!(broken, Err(NotSent::Later(_))), "{broken:?}");
    smtp.send(&mail("rana@example.ps")).await.expect("taken");
    assert_eq!(server.taken().len(), 1);
}

#[tokio::test]
async fn nobody_there_and_a_wrong_password_are_no_fault_of_the_mail() {
    let port = server::free_port().await;
    let nobody = smtp(&format!("smtp://127.0.0.1:{port}?tls=none"), None);
    let away = nobody.send(&mail("rana@example.ps")).await;
    assert!(matches!(away, Err(NotSent::Away(_))), "{away:?}");
    let server = Server::with_tls(&[Act::RefuseLogin]).await;
    let url = format!("smtp://portal:old@127.0.0.1:{}", server.port);
    let away = smtp(&url, Some(&server.certificate))
        .send(&mail("rana@example.ps"))
        .await;
    assert!(
        matches!(&away, Err(NotSent::Away(why)) if why.contains("535")),
        "{away:?}"
    );
    let closing = Server::without_tls(&[Act::Close]).await;
    let smtp = smtp(&format!("smtp://127.0.0.1:{}?tls=none", closing.port), None);
    let away = smtp.send(&mail("rana@example.ps")).await;
    assert!(
        matches!(&away, Err(NotSent::Away(why)) if why.contains("421")),
        "{away:?}"
    );
}
