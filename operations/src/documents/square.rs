//! The square code of a document.

use qrcode::{Color, EcLevel, QrCode};

use crate::OperationError;

/// Light modules around it (ISO 18004).
const QUIET: usize = 4;

/// A square code: its modules, row by row, without the light ones around.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Square {
    /// Modules of a side.
    pub side: usize,
    /// Whether each is dark.
    pub dark: Vec<bool>,
}

impl Square {
    /// The code of a text. Level M mends 15 % of damage; more would make the modules smaller, which harms a scan from
    /// paper more than a stain does.
    pub(super) fn of(content: &str) -> Result<Self, OperationError> {
        let code = QrCode::with_error_correction_level(content, EcLevel::M)
            .map_err(|error| OperationError::Fault(format!("QR code: {error}")))?;
        let side = code.width();
        let modules = code.to_colors().into_iter();
        Ok(Self {
            side,
            dark: modules.map(|colour| colour == Color::Dark).collect(),
        })
    }

    /// Side length with the light modules around, and an SVG path of the dark ones.
    pub(super) fn path(&self) -> (u32, String) {
        use std::fmt::Write;
        let mut path = String::new();
        for (row, modules) in self.dark.chunks(self.side).enumerate() {
            let mut column = 0;
            while column < self.side {
                let run = modules[column..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let _ = write!(path, "M{} {}h{run}v1h-{run}z", column + QUIET, row + QUIET);
                }
                column += run.max(1);
            }
        }
        (u32::try_from(self.side + 2 * QUIET).unwrap_or_default(), path)
    }
}
