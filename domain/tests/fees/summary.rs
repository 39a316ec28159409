//! What the cards of the service list say.

use domain::fee::{FeeSummary, summary};
use domain::money::{Currency, Money};

use crate::service;

#[test]
fn cards_show_the_cheapest_case() {
    let ils = |minor| Money::new(minor, Currency::Ils);
    for (id, expected) in [
        ("academic-certificate-attestation", FeeSummary::From(ils(2000))),
        ("birth-certificate-extract", FeeSummary::Each(ils(1000))),
        ("building-permit", FeeSummary::From(ils(20_000))),
        ("company-registration", FeeSummary::From(ils(8700))),
        ("driving-licence-renewal", FeeSummary::From(ils(8000))),
        ("health-insurance-enrolment", FeeSummary::AfterAssessment),
        ("identity-card-issuance", FeeSummary::FreeOrFrom(ils(5000))),
        ("land-title-extract", FeeSummary::From(Money::new(3500, Currency::Jod))),
        ("non-conviction-certificate", FeeSummary::Each(ils(2000))),
        ("passport-renewal", FeeSummary::Exact(ils(21_000))),
        ("tax-clearance-certificate", FeeSummary::Free),
        ("vehicle-licence-renewal", FeeSummary::From(ils(17_000))),
    ] {
        assert_eq!(summary(&service(id)), expected, "{id}");
    }
    assert_eq!(FeeSummary::FreeOrFrom(ils(5000)).starting_price(), Some(ils(0)));
}
