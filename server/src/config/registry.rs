//! Which registries are asked, and where.

use integrations::registry::xroad::{HashCheck, XRoad, XRoadConfig};

use super::Source;

/// Which registries are asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RegistryChoice {
    /// Those behind the secure exchange of [`Exchange`].
    XRoad,
    /// Invented people; the demonstration only.
    Simulated,
    /// None: what they would know is asked of the applicant and checked by officers.
    None,
}

/// The Security Server and who the portal is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Its address.
    pub url: String,
    /// `INSTANCE/CLASS/MEMBER/SUBSYSTEM`.
    pub client: String,
    /// How the request hash of replies is looked at.
    pub hash: HashCheck,
}

impl Exchange {
    /// The connector to it.
    ///
    /// # Errors
    /// A sentence.
    pub fn connector(&self) -> Result<XRoad, String> {
        let mut config = XRoadConfig::new(self.url.clone(), self.client.clone());
        config.hash = self.hash;
        XRoad::new(config).map_err(|error| error.to_string())
    }
}

/// From the settings: half an exchange, an unsafe one, or one for invented people stops the start.
pub(super) fn read(source: &Source, demo: bool) -> Result<(RegistryChoice, Option<Exchange>), String> {
    let (url, client, choice) = (
        source.name("xroad_url"),
        source.name("xroad_client"),
        source.name("registry"),
    );
    let hash = match source.get("xroad_hash") {
        None | Some("verify") => HashCheck::Verify,
        Some("trust") => HashCheck::Trust,
        Some(other) => return Err(source.wrong("xroad_hash", other, "verify or trust")),
    };
    let exchange = match (source.get("xroad_url"), source.get("xroad_client")) {
        (Some(url), Some(client)) => Some(Exchange {
            url: url.to_owned(),
            client: client.to_owned(),
            hash,
        }),
        (None, None) => None,
        (Some(_), None) => return Err(format!("{url} needs {client} beside it: who the portal is there")),
        (None, Some(_)) => return Err(format!("{client} needs {url} beside it: where the Security Server is")),
    };
    if let Some(exchange) = &exchange {
        if demo {
            return Err(format!(
                "{url} is not for --demo: no register is asked about invented people"
            ));
        }
        exchange.connector().map_err(|why| format!("{url}, {client}: {why}"))?;
    }
    let chosen = match source.get("registry") {
        None if exchange.is_some() => RegistryChoice::XRoad,
        None if demo => RegistryChoice::Simulated,
        None | Some("none") => RegistryChoice::None,
        Some("simulated") if demo => RegistryChoice::Simulated,
        Some("simulated") => return Err(format!("{choice}=simulated is for --demo only")),
        Some("xroad") if exchange.is_some() => RegistryChoice::XRoad,
        Some("xroad") => return Err(format!("{choice}=xroad needs {url} and {client}")),
        Some(other) => return Err(source.wrong("registry", other, "xroad, simulated or none")),
    };
    Ok((chosen, exchange))
}
