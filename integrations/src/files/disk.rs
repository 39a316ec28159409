//! Files in one folder on this machine.
//!
//! A file is written beside its place, forced to disk, renamed into place, and the folder is forced to
//! disk too: a reader sees the old file or the new one, never half of one, also after a loss of power.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

use async_trait::async_trait;
use tokio::task::spawn_blocking;

use super::{FILE_LIMIT, FileError, FileStore, is_key};

/// Unfinished files lie here; no key begins with a dot.
const UNFINISHED: &str = ".unfinished";
/// Older ones were left by a process that died.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// The store.
#[derive(Clone, Debug)]
pub struct DiskStore {
    root: PathBuf,
}

impl DiskStore {
    /// Opens the folder, or makes it, and clears away what a killed process left unfinished.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        let unfinished = root.join(UNFINISHED);
        make_folder(&unfinished)?;
        for entry in fs::read_dir(&unfinished)? {
            let entry = entry?;
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            if age > ABANDONED_AFTER {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(Self { root })
    }

    fn path(&self, key: &str) -> Result<PathBuf, FileError> {
        if is_key(key) {
            Ok(self.root.join(key))
        } else {
            Err(FileError::BadKey)
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let folder = path.parent().ok_or(ErrorKind::InvalidInput)?;
        make_folder(folder)?;
        let name = format!("{:032x}", rand::random::<u128>());
        let unfinished = self.root.join(UNFINISHED).join(name);
        let written = write_through(&unfinished, bytes).and_then(|()| fs::rename(&unfinished, path));
        if let Err(error) = written {
            // It may not exist; the first error is the one that counts.
            let _ = fs::remove_file(&unfinished);
            return Err(error);
        }
        sync_folder(folder)
    }
}

#[async_trait]
impl FileStore for DiskStore {
    async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), FileError> {
        let path = self.path(key)?;
        if bytes.len() > FILE_LIMIT {
            return Err(FileError::TooLarge);
        }
        let store = self.clone();
        blocking(move || store.write(&path, &bytes)).await
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, FileError> {
        let path = self.path(key)?;
        blocking(move || missing_is_none(fs::read(path))).await
    }

    async fn delete(&self, key: &str) -> Result<(), FileError> {
        let path = self.path(key)?;
        blocking(move || match missing_is_none(fs::remove_file(&path))? {
            Some(()) => path.parent().map_or(Ok(()), sync_folder),
            None => Ok(()),
        })
        .await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, FileError> {
    spawn_blocking(work)
        .await
        .map_err(io::Error::other)
        .and_then(|done| done)
        .map_err(FileError::Away)
}

fn missing_is_none<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory
            ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

fn write_through(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Makes the folder and those above it, for this user only, each forced to disk in the one above.
fn make_folder(folder: &Path) -> io::Result<()> {
    if folder.as_os_str().is_empty() || folder.is_dir() {
        return Ok(());
    }
    let above = folder.parent().unwrap_or(Path::new(""));
    make_folder(above)?;
    match DirBuilder::new().mode(0o700).create(folder) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    sync_folder(if above.as_os_str().is_empty() {
        Path::new(".")
    } else {
        above
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn files_come_back_whole_and_go_when_told() {
        let folder = tempfile::tempdir().unwrap();
        let store = DiskStore::open(folder.path().join("a/b")).unwrap();
        let key = "uploads/0197-ab/1";
        assert_eq!(store.get(key).await.unwrap(), None);
        store.put(key, b"one".to_vec()).await.unwrap();
        store.put(key, "اثنان".as_bytes().to_vec()).await.unwrap();
        let again = DiskStore::open(folder.path().join("a/b")).unwrap();
        assert_eq!(again.get(key).await.unwrap().as_deref(), Some("اثنان".as_bytes()));
        assert_eq!(again.get("uploads/0197-ab/1/deeper").await.unwrap(), None);
        assert_eq!(again.get("uploads/0197-ab").await.unwrap(), None);
        again.delete(key).await.unwrap();
        again.delete(key).await.unwrap();
        assert_eq!(store.get(key).await.unwrap(), None);
        let left = fs::read_dir(folder.path().join("a/b").join(UNFINISHED))
            .unwrap()
            .count();
        assert_eq!(left, 0, "nothing unfinished stays");
    }

    #[tokio::test]
    async fn no_key_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let store = DiskStore::open(folder.path().join("files")).unwrap();
        let long = "a".repeat(201);
        for key in [
            "", "/", "a/", "/a", "a//b", "..", "../a", "a/../b", ".a", "A", "a b", "a\0", "ا", "a\\b", &long,
        ] {
            assert!(matches!(store.put(key, vec![1]).await, Err(FileError::BadKey)), "{key}");
            assert!(matches!(store.get(key).await, Err(FileError::BadKey)), "{key}");
            assert!(matches!(store.delete(key).await, Err(FileError::BadKey)), "{key}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let store = DiskStore::open(folder.path()).unwrap();
        store.put("a/b", vec![1]).await.unwrap();
        assert!(
            matches!(store.put("a", vec![2]).await, Err(FileError::Away(_))),
            "a folder is there"
        );
        assert!(
            matches!(store.put("a/b/c", vec![2]).await, Err(FileError::Away(_))),
            "a file is there"
        );
        assert_eq!(store.get("a/b").await.unwrap(), Some(vec![1]));
        assert_eq!(fs::read_dir(folder.path().join(UNFINISHED)).unwrap().count(), 0);
        let large = vec![0; FILE_LIMIT + 1];
        assert!(matches!(store.put("large", large).await, Err(FileError::TooLarge)));
    }
}
