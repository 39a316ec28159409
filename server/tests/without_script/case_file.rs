//! What is written in a case: the note nobody else reads, the question, the answer.

use crate::citizen::{EMPLOYEE, OFFICER, decide, pay, sent, take};
use crate::town::Town;

const SECRET: &str = "سألتُ المديرية <b>هاتفيًا</b>";
const QUESTION: &str = "ما الغرض من المستخرج؟";
const ANSWER: &str = "تسجيل في المدرسة";

pub(crate) async fn what_is_written_in_a_case(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let application = sent(&mut browser).await;
    pay(&mut browser, &application).await;
    let mut officer = town.signed_in(OFFICER).await;
    let case = take(&mut officer, &application).await;
    officer.get(&case).await.is(200);

    let notes = format!("{case}/notes");
    let empty = [("internal_note", "  "), ("note_field", "purpose")];
    officer.submit(&notes, &empty).await.is(422);
    assert!(officer.page.text().contains("href=\"#internal_note\""));
    assert!(
        officer.page.text().contains("value=\"purpose\" selected"),
        "what was chosen stays"
    );
    officer
        .submit(&notes, &[("internal_note", SECRET), ("note_field", "purpose")])
        .await;
    officer.page.leads_to(&format!("{case}#notes"));
    officer.follow().await.is(200);
    assert_eq!(officer.page.text().matches("سألتُ المديرية &lt;b&gt;").count(), 2);

    let questions = format!("{case}/questions");
    officer.submit(&questions, &[("message", "")]).await.is(422);
    assert!(officer.page.text().contains("href=\"#message\""));
    officer.submit(&questions, &[("message", QUESTION)]).await;
    officer.page.leads_to(&format!("{case}#conversation"));

    // The citizen is told, reads the question and not the note, and answers.
    browser.get("/ar/messages").await.is(200).says("سؤال عن طلبك");
    browser
        .get(&application)
        .await
        .is(200)
        .says(QUESTION)
        .says("وينتظر ردك");
    browser.page.keeps_quiet_about("سألتُ المديرية");
    let answers = format!("{application}/answers");
    browser.submit(&answers, &[("message", " ")]).await.is(422);
    assert!(browser.page.text().contains("href=\"#message\""));
    let key = browser.page.form(&answers).value("key").to_owned();
    let token = browser.page.form(&answers).value("_csrf").to_owned();
    let said = [("message", ANSWER), ("key", &key), ("_csrf", &token)];
    for _ in 0..2 {
        browser.post(&answers, &said).await;
        browser.page.leads_to(&format!("{application}#conversation"));
    }
    browser.follow().await.is(200).keeps_quiet_about("وينتظر ردك");
    let said_once = browser.page.text().matches(&format!(">{ANSWER}<")).count();
    assert_eq!(said_once, 1, "said once");
    officer.get(&case).await.is(200).says(ANSWER);

    // Others find neither the case nor the application, and nobody writes without the form's key.
    browser.get(&case).await.is(404);
    browser.post(&notes, &said).await.is(404);
    let mut other = town.signed_in(crate::citizen::PARENT).await;
    other.get(&application).await.is(404);
    let keyless = [("message", ANSWER), ("key", "1"), ("_csrf", &token)];
    browser.post(&answers, &keyless).await.is(400);
}

/// An officer of a ministry that has no part in the case.
const ELSEWHERE: &str = "Licensing officer";
const OPINION: &str = "لا مانع لدى الوزارة";

pub(crate) async fn another_body_is_asked(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let application = sent(&mut browser).await;
    pay(&mut browser, &application).await;
    let mut officer = town.signed_in(OFFICER).await;
    let case = take(&mut officer, &application).await;
    let mut other = town.signed_in(ELSEWHERE).await;
    other.get(&case).await.is(404);

    let opinions = format!("{case}/opinions");
    officer.get(&case).await.is(200);
    officer.submit(&opinions, &[("opinion_days", "90")]).await.is(422);
    for input in ["opinion_body", "opinion_question", "opinion_days"] {
        assert!(officer.page.text().contains(&format!("href=\"#{input}\"")), "{input}");
    }
    let asked = [
        ("opinion_body", "mot"),
        ("opinion_question", QUESTION),
        ("opinion_days", "3"),
    ];
    officer
        .submit(&opinions, &asked)
        .await
        .leads_to(&format!("{case}#opinions"));
    officer.follow().await.is(200).says(QUESTION);

    // Who is asked finds the case in the list, and answers in it.
    other
        .get("/ar/staff/opinions")
        .await
        .is(200)
        .says(crate::journey::reference(&application));
    other.get(&case).await.is(200).says(QUESTION);
    let answer = other.page.find(&format!(r#"action="({opinions}/[0-9a-f-]+/answer)""#));
    other.submit(&answer, &[("opinion_answer", "")]).await.is(422);
    other
        .submit(&answer, &[("opinion_answer", OPINION)])
        .await
        .leads_to(&format!("{case}#opinions"));
    officer.get(&case).await.is(200).says(OPINION);
    browser.get(&application).await.is(200).keeps_quiet_about(OPINION);
    // The case stands where it stood.
    decide(&mut officer, &case, &[("action", "issue_certificate")]).await;
}
