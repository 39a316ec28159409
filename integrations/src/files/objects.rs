//! Files in an object store: a folder, or a bucket.
//!
//! In a folder a file is written beside its place, forced to disk, renamed into place, and the folder is forced to disk
//! too: a reader sees the old file or the new one, never half of one, also after a loss of power. A bucket promises the
//! same when it answers.

use std::fs::{self, DirBuilder, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::TryStreamExt;
use object_store::local::LocalFileSystem;
use object_store::path::Path as Key;
use object_store::{ObjectStore, ObjectStoreExt};
use url::Url;

use super::{FILE_LIMIT, FileError, FileStore, is_key};

/// Unfinished files older than this were left by a process that died.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// The store.
#[derive(Clone, Debug)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    /// What stands before every key, in a bucket that holds other things too.
    prefix: String,
    /// The folder, if it is one.
    root: Option<PathBuf>,
}

impl Objects {
    /// Files in a folder of this machine. Makes it, and clears away what a killed process left unfinished.
    ///
    /// # Errors
    /// When the folder cannot be made or read.
    pub fn folder(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        make_folder(&root)?;
        let root = root.canonicalize()?;
        clear_unfinished(&root)?;
        let store = LocalFileSystem::new_with_prefix(&root).map_err(io::Error::other)?;
        Ok(Self {
            store: Arc::new(store.with_fsync(true)),
            prefix: String::new(),
            root: Some(root),
        })
    }

    /// Files at an address: `file:///srv/files`, or `s3://bucket/prefix` with the usual `AWS_*` variables.
    ///
    /// # Errors
    /// A sentence: an address that is not known, a folder that cannot be made, settings of the bucket that do not fit.
    pub fn at(address: &str) -> Result<Self, String> {
        Self::with(address, std::env::vars())
    }

    /// The same with these variables.
    ///
    /// # Errors
    /// As [`Self::at`].
    pub fn with(address: &str, variables: impl IntoIterator<Item = (String, String)>) -> Result<Self, String> {
        let url = Url::parse(address).map_err(|error| format!("{address}: {error}"))?;
        match url.scheme() {
            "file" => {
                let path = url
                    .to_file_path()
                    .map_err(|()| format!("{address}: not a folder of this machine"))?;
                Self::folder(&path).map_err(|error| format!("{}: {error}", path.display()))
            }
            "s3" => Ok(Self {
                store: super::s3::bucket(&url, variables)?,
                prefix: url.path().trim_matches('/').to_owned(),
                root: None,
            }),
            other => Err(format!("{other}: files are kept at file:///… or s3://…")),
        }
    }

    fn key(&self, key: &str) -> Result<Key, FileError> {
        if is_key(key) {
            Ok(Key::from(format!("{}/{key}", self.prefix)))
        } else {
            Err(FileError::BadKey)
        }
    }

    /// Forces to disk that something is no longer in the folder of this key: the library does so only for what it
    /// writes.
    async fn forget_for_good(&self, key: &str) -> Result<(), FileError> {
        let Some(root) = &self.root else { return Ok(()) };
        let path = root.join(key);
        let synced = tokio::task::spawn_blocking(move || match path.parent().map(sync_folder) {
            Some(Err(error)) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        });
        match synced.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(FileError::Away(error.to_string())),
            Err(stopped) => Err(FileError::Away(stopped.to_string())),
        }
    }
}

#[async_trait]
impl FileStore for Objects {
    async fn put(&self, key: &str, bytes: Vec<u8>) -> Result<(), FileError> {
        let at = self.key(key)?;
        if bytes.len() > FILE_LIMIT {
            return Err(FileError::TooLarge);
        }
        self.store.put(&at, bytes.into()).await.map(drop).map_err(away)
    }

    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, FileError> {
        let at = self.key(key)?;
        let found = match self.store.get(&at).await {
            Ok(found) => found,
            Err(object_store::Error::NotFound { .. }) => return Ok(None),
            Err(error) => return Err(away(error)),
        };
        let bytes = found.bytes().await.map_err(away)?;
        Ok(Some(bytes.into()))
    }

    async fn delete(&self, key: &str) -> Result<(), FileError> {
        let at = self.key(key)?;
        match self.store.delete(&at).await {
            Ok(()) => self.forget_for_good(key).await,
            Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(away(error)),
        }
    }

