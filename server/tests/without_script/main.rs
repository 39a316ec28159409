//! The whole journey as a browser without script makes it: pages read, forms posted, redirects followed. The program
//! that is tested is the one people run, with its demonstration, its worker and its payment simulator; on SQLite, and
//! on PostgreSQL when `TEST_POSTGRES_URL` names a server where databases may be made.

mod browser;
mod case_file;
mod citizen;
mod cut_off;
mod documents;
mod groups;
mod holidays;
mod hostile;
mod imported;
mod journey;
mod messages;
mod page;
mod paper;
mod refusals;
mod town;

/// The worker and the web process look for a changed catalogue alike, so one engine is enough.
#[tokio::test]
async fn a_service_imported_at_run_time() {
    imported::while_people_apply(town::Town::with_own_catalogue().await).await;
}

/// Runs a test on each engine.
macro_rules! on_both {
    ($($name:ident => $test:path;)+) => {$(
        mod $name {
            #[tokio::test]
            async fn sqlite() {
                $test(crate::town::Town::on_sqlite().await).await;
            }

            #[tokio::test]
            async fn postgres() {
                if let Some(town) = crate::town::Town::on_postgres().await {
                    $test(town).await;
                }
            }
        }
    )+};
}

on_both! {
    for_oneself => crate::journey::for_oneself;
    for_a_relative_through_review => crate::journey::for_a_relative_through_review;
    another_body_is_asked => crate::case_file::another_body_is_asked;
    what_is_written_in_a_case => crate::case_file::what_is_written_in_a_case;
    draft_left_and_discarded => crate::journey::left_and_discarded;
    several_periods_abroad => crate::groups::from_start_to_sent;
    told_read_and_shown => crate::messages::told_read_and_shown;
    how_to_be_told => crate::messages::wishes;
    dead_letters => crate::messages::dead_letters;
    another_account => crate::refusals::another_account;
    the_pilot => crate::refusals::the_pilot;
    signing_in => crate::refusals::signing_in;
    making_an_account => crate::refusals::making_an_account;
    forged_and_oversized => crate::refusals::forged_and_oversized;
    broken_uploads => crate::cut_off::a_file_goes_on_where_the_line_broke;
    headers => crate::refusals::headers;
    hostile_input => crate::hostile::hostile_input;
    holidays_by_decision => crate::holidays::kept_by_the_administrator;
    documents_issued_anew => crate::documents::issued_anew;
    documents_checked_without_us => crate::documents::checked_without_us;
    stopping => crate::hostile::stopping;
    slow_and_broken_connections => crate::hostile::slow_and_broken_connections;
}
