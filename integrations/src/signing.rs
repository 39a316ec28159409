//! The key that signs documents, and the public keys that check them (decision 36).
//!
//! The private key is a file that only the portal may read. Its public half is published, together with those of keys
//! that signed before: what they signed stays good until they are taken off the list.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::seal::{CONTEXT, KeyId, SIGNATURE, parted};
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair, UnparsedPublicKey};
use sha2::{Digest, Sha256};

/// What a key file begins its one line with.
const KIND: &str = "ed25519 ";
/// Bytes of a key, private or public.
const KEY: usize = 32;
/// Most public keys that are published: the page that checks without us holds all.
pub const MOST_KEYS: usize = 16;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file cannot be read or written.
    #[error("{0}")]
    File(#[from] std::io::Error),
    /// Others than its owner may read it.
    #[error("others may read it; allow that to its owner alone (mode 0600)")]
    Open,
    /// It does not hold a key.
    #[error("there is no key in it; `hukumati keys new` makes one")]
    NoKey,
}

/// A public key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its name: the first bytes of its hash.
    pub id: KeyId,
    bytes: [u8; KEY],
}

impl PublicKey {
    fn new(bytes: [u8; KEY]) -> Self {
        let hash: [u8; 32] = Sha256::digest(bytes).into();
        Self {
            id: [hash[0], hash[1], hash[2], hash[3]],
            bytes,
        }
    }

    /// Reads a public key as it is printed: 43 letters of base64 for addresses.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim()).ok()?;
        Some(Self::new(bytes.try_into().ok()?))
    }

    /// The key as it is printed.
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes)
    }

    /// Its name in letters.
    pub fn name(&self) -> String {
        self.id.iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// The private key.
pub struct SigningKey {
    pair: Ed25519KeyPair,
    public: PublicKey,
}

impl SigningKey {
    fn from_seed(seed: &[u8]) -> Option<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).ok()?;
        let bytes = pair.public_key().as_ref().try_into().ok()?;
        let public = PublicKey::new(bytes);
        Some(Self { pair, public })
    }

    /// Reads a key file.
    ///
    /// # Errors
    /// It is not there, others may read it, or it holds no key.
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        only_ours(path)?;
        let text = std::fs::read_to_string(path)?;
        let lines = text.lines().map(str::trim);
        let key = lines.rev().find(|line| !line.is_empty() && !line.starts_with('#'));
        let seed = key.and_then(|line| URL_SAFE_NO_PAD.decode(line.strip_prefix(KIND)?.trim()).ok());
        seed.and_then(|seed| Self::from_seed(&seed)).ok_or(KeyError::NoKey)
    }

    /// Writes a new key file from thirty-two bytes of chance. What is there is never overwritten.
    ///
    /// # Errors
    /// It is there already, or cannot be written.
    pub fn create(path: &Path, seed: &[u8; KEY]) -> Result<Self, KeyError> {
        let key = Self::from_seed(seed).ok_or(KeyError::NoKey)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        writeln!(file, "# This key signs documents. Whoever can read it can make them.")?;
        writeln!(file, "{KIND}{}", URL_SAFE_NO_PAD.encode(seed))?;
        file.sync_all()?;
        Ok(key)
    }

    /// Its public half.
    pub fn public(&self) -> &PublicKey {
        &self.public
    }
}

#[cfg(unix)]
fn only_ours(path: &Path) -> Result<(), KeyError> {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(KeyError::Open) }
}

#[cfg(not(unix))]
fn only_ours(path: &Path) -> Result<(), KeyError> {
    std::fs::metadata(path)?;
    Ok(())
}

/// The key that signs, if this process has it, and all that are published.
#[derive(Default)]
pub struct Keyring {
    signing: Option<SigningKey>,
    retired: Vec<PublicKey>,
}

impl Keyring {
    /// From the key that signs and those that did.
    pub fn new(signing: Option<SigningKey>, retired: Vec<PublicKey>) -> Self {
        Self { signing, retired }
    }

