//! The table of holidays, kept by forms.

use crate::citizen::OFFICER;
use crate::town::Town;

const PAGE: &str = "/ar/staff/admin/calendar";

pub(crate) async fn kept_by_the_administrator(town: Town) {
    let mut officer = town.signed_in(OFFICER).await;
    officer.get(PAGE).await.is(404);
    let mut browser = town.signed_in("Portal administrator").await;
    browser.get("/ar/staff/queue").await.is(200);
    assert!(browser.page.text().contains(PAGE), "the way to it");
    browser.get(PAGE).await.is(200).says("لا أيام بقرار بعد");

    let typed = [("day", "2027-02-30"), ("name_ar", "عيد"), ("what", "closed")];
    browser.submit(PAGE, &typed).await.is(422);
    browser.page.says("اكتب يومًا").says("اكتب المناسبة");
    assert!(
        browser.page.text().contains("value=\"2027-02-30\""),
        "what was typed stays"
    );
    let year = browser.page.text();
    assert!(year.contains("value=\"عيد\""));

    // Two months from the day this runs: the same in every year.
    let soon = std::time::SystemTime::now() + std::time::Duration::from_secs(60 * 86_400);
    let day = chrono::DateTime::<chrono::Utc>::from(soon).date_naive().to_string();
    let typed = [
        ("day", day.as_str()),
        ("name_ar", "عيد الفطر"),
        ("name_en", "Eid al-Fitr"),
        ("governorate", "PS-JEN"),
        ("what", "closed"),
    ];
    browser.submit(PAGE, &typed).await.leads_to(PAGE);
    browser.follow().await.is(200).says("عيد الفطر").says("جنين");
    browser.get(PAGE).await.is(200);
    browser
        .submit(PAGE, &typed)
        .await
        .is(422)
        .says("مكتوب لهذه المحافظة من قبل");

    browser.get(PAGE).await.is(200);
    let form = browser
        .page
        .find("action=\"(/ar/staff/admin/calendar/[^\"]+/withdraw)\"");
    browser.submit(&form, &[]).await.leads_to(PAGE);
    browser.follow().await.is(200).says("لا أيام بقرار بعد");
    officer.post(PAGE, &[("day", &day)]).await;
    assert!(officer.page.status >= 400, "not without a form of the portal's");
}
