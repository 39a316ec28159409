use super::*;

fn read(file: &str, environment: &[(&str, &str)], demo: bool) -> Result<Config, String> {
    let environment = environment
        .iter()
        .map(|(name, value)| ((*name).into(), (*value).into()));
    Config::read(&Source::of(Some(file), environment)?, demo)
}

fn refused(file: &str, environment: &[(&str, &str)], demo: bool) -> String {
    read(file, environment, demo).expect_err("it must be refused")
}

#[test]
fn has_defaults_for_a_machine_of_ones_own() {
    let config = read("", &[], false).expect("defaults");
    assert_eq!(config.base_url, "http://127.0.0.1:3000");
    assert_eq!(config.database_url.expose(), "sqlite:data/hukumati.db");
    assert!(config.pilot && config.national_id_checksum && !config.https());
    assert_eq!(config.registry, RegistryChoice::None);
    assert_eq!(read("", &[], true).expect("demo").registry, RegistryChoice::Simulated);
}

#[test]
fn the_environment_stands_over_the_file() {
    let file =
        "pilot = false\nopens_on = 2027-01-31\ntrusted_proxies = [\"10.0.0.0/8\", \"::1\"]\naddr = \"0.0.0.0:80\"";
    let config = read(
        file,
        &[("HUKUMATI_ADDR", "127.0.0.1:8080"), ("HUKUMATI_DATA_DIR", "/d")],
        false,
    );
    let config = config.expect("good settings");
    assert_eq!(config.addr.port(), 8080);
    assert_eq!(config.database_url.expose(), "sqlite:/d/hukumati.db");
    assert_eq!(
        config.opens_on.map(|day| day.to_string()).as_deref(),
        Some("2027-01-31")
    );
    assert!(!config.pilot);
    assert!(config.trusts("10.1.2.3".parse().expect("ip")) && config.trusts("::1".parse().expect("ip")));
    assert!(!config.trusts("11.1.2.3".parse().expect("ip")));
}

#[test]
fn what_is_unknown_or_unreadable_is_named() {
    assert!(refused("", &[("HUKUMATI_ADRR", "x")], false).contains("HUKUMATI_ADRR"));
    assert!(refused("prot = 1", &[], false).contains("hukumati.toml: prot"));
    assert!(refused("", &[("HUKUMATI_ADDR", "here")], false).contains("HUKUMATI_ADDR"));
    assert!(refused("pilot = \"perhaps\"", &[], false).contains("hukumati.toml: pilot"));
    assert!(refused("", &[("HUKUMATI_OPENS_ON", "soon")], false).contains("HUKUMATI_OPENS_ON"));
    assert!(refused("", &[("HUKUMATI_ENV", "prod")], false).contains("HUKUMATI_ENV"));
    assert!(refused("", &[("HUKUMATI_REGISTRY", "x")], false).contains("HUKUMATI_REGISTRY"));
    assert!(refused("", &[("HUKUMATI_TRUSTED_PROXIES", "me")], false).contains("TRUSTED_PROXIES"));
    for base in ["portal", "https://a.example/x", "ftp://a", "https://u:p@a.example"] {
        assert!(refused("", &[("HUKUMATI_BASE_URL", base)], false).contains("HUKUMATI_BASE_URL"));
    }
    assert!(read("", &[("HUKUMATI_TOOLS", "/t")], false).is_ok());
}

#[test]
fn what_is_unsafe_together_is_named() {
    let production = ("HUKUMATI_ENV", "production");
    let https = ("HUKUMATI_BASE_URL", "https://portal.example");
    assert!(read("", &[production, https], false).is_ok());
    assert!(refused("", &[production], false).contains("HUKUMATI_BASE_URL"));
    assert!(refused("", &[production, https], true).contains("--demo"));
    let secret = |value| ("HUKUMATI_PAYMENT_SECRET", value);
    assert!(refused("", &[production, https, secret("sk_test_1")], false).contains("PAYMENT_SECRET"));
    assert!(refused("", &[secret("sk_live_1")], false).contains("HUKUMATI_PAYMENT_SECRET"));
    assert!(refused("", &[("HUKUMATI_REGISTRY", "simulated")], false).contains("HUKUMATI_REGISTRY"));
}

#[test]
fn secrets_are_not_printed() {
    let environment = [
        ("HUKUMATI_DATABASE_URL", "postgres://user:hunter2@db/x"),
        ("HUKUMATI_PAYMENT_SECRET", "sk_test_hunter2"),
    ];
    let config = read("", &environment, false).expect("good settings");
    let printed = format!("{config:?} {:?}", config.lines());
    assert!(!printed.contains("hunter2"), "{printed}");
    assert!(printed.contains("postgres://user:***@db/x"));
}