    /// The key that signs now.
    pub fn current(&self) -> Option<&PublicKey> {
        self.signing.as_ref().map(SigningKey::public)
    }

    /// The keys that signed before.
    pub fn retired(&self) -> impl Iterator<Item = &PublicKey> {
        self.retired.iter().filter(|key| Some(*key) != self.current())
    }

    /// The signed part with its signature. Nothing without a key.
    pub fn sealed(&self, signed: &[u8]) -> Option<Vec<u8>> {
        let signature = self.signing.as_ref()?.pair.sign(&[CONTEXT, signed].concat());
        Some([signed, signature.as_ref()].concat())
    }

    /// The signed part, if one of the keys signed it. `key` says which, from the part itself.
    pub fn opened<'a>(&self, sealed: &'a [u8], key: KeyId) -> Option<&'a [u8]> {
        let (signed, signature): (_, &[u8; SIGNATURE]) = parted(sealed)?;
        let known = self
            .current()
            .into_iter()
            .chain(&self.retired)
            .find(|known| known.id == key)?;
        let public = UnparsedPublicKey::new(&ED25519, known.bytes);
        public.verify(&[CONTEXT, signed].concat(), signature).ok()?;
        Some(signed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ring(seed: u8) -> Keyring {
        Keyring::new(SigningKey::from_seed(&[seed; 32]), Vec::new())
    }

    /// RFC 8032, 7.1, test 1: the key alone; signatures here have a context in front.
    #[test]
    fn the_public_half_is_that_of_the_standard() {
        let hex = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
        let seed: Vec<u8> = (0..32)
            .map(|at| u8::from_str_radix(&hex[2 * at..2 * at + 2], 16).expect("hex"))
            .collect();
        let key = SigningKey::from_seed(&seed).expect("a key");
        assert_eq!(key.public().text(), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(PublicKey::read(&key.public().text()).as_ref(), Some(key.public()));
        assert_eq!(PublicKey::read("short"), None);
    }

    #[test]
    fn a_flipped_bit_anywhere_breaks_the_seal() {
        let ring = ring(7);
        let id = ring.current().expect("a key").id;
        let sealed = ring.sealed(b"what is said").expect("signed");
        assert_eq!(ring.opened(&sealed, id), Some(b"what is said".as_slice()));
        for bit in 0..sealed.len() * 8 {
            let mut broken = sealed.clone();
            broken[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(ring.opened(&broken, id), None, "bit {bit}");
        }
        assert_eq!(ring.opened(&sealed[1..], id), None);
        assert_eq!(ring.opened(b"", id), None);
    }

    #[test]
    fn retired_keys_still_count_and_foreign_ones_do_not() {
        let (old, foreign) = (ring(1), ring(3));
        let before = old.current().expect("a key").clone();
        let new = Keyring::new(SigningKey::from_seed(&[2; 32]), vec![before.clone()]);
        let sealed = old.sealed(b"old").expect("signed");
        assert_eq!(new.opened(&sealed, before.id), Some(b"old".as_slice()));
        let other = foreign.sealed(b"old").expect("signed");
        assert_eq!(new.opened(&other, before.id), None);
        assert_eq!(new.opened(&other, foreign.current().expect("a key").id), None);
        assert_eq!(Keyring::default().sealed(b"x"), None);
    }

    #[test]
    fn a_key_file_is_for_its_owner() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("signing.key");
        let made = SigningKey::create(&path, &[9; 32]).expect("made");
        assert_eq!(SigningKey::read(&path).expect("read").public(), made.public());
        assert!(matches!(SigningKey::create(&path, &[8; 32]), Err(KeyError::File(_))));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let mode = |mode| std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("set");
            assert_eq!(
                std::fs::metadata(&path).expect("it").permissions().mode() & 0o777,
                0o600
            );
            mode(0o640);
            assert!(matches!(SigningKey::read(&path), Err(KeyError::Open)));
            mode(0o600);
        }
        std::fs::write(&path, "nothing").expect("written");
        assert!(matches!(SigningKey::read(&path), Err(KeyError::NoKey)));
    }
}
