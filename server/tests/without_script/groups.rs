//! A service that asks the same questions several times, from the first page to sent, by plain posts.

use crate::browser::Browser;
use crate::citizen::{EMPLOYEE, declaration, fill};
use crate::paper::PDF;
use crate::town::Town;

const SERVICE: &str = "non-conviction-certificate";

/// When somebody lived there, in the inputs of that item.
fn stay(index: usize, country: &str, from: &str, to: &str) -> Vec<(String, String)> {
    let name = |part: &str| format!("residences.{index}.{part}");
    let mut inputs = vec![(name("country"), country.to_owned())];
    for (field, year) in [("from_date", from), ("to_date", to)] {
        for (part, text) in [("day", "1"), ("month", "2"), ("year", year)] {
            inputs.push((name(&format!("{field}.{part}")), text.to_owned()));
        }
    }
    inputs
}

fn lent(inputs: &[(String, String)]) -> Vec<(&str, &str)> {
    inputs
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect()
}

pub(crate) async fn from_start_to_sent(town: Town) {
    let mut browser = town.signed_in(EMPLOYEE).await;
    let service = format!("/en/services/{SERVICE}");
    browser.get(&service).await.is(200);
    browser.submit(&format!("{service}/apply"), &[]).await.is(303);
    let application = browser.page.location().to_owned();
    let application = application.strip_suffix("/form/applicant").expect("the first page");
    let page = |name: &str| format!("{application}/form/{name}");
    fill(
        &mut browser,
        &page("applicant"),
        &[("capacity", "self")],
        &page("nationality"),
    )
    .await;
    browser.get(&page("nationality")).await.is(200);
    let answers = [("nationality_type", "palestinian"), ("lived_abroad", "yes")];
    let identity = [("identity_file", "id.pdf", PDF)];
    browser
        .upload(&page("nationality"), &answers, ("x", "1"), &identity)
        .await
        .leads_to(&page("abroad"));

    // One blank period; a second by the button, which keeps what was typed and leads to it.
    browser.get(&page("abroad")).await.is(200).says("Period 1 of 1");
    let first = stay(0, "JO", "2011", "2013");
    let add = ("add_item", "residences");
    browser.press(&page("abroad"), &lent(&first), Some(add)).await;
    browser.page.leads_to(&format!("{}#f-residences.1", page("abroad")));
    browser.follow().await.is(200).says("Period 2 of 2");
    browser.press(&page("abroad"), &[], Some(add)).await.is(303);
    browser.follow().await.is(200).says("Period 3 of 3");
    browser
        .press(&page("abroad"), &[], Some(("remove_item", "residences.1")))
        .await
        .leads_to(&format!("{}#f-residences", page("abroad")));
    browser.follow().await.is(200).says("Period 2 of 2");

    // The second is half answered: told where it is, under its own name.
    let record = [("foreign_record_file", "record.pdf", PDF)];
    browser
        .upload(&page("abroad"), &[("residences.2.country", "EG")], ("x", "1"), &record)
        .await
        .leads_to(&format!("{}#problem", page("abroad")));
    browser.follow().await.is(200).says("Period 2: From");
    let text = browser.page.text();
    assert!(text.contains("href=\"#residences.2.from_date.day\""), "{text}");
    let second = stay(2, "EG", "2014", "2016");
    browser
        .submit(&page("abroad"), &lent(&second))
        .await
        .leads_to(&page("request"));

    fill(
        &mut browser,
        &page("request"),
        &[("purpose", "visa")],
        &page("delivery"),
    )
    .await;
    fill(&mut browser, &page("delivery"), &[], &page("check")).await;
    browser.get(&page("check")).await.is(200).says("Jordan").says("Egypt");
    let text = browser.page.text();
    assert!(text.contains("form/abroad?from=check#f-residences"), "{text}");
    let ticked = declaration(&browser);
    browser
        .submit(&page("check"), &[("declaration", &ticked)])
        .await
        .leads_to(&format!("{application}/pay"));
    browser.get(application).await.is(200).says("Jordan").says("Egypt");
    again(&mut browser, &service).await;
}

/// Once more with the same answers, page by page; then the copy is thrown away, which is asked once more.
async fn again(browser: &mut Browser, service: &str) {
    browser.submit(&format!("{service}/apply"), &[]).await.is(303);
    let first = browser.page.location().to_owned();
    let copy = first
        .strip_suffix("/form/applicant")
        .expect("the first page")
        .to_owned();
    let page = |name: &str| format!("{copy}/form/{name}");
    browser.get(&page("abroad")).await.is(302);
    assert_eq!(browser.page.location(), copy, "nothing is skipped");
    fill(browser, &page("applicant"), &[], &page("nationality")).await;
    // The paper is asked for again; nothing else is missing.
    browser.get(&page("nationality")).await.is(200);
    let identity = [("identity_file", "id.pdf", PDF)];
    browser
        .upload(&page("nationality"), &[], ("x", "1"), &identity)
        .await
        .leads_to(&page("abroad"));
    browser.get(&page("abroad")).await.is(200).says("Period 2 of 2");
    browser
        .get("/en/applications")
        .await
        .is(200)
        .says("Last page saved: Nationality");
    let text = browser.page.text();
    assert!(text.contains(&format!("{copy}?discard=1#discard")), "{text}");
    browser.get(&format!("{copy}?discard=1")).await.is(200);
    assert!(
        browser.page.text().contains("id=\"discard\" open"),
        "it is asked once more"
    );
    browser
        .submit(&format!("{copy}/discard"), &[])
        .await
        .leads_to("/en/applications");
    browser.get(&copy).await.is(404);
}