#[test]
fn an_exchange_is_whole_safe_and_for_real_people() {
    const URL: (&str, &str) = ("HUKUMATI_XROAD_URL", "https://exchange.example");
    const CLIENT: (&str, &str) = ("HUKUMATI_XROAD_CLIENT", "PS/GOV/MTDE/HUKUMATI");
    let config = read("", &[URL, CLIENT], false).expect("an exchange");
    assert_eq!(config.registry, RegistryChoice::XRoad);
    assert!(config.lines().contains(&("xroad_hash", "verify".to_owned())));
    let off = read("", &[URL, CLIENT, ("HUKUMATI_REGISTRY", "none")], false).expect("switched off");
    assert_eq!(off.registry, RegistryChoice::None);
    assert!(refused("", &[URL], false).contains("HUKUMATI_XROAD_CLIENT"));
    assert!(refused("", &[CLIENT], false).contains("HUKUMATI_XROAD_URL"));
    assert!(refused("", &[URL, CLIENT], true).contains("--demo"));
    assert!(refused("registry = \"xroad\"", &[], false).contains("XROAD_URL"));
    let open = ("HUKUMATI_XROAD_URL", "http://exchange.example");
    assert!(refused("", &[open, CLIENT], false).contains("https"));
    let nobody = ("HUKUMATI_XROAD_CLIENT", "HUKUMATI");
    assert!(refused("", &[URL, nobody], false).contains("INSTANCE/CLASS/MEMBER"));
    assert!(refused("", &[URL, CLIENT, ("HUKUMATI_XROAD_HASH", "no")], false).contains("HUKUMATI_XROAD_HASH"));
}

#[test]
fn messages_are_whole_safe_and_for_real_people() {
    const SMTP: (&str, &str) = ("HUKUMATI_SMTP_URL", "smtp://portal:hunter2@mail.example");
    const FROM: (&str, &str) = ("HUKUMATI_MAIL_FROM", "Hukumati <noreply@hukumati.example>");
    const SMS: (&str, &str) = ("HUKUMATI_SMS_URL", "https://gateway.example/send?key=hunter2");
    const TOKEN: (&str, &str) = ("HUKUMATI_SMS_TOKEN", "hunter2");
    let production = ("HUKUMATI_ENV", "production");
    let https = ("HUKUMATI_BASE_URL", "https://portal.example");
    let body = ("HUKUMATI_SMS_BODY", "user=portal&pass=hunter2&to={to}&text={text}");
    let config = read("", &[SMTP, FROM, SMS, TOKEN, body, production, https], false).expect("good settings");
    let printed = format!("{config:?} {:?}", config.lines());
    assert!(!printed.contains("hunter2"), "{printed}");
    assert!(printed.contains("portal:***@mail.example") && printed.contains("https://gateway.example/send"));
    assert!(refused("", &[SMTP], false).contains("HUKUMATI_MAIL_FROM"));
    assert!(refused("", &[FROM], false).contains("HUKUMATI_SMTP_URL"));
    assert!(refused("", &[TOKEN], false).contains("HUKUMATI_SMS_URL"));
    assert!(refused("", &[SMTP, FROM], true).contains("--demo"));
    assert!(refused("", &[SMS], true).contains("--demo"));
    let nobody = ("HUKUMATI_MAIL_FROM", "nobody");
    assert!(refused("", &[SMTP, nobody], false).contains("HUKUMATI_MAIL_FROM"));
    let open = |url| ("HUKUMATI_SMTP_URL", url);
    for url in ["smtp://mail.example?tls=none", "smtp://mail.example?tls=optional"] {
        assert!(refused("", &[open(url), FROM, production, https], false).contains("HUKUMATI_SMTP_URL"));
        assert!(read("", &[open(url), FROM], false).is_ok(), "to try it out");
    }
    assert!(
        read(
            "",
            &[open("smtp://127.0.0.1:25?tls=none"), FROM, production, https],
            false
        )
        .is_ok()
    );
    assert!(refused("", &[open("smtp://u:p@mail.example?tls=none"), FROM], false).contains("password"));
    assert!(refused("", &[("HUKUMATI_SMS_URL", "http://gateway.example")], false).contains("https"));
    assert!(refused("", &[SMS, ("HUKUMATI_SMS_BODY", "to={to}")], false).contains("HUKUMATI_SMS_URL"));
    let roots = ("HUKUMATI_SMTP_CA", "/nowhere.pem");
    assert!(refused("", &[SMTP, FROM, roots], false).contains("HUKUMATI_SMTP_CA"));
}
