//! Where files lie: uploads and issued documents, by key.
//!
//! Behind the trait stands an object store ([`objects`]): a folder of this machine, or a bucket that speaks S3.
//! (decision 31)

pub mod objects;
mod s3;

use async_trait::async_trait;

/// Longest key.
pub const KEY_LIMIT: usize = 200;
/// Largest file.
pub const FILE_LIMIT: usize = 64 * 1024 * 1024;

/// A file that could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// A key is `[a-z0-9-]` in parts joined by `/`.
    #[error("not a key for a file")]
    BadKey,
    /// Larger than [`FILE_LIMIT`].
    #[error("the file is too large")]
    TooLarge,
    /// The store cannot be used now.
    #[error("the file store cannot be used: {0}")]
    Away(String),
}

/// A place for files.
#[async_trait]
pub trait FileStore: Send + Sync {
    /// Stores the bytes; after `Ok` they survive a loss of power. A file of that key is replaced whole.
    ///
    /// # Errors
    /// See [`FileError`]; after `Away` the key has either its old content or the new one.
    async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), FileError>;

    /// The bytes, or `None` when there is no such file.
    ///
    /// # Errors
    /// See [`FileError`].
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, FileError>;

    /// Removes the file; one that is not there is no error.
    ///
    /// # Errors
    /// See [`FileError`].
    async fn delete(&self, key: &str) -> Result<(), FileError>;

    /// Removes every file whose key begins with this one and a `/`.
    ///
    /// # Errors
    /// See [`FileError`]; some may be gone and others not.
    async fn delete_under(&self, key: &str) -> Result<(), FileError>;
}

/// Whether the text can be a key: no way out of the folder, no hidden names, the same on every system.
pub fn is_key(text: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    text.len() <= KEY_LIMIT && text.split('/').all(|part| !part.is_empty() && part.bytes().all(plain))
}