    async fn delete_under(&self, key: &str) -> Result<(), FileError> {
        let folder = self.key(key)?;
        let found: Vec<_> = self.store.list(Some(&folder)).try_collect().await.map_err(away)?;
        for object in found {
            match self.store.delete(&object.location).await {
                Ok(()) | Err(object_store::Error::NotFound { .. }) => {}
                Err(error) => return Err(away(error)),
            }
        }
        let Some(root) = &self.root else { return Ok(()) };
        // An empty folder does no harm; it may also be in use again already.
        _ = tokio::fs::remove_dir(root.join(key)).await;
        self.forget_for_good(key).await
    }
}

fn away(error: object_store::Error) -> FileError {
    FileError::Away(error.to_string())
}

/// A file that is being written has a `#` in its name, which no key has.
fn clear_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            clear_unfinished(&entry.path())?;
        } else if entry.file_name().to_string_lossy().contains('#') {
            let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
            if age > ABANDONED_AFTER {
                fs::remove_file(entry.path())?;
            }
        }
    }
    Ok(())
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
        let store = Objects::folder(folder.path().join("a/b")).unwrap();
        let key = "uploads/0197-ab/1";
        assert_eq!(store.get(key).await.unwrap(), None);
        store.put(key, b"one".to_vec()).await.unwrap();
        store.put(key, "اثنان".as_bytes().to_vec()).await.unwrap();
        let again = Objects::at(&format!("file://{}", folder.path().join("a/b").display())).unwrap();
        assert_eq!(again.get(key).await.unwrap().as_deref(), Some("اثنان".as_bytes()));
        assert_eq!(again.get("uploads/0197-ab").await.unwrap(), None);
        again.delete(key).await.unwrap();
        again.delete(key).await.unwrap();
        assert_eq!(store.get(key).await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_folder_of_files_goes_whole_and_alone() {
        let folder = tempfile::tempdir().unwrap();
        let store = Objects::folder(folder.path()).unwrap();
        for key in ["parts/a/0", "parts/a/7", "parts/ab/0", "uploads/a"] {
            store.put(key, vec![1]).await.unwrap();
        }
        store.delete_under("parts/a").await.unwrap();
        store.delete_under("parts/a").await.unwrap();
        assert_eq!(store.get("parts/a/0").await.unwrap(), None);
        assert_eq!(store.get("parts/a/7").await.unwrap(), None);
        assert_eq!(store.get("parts/ab/0").await.unwrap(), Some(vec![1]));
        assert_eq!(store.get("uploads/a").await.unwrap(), Some(vec![1]));
    }

    #[tokio::test]
    async fn no_key_leads_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        let store = Objects::folder(folder.path().join("files")).unwrap();
        let long = "a".repeat(201);
        for key in [
            "", "/", "a/", "/a", "a//b", "..", "../a", "a/../b", ".a", "A", "a b", "a\0", "ا", "a\\b", "a#1", &long,
        ] {
            assert!(matches!(store.put(key, vec![1]).await, Err(FileError::BadKey)), "{key}");
            assert!(matches!(store.get(key).await, Err(FileError::BadKey)), "{key}");
            assert!(matches!(store.delete(key).await, Err(FileError::BadKey)), "{key}");
            assert!(matches!(store.delete_under(key).await, Err(FileError::BadKey)), "{key}");
        }
    }

    #[tokio::test]
    async fn what_cannot_be_written_leaves_nothing_behind() {
        let folder = tempfile::tempdir().unwrap();
        let store = Objects::folder(folder.path()).unwrap();
        store.put("a/b", vec![1]).await.unwrap();
        let blocked = store.put("a/b/c", vec![2]).await;
        assert!(matches!(blocked, Err(FileError::Away(_))), "a file is there");
        let large = vec![0; FILE_LIMIT + 1];
        assert!(matches!(store.put("large", large).await, Err(FileError::TooLarge)));
        assert_eq!(store.get("a/b").await.unwrap(), Some(vec![1]));
        let names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(names, ["a"]);
    }

    #[test]
    fn what_a_dead_process_left_is_cleared_away_after_a_day() {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("uploads/x#1");
        fs::create_dir(folder.path().join("uploads")).unwrap();
        for (path, age) in [(old.clone(), 25), (folder.path().join("uploads/y#1"), 1)] {
            let file = File::create(&path).unwrap();
            let then = std::time::SystemTime::now() - Duration::from_secs(age * 60 * 60);
            file.set_modified(then).unwrap();
        }
        Objects::folder(folder.path()).unwrap();
        assert!(!old.exists());
        assert!(folder.path().join("uploads/y#1").exists());
    }

    #[test]
    fn an_address_that_is_not_known_is_refused() {
        assert!(Objects::at("ftp://somewhere/files").is_err());
        assert!(Objects::at("files").is_err());
    }
}
