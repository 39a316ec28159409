//! How handing a message to the next house can fail, for mail and short messages alike.

/// Why a message was not taken. The words are for those who keep the portal in order; they hold no address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// This message will never be taken.
    #[error("refused: {0}")]
    Refused(String),
    /// Not now, or it is not known whether it was: the same message again later, under the same name.
    #[error("put off: {0}")]
    Later(String),
    /// Nobody is there, or nothing of ours is taken. It has nothing to do with this message.
    #[error("away: {0}")]
    Away(String),
}

/// Longest reason that is kept, in characters.
const REASON: usize = 200;

/// What another house said, without what may be somebody's address or number, in one line.
pub(crate) fn without_addresses(said: &str) -> String {
    let word = |word: &str| {
        let digits = word.chars().filter(char::is_ascii_digit).count();
        if word.contains('@') || digits >= 7 {
            "…".to_owned()
        } else {
            word.chars().filter(|c| !c.is_control()).collect()
        }
    };
    let words: Vec<String> = said.split_whitespace().map(word).collect();
    words.join(" ").chars().take(REASON).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_hold_no_address() {
        let said = "550 5.1.1 <rana@example.ps>:\r\n unknown user +970599123456";
        assert_eq!(without_addresses(said), "550 5.1.1 … unknown user …");
    }
}
